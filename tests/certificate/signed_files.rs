//! Real certificates on their whole way: issued, signed, verified, archived; and what is told when one was changed.

#[cfg(feature = "pdf")]
use super::bench::judging;
use super::bench::{Bench, Said};
use evqc::certificate::{Certificate, Mark};

/// The certificates of two lots and the key of a person.
#[cfg(feature = "pdf")]
pub fn issued() -> Bench {
    let bench = drafted();
    for lot in ["EV-3101", "EV-3102"] {
        assert!(bench.run(&["--lot", lot, "-o", "{lot}.pdf"]).exit < 2);
    }
    bench
}

/// The same as twins alone, which are made in no time.
pub fn drafted() -> Bench {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102"] {
        assert!(bench.run(&["--lot", lot, "-o", "{lot}.json"]).exit < 2);
    }
    std::fs::create_dir(bench.path("keys")).unwrap();
    for (name, key) in PERSONS {
        let key = format!("keys/{key}.key.pem");
        let said = bench.command(&["keygen", "--name", name, "--key", &key]);
        assert_eq!(said.exit, 0, "{}", said.err);
    }
    bench
}

pub const PERSONS: [(&str, &str); 3] = [("Lena Meyer", "meyer"), ("Quentin Adler", "adler"), ("Mei Chen", "chen")];

pub fn sign(bench: &Bench, file: &str, more: &[&str]) -> Said {
    let usual = ["sign", file, "--key", "keys/meyer.key.pem", "--signer", "Lena Meyer", "--role", "Analyst"];
    let moment = ["--meaning", "tested", "--at", "2026-02-20T09:00:00+01:00"];
    bench.command(&[&usual[..], &moment, more].concat())
}

pub fn verify(bench: &Bench, files: &[&str]) -> Said {
    bench.command(&[&["verify"], files, &["--keys", "keys"]].concat())
}

#[track_caller]
pub fn assert_said(said: &Said, exit: i32, words: &[&str]) {
    let text = format!("{}{}", said.out, said.err);
    assert_eq!(said.exit, exit, "{text}");
    words.iter().for_each(|word| assert!(text.contains(word), "`{word}` is not in: {text}"));
}

/// The approval of the quality manager, a day after the draft was signed.
pub fn approve(bench: &Bench, file: &str, more: &[&str]) -> Said {
    let usual = ["sign", file, "--key", "keys/chen.key.pem", "--signer", "Mei Chen", "--role", "Quality manager"];
    let moment = ["--meaning", "approved", "--at", "2026-02-20T10:00:00+01:00"];
    bench.command(&[&usual[..], &moment, more].concat())
}

/// The statement of the first line of a file of signatures.
pub fn statement(bench: &Bench, name: &str) -> serde_json::Value {
    use base64::Engine;
    let text = bench.read(name);
    let envelope: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let payload = base64::engine::general_purpose::STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap();
    serde_json::from_slice(&payload).unwrap()
}

#[test]
fn a_signature_states_the_verdict_of_the_certificate() {
    let bench = drafted();
    // One conforms with a waiver, one does not conform.
    assert_said(&sign(&bench, "EV-3101.json", &[]), 0, &["WARNED"]);
    assert_said(&sign(&bench, "EV-3102.json", &[]), 0, &["FAILED"]);
    assert_said(&verify(&bench, &["EV-3101.json", "EV-3102.json"]), 0, &["EV-3101.json: holds", "EV-3102.json: holds"]);
    for lot in ["EV-3101", "EV-3102"] {
        let certificate: Certificate = serde_json::from_str(&bench.read(&format!("{lot}.json"))).unwrap();
        let predicate = statement(&bench, &format!("{lot}.json.intoto.jsonl"))["predicate"].take();
        let of = |outcomes: &[&str]| -> Vec<String> {
            let tests = certificate.content.tests.iter().filter(|line| outcomes.contains(&line.outcome.as_str()));
            tests.map(|line| format!("{lot} {}", line.id)).collect()
        };
        assert_eq!(predicate["passedTests"], serde_json::json!(of(&["pass"])));
        assert_eq!(predicate["warnedTests"], serde_json::json!(of(&["waived"])));
        assert_eq!(predicate["failedTests"], serde_json::json!(of(&["fail"])));
        let named = predicate["configuration"].as_array().unwrap();
        let digest =
            |name: &str| named.iter().find(|one| one["name"] == name).map(|one| one["digest"]["sha256"].clone());
        let specification = &certificate.content.specification;
        assert_eq!(digest("sample-certificate 2.1.0").unwrap(), specification.sha256.as_str());
        let results = evqc::integrity::sha256(bench.read("results.csv").as_bytes());
        assert_eq!(digest("results.csv").unwrap(), results.as_str());
    }
}

