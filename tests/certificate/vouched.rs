//! Who vouches for what: a signature over a file covers its pages, one under the content of a certificate does not; and a final certificate
//! names everybody who signed its draft, in their order, each with a key of their own.

use super::bench::{Bench, Said, signature};
use super::signed_files::{PERSONS, assert_said, drafted, sign};
use super::verified::made_final;
use evqc::certificate::{self, Certificate};
use evqc::integrity::{self, Chain, Meaning, Resource, SecretKey, Signing, TimeSource};

const DRAFT: &str = "EV-3101.json";
const ON_DRAFT: &str = "EV-3101.json.intoto.jsonl";

/// Signs files as any program with the key of a person can: what it signs is looked at by nobody.
pub fn forged(bench: &Bench, files: &[&str], key: &str, signer: &str, meaning: Meaning, time: &str) {
    let pem = bench.read(&format!("keys/{key}.key.pem"));
    let key = SecretKey::from_pem(&pem, Some("correct horse battery")).unwrap();
    let path = format!("{}.intoto.jsonl", files[0]);
    let mut chain = match bench.has(&path) {
        true => Chain::read(&path, bench.read(&path).as_bytes()).0,
        false => Chain::new(&path),
    };
    let subject = files.iter().map(|file| Resource::of_file(file, &std::fs::read(bench.path(file)).unwrap()));
    let evidence = integrity::evidence(bench.read(DRAFT).as_bytes()).unwrap();
    let time = time.parse::<jiff::Timestamp>().unwrap().to_zoned(jiff::tz::TimeZone::UTC);
    let role = "Analyst";
    let signing =
        Signing { signer, role, meaning, time: &time, time_source: TimeSource::Stated, tool: "another program" };
    chain.sign(subject.collect(), evidence, &signing, &key).unwrap();
    bench.write(&path, &chain.text());
}

fn verify(bench: &Bench, file: &str, more: &[&str]) -> Said {
    bench.command(&[&["verify", file, "--trust", "trust.yaml"], more].concat())
}

/// A twin with other signatures than it was issued with.
fn resigned(bench: &Bench, from: &str, to: &str, change: impl Fn(&mut Vec<certificate::Signature>)) {
    let mut twin: Certificate = serde_json::from_str(&bench.read(from)).unwrap();
    change(&mut twin.signatures);
    bench.write(to, &certificate::sign(twin.content, twin.signatures).unwrap().twin().unwrap());
}

/// Whoever tested can sign what they like, and that is no approval of it.
#[test]
fn pages_are_vouched_for_by_the_highest_signature_alone() {
    let bench = drafted();
    made_final(&bench);
    let usual = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "final.md"]].concat()), 0, &[]);
    std::fs::rename(bench.path("lab.yaml"), bench.path("other.yaml")).unwrap();
    for files in [&["final.html"][..], &["final.md", "final.json"]] {
        let file = files[0];
        bench.edit(file, "97 %", "98 %");
        forged(&bench, files, "meyer", "Lena Meyer", Meaning::Tested, "2026-02-20T09:30:00Z");
        let lower =
            "signatures over the file are of Lena Meyer (tested), and the highest that the certificate names is";
        let not_over = format!("{file} has no signature over the file itself that means `approved`");
        let words = ["pages-not-proven", lower, "meaning-not-signed", &not_over];
        assert_said(&verify(&bench, file, &["--require", "approved"]), 5, &words);
        assert_said(&verify(&bench, file, &[]), 5, &["pages-not-proven", "DOES NOT HOLD"]);
        // Whoever approved, answers for these bytes too, and the line says who.
        forged(&bench, files, "chen", "Mei Chen", Meaning::Approved, "2026-02-20T10:30:00Z");
        let said = verify(&bench, file, &["--require", "approved"]);
        let over = format!("over every byte of this file, {file}.intoto.jsonl:\n  1 tested    Lena Meyer");
        assert_said(&said, 0, &["pages: as signed by Mei Chen (approved)", &over]);
        // The signatures on the draft cover what it says, and not what these pages show.
        assert_said(
            &verify(&bench, file, &["--require", "reviewed"]),
            5,
            &["meaning-not-signed", "over the file itself"],
        );
        let json: serde_json::Value = serde_json::from_str(&verify(&bench, file, &["-o", "json"]).out).unwrap();
        let of = &json["files"][0];
        assert_eq!(of["pages"]["signed_by"], serde_json::json!(["Mei Chen (approved)"]));
        let covers: Vec<&str> =
            of["signatures"].as_array().unwrap().iter().map(|one| one["covers"].as_str().unwrap()).collect();
        assert_eq!(covers, ["file", "file", "content", "content", "content"], "{file}");
        // Where they are drawn again, the approval of the draft is one of what they show.
        assert_said(&verify(&bench, file, &["--lab", "other.yaml"]), 5, &["pages-differ"]);
    }
}

