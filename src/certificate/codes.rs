//! What there is to say about certificates.

use crate::finding::{Code, Severity};

crate::finding::codes! {
    CERTIFICATE_REFUSED: "certificate-refused", Error,
        what: "there is no certificate for the lot, not even a draft",
        why: "A lot that cannot be evaluated has no statement of conformity, and a page with a number and a title would look as if it had one.",
        example: "evqc certificate spec.yaml results.csv --lot EV-7 -o coa.pdf    (EV-7 has a unit that nobody knows)",
        remedy: "Run `evqc check` on the lot and repair what it names.",
        source: "R-107, R-110";
    CERTIFICATE_FIELD_MISSING: "certificate-field-missing", Warning,
        what: "a field that the profile asks for is missing, so the certificate is a draft",
        why: "Each profile has mandatory fields; an incomplete certificate is marked as a draft on every page and lists what is missing.",
        example: "evqc certificate spec.yaml results.csv --lot EV-7 --profile who    (nobody says who asked for the tests)",
        remedy: "Supply the field in the file of certificate facts, in lab.yaml, in the lot file or in the results; the message says where.",
        source: "R-110; WHO TRS 1010 annex 4; ICH Q7 11.4; ISO/IEC 17025:2017 7.8";
    PROCEDURE_NOT_STATED: "procedure-not-stated", Error,
        what: "a test has no procedure, so there is no certificate",
        why: "A result without the identity of its method cannot be repeated by anyone.",
        example: "tests: {ph: {accept: 6.8 to 7.6}}    (no `procedure`)",
        remedy: "Name procedure number and version in the specification.",
        source: "R-105; WHO TRS 1010 annex 4; ISO/IEC 17025:2017 7.8.2.1 f";
    EXTERNAL_REPORT_NOT_STATED: "external-report-not-stated", Error,
        what: "a result of an external laboratory has no report number",
        why: "A result from elsewhere is only as good as the report that it stands in.",
        example: "tests: {endotoxin: {laboratory: micro}}    (no `report`)",
        remedy: "Give `report` for the test in the file of certificate facts.",
        source: "R-112; ISO/IEC 17025:2017 7.8.2.1 p; ICH Q7 11.4";
    EXTERNAL_LABORATORY_NOT_NAMED: "external-laboratory-not-named", Error,
        what: "the report of an external laboratory is stated for a test, and no external laboratory is named for it",
        why: "Without the name the test would be printed as one of the issuing laboratory, and the report nowhere.",
        example: "facts:  tests: {ph: {report: XX-1}}    (lab.yaml names no laboratory for ph)",
        remedy: "Name the laboratory in lab.yaml, under `laboratories` and as `laboratory` of the test, or take the report out of the facts.",
        source: "R-112; ISO/IEC 17025:2017 7.8.2.1 p";
    DATES_OUT_OF_ORDER: "dates-out-of-order", Error,
        what: "two dates of a certificate are in an impossible order",
        why: "A test before the sample was taken, a certificate before its last result, after the lot or a waiver has ended or issued months ahead, or a signature before the evaluation or after the issue shows that a date is wrong.",
        example: "sample: {received: 2026-02-03}    and a test completed on 2026-02-01",
        remedy: "Correct the date that is wrong; the message names both.",
        source: "R-106; ISO/IEC 17025:2017 7.8.2.1 h to j; 21 CFR 211.194(a)";
    SAME_PERSON_TWICE: "same-person-twice", Error,
        what: "one person stands where two different ones are asked for",
        why: "Nobody reviews or approves what they did themselves. Names count as one person's whatever their case, width, order, titles or language, and initials as those of whoever has them.",
        example: "analyst: L. Meyer, reviewer: L. Meyer",
        remedy: "Have a second person review or approve, and name that person; write names in full where two persons have the same initials.",
        source: "R-905; 21 CFR 211.194(a)(7) and (8)";
    SIGNED_IN_ANOTHER_FUNCTION: "signed-in-another-function", Error,
        what: "somebody signed in another function than the one that the laboratory file has for that person",
        why: "Under a signature stands the function in which it was made; two functions for one signature mean that one of them is wrong.",
        example: "evqc sign draft.json --signer \"Mei Chen\" --role Analyst ...    (lab.yaml: function: Quality manager)",
        remedy: "Sign with the function of the laboratory file, or correct it there.",
        source: "R-109; 21 CFR 11.50";
    BATCH_CERTIFICATE_INCOMPLETE: "batch-certificate-incomplete", Error,
        what: "a batch certificate lacks sites, authorisation number, certifier or statement, so there is none",
        why: "A batch certificate is another document than a certificate of analysis: it stands for the sites and for a person entitled to certify.",
        example: "evqc certificate ... --profile annex16-batch    (lab.yaml has no `certification`)",
        remedy: "Complete `manufacturer` and `certification` of lab.yaml and `authorisation` of the facts, or issue a certificate of analysis.",
        source: "R-108; EU GMP annex 16, appendix II";
    CERTIFICATE_NUMBER_NOT_UNIQUE: "certificate-number-not-unique", Error,
        what: "two certificates would have one number",
        why: "A number that stands for two documents stands for none.",
        example: "number: CoA-2026    (without {lot})",
        remedy: "Number certificates by lot, and a reissue anew.",
        source: "R-111; field 2 of the certificate";
    CERTIFICATE_NOT_OVERWRITTEN: "certificate-not-overwritten", Error,
        what: "another document stands under the name of the new one",
        why: "An issued certificate stays as it is; a correction is a new document that names the old one.",
        example: "-o coa.json    (coa.json is an older certificate)",
        remedy: "Write to another name and say what it replaces, or, for a draft that nobody signed, give --overwrite.",
        source: "R-111";
    REPLACED_CERTIFICATE_NOT_READABLE: "replaced-certificate-not-readable", Error,
        what: "the certificate that is to be replaced cannot be read",
        why: "What changed can only be said beside what was said before.",
        example: "--replaces old.json    (old.json is not a certificate of evqc)",
        remedy: "Give the machine-readable twin of the certificate that is replaced.",
        source: "R-111";
    REPLACED_A_DRAFT: "replaced-a-draft", Error,
        what: "what is to be replaced is a draft, and was never a certificate",
        why: "A reissue says that a certificate which somebody may hold is not valid any more. A draft was not issued; naming it would give it a standing that it never had.",
        example: "--replaces draft.json",
        remedy: "Write the draft anew (--overwrite, where nobody signed it), or name the certificate that was issued.",
        source: "R-110, R-111";
    REASON_NOT_STATED: "reason-not-stated", Error,
        what: "nothing says why a certificate is replaced",
        why: "Whoever holds the old certificate has to learn what was wrong with it; a letter, a stroke, `none` or what became of the lot says nothing of that.",
        example: "--replaces coa.json --reason x",
        remedy: "State the reason in words: --reason \"transcription error of osmolality\".",
        source: "R-111";
    CERTIFICATE_NAME_UNKNOWN: "certificate-name-unknown", Error,
        what: "a file of the certificate names a test, a laboratory, a signatory, a lot or a term that is not there",
        why: "What is said of a misspelt name is said of nothing.",
        example: "tests: {endotoxine: {report: 26-114}}",
        remedy: "Use the name that the specification, the data or lab.yaml has.",
        source: "evqc";
    FACTS_CONTRADICT: "certificate-facts-contradict", Error,
        what: "the certificate facts say something else than results, lot file or settings",
        why: "Of two statements about one thing at least one is wrong; whichever were printed, the other would be hidden.",
        example: "tests: {endotoxin: {completed: 2026-02-09}}    (the results are dated 2026-02-08)",
        remedy: "Correct the one that is wrong; facts may add what the data leave open, and repeat what they say.",
        source: "R-106, R-115; evqc";
    CLAIM_WITHOUT_SIGNATORY: "claim-without-signatory", Error,
        what: "a text claims compliance, authorisation, efficacy or safety, or says what was found, and nobody answers for it",
        why: "evqc states conformity with a specification and nothing else; any other claim is that of a person, and what was found stands in the words of evqc alone.",
        example: "statements: [{text: Manufactured according to GMP.}]",
        remedy: "Name the signatory with `by`, leave the claim out, or say it in other words.",
        source: "R-117, R-1008";
    TERM_FIXED: "term-fixed", Error,
        what: "a laboratory may not word this term otherwise, or not like this",
        why: "What was found, signed or stated reads the same on every certificate, and no label has the words of another: a reader takes what stands behind it for that.",
        example: "wording: {does not comply: within expectations}",
        remedy: "Leave the term as it is, or take words that no other term has.",
        source: "R-110; evqc";
    TEST_NAME_TWICE: "test-name-twice", Error,
        what: "two tests have one name on a certificate, since the laboratory file calls one as the other",
        why: "Of two lines with one name a reader takes the result of one for that of the other.",
        example: "tests: {cd63: {name: Marker}, calnexin: {name: Marker}}",
        remedy: "Give each a name of its own in `tests` of lab.yaml, in both languages.",
        source: "R-102; evqc";
    WORDS_DIFFER: "words-not-of-specification", Error,
        what: "the laboratory's words for a criterion are no translation of those that were judged",
        why: "A reader takes the printed criterion for the one that the result was compared with.",
        example: "tests: {calnexin: {criterion: {en: positive, zh: 阳性}}}    (the specification accepts `negative`)",
        remedy: "Repeat the words of the specification in one language, and give their translation in the other.",
        source: "R-104, R-1101; evqc";
    LAYOUT_HIDES: "layout-hides", Error,
        what: "a layout leaves out what must be seen",
        why: "A layout changes the look, never what is told.",
        example: "layout: {columns: [item, result]}",
        remedy: "Keep item, criterion, result and conclusion.",
        source: "R-102, R-103";
    LOGO_NOT_USABLE: "logo-not-usable", Error,
        what: "the logo is not an image that can be drawn, or its words say more than a name",
        why: "A certificate with an empty box in its head looks tampered with, and a logo that says released would say what only evqc says.",
        example: "logo: logo.svg    (a web page that was saved under this name)",
        remedy: "Use a PNG, JPEG or SVG file, in whose texts there is the name of the laboratory alone.",
        source: "evqc";
    COLOUR_NOT_USABLE: "colour-not-usable", Error,
        what: "the accent of a layout is no colour, or hard to read on paper",
        why: "A heading that cannot be read is one that was left out.",
        example: "layout: {accent: \"#66b2ff\"}    (2.23 : 1 against white)",
        remedy: "Write a colour as #005a8c, in quotes, with a contrast of at least 4.5 : 1 against white.",
        source: "WCAG 2.2, success criterion 1.4.3";
    SAMPLE_NOT_OF_THE_RESULTS: "sample-not-of-the-results", Error,
        what: "the results come from another sample than the certificate states",
        why: "A certificate is about the sample that was tested.",
        example: "sample: {ids: S-1}    and results of sample S-2",
        remedy: "Correct the sample numbers.",
        source: "field 16 of the certificate; ISO/IEC 17025:2017 7.8.2.1 g";
    FORM_DIFFERS: "form-differs-from-twin", Error,
        what: "a written certificate does not show a value of its twin",
        why: "PDF and HTML are read back after they were written; a page that lacks a number or a verdict of its data is not one that anybody should keep.",
        example: "lot EV-7: the HTML does not show the line of endotoxin",
        remedy: "Use the twin or another form, leave template and layout of the laboratory away, and report the fault.",
        source: "R-115; evqc";
    FORM_NOT_DRAWN: "form-not-drawn", Error,
        what: "a certificate cannot be written in one of its forms",
        why: "A sign without a letter would stand as an empty box, and a picture that cannot be read would be missing: a page that shows less than its data is none.",
        example: "lot EV-🧪 -o coa.pdf    (no letter of the program shows 🧪)",
        remedy: "Write the text with signs that can be printed, or replace the logo; or ask for the twin and the other forms alone, which do not need it.",
        source: "R-1105";
}
