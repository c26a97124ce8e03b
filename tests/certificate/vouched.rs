//! Who vouches for what: a signature over a file covers its pages, one under the content of a certificate does not; and a final certificate
//! names everybody who signed its draft, in their order, each with a key of their own.

use super::bench::{Bench, DRAWN, Said, judging, signature};
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
    let mut evidence = integrity::evidence(bench.read(DRAFT).as_bytes()).unwrap();
    // Another program does not ask when the lot was judged.
    (evidence.as_of, evidence.evaluated) = (None, None);
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

/// A line of a chain cannot be taken back: who is named for one part of the work on a certificate does not sign its file for another.
#[test]
fn who_is_named_on_a_certificate_does_not_sign_it_for_another_part() {
    let bench = drafted();
    made_final(&bench);
    let usual = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "final.md"]].concat()), 0, &[]);
    bench.command(&["keygen", "--name", "Quentin Adler", "--key", "keys/second.key.pem"]);
    let sign = |file: &str, key: &str, signer: &str, meaning: &str| {
        let key = format!("keys/{key}.key.pem");
        let who = ["sign", file, "--key", &key, "--signer", signer, "--role", "Quality", "--meaning", meaning];
        let twin: &[&str] = if file.ends_with(".md") { &["--twin", "final.json"] } else { &[] };
        bench.command(&[&who[..], &["--at", "2026-02-20T11:00:00+01:00"], twin].concat())
    };
    let flat = |said: Said| Said { err: said.err.split_whitespace().collect::<Vec<_>>().join(" "), ..said };
    let reviewed = "signed what it says as `reviewed` (Head of quality control, 2026-02-19T21:00:00+01:00)";
    for file in ["final.json", "final.html", "final.md"] {
        let name = |key: &str, signer: &str, meaning: &str, says: &str| {
            assert_said(&flat(sign(file, key, signer, meaning)), 5, &["signer-twice", says]);
        };
        let own = format!("Quentin Adler would sign {file} as `approved`, and {reviewed}");
        name("adler", "Quentin Adler", "approved", &own);
        name("second", "Quentin Adler", "approved", &own);
        let of_key = format!(
            "the key of Rosa Vogt would sign {file} as `certified`, and signed what it says as Quentin Adler: `reviewed`"
        );
        name("adler", "Rosa Vogt", "certified", &of_key);
        let initial = format!(
            "L. Meyer would sign {file} as `approved`, and can be Lena Meyer, who signed what it says as `tested`"
        );
        name("second", "L. Meyer", "approved", &initial);
        name(
            "chen",
            "陈梅",
            "certified",
            "signed what it says as `approved` (Quality manager, 2026-02-19T22:00:00+01:00)",
        );
        assert!(!bench.has(&format!("{file}.intoto.jsonl")), "{file}");
    }
    // With the meaning that they are named with they may, under either of their names.
    assert_said(&sign("final.json", "adler", "Quentin Adler", "reviewed"), 0, &[]);
    assert_said(&sign("final.json", "chen", "Mei Chen", "approved"), 0, &[]);
    assert_said(&verify(&bench, "final.json", &["--require", "approved"]), 0, &["final.json: holds"]);
    assert_said(&sign("final.html", "chen", "陈梅", "approved"), 0, &[]);
    assert_said(&sign("final.md", "second", "Uwe Falk", "certified"), 0, &[]);
}

/// The same of an archive: who tested what is in it does not approve the whole.
#[test]
fn who_signed_in_an_archive_does_not_sign_it_for_another_part() {
    let bench = drafted();
    made_final(&bench);
    let pack = |draft: &str| {
        let lot = ["--attach", "final.json", "--attach", draft, "--lot", "EV-3101", "-o", "lot.zip"];
        assert_said(&bench.command(&judging("bundle", &[&DRAWN[..], &lot].concat())), 0, &[]);
    };
    pack(ON_DRAFT);
    let sign = |key: &str, signer: &str, meaning: &str| {
        let key = format!("keys/{key}.key.pem");
        let who = ["sign", "lot.zip", "--key", &key, "--signer", signer, "--role", "Analyst", "--meaning", meaning];
        bench.command(&[&who[..], &["--at", "2026-02-20T11:00:00+01:00"]].concat())
    };
    let flat = |said: Said| format!("{} {}", said.out, said.err).split_whitespace().collect::<Vec<_>>().join(" ");
    let twice = "Lena Meyer signs in two files: tested as Analyst at 2026-02-19T19:00:00Z in \
                 attachments/EV-3101.json.intoto.jsonl, and approved as Analyst at 2026-02-20T10:00:00Z in lot.zip.intoto.jsonl";
    let said = sign("meyer", "Lena Meyer", "approved");
    assert_eq!(said.exit, 5);
    let words = flat(said);
    assert!(words.contains("signer-twice") && words.contains(twice), "{words}");
    assert!(!bench.has("lot.zip.intoto.jsonl"));
    // As another program signs it.
    forged(&bench, &["lot.zip"], "meyer", "Lena Meyer", Meaning::Approved, "2026-02-20T10:00:00Z");
    let said = verify(&bench, "lot.zip", &["--require", "approved"]);
    assert_eq!(said.exit, 5);
    let words = flat(said);
    assert!(words.contains("signer-twice") && words.contains(twice), "{words}");
    std::fs::remove_file(bench.path("lot.zip.intoto.jsonl")).unwrap();
    assert_said(&sign("meyer", "Lena Meyer", "tested"), 0, &[]);
    assert_said(&sign("chen", "Mei Chen", "approved"), 0, &[]);
    assert_said(&verify(&bench, "lot.zip", &["--require", "approved"]), 0, &["lot.zip: holds"]);
    // Under whatever name a browser put the signatures on the draft away.
    std::fs::remove_file(bench.path("lot.zip.intoto.jsonl")).unwrap();
    std::fs::rename(bench.path(ON_DRAFT), bench.path("EV-3101.json.intoto (1).jsonl")).unwrap();
    pack("EV-3101.json.intoto (1).jsonl");
    let said = sign("meyer", "Lena Meyer", "approved");
    assert!(said.exit == 5 && said.err.contains("signer-twice"), "{}", said.err);
    assert_said(&sign("chen", "Mei Chen", "approved"), 0, &[]);
    assert_said(&verify(&bench, "lot.zip", &[]), 0, &["attachments/EV-3101.json.intoto (1).jsonl:", "1 tested"]);
}