/// The signatures are told apart by what they cover.
#[test]
fn signatures_are_listed_under_what_they_cover() {
    let bench = drafted();
    made_final(&bench);
    assert_said(&sign(&bench, "final.json", &[]), 0, &[]);
    let said = verify(&bench, "final.json", &["--require", "approved"]);
    let apart =
        format!("over the content of the certificate, and not over these bytes, {ON_DRAFT}:\n  1 tested    Lena Meyer");
    assert_said(&said, 0, &["over every byte of this file, final.json.intoto.jsonl:\n  1 tested", &apart]);
    // A file with its own signatures alone needs no heading, and one that has changed is not covered.
    let said = verify(&bench, DRAFT, &[]);
    assert!(said.exit == 0 && !said.out.contains("over every byte"), "{}", said.out);
    bench.write("final.json", &bench.read("final.json").replacen('{', "{ ", 1));
    let json: serde_json::Value = serde_json::from_str(&verify(&bench, "final.json", &["-o", "json"]).out).unwrap();
    assert!(json["files"][0]["signatures"][0]["covers"].is_null(), "{json}");
}

/// One key is one person, in however many files of signatures and under however many names.
#[test]
fn one_key_makes_no_certificate_alone() {
    let bench = drafted();
    let times = ["2026-02-19T19:00:00Z", "2026-02-19T20:00:00Z", "2026-02-19T21:00:00Z"];
    let meanings = [Meaning::Tested, Meaning::Reviewed, Meaning::Approved];
    let copies = ["d1.json", "d2.json", "d3.json"];
    for (((name, _), meaning), (copy, time)) in PERSONS.into_iter().zip(meanings).zip(copies.into_iter().zip(times)) {
        bench.write(copy, &bench.read(DRAFT));
        forged(&bench, &[copy], "meyer", name, meaning, time);
    }
    std::fs::create_dir(bench.path("k")).unwrap();
    std::fs::copy(bench.path("keys/meyer.pub.pem"), bench.path("k/meyer.pub.pem")).unwrap();
    let said = bench.command(&["verify", "d1.json", "d2.json", "d3.json", "--keys", "k"]);
    let twice = "one key signs as Lena Meyer and as Mei Chen: tested as Analyst at 2026-02-19T19:00:00Z in d1.json";
    assert_said(&said, 5, &["signer-twice", twice]);
    // A twin that names that key three times.
    let key = integrity::PublicKey::from_pem(&bench.read("keys/meyer.pub.pem")).unwrap().id();
    let draft: Certificate = serde_json::from_str(&bench.read(DRAFT)).unwrap();
    let key = format!("ed25519:{key}");
    let signatories = draft.content.signatories.iter().zip(times);
    let signed = signatories.map(|(one, time)| signature(one, &time.replace('Z', "+00:00"), Some(&key)));
    let signed: Vec<_> = signed.collect();
    let objections = certificate::objections(&draft.content, &signed);
    assert_eq!(objections.len(), 1, "{objections:?}");
    assert_eq!(objections[0].message, "lot EV-3101: Quentin Adler signs with the key of Lena Meyer");
    let twin = certificate::sign(draft.content, signed).unwrap();
    assert_eq!(twin.status, "final");
    bench.write("coa.json", &twin.twin().unwrap());
    let said = bench.command(&["verify", "coa.json", "--keys", "k", "--require", "approved"]);
    assert_said(&said, 5, &["same-person-twice", "signs with the key of Lena Meyer"]);
}

