//! Signatures make a certificate of a draft, and nothing else does.

use super::bench::{Bench, characters, printed, sign, signature};
use evqc::certificate::{Certificate, Mark, Signature};
use evqc::integrity::TimeSource;

/// A signature by everybody who is to sign.
fn signatures(certificate: &Certificate) -> Vec<Signature> {
    let one = |of| signature(of, "2026-02-20T10:05:00+01:00", Some("ed25519:0f1e"));
    certificate.content.signatories.iter().map(one).collect()
}

#[test]
fn a_certificate_that_everybody_signed_is_final() {
    let draft = Bench::new().twin("EV-3101", &["--lang", "en"]);
    let signed = sign(draft.content.clone(), signatures(&draft));
    assert_eq!((signed.status.as_str(), &signed.draft_because[..]), ("final", &[][..]));
    assert_eq!(signed.content_sha256, draft.content_sha256, "what is signed stays the same");
    let print = printed(&signed);
    assert_eq!((print.watermark.as_deref(), print.head.end.is_empty()), (None, true));
    let shown = characters(&print);
    assert!(!shown.contains("DRAFT") && !shown.contains("draft"), "{shown}");
    for text in ["Lena Meyer", "Analyst", "Tested by", "2026-02-20T10:05:00+01:00", "ed25519:0f1e"] {
        assert!(shown.contains(text), "{text}");
    }
}

#[test]
fn a_missing_signature_or_meaning_leaves_a_draft() {
    let draft = Bench::new().twin("EV-3101", &[]);
    let mut two = signatures(&draft);
    two.pop();
    assert_eq!(sign(draft.content.clone(), two).draft_because, [Mark::NotSigned]);
    let mut without = signatures(&draft);
    without[0].meaning = None;
    assert_eq!(sign(draft.content.clone(), without).draft_because, [Mark::NotSigned, Mark::SignatureWithoutMeaning]);
    let other = Bench::new().twin("EV-3102", &[]);
    assert_eq!(
        sign(other.content.clone(), signatures(&other)).draft_because,
        [Mark::DoesNotConform],
        "signing makes no verdict better"
    );
}

/// A typed name is told as what it is.
#[test]
fn a_typed_name_is_no_electronic_signature() {
    let draft = Bench::new().twin("EV-3101", &["--lang", "en"]);
    let mut typed = signatures(&draft);
    typed[0].key = None;
    assert!(characters(&printed(&sign(draft.content.clone(), typed))).contains("typed name, no electronic signature"));
}

/// Whether a time was read from the clock or stated, each form says in its language.
#[test]
fn a_signature_says_where_its_time_comes_from() {
    let said = [
        (TimeSource::SystemClock, "clock of the machine", "计算机时钟"),
        (TimeSource::Stated, "statement of the signer, not the clock", "签名人自行填写，非取自时钟"),
        (
            TimeSource::Epoch,
            "SOURCE_DATE_EPOCH, set for the run, not the clock",
            "SOURCE_DATE_EPOCH，本次运行所设，非取自时钟",
        ),
    ];
    let bench = Bench::new();
    for (language, label) in [("en", "Time taken from"), ("zh", "时间来源")] {
        let draft = bench.twin("EV-3101", &["--lang", language]);
        assert!(!characters(&printed(&draft)).contains(label), "nobody has signed");
        for (source, en, zh) in said {
            let mut signed = signatures(&draft);
            signed.iter_mut().for_each(|one| one.time_source = Some(source));
            let signed = sign(draft.content.clone(), signed);
            let (words, fhir) =
                (if language == "en" { en } else { zh }, evqc::certificate::fhir_bundle(&signed).unwrap());
            let shown = characters(&printed(&signed));
            assert_eq!((shown.matches(label).count(), shown.matches(words).count()), (3, 3), "{source:?}: {shown}");
            assert_eq!(fhir.matches(&format!(">Time taken from: {en}<")).count(), 3, "{source:?}");
        }
        let mut typed = signatures(&draft);
        typed.iter_mut().for_each(|one| (one.key, one.time_source) = (None, None));
        assert!(!characters(&printed(&sign(draft.content.clone(), typed))).contains(label), "nobody knows");
    }
}

/// The certification of a batch certificate stands on it only once the person entitled to it has signed (field 33).
#[test]
fn a_certification_waits_for_its_signature() {
    let bench = Bench::new();
    bench
        .edit("lab.yaml", "    function: {en: Quality manager, zh: 质量负责人}\n    meaning: approved", "    function: {en: Qualified Person, zh: 质量受权人}\n    meaning: certified")
        .edit("lab.yaml", "seal: true\n", "seal: true\ncertification:\n  text: {en: I certify that this batch was made and checked according to GMP., zh: 兹证明本批按GMP生产和检验。}\n  by: Mei Chen\n");
    let draft = bench.twin("EV-3101", &["--lang", "en", "--profile", "annex16-batch"]);
    assert_eq!((draft.content.title.en.as_str(), &draft.content.missing[..]), ("Batch certificate", &[][..]));
    let shown = characters(&printed(&draft));
    assert!(!shown.contains("I certify") && shown.contains("is printed when the person entitled to it has signed"));
    let signed = sign(draft.content.clone(), signatures(&draft));
    assert_eq!(signed.status, "final");
    assert!(
        characters(&printed(&signed))
            .contains("I certify that this batch was made and checked according to GMP. (stated by Mei Chen)")
    );
    // On any other document the statement is absent.
    let analysis = bench.twin("EV-3101", &["--lang", "en", "--profile", "who"]);
    assert_eq!(analysis.content.certification, None);
}