/// A browser gives a second download another name, and a mail program another ending: signatures are known by what they are.
#[test]
fn signatures_are_found_under_any_name() {
    let bench = drafted();
    made_final(&bench);
    let mut before = ON_DRAFT.to_owned();
    for (name, is_found) in [
        ("EV-3101.json.intoto (1).jsonl", true),
        ("EV-3101.JSON.INTOTO.JSONL", true),
        ("chain.jsonl", true),
        ("signatures.txt", false),
    ] {
        std::fs::rename(bench.path(&before), bench.path(name)).unwrap();
        before = name.to_owned();
        let alone = verify(&bench, "final.json", &[]);
        match is_found {
            true => assert_said(&alone, 0, &["final.json: holds", "1 tested    Lena Meyer"]),
            false => assert_said(&alone, 5, &["signature-not-shown"]),
        }
        let (both, file) = (verify(&bench, "final.json", &[name]), format!("{name}: holds"));
        assert_said(&both, 0, &["final.json: holds", &file, "file of signatures of "]);
        // No report takes the place of signatures.
        let over = bench.command(&judging("check", &["-o", &format!("json:{name}")]));
        assert_said(&over, 2, &["it holds signatures"]);
    }
}

/// What is signed holds the signatures before, so that no clock can have made one over it earlier.
#[test]
fn nobody_signs_a_certificate_before_those_that_it_names() {
    let bench = drafted();
    made_final(&bench);
    let lot = ["--attach", "final.json", "--attach", ON_DRAFT, "--lot", "EV-3101", "-o", "lot.zip"];
    assert_said(&bench.command(&judging("bundle", &[&DRAWN[..], &lot].concat())), 0, &[]);
    for (file, held) in [
        ("final.json", "before that of Mei Chen at 2026-02-19T22:00:00+01:00, which final.json names"),
        (
            "lot.zip",
            "before that of Mei Chen at 2026-02-19T21:00:00Z in attachments/EV-3101.json.intoto.jsonl, which it covers",
        ),
    ] {
        let at = |time: &str| {
            let who = ["sign", file, "--key", "keys/chen.key.pem", "--signer", "Mei Chen", "--role", "Quality manager"];
            bench.command(&[&who[..], &["--meaning", "approved", "--at", time]].concat())
        };
        let flat = |said: &str| said.split_whitespace().collect::<Vec<_>>().join(" ");
        let early = format!("the signature of Mei Chen is of 2026-02-19T20:59:59Z, {held}");
        let said = at("2026-02-19T20:59:59Z");
        assert!(said.exit == 5 && flat(&said.err).contains(&early), "{}", said.err);
        let signatures = format!("{file}.intoto.jsonl");
        assert!(!bench.has(&signatures));
        forged(&bench, &[file], "chen", "Mei Chen", Meaning::Approved, "2026-02-19T20:59:59Z");
        let said = verify(&bench, file, &["--require", "approved"]);
        assert!(said.exit == 5 && flat(&said.out).contains(&early), "{}", said.out);
        assert!(said.out.contains("signature-before-previous"), "{}", said.out);
        std::fs::remove_file(bench.path(&signatures)).unwrap();
        assert_said(&at("2026-02-19T21:00:00Z"), 0, &[]);
        assert_said(&verify(&bench, file, &["--require", "approved"]), 0, &[]);
    }
}

/// Who is given the signatures alone asks for the document: its digest is not all that has to hold.
#[test]
fn a_file_of_signatures_holds_where_its_document_does() {
    let bench = drafted();
    made_final(&bench);
    edited(&bench, "final.json", "coa.json", |content| content.number = Some("CoA-99".to_owned()));
    assert_said(&sign(&bench, "coa.json", &[]), 0, &[]);
    assert_said(&sign(&bench, "final.json", &[]), 0, &[]);
    let not_shown = ["signature-not-shown", "coa.json names a signature of Mei Chen (approved,"];
    assert_said(&verify(&bench, "coa.json", &[]), 5, &not_shown);
    assert_said(&verify(&bench, "coa.json.intoto.jsonl", &[]), 5, &not_shown);
    assert_said(&verify(&bench, "final.json.intoto.jsonl", &[]), 0, &["final.json.intoto.jsonl: holds"]);
    // Once, where both are given.
    let both = verify(&bench, "coa.json", &["coa.json.intoto.jsonl"]);
    assert_eq!((both.exit, both.out.matches("names a signature of Mei Chen").count()), (5, 1), "{}", both.out);
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

/// A draft that somebody edited, with the digest of its content computed again.
fn edited(bench: &Bench, from: &str, to: &str, change: impl Fn(&mut certificate::Content)) {
    let mut twin: Certificate = serde_json::from_str(&bench.read(from)).unwrap();
    change(&mut twin.content);
    bench.write(to, &certificate::sign(twin.content, twin.signatures).unwrap().twin().unwrap());
}

fn line<'c>(content: &'c mut certificate::Content, id: &str) -> &'c mut certificate::TestLine {
    content.tests.iter_mut().find(|line| line.id == id).unwrap()
}