/// Who tested the draft does not approve the certificate that came of it, by whatever name; who approved it may.
#[test]
fn who_signed_the_draft_signs_the_certificate_with_the_same_meaning() {
    for (key, signer, words) in [
        ("meyer", "Lena Meyer", "Lena Meyer signs in two files"),
        ("meyer", "Mei Chen", "one key signs as Mei Chen and as Lena Meyer"),
        ("adler", "L. Meyer", "signs in two files"),
    ] {
        let bench = drafted();
        made_final(&bench);
        forged(&bench, &["final.json"], key, signer, Meaning::Approved, "2026-02-20T09:30:00Z");
        let said = bench.command(&["verify", "final.json", "--keys", "keys"]);
        assert_said(&said, 5, &["signer-twice", words]);
    }
    let bench = drafted();
    made_final(&bench);
    forged(&bench, &["final.json"], "chen", "Mei Chen", Meaning::Approved, "2026-02-20T09:30:00Z");
    assert_said(&verify(&bench, "final.json", &["--require", "approved"]), 0, &["final.json: holds"]);
}

/// Everybody who signed the draft stands on the certificate, in the order in which they signed.
#[test]
fn a_certificate_names_all_signatures_of_its_draft_in_their_order() {
    let bench = drafted();
    bench.command(&["keygen", "--name", "Rosa Vogt", "--key", "keys/vogt.key.pem"]);
    // A second review between the first and the approval.
    let at = |minute: &str| format!("2026-02-19T{minute}:00+01:00");
    let parts = [
        (PERSONS[0], "Analyst", "tested", at("20:00")),
        (PERSONS[1], "Head of quality control", "reviewed", at("21:00")),
        (("Rosa Vogt", "vogt"), "Reviewer", "reviewed", at("21:30")),
        (PERSONS[2], "Quality manager", "approved", at("22:00")),
    ];
    let mut trust = "evqc_trust: 1\nkeys:\n".to_owned();
    for ((name, key), role, meaning, time) in &parts {
        let pem = bench.read(&format!("keys/{key}.pub.pem")).trim().replace('\n', "\n      ");
        trust += &format!("  {name}:\n    public_key: |\n      {pem}\n");
        let key = format!("keys/{key}.key.pem");
        let who = ["sign", DRAFT, "--key", &key, "--signer", name, "--role", role, "--meaning", meaning, "--at", time];
        assert_said(&bench.command(&who), 0, &[]);
    }
    bench.write("trust.yaml", &trust);
    let usual = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "final.json"]].concat()), 0, &[]);
    assert_said(&verify(&bench, "final.json", &[]), 0, &["final.json: holds"]);
    resigned(&bench, "final.json", "cut.json", |signatures| drop(signatures.remove(2)));
    let left_out = format!(
        "cut.json does not name the signature of Rosa Vogt (reviewed, 2026-02-19T21:30:00+01:00) in {ON_DRAFT}"
    );
    assert_said(&verify(&bench, "cut.json", &[]), 5, &["signature-not-named", &left_out]);
    resigned(&bench, "final.json", "moved.json", |signatures| signatures.swap(0, 3));
    let moved = "moved.json names Quentin Adler before Lena Meyer, who signed first";
    assert_said(&verify(&bench, "moved.json", &[]), 5, &["signature-not-named", moved]);
    // Signed once more as a file, it holds; a signature that was put under the draft afterwards is told, and what to do.
    assert_said(&sign(&bench, "final.json", &[]), 0, &[]);
    assert_said(&verify(&bench, "final.json", &[]), 0, &["final.json: holds"]);
    std::fs::remove_file(bench.path("final.json.intoto.jsonl")).unwrap();
    bench.command(&["keygen", "--name", "Uwe Falk", "--key", "keys/falk.key.pem"]);
    let who = ["sign", DRAFT, "--key", "keys/falk.key.pem", "--signer", "Uwe Falk", "--role", "Quality manager"];
    assert_said(&bench.command(&[&who[..], &["--meaning", "approved", "--at", &at("23:00")]].concat()), 0, &[]);
    let pem = bench.read("keys/falk.pub.pem").trim().replace('\n', "\n      ");
    bench.write("trust.yaml", &format!("{trust}  Uwe Falk:\n    public_key: |\n      {pem}\n"));
    let later = ["signature-not-named", "of Uwe Falk (approved, ", "issue it again with these signatures"];
    assert_said(&verify(&bench, "final.json", &[]), 5, &later);
    assert_said(&bench.run(&[&usual[..], &["-o", "again.json"]].concat()), 0, &[]);
    assert_said(&verify(&bench, "again.json", &[]), 0, &["again.json: holds"]);
}