#[test]
fn a_certificate_that_was_changed_is_not_signed() {
    let bench = drafted();
    bench.edit("EV-3102.json", "\"verdict\": \"does_not_conform\"", "\"verdict\": \"conforms\"");
    assert_said(&sign(&bench, "EV-3102.json", &[]), 5, &["EV-3102.json was changed after it was issued"]);
    sign(&bench, "EV-3101.json", &[]);
    bench.edit("EV-3101.json", "\"97 %\"", "\"98 %\"");
    assert_said(&verify(&bench, &["EV-3101.json"]), 5, &["file-changed"]);
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_is_verified_alone_by_the_twin_inside() {
    let bench = issued();
    assert_said(&sign(&bench, "EV-3101.pdf", &["--twin", "EV-3101.json"]), 0, &["WARNED"]);
    assert_said(&verify(&bench, &["EV-3101.pdf", "EV-3101.json"]), 0, &["EV-3101.pdf: holds", "EV-3101.json: holds"]);
    let (own, other) = (bench.read("EV-3101.json"), bench.read("EV-3102.json"));
    // The twin beside is another.
    bench.write("EV-3101.json", &other);
    let words = ["twin-of-another", "it is of lot EV-3102, signed was lot EV-3101", "EV-3101.pdf carries inside"];
    assert_said(&verify(&bench, &["EV-3101.pdf"]), 5, &words);
    // One number of it is another.
    bench.write("EV-3101.json", &own).edit("EV-3101.json", "\"97 %\"", "\"98 %\"");
    assert_said(&verify(&bench, &["EV-3101.pdf"]), 5, &["\"97 %\" inside, \"98 %\" beside"]);
    // There is none beside: the one inside is what was signed.
    std::fs::remove_file(bench.path("EV-3101.json")).unwrap();
    assert_said(
        &verify(&bench, &["EV-3101.pdf"]),
        0,
        &["EV-3101.pdf: holds", "EV-3101.json is read out of EV-3101.pdf"],
    );
    // The page of another lot under the name of this one.
    std::fs::copy(bench.path("EV-3102.pdf"), bench.path("EV-3101.pdf")).unwrap();
    let words =
        ["file-changed", "certificate.json in EV-3101.pdf is not the twin of EV-3101.pdf: it is of lot EV-3102"];
    assert_said(&verify(&bench, &["EV-3101.pdf"]), 5, &words);
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_is_signed_with_its_own_twin_and_no_other() {
    let bench = issued();
    let said = sign(&bench, "EV-3101.pdf", &["--twin", "EV-3102.json"]);
    assert_said(&said, 5, &["EV-3102.json is not the twin that EV-3101.pdf carries inside", "EV-3101"]);
    assert!(!bench.has("EV-3101.pdf.intoto.jsonl"));
    // Without a twin beside, the one inside says what the tests came to.
    assert_said(&sign(&bench, "EV-3102.pdf", &[]), 0, &["FAILED"]);
    assert_said(&verify(&bench, &["EV-3102.pdf"]), 0, &["EV-3102.pdf: holds"]);
}

#[test]
#[cfg(feature = "pdf")]
fn half_a_pdf_is_neither_signed_nor_verified() {
    let bench = issued();
    let whole = std::fs::read(bench.path("EV-3101.pdf")).unwrap();
    for length in [5, 1000, whole.len() / 2, whole.len() - 7] {
        std::fs::write(bench.path("half.pdf"), &whole[..length]).unwrap();
        let words = ["document-not-readable", "half.pdf is cut short"];
        assert_said(&sign(&bench, "half.pdf", &["--twin", "EV-3101.json"]), 5, &words);
        assert_said(&verify(&bench, &["half.pdf"]), 5, &words);
    }
    sign(&bench, "EV-3101.pdf", &["--twin", "EV-3101.json"]);
    std::fs::write(bench.path("EV-3101.pdf"), &whole[..whole.len() / 2]).unwrap();
    assert_said(&verify(&bench, &["EV-3101.pdf"]), 5, &["file-changed", "it is cut short", "document-not-readable"]);
}

/// Certificates with their signatures in an archive, verified there.
#[test]
#[cfg(feature = "pdf")]
fn an_archive_keeps_certificates_with_their_signatures() {
    let bench = issued();
    sign(&bench, "EV-3101.pdf", &["--twin", "EV-3101.json"]);
    let attached = ["--attach", "EV-3101.pdf", "--attach", "EV-3101.json", "--attach", "EV-3101.pdf.intoto.jsonl"];
    let bundle = |more: &[&str]| bench.command(&judging("bundle", more));
    let lot = ["--lot", "EV-3101", "-o", "lot.zip"];
    // Without the laboratory file nobody could show that the pages are those of the twin.
    let said = bundle(&[&attached[..], &lot].concat());
    assert_said(&said, 5, &["pages-not-proven", "attach the laboratory file and its logo too"]);
    let look = ["--attach", "lab.yaml", "--attach", "logo.svg"];
    assert_said(&bundle(&[&attached[..], &look, &lot].concat()), 0, &[]);
    assert_said(&sign(&bench, "lot.zip", &[]), 0, &["WARNED"]);
    assert_said(&verify(&bench, &["lot.zip"]), 0, &["lot.zip: holds", "attachments/EV-3101.pdf.intoto.jsonl"]);
}

/// Signatures of everybody on the draft's twin make the certificate; anything less makes none.
#[test]
fn signatures_lift_the_draft_mark() {
    let bench = drafted();
    let mut trust = "evqc_trust: 1\nkeys:\n".to_owned();
    for (name, key) in PERSONS {
        let pem = bench.read(&format!("keys/{key}.pub.pem")).trim().replace('\n', "\n      ");
        trust += &format!("  {name}:\n    public_key: |\n      {pem}\n");
    }
    bench.write("trust.yaml", &trust);
    let file = "EV-3101.json.intoto.jsonl";
    let finish = |lot: &str, more: &[&str]| {
        let signed =
            ["--signatures", file, "--trust", "trust.yaml", "--lot", lot, "-o", "final.json", "-o", "final.md"];
        bench.run(&[&signed[..], more].concat())
    };
    let parts = [("tested", 8, "Analyst"), ("reviewed", 9, "Head of quality control"), ("approved", 10, "质量负责人")];
    for ((name, key), (meaning, hour, role)) in PERSONS.iter().zip(parts) {
        if hour > 8 {
            assert_said(&finish("EV-3101", &[]), 5, &["meaning-not-signed", "Mei Chen that means `approved`"]);
        }
        let (key, at) = (format!("keys/{key}.key.pem"), format!("2026-02-20T{hour:02}:00:00+01:00"));
        let who = ["sign", "EV-3101.json", "--key", &key, "--signer", name, "--role", role, "--meaning", meaning];
        assert_said(&bench.command(&[&who[..], &["--at", &at]].concat()), 0, &[]);
    }
    assert_said(&finish("EV-3102", &[]), 5, &["twin-of-another", "Mei Chen signed lot EV-3101", "not lot EV-3102"]);
    let said = finish("EV-3101", &["--number", "X-9"]);
    let number = "what Lena Meyer, Quentin Adler, Mei Chen signed in EV-3101.json.intoto.jsonl is another content than the one now: \
                  number was \"CoA-EV-3101-1\" then, and is \"X-9\" now";
    assert_said(&said, 5, &["file-changed", number]);
    // A digest of the file of facts differs too, and says less.
    bench.edit("facts.yaml", "containers: 400", "containers: 398");
    let said = finish("EV-3101", &[]);
    assert_said(
        &said,
        5,
        &["file-changed", "is another content than the one now: lot.containers was 400 then, and is 398 now"],
    );
    assert!(!said.err.contains("sha256 was"), "{}", said.err);
    bench.edit("facts.yaml", "containers: 398", "containers: 400");
    // Language and profile are said as what they are, once, and what is to be done.
    let words = "is the certificate in the language en+zh, and this one is in the language zh";
    let said = finish("EV-3101", &["--lang", "zh"]);
    assert_said(&said, 5, &["signed-in-another-print", words, "give --lang en+zh as for the draft"]);
    assert_eq!(said.err.matches("error[").count(), 1, "{}", said.err);
    let words =
        "in the language en+zh and by the profile who, and this one is in the language en and by the profile cn";
    let said = finish("EV-3101", &["--lang", "en", "--profile", "cn"]);
    assert_said(&said, 5, &["signed-in-another-print", words, "give --lang en+zh and --profile who"]);
    // Nobody knows what differs where the draft does not lie beside its signatures, or is another now.
    let draft = bench.read("EV-3101.json");
    bench.write("EV-3101.json", &draft.replace("97 %", "98 %"));
    let said = finish("EV-3101", &["--lang", "zh"]);
    assert_said(&said, 5, &["file-changed", "is another content than the one now", "--lang and --profile"]);
    bench.write("EV-3101.json", &draft);
    assert!(!bench.has("final.json"));
    assert_said(&finish("EV-3101", &[]), 0, &[]);
    let signed: Certificate = serde_json::from_str(&bench.read("final.json")).unwrap();
    let draft: Certificate = serde_json::from_str(&bench.read("EV-3101.json")).unwrap();
    assert_eq!((signed.status.as_str(), draft.status.as_str(), signed.signatures.len()), ("final", "draft", 3));
    assert_eq!((&signed.content, &signed.content_sha256), (&draft.content, &draft.content_sha256));
    assert!(!bench.read("final.md").to_lowercase().contains("draft"));
    // Where the times come from is printed, and compared with what was signed.
    assert_eq!(
        signed.signatures.iter().filter(|one| one.time_source == Some(evqc::integrity::TimeSource::Stated)).count(),
        3
    );
    assert_eq!(bench.read("final.md").matches("签名人自行填写，非取自时钟").count(), 3);
    assert_said(&verify(&bench, &["final.json", file]), 0, &["(stated)"]);
    let honest = bench.read("final.json");
    bench.write("final.json", &honest.replacen("\"time_source\": \"stated\"", "\"time_source\": \"system clock\"", 1));
    assert_said(&verify(&bench, &["final.json", file]), 5, &["signature-not-shown", "Lena Meyer (tested"]);
    bench.write("final.json", &honest);
    bench.edit("trust.yaml", "  Mei Chen:", "  Somebody Else:");
    assert_said(&finish("EV-3101", &[]), 5, &["signature-outside-trust"]);
    bench.edit(file, "\"sig\":\"", "\"sig\":\"A");
    assert_eq!(finish("EV-3101", &[]).exit, 5);
}

/// A line of a chain cannot be taken back: a signature from which no certificate can be made is not written.
#[test]
fn a_signature_that_makes_no_certificate_is_not_written() {
    let bench = drafted();
    // Without `issued` the day of issue is that of judgement, on which all would have to sign.
    bench.edit("facts.yaml", "  issued: 2026-02-20T10:00:00+01:00\n", "");
    assert!(bench.run(&["--lot", "EV-3101", "-o", "late.json"]).exit < 2);
    let signs = |file: &str, at: usize, role: &str, time: &str| {
        let (name, key) = PERSONS[at];
        let (key, meaning) = (format!("keys/{key}.key.pem"), ["tested", "reviewed", "approved"][at]);
        let who = ["sign", file, "--key", &key, "--signer", name, "--role", role, "--meaning", meaning, "--at", time];
        bench.command(&who)
    };
    assert_said(&signs("late.json", 0, "Analyst", "2026-02-19T20:00:00+01:00"), 0, &[]);
    let chain = bench.read("late.json.intoto.jsonl");
    let said = signs("late.json", 1, "Head of quality control", "2026-02-20T09:00:00+01:00");
    let flat = said.err.split_whitespace().collect::<Vec<_>>().join(" ");
    let late = "issue on 2026-02-19 is before the signature of Quentin Adler (reviewed) on 2026-02-20T09:00:00+01:00";
    let help = "state `issued` in the facts, a day on which all will have signed, and sign that draft";
    assert!(said.exit == 5 && flat.contains(late) && flat.contains(help), "{flat}");
    assert_eq!(bench.read("late.json.intoto.jsonl"), chain, "nothing was added");
    // In another function than that of the laboratory file, and then in that one.
    let said = signs("EV-3101.json", 0, "Janitor", "2026-02-19T20:00:00+01:00");
    let words = "Lena Meyer signed as Janitor, and is to sign as Analyst";
    assert_said(&said, 5, &["signed-in-another-function", words]);
    assert!(!bench.has("EV-3101.json.intoto.jsonl"));
    assert_said(&signs("EV-3101.json", 0, "Analyst", "2026-02-19T20:00:00+01:00"), 0, &["signature 1 by Lena Meyer"]);
    // Who tested does not approve what was tested, with a key of its own or not.
    let key = ["--key", "keys/chen.key.pem", "--role", "Quality manager", "--meaning", "approved"];
    let said = bench.command(
        &[&["sign", "EV-3101.json", "--signer", "B. Chen", "--at", "2026-02-20T09:30:00+01:00"], &key[..]].concat(),
    );
    assert_said(&said, 5, &["same-person-twice", "B. Chen"]);
    assert_eq!(bench.read("EV-3101.json.intoto.jsonl").lines().count(), 1);
}

/// The report on a lot that does not conform stays a draft for its verdict. Once everybody signed it, no signature makes anything of
/// it, and who answers for it may sign its file on a later day, as that of a certificate.
#[test]
fn the_report_of_a_failing_lot_is_signed_as_a_file_after_its_issue() {
    let bench = drafted();
    let mut trust = "evqc_trust: 1\nkeys:\n".to_owned();
    let signs = |file: &str, at: usize, time: &str| {
        let ((name, key), role) = (PERSONS[at], ["Analyst", "Head of quality control", "Quality manager"][at]);
        let (key, meaning) = (format!("keys/{key}.key.pem"), ["tested", "reviewed", "approved"][at]);
        let who = ["sign", file, "--key", &key, "--signer", name, "--role", role, "--meaning", meaning, "--at", time];
        bench.command(&who)
    };
    for (at, (name, key)) in PERSONS.into_iter().enumerate() {
        let pem = bench.read(&format!("keys/{key}.pub.pem")).trim().replace('\n', "\n      ");
        trust += &format!("  {name}:\n    public_key: |\n      {pem}\n");
        assert_said(&signs("EV-3102.json", at, &format!("2026-02-20T0{}:00:00+01:00", 7 + at)), 0, &[]);
    }
    bench.write("trust.yaml", &trust);
    // On the draft nobody signs after the issue.
    assert_said(&signs("EV-3101.json", 0, "2026-02-20T12:00:00+01:00"), 5, &["dates-out-of-order"]);
    let chain = ["--signatures", "EV-3102.json.intoto.jsonl", "--trust", "trust.yaml"];
    let drawn = bench.run(&[&["--lot", "EV-3102", "-o", "final.json"], &chain[..]].concat());
    assert_eq!(drawn.exit, 1, "{}", drawn.err);
    let signed: Certificate = serde_json::from_str(&bench.read("final.json")).unwrap();
    assert_eq!((signed.status.as_str(), &signed.draft_because[..]), ("draft", &[Mark::DoesNotConform][..]));
    // Issued at 10:00 of that day.
    assert_said(&signs("final.json", 2, "2026-02-20T12:00:00+01:00"), 0, &["signature 1 by Mei Chen", "FAILED"]);
    let said = bench.command(&["verify", "final.json", "--trust", "trust.yaml", "--require", "approved"]);
    assert_said(&said, 0, &["final.json: holds", "3 approved  Mei Chen"]);
}