/// A number of a line, as whoever edits a draft with a text editor changes it: everywhere.
fn set_value(line: &mut certificate::TestLine, value: &str, unit: &str) {
    let result = line.result.as_mut().unwrap();
    (result.value, result.compared) = (Some(value.to_owned()), Some(value.to_owned()));
    result.text = certificate::Words::same(format!("{value} {unit}"));
}

/// Whoever can write to a draft can compute its digest again. Where not everything was edited, it contradicts itself: nobody
/// signs it, and a certificate that was made of it does not hold, whoever signed.
#[test]
fn a_certificate_that_contradicts_itself_is_neither_signed_nor_verified() {
    let bench = drafted();
    type Edit = fn(&mut certificate::Content);
    let edits: [(Edit, &str); 11] = [
        (
            |content| set_value(line(content, "osmolality"), "351", "mOsm/kg"),
            "test osmolality: its outcome is `pass`, and its value 351 lies outside its limits >= 260, <= 320 mOsm/kg",
        ),
        (
            |content| {
                line(content, "osmolality").result.as_mut().unwrap().text = certificate::Words::same("301 mOsm/kg")
            },
            "test osmolality: its value 291 is \"291 mOsm/kg\" in print, not \"301 mOsm/kg\"",
        ),
        (
            |content| line(content, "osmolality").result.as_mut().unwrap().compared = Some("300".to_owned()),
            "its value 291 is 291 as it is compared, not 300",
        ),
        (
            |content| line(content, "osmolality").result.as_mut().unwrap().value = Some("2,91".to_owned()),
            "`2,91` is no number",
        ),
        (
            |content| line(content, "osmolality").criterion = certificate::Words::same("260 to 300 mOsm/kg"),
            "its limits are \"260 to 320 mOsm/kg\", and its criterion is \"260 to 300 mOsm/kg\"",
        ),
        (
            |content| line(content, "endotoxin").conclusion = certificate::Words::same("does not comply"),
            "test endotoxin: its outcome is `pass`, and its conclusion is \"does not comply\"",
        ),
        (
            |content| line(content, "sterility").outcome = "fail".to_owned(),
            "test sterility: its outcome is `fail`, and its conclusion is \"complies\"",
        ),
        (
            |content| {
                let line = line(content, "sterility");
                line.outcome = "fail".to_owned();
                line.conclusion = certificate::Words::new("does not comply", "不符合规定");
            },
            "its verdict is `conforms`, and its tests come to `does_not_conform`",
        ),
        (
            |content| line(content, "cd9").decided_by = Some("potency".to_owned()),
            "test cd9: it counts through potency, and there is no such panel",
        ),
        (
            |content| content.conclusion.statement.en = "The sample does not comply.".to_owned(),
            "its verdict is `conforms`, and its conclusion is \"The sample does not comply.\"",
        ),
        (
            |content| {
                let said = &mut content.conclusion.statement;
                said.en = said.en.replace(" Waived: Residual PEG.", "");
            },
            "test residual_peg is waived, and the conclusion leaves it out",
        ),
    ];
    for (edit, says) in edits {
        edited(&bench, DRAFT, "edited.json", edit);
        let words = ["contradicts-itself", "edited.json contradicts itself: ", says];
        assert_said(&sign(&bench, "edited.json", &[]), 5, &words);
        assert!(!bench.has("edited.json.intoto.jsonl"), "{says}");
        assert_said(&bench.command(&["verify", "edited.json", "--unsigned"]), 5, &words);
    }
    // A lot that fails, of which outcome, conclusion, verdict and sentence were edited, and the number was not.
    let sentence = serde_json::from_str::<Certificate>(&bench.read(DRAFT)).unwrap().content.conclusion;
    edited(&bench, "EV-3102.json", "edited.json", |content| {
        for line in content.tests.iter_mut().filter(|line| line.outcome == "fail") {
            line.outcome = "pass".to_owned();
            line.conclusion = certificate::Words::new("complies", "符合规定");
        }
        content.conclusion = sentence.clone();
    });
    let words =
        ["contradicts-itself", "test endotoxin: its outcome is `pass`, and its value 0.29 lies outside its limits"];
    assert_said(&sign(&bench, "edited.json", &[]), 5, &words);
    // Signed by somebody with another program, it does not hold either; and what was edited whole says that nobody judged it.
    forged(&bench, &["edited.json"], "meyer", "Lena Meyer", Meaning::Tested, "2026-02-20T09:30:00Z");
    let said = bench.command(&["verify", "edited.json", "--keys", "keys"]);
    assert_said(&said, 5, &words);
    let stated = "not judged again from data: this is what the file says";
    assert_said(&sign(&bench, DRAFT, &[]), 0, &[stated]);
    assert_said(&bench.command(&["verify", DRAFT, "--keys", "keys"]), 0, &[stated]);
}

