//! The findings about what was signed, archived and judged again.

use crate::finding::{Code, Severity, codes};

codes! {
    FILE_CHANGED: "file-changed", Error,
        what: "A file is not the one that was signed or archived",
        why: "One changed byte makes it another document. What a person signed, or an archive holds, is known by its digest alone.",
        example: "evqc verify coa.json    (0.31 became 0.13 after the signature)",
        remedy: "Get the file back that was signed. If the change is meant, issue a new document with a number of its own and have it signed.",
        source: "R-906, R-118; 21 CFR 11.70";
    FILE_ABSENT: "file-absent", Error,
        what: "A file that was signed, or that an archive lists, is not there",
        why: "What is not there cannot be checked, and a part of a record is no record.",
        example: "evqc verify coa.json.intoto.jsonl    (coa.json is not beside it)",
        remedy: "Put the file beside the signatures under its own name.",
        source: "R-916";
    FILE_NOT_LISTED: "file-not-listed", Error,
        what: "An archive holds a file that its manifest does not list",
        why: "Nobody vouches for it: it was added after the archive was made.",
        example: "lot.zip with data/second.csv, which SHA256SUMS does not name",
        remedy: "Take the archive as it was made, or make a new one.",
        source: "R-916";
    NOT_SIGNED: "not-signed", Error,
        what: "A file has no signature",
        why: "Digests that agree with each other show that nothing was damaged, not that nothing was replaced: whoever changes a file can change its digest.",
        example: "evqc verify lot.zip    (there is no lot.zip.intoto.jsonl)",
        remedy: "Have it signed with `evqc sign`; or say --unsigned to check the digests of an archive alone.",
        source: "R-906";
    SIGNATURES_NOT_READABLE: "signatures-not-readable", Error,
        what: "A file of signatures is cut short, changed, or no file of signatures",
        why: "Each line is an envelope with one signature, byte for byte as it was written. What differs was changed, even where it would still be read.",
        example: "coa.json.intoto.jsonl whose last line has no end",
        remedy: "Get the file back as it was written.",
        source: "R-906; DSSE v1.0.2";
    SIGNATURE_NOT_VALID: "signature-not-valid", Error,
        what: "A signature does not belong to what it stands under",
        why: "The statement or the signature was changed after signing, or made by someone who does not have the key.",
        example: "a line of coa.json.intoto.jsonl in which the name of the signer was replaced",
        remedy: "Get the file back as it was written, or have the document signed anew.",
        source: "R-906; 21 CFR 11.70";
    SIGNATURE_BY_UNKNOWN_KEY: "signature-by-unknown-key", Error,
        what: "A signature is by a key that is not among those given",
        why: "Anyone can make a key and sign with any name. Only a key that is known to be a person's says who signed.",
        example: "evqc verify coa.json --keys keys    (the folder has no public key of this signer)",
        remedy: "Get the public key from the person, not from whoever sent the file, and put it into the folder or the trust file.",
        source: "R-906";
    SIGNATURE_OUTSIDE_TRUST: "signature-outside-trust", Error,
        what: "A signature is by a known key, under a name, role, meaning or date that the trust file does not allow it",
        why: "A key stands for one person in one role for some time; what it says beyond that is not covered.",
        example: "M. Chen: {meanings: [tested], ...}   (and a signature of M. Chen with the meaning `approved`)",
        remedy: "Have the right person sign; or correct the trust file, if it is wrong.",
        source: "R-905, R-906";
    SIGNER_TWICE: "signer-twice", Error,
        what: "The same person signs twice in one chain",
        why: "Whoever tested does not review their own work, and whoever reviewed does not approve it. A second name with the same key is the same person.",
        example: "evqc sign coa.json --signer 'M. Chen' --meaning approved ...    (M. Chen signed as `tested` already)",
        remedy: "Have another person sign, with a key of their own.",
        source: "R-905; EU GMP Annex 11";
    SIGNATURE_BEFORE_PREVIOUS: "signature-before-previous", Error,
        what: "A signature is dated before the one it follows",
        why: "It covers the earlier one, so it cannot be older. One of the clocks is wrong.",
        example: "evqc sign coa.json --at 2026-11-26T09:00:00Z ...    (the last signature is of 2026-11-27)",
        remedy: "Correct the clock and sign again.",
        source: "R-907; 21 CFR 11.10(e)";
    SIGNATURE_BEFORE_REPORT: "signature-before-report", Error,
        what: "A signature is dated before the day of judgement of the report it is for",
        why: "Nobody can sign what has not been judged yet.",
        example: "a report with as_of 2026-11-27, and --at 2026-11-26T09:00:00Z",
        remedy: "Correct the clock, or the day of judgement of the report.",
        source: "R-106";
    SIGNATURE_OUT_OF_RANK: "signature-out-of-rank", Error,
        what: "Somebody is to sign for a part of the work that comes before what was signed already",
        why: "Tested, reviewed, approved, certified: who approves has everything before it under their eyes. A later review is none of what was approved, no certificate is made of such a chain, and a line of a chain cannot be taken back.",
        example: "evqc sign coa.json --meaning reviewed ...    (Q. Adler signed as `approved` already)",
        remedy: "Draw the document up anew and have everybody sign it in the order of the work.",
        source: "R-106, R-109; 21 CFR 211.194(a)(8)";
    SIGNATURES_NOT_A_CHAIN: "signatures-not-a-chain", Error,
        what: "The signatures of a file do not follow each other",
        why: "Each names the one before it by number and digest. Where that fails, one was taken out, put in, or moved.",
        example: "coa.json.intoto.jsonl with its second line removed",
        remedy: "Get the file back as it was written.",
        source: "R-902, R-906";
    MEANING_NOT_SIGNED: "meaning-not-signed", Error,
        what: "A signature that was asked for is not there",
        why: "The last lines of a chain can be cut off without a trace in the others; whoever needs an approval has to ask for it.",
        example: "evqc verify coa.json --require approved    (it was tested and reviewed)",
        remedy: "Have it signed, or get the whole file of signatures.",
        source: "R-109";
    TWIN_OF_ANOTHER: "twin-of-another", Error,
        what: "A machine-readable twin belongs to another document",
        why: "The page and its data must say the same; a swapped twin makes a true page prove false data.",
        example: "evqc verify coa-7.pdf coa-8.json",
        remedy: "Put each document beside the twin it was made with.",
        source: "R-115";
    STATEMENT_DIFFERS: "statement-differs", Error,
        what: "A signature states another test result than the file that it signs",
        why: "Whoever reads only the signature must learn the verdict of the signed report, and no other.",
        example: "`PASSED` in coa.json.intoto.jsonl, a lot that does not conform in coa.json",
        remedy: "Do not use the signature; have the file signed again.",
        source: "R-905";
    CERTIFICATE_OF_ANOTHER: "certificate-of-another", Error,
        what: "A certificate in an archive does not say what the report beside it says",
        why: "An archive shows what a verdict rests on. A certificate of another lot, of another specification or with another verdict in it would lean on evidence that is not its own.",
        example: "lot.zip with the data of EV-3102, which does not conform, and the certificate of EV-3101",
        remedy: "Archive each certificate with the data of its own lot, judged by the same specification.",
        source: "R-118, R-916";
    SIGNATURE_NOT_SHOWN: "signature-not-shown", Error,
        what: "A certificate names a signature that none of the files given shows",
        why: "A name, a time and the digest of a key can be written into any file. What shows a signature is its envelope, which covers the content.",
        example: "evqc verify coa.json --trust trust.yaml    (signed as draft.json, and draft.json.intoto.jsonl is not named)",
        remedy: "Name the file of signatures that made the certificate final beside it: `evqc verify coa.json draft.json.intoto.jsonl`.",
        source: "R-109, R-906; 21 CFR 11.70";
    DOCUMENT_NOT_READABLE: "document-not-readable", Error,
        what: "A document is cut short or damaged, so that the twin inside of it cannot be read",
        why: "A certificate and its data are one document. Half of one cannot be signed or verified.",
        example: "coa.pdf without its last bytes",
        remedy: "Get the document as it was issued, or issue it again.",
        source: "R-115";
    DOCUMENT_CHANGED: "document-changed", Error,
        what: "A document was changed after it was written: something was put behind its end, or its twin is there twice",
        why: "Another program can put new pages over the old ones and leave the twin inside as it was. Such a file says one thing to people and another to programs.",
        example: "coa.pdf, opened and saved with remarks",
        remedy: "Get the document as it was issued. Remarks belong into a document of their own.",
        source: "R-115, R-906; ISO 32000-1:2008, 7.5.6";
    PAGES_DIFFER: "pages-differ", Error,
        what: "The pages of a certificate are not those of the twin inside",
        why: "The same twin always gives the same file. This program draws another one from it, so that the file was changed after it was issued, or made by somebody else.",
        example: "evqc verify coa.pdf --lab lab.yaml    (0.31 became 0.13 on the page, and not in certificate.json inside)",
        remedy: "Do not use the document; get it as it was issued. The twin inside may hold by its own signature.",
        source: "R-115, R-906";
    PAGES_NOT_PROVEN: "pages-not-proven", Error,
        what: "Nothing shows that the pages of a certificate say what the twin inside says",
        why: "No signature covers the file, and it could not be drawn again: that takes the version of the program and the laboratory file with which it was drawn, which the twin names by their digests.",
        example: "evqc verify coa.pdf --unsigned    (lab.yaml is not at hand)",
        remedy: "Name the laboratory file with --lab, or use the version of evqc that drew the document; or have the file signed. Until then, only the twin counts.",
        source: "R-115, R-906";
    DOCUMENT_NOT_COMPARED: "document-not-compared", Error,
        what: "A document is to be signed with data that evqc cannot compare it with",
        why: "A signature under a page and its data is read as: the two say the same. A certificate is written again from its twin and compared; for a report as page or text, and for a file of another program, nothing shows it.",
        example: "evqc sign report.html --twin report.json ...",
        remedy: "Sign the JSON alone, or compare the two yourself and give --not-compared: the signature, `evqc sign` and `evqc verify` then say that evqc did not.",
        source: "R-115, R-906";
    BUNDLE_NOT_READABLE: "bundle-not-readable", Error,
        what: "An archive is cut short, damaged, or no archive of evqc",
        why: "What cannot be unpacked cannot be checked.",
        example: "evqc verify lot.zip    (the download stopped half-way)",
        remedy: "Get the archive again from where it was kept.",
        source: "R-916";
    BUNDLE_CHANGED: "bundle-changed", Error,
        what: "An archive has other bytes between its files than it was made with",
        why: "The same files always give the same archive. Names, times and order of the entries are part of what was made.",
        example: "lot.zip, packed again with another program",
        remedy: "Get the archive back as it was made.",
        source: "R-916";
    MANIFEST_NOT_READABLE: "manifest-not-readable", Error,
        what: "A manifest is not what `evqc bundle` writes, or its two forms disagree",
        why: "The manifest says what the archive holds and how it was judged; without it nothing can be checked or judged again.",
        example: "manifest.json without `as_of`",
        remedy: "Get the archive back as it was made.",
        source: "R-916";
    REPLAY_DIFFERS: "replay-differs", Error,
        what: "Judging again comes to another result than the archived report",
        why: "The same specification and data must give the same report. A difference means that a file or the program is another.",
        example: "evqc replay lot.zip    (lots[0].tests[3].outcome: `pass` in the archive, `fail` now)",
        remedy: "Read the first difference; compare the versions of the program; see the release notes for what can change a verdict.",
        source: "R-118, R-915";
    KEY_OPEN_TO_OTHERS: "key-open-to-others", Error,
        what: "A secret key or a passphrase file can be read or changed by others than its owner",
        why: "Whoever can read the key can sign as its owner. A signature with such a key proves nothing.",
        example: "-rw-r--r-- chen.key.pem",
        remedy: "Run `chmod 600` on the file. If others may have had it, make a new key and withdraw the old one.",
        source: "R-906; 21 CFR 11.300";
}