/// Whoever has a key can state what they like over a page that passes for a certificate: without data it does not hold, and where the
/// data are not there, it is compared with the certificate that was given in their place.
#[test]
fn a_page_is_compared_with_data_or_does_not_hold() {
    let bench = drafted();
    assert_said(&bench.run(&["--lot", "EV-3101", "-o", "draft.md"]), 0, &[]);
    made_final(&bench);
    let usual = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "final.md", "-o", "final.fhir.json"]].concat()), 0, &[]);
    bench.write("bare.html", &bench.read("final.html").replace("download=\"certificate.json\"", "download=\"x\""));
    for file in ["final.md", "bare.html", "final.fhir.json"] {
        forged(&bench, &[file], "meyer", "Lena Meyer", Meaning::Tested, "2026-02-20T09:30:00Z");
        let says = format!("{file} was NOT COMPARED with any data");
        assert_said(&verify(&bench, file, &[]), 5, &["document-not-compared", &says]);
        std::fs::remove_file(bench.path(&format!("{file}.intoto.jsonl"))).unwrap();
    }
    // Data that are the twin of nothing.
    bench.write("data.json", "{\"schema\": \"none\"}");
    forged(&bench, &["final.md", "data.json"], "meyer", "Lena Meyer", Meaning::Tested, "2026-02-20T09:30:00Z");
    assert_said(&verify(&bench, "final.md", &[]), 5, &["document-not-compared", "data.json holds no verdict"]);
    std::fs::remove_file(bench.path("final.md.intoto.jsonl")).unwrap();
    // The twin is not there; another file has its content.
    std::fs::copy(bench.path("final.json"), bench.path("certificate.json")).unwrap();
    let honest = bench.read("final.md");
    bench.edit("final.md", "97 %", "98 %");
    forged(&bench, &["final.md", "certificate.json"], "meyer", "Lena Meyer", Meaning::Tested, "2026-02-20T09:30:00Z");
    std::fs::remove_file(bench.path("certificate.json")).unwrap();
    assert_said(&verify(&bench, "final.md", &["final.json"]), 5, &["pages-differ", "final.md: DOES NOT HOLD"]);
    assert_said(&verify(&bench, "final.md", &[]), 5, &["file-absent"]);
    // The same with the text that evqc wrote; and with that of the draft, of which the certificate came.
    bench.write("final.md", &honest);
    std::fs::remove_file(bench.path("final.md.intoto.jsonl")).unwrap();
    std::fs::copy(bench.path("final.json"), bench.path("certificate.json")).unwrap();
    assert_said(&sign(&bench, "final.md", &["--twin", "certificate.json"]), 0, &[]);
    std::fs::remove_file(bench.path("certificate.json")).unwrap();
    let holds = ["final.md: holds", "certificate.json, by final.json: sha256", "pages: proven"];
    assert_said(&verify(&bench, "final.md", &["final.json"]), 0, &holds);
    assert_said(&sign(&bench, "draft.md", &["--twin", DRAFT]), 0, &[]);
    std::fs::remove_file(bench.path(DRAFT)).unwrap();
    assert_said(&verify(&bench, "draft.md", &["final.json"]), 0, &["draft.md: holds", "pages: proven"]);
}

/// A file of signatures that was shown by another file with the same content covers the content, and not its bytes; and a file of
/// another kind beside a signed document was not meant to be its twin.
#[test]
fn what_was_shown_by_its_content_alone_is_covered_by_no_more() {
    let bench = drafted();
    made_final(&bench);
    std::fs::remove_file(bench.path(DRAFT)).unwrap();
    let said = verify(&bench, ON_DRAFT, &["final.json", "-o", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let covers = |file: usize| json["files"][file]["signatures"][0]["covers"].clone();
    assert_eq!((said.exit, covers(0), covers(1)), (0, "content".into(), "content".into()));
    let usual = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101"];
    assert_said(&bench.run(&[&usual[..], &["-o", "final.md"]].concat()), 0, &[]);
    assert_said(&sign(&bench, "final.md", &["--twin", "final.json"]), 0, &[]);
    let check = judging("check", &["-o", "json:report.json"]);
    assert_said(&bench.command(&check), 1, &[]);
    let said = verify(&bench, "final.md", &["report.json"]);
    assert_said(&said, 5, &["not-signed", "report.json has no signature"]);
    assert!(!said.out.contains("twin-of-another"), "{}", said.out);
}

/// A reissue of the certificate with this many containers, signed by everybody.
fn reissue(bench: &Bench, containers: [&str; 2], number: &str, file: &str) {
    reissue_of(bench, "final.json", containers, number, file);
}

/// The same of another certificate.
fn reissue_of(bench: &Bench, old: &str, containers: [&str; 2], number: &str, file: &str) {
    bench.edit("facts.yaml", &format!("containers: {}", containers[0]), &format!("containers: {}", containers[1]));
    reissue_with(bench, old, number, file, 0);
}

/// The same with the data as they are; the lot comes to this exit code.
fn reissue_with(bench: &Bench, old: &str, number: &str, file: &str, exit: i32) {
    let draft = format!("draft-{file}");
    let usual = ["--lot", "EV-3101", "--number", number, "--replaces", old, "--reason", "count corrected"];
    assert_said(&bench.run(&[&usual[..], &["-o", &draft]].concat()), exit, &[]);
    let parts = [("Analyst", "tested"), ("Head of quality control", "reviewed"), ("Quality manager", "approved")];
    for ((name, key), (role, meaning)) in PERSONS.iter().zip(parts) {
        let key = format!("keys/{key}.key.pem");
        let who = ["sign", &draft, "--key", &key, "--signer", name, "--role", role, "--meaning", meaning];
        assert_said(&bench.command(&[&who[..], &["--at", "2026-02-19T23:00:00+01:00"]].concat()), 0, &[]);
    }
    let signatures = format!("{draft}.intoto.jsonl");
    let with = ["--signatures", &signatures, "--trust", "trust.yaml", "-o", file];
    assert_said(&bench.run(&[&usual[..], &with].concat()), exit, &[]);
}

/// Of several certificates it is said which one counts, whether they are given or lie beside each other.
#[test]
fn a_replaced_certificate_is_told_as_replaced() {
    let bench = drafted();
    made_final(&bench);
    let said = verify(&bench, "final.json", &[]);
    assert!(said.exit == 0 && !said.out.contains("replace"), "{}", said.out);
    reissue(&bench, ["400", "398"], "CoA-2", "v2.json");
    let by = "final.json is replaced by CoA-2 (v2.json), which counts in its place";
    for given in [&["v2.json"][..], &[]] {
        assert_said(&verify(&bench, "final.json", given), 0, &["final.json: holds", "certificate-replaced", by]);
    }
    let replaced = serde_json::from_str::<Certificate>(&bench.read("final.json")).unwrap();
    let number = replaced.content.number.unwrap();
    let line = format!("  replaces {number} (content sha256 {})", replaced.content_sha256);
    let said = verify(&bench, "v2.json", &[]);
    assert_said(&said, 0, &["v2.json: holds", &line]);
    assert!(!said.out.contains("certificate-replaced"), "{}", said.out);
    let json: serde_json::Value = serde_json::from_str(&verify(&bench, "v2.json", &["-o", "json"]).out).unwrap();
    let replaces = &json["files"][0]["certificate"]["replaces"];
    assert_eq!(*replaces, serde_json::json!({"number": number, "content_sha256": replaced.content_sha256}));
    // A second one in the same place.
    reissue(&bench, ["398", "397"], "CoA-3", "v3.json");
    let twice = format!("v2.json replaces {number}, and so does CoA-3 (v3.json): nothing here says which counts");
    assert_said(&verify(&bench, "v2.json", &["v3.json"]), 0, &["replaced-twice", &twice, "v3.json replaces"]);
}

/// Who issues a second certificate under the number of the first, and does not name it, is found out by the number.
#[test]
fn one_number_stands_for_one_certificate() {
    let bench = drafted();
    made_final(&bench);
    bench.edit("facts.yaml", "containers: 400", "containers: 398");
    let issue = |number: &str, file: &str| {
        let draft = format!("draft-{file}");
        let usual = ["--lot", "EV-3101", "--number", number];
        assert_said(&bench.run(&[&usual[..], &["-o", &draft]].concat()), 0, &[]);
        let parts = [("Analyst", "tested"), ("Head of quality control", "reviewed"), ("Quality manager", "approved")];
        for ((name, key), (role, meaning)) in PERSONS.iter().zip(parts) {
            let key = format!("keys/{key}.key.pem");
            let who = ["sign", &draft, "--key", &key, "--signer", name, "--role", role, "--meaning", meaning];
            assert_said(&bench.command(&[&who[..], &["--at", "2026-02-19T23:00:00+01:00"]].concat()), 0, &[]);
        }
        let with = ["--signatures", &format!("{draft}.intoto.jsonl"), "--trust", "trust.yaml", "-o", file];
        assert_said(&bench.run(&[&usual[..], &with].concat()), 0, &[]);
    };
    let told = |files: &[&str]| {
        let said = verify(&bench, files[0], &files[1..]);
        assert_eq!(said.exit, 0, "{}{}", said.out, said.err);
        said.out.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    issue("CoA-7", "other.json");
    assert!(!told(&["final.json", "other.json"]).contains("warning"));
    issue("COA–EV-3101-1", "second.json");
    let first = "final.json has the number CoA-EV-3101-1, and so has second.json, with other content: nothing here says which counts";
    let second = "second.json has the number COA–EV-3101-1, and so has final.json, with other content: nothing here says which counts";
    let words = told(&["final.json", "second.json"]);
    assert!(words.contains("warning[number-of-two-certificates]"), "{words}");
    assert!(words.contains(first) && words.contains(second), "{words}");
    issue("CoA-EV-3101-1", "third.json");
    let words = told(&["final.json"]);
    assert!(words.contains("final.json has the number CoA-EV-3101-1, and so has third.json"), "{words}");
    // One that does not hold has no number.
    std::fs::remove_file(bench.path("draft-third.json.intoto.jsonl")).unwrap();
    assert!(!told(&["final.json"]).contains("third.json"));
}

/// Of a chain of certificates the last one counts; of two in one place nothing says which.
#[test]
fn which_certificate_counts_in_the_end() {
    let bench = drafted();
    made_final(&bench);
    reissue(&bench, ["400", "398"], "CoA-2", "v2.json");
    reissue_of(&bench, "v2.json", ["398", "396"], "CoA-4", "v4.json");
    let by = "final.json is replaced by CoA-2 (v2.json), and in the end by CoA-4 (v4.json), which counts";
    assert_said(&verify(&bench, "final.json", &[]), 0, &[by]);
    let by = "v2.json is replaced by CoA-4 (v4.json), which counts in its place";
    assert_said(&verify(&bench, "v2.json", &[]), 0, &[by]);
    let fourth = bench.read("v4.json");
    std::fs::remove_file(bench.path("v4.json")).unwrap();
    reissue(&bench, ["396", "397"], "CoA-3", "v3.json");
    let said = verify(&bench, "final.json", &[]);
    assert_said(
        &said,
        0,
        &["final.json is replaced, in the end by CoA-2 (v2.json) and CoA-3 (v3.json): nothing here says"],
    );
    // One that is replaced itself is no end.
    bench.write("v4.json", &fourth);
    let ends = "final.json is replaced, in the end by CoA-3 (v3.json) and CoA-4 (v4.json): nothing here says";
    assert_said(&verify(&bench, "final.json", &[]), 0, &[ends]);
}

/// A report that the lot does not conform keeps the mark of a draft, and takes the place of the certificate that said the opposite once
/// everybody has signed it; another one can take its own place.
#[test]
fn a_signed_report_of_a_failing_lot_withdraws_the_certificate() {
    let bench = drafted();
    made_final(&bench);
    let results = bench.read("results.csv");
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,0.10", "EV-3101,S-1101,endotoxin,0.99");
    reissue_with(&bench, "final.json", "TR-2", "v2.json", 1);
    let withdrawn: Certificate = serde_json::from_str(&bench.read("v2.json")).unwrap();
    assert!(withdrawn.is_draft() && withdrawn.is_issued(), "{:?}", withdrawn.draft_because);
    let by = "final.json is replaced by TR-2 (v2.json), which counts in its place";
    for given in [&["v2.json"][..], &[]] {
        assert_said(&verify(&bench, "final.json", given), 0, &["final.json: holds", "certificate-replaced", by]);
    }
    // What everybody signed stays, and is replaced as a certificate is.
    assert_said(&bench.run(&["--lot", "EV-3101", "--overwrite", "-o", "v2.json"]), 4, &["certificate-not-overwritten"]);
    bench.write("results.csv", &results);
    reissue_with(&bench, "v2.json", "CoA-3", "v3.json", 0);
    let by = "final.json is replaced by TR-2 (v2.json), and in the end by CoA-3 (v3.json), which counts";
    assert_said(&verify(&bench, "final.json", &[]), 0, &[by]);
    std::fs::remove_file(bench.path("v3.json")).unwrap();
    // Its signatures are gone: it is told all the same. Before they were there it claimed the place too.
    std::fs::remove_file(bench.path("draft-v2.json.intoto.jsonl")).unwrap();
    std::fs::rename(bench.path("draft-v2.json"), bench.path("draft")).unwrap();
    let told = || verify(&bench, "final.json", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told().contains("TR-2 (v2.json) claims to replace final.json, and does not hold ("), "{}", told());
    std::fs::rename(bench.path("draft"), bench.path("draft-v2.json")).unwrap();
    std::fs::remove_file(bench.path("v2.json")).unwrap();
    assert!(told().contains("TR-2 (draft-v2.json) claims to replace final.json, and is a draft"), "{}", told());
    // A draft that conforms says nothing of the place.
    let usual = ["--lot", "EV-3101", "--number", "CoA-4", "--replaces", "final.json", "--reason", "count corrected"];
    assert_said(&bench.run(&[&usual[..], &["--overwrite", "-o", "draft-v2.json"]].concat()), 0, &[]);
    assert!(!told().contains("certificate-replaced"), "{}", told());
}

/// Whoever can write a file writes a certificate that replaces another one: it takes its place only if its signatures hold, and if it
/// is of the same lot.
#[test]
fn a_certificate_that_nobody_signed_replaces_none() {
    let bench = drafted();
    made_final(&bench);
    reissue(&bench, ["400", "398"], "CoA-2", "v2.json");
    let honest: Certificate = serde_json::from_str(&bench.read("v2.json")).unwrap();
    let put = |number: &str, lot: &str| {
        let mut content = honest.content.clone();
        (content.number, content.lot.id) = (Some(number.to_owned()), lot.to_owned());
        let forged = certificate::sign(content, honest.signatures.clone()).unwrap();
        bench.write("fake.json", &forged.twin().unwrap());
    };
    for file in ["v2.json", "draft-v2.json", "draft-v2.json.intoto.jsonl"] {
        std::fs::remove_file(bench.path(file)).unwrap();
    }
    put("CoA-9", "EV-3101");
    for given in [&[][..], &["fake.json"]] {
        let said = verify(&bench, "final.json", given);
        let words = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains("CoA-9 (fake.json) claims to replace final.json, and does not hold ("), "{words}");
        let help = "do not use fake.json in the place of final.json, and mark nothing as replaced: ask the laboratory which of them counts";
        assert!(words.contains(help) && !words.contains("Use the certificate that replaces it"), "{words}");
        assert!(!words.contains("counts in its place"), "{words}");
    }
    put("CoA-9", "EV-3102");
    let words = verify(&bench, "final.json", &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("claims to replace final.json, and is of lot EV-3102, and not of EV-3101"), "{words}");
}

/// Issues the certificate of EV-3101 from a draft that these persons sign as tested, reviewed and approved.
fn issue_by(bench: &Bench, persons: [(&str, &str, &str); 3], options: &[&str], file: &str) -> Said {
    let draft = format!("draft-{file}");
    let usual = [&["--lot", "EV-3101"][..], options].concat();
    assert_said(&bench.run(&[&usual[..], &["-o", &draft]].concat()), 0, &[]);
    for ((name, key, role), meaning) in persons.into_iter().zip(["tested", "reviewed", "approved"]) {
        let key = format!("keys/{key}.key.pem");
        let who = ["sign", &draft, "--key", &key, "--signer", name, "--role", role, "--meaning", meaning];
        assert_said(&bench.command(&[&who[..], &["--at", "2026-02-19T23:00:00+01:00"]].concat()), 0, &[]);
    }
    let signatures = format!("{draft}.intoto.jsonl");
    let with = ["--signatures", &signatures, "--trust", "trust.yaml", "-o", file];
    bench.run(&[&usual[..], &with].concat())
}

const SIGNATORIES: [(&str, &str, &str); 3] = [
    ("Lena Meyer", "meyer", "Analyst"),
    ("Quentin Adler", "adler", "Head of quality control"),
    ("Mei Chen", "chen", "Quality manager"),
];

fn flat(said: &Said) -> String {
    format!("{} {}", said.out, said.err).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Who reviewed a certificate that is replaced has no part in its successor, and approves the archive that holds both.
#[test]
fn who_reviewed_what_is_replaced_approves_the_archive() {
    let bench = drafted();
    made_final(&bench);
    assert_said(&bench.command(&["keygen", "--name", "Ida Voss", "--key", "keys/voss.key.pem"]), 0, &[]);
    let pem = bench.read("keys/voss.pub.pem").trim().replace('\n', "\n      ");
    bench.write("trust.yaml", &format!("{}  Ida Voss:\n    public_key: |\n      {pem}\n", bench.read("trust.yaml")));
    bench.edit("lab.yaml", "- name: {en: Quentin Adler, zh: 昆廷·阿德勒}", "- name: {en: Ida Voss, zh: 伊达}");
    bench.edit("lab.yaml", "- name: {en: Mei Chen, zh: 陈梅}", "- name: {en: Quentin Adler, zh: 昆廷·阿德勒}");
    let persons = [
        SIGNATORIES[0],
        ("Ida Voss", "voss", "Head of quality control"),
        ("Quentin Adler", "adler", "Quality manager"),
    ];
    let replaces = ["--number", "CoA-2", "--replaces", "final.json", "--reason", "Mei Chen left"];
    let facts = bench
        .read("facts.yaml")
        .replace("approver: {en: Mei Chen, zh: 陈梅}", "approver: {en: Quentin Adler, zh: 昆廷·阿德勒}");
    bench.write("facts.yaml", &facts.replace("  reviewer: Q. Adler\n", "  reviewer: Ida Voss\n"));
    assert_said(&issue_by(&bench, persons, &replaces, "second.json"), 0, &[]);
    let attached = ["final.json", "EV-3101.json.intoto.jsonl", "second.json", "draft-second.json.intoto.jsonl"];
    let attach: Vec<&str> = attached.iter().flat_map(|file| ["--attach", *file]).collect();
    let lot = ["--lot", "EV-3101", "-o", "lot.zip"];
    assert_said(&bench.command(&judging("bundle", &[&attach[..], &lot].concat())), 0, &[]);
    let sign = |key: &str, signer: &str| {
        let key = format!("keys/{key}.key.pem");
        let who = ["sign", "lot.zip", "--key", &key, "--signer", signer, "--role", "Quality manager"];
        bench.command(&[&who[..], &["--meaning", "approved", "--at", "2026-02-20T11:00:00+01:00"]].concat())
    };
    assert_said(&sign("adler", "Quentin Adler"), 0, &[]);
    assert_said(&verify(&bench, "lot.zip", &["--require", "approved"]), 0, &["lot.zip: holds"]);
    // Who reviewed the one that counts does not.
    std::fs::remove_file(bench.path("lot.zip.intoto.jsonl")).unwrap();
    assert_said(&sign("voss", "Ida Voss"), 5, &["signer-twice"]);
}

/// The prints of one certificate in two languages are one certificate, and not two under one number.
#[test]
fn prints_in_several_languages_are_one_certificate() {
    let bench = drafted();
    made_final(&bench);
    for language in ["en", "zh"] {
        let file = format!("{language}.json");
        let said = issue_by(&bench, SIGNATORIES, &["--lang", language], &file);
        assert_said(&said, 0, &[]);
        assert!(!said.err.contains("number-of-two-certificates"), "{}", said.err);
    }
    let said = verify(&bench, "en.json", &["zh.json"]);
    let words = flat(&said);
    assert_eq!(said.exit, 0, "{words}");
    assert!(!words.contains("warning"), "{words}");
    for [one, other] in [["en.json", "final.json"], ["zh.json", "en.json"]] {
        let note = format!("{one} is CoA-EV-3101-1 in another language than {other}: both say the same");
        assert!(
            words.contains("printed-in-another-language") && (words.contains(&note) || one == "en.json"),
            "{words}"
        );
    }
    // Another value under the number is another certificate, and is told when it is issued.
    bench.edit("facts.yaml", "containers: 400", "containers: 398");
    let said = issue_by(&bench, SIGNATORIES, &["--lang", "zh"], "other.json");
    let words = flat(&said);
    let told = "warning[number-of-two-certificates]: other.json has the number CoA-EV-3101-1, and so has";
    assert!(said.exit == 0 && words.contains(told), "{words}");
    assert!(words.contains("give the new certificate a number of its own (--number)"), "{words}");
    let words = flat(&verify(&bench, "zh.json", &["other.json"]));
    assert!(
        words.contains("zh.json has the number CoA-EV-3101-1, and so has other.json, with other content"),
        "{words}"
    );
}

/// Signatures over a document and its twin cover the twin where the document is not at hand: what is not there shows nothing else.
#[test]
fn signatures_on_a_sister_document_refuse_no_twin() {
    let bench = drafted();
    made_final(&bench);
    let with = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101", "-o", "final.md"];
    assert_said(&bench.run(&with), 0, &[]);
    let who =
        ["--key", "keys/chen.key.pem", "--signer", "Mei Chen", "--role", "Quality manager", "--meaning", "approved"];
    let sign = [&["sign", "final.md", "--twin", "final.json", "--at", "2026-02-20T11:00:00+01:00"][..], &who].concat();
    assert_said(&bench.command(&sign), 0, &[]);
    std::fs::remove_file(bench.path("final.md")).unwrap();
    let told = ["final.json: holds", "final.md.intoto.jsonl: holds"];
    assert_said(&verify(&bench, "final.json", &["final.md.intoto.jsonl"]), 0, &told);
    // One that is there and shows something else is told.
    bench.write("final.md", "# Certificate of Analysis\n");
    assert_said(&verify(&bench, "final.json", &["final.md.intoto.jsonl"]), 5, &["final.md"]);
}

/// A draft and its certificate may have one name: the signatures on the draft count for the certificate beside them, in a folder and in
/// an archive.
#[test]
fn a_certificate_may_have_the_name_of_its_draft() {
    let bench = drafted();
    made_final(&bench);
    std::fs::create_dir(bench.path("finals")).unwrap();
    std::fs::copy(bench.path("final.json"), bench.path("finals/EV-3101.json")).unwrap();
    let elsewhere = verify(&bench, "finals/EV-3101.json", &[ON_DRAFT]);
    assert_said(&elsewhere, 0, &["finals/EV-3101.json: holds", "EV-3101.json.intoto.jsonl: holds"]);
    std::fs::copy(bench.path(ON_DRAFT), bench.path("finals").join(ON_DRAFT)).unwrap();
    let beside = format!("finals/{ON_DRAFT}");
    assert_said(
        &verify(&bench, "finals/EV-3101.json", &["--require", "approved"]),
        0,
        &["holds", "3 approved  Mei Chen"],
    );
    assert_said(&verify(&bench, "finals/EV-3101.json", &[&beside]), 0, &["finals/EV-3101.json: holds"]);
    assert_said(&verify(&bench, &beside, &[]), 0, &["holds"]);
    let attach = ["--attach", "finals/EV-3101.json", "--attach", &beside, "--lot", "EV-3101", "-o", "lot.zip"];
    assert_said(&bench.command(&judging("bundle", &[&DRAWN[..], &attach].concat())), 0, &[]);
    let who =
        ["--key", "keys/chen.key.pem", "--signer", "Mei Chen", "--role", "Quality manager", "--meaning", "approved"];
    let sign = [&["sign", "lot.zip", "--at", "2026-02-20T11:00:00+01:00"][..], &who].concat();
    assert_said(&bench.command(&sign), 0, &[]);
    assert_said(&verify(&bench, "lot.zip", &[]), 0, &["lot.zip: holds"]);
    // Another certificate under that name is no draft of these signatures.
    let other = bench.read("final.json").replace("\"containers\": 400", "\"containers\": 398");
    bench.write("finals/EV-3101.json", &other);
    assert_said(&verify(&bench, "finals/EV-3101.json", &[]), 5, &["file-changed"]);
}

/// Two who signed on two copies made two files that nobody can join: the command says which file has the missing signature.
#[test]
fn a_signature_in_a_second_file_is_named() {
    let bench = drafted();
    made_final(&bench);
    let whole = bench.read(ON_DRAFT);
    std::fs::remove_file(bench.path(ON_DRAFT)).unwrap();
    forged(&bench, &[DRAFT], "adler", "Quentin Adler", Meaning::Reviewed, "2026-02-19T20:00:00Z");
    std::fs::rename(bench.path(ON_DRAFT), bench.path("copy.jsonl")).unwrap();
    let first = whole.split_inclusive('\n').next().unwrap();
    bench.write(ON_DRAFT, first);
    let with = ["--signatures", ON_DRAFT, "--trust", "trust.yaml", "--lot", "EV-3101", "-o", "again.json"];
    let said = bench.run(&with);
    let words = flat(&said);
    assert_eq!(said.exit, 5, "{words}");
    let told = "EV-3101.json.intoto.jsonl has no signature of Quentin Adler that means `reviewed`";
    let way = "copy.jsonl has it, beside these and not after them, and nobody can join the two files: keep EV-3101.json.intoto.jsonl \
               beside the draft as the only one, and have Quentin Adler sign again";
    assert!(words.contains(told) && words.contains(way), "{words}");
}
