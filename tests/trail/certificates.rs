//! What certificates and archives have of the trail, and its review.

use super::Room;
use super::bench::{self, drawing, remade};
use evqc::certificate::Certificate;
use serde_json::Value;

/// The certificate of EV-3101.
fn certificate<'a>(more: &[&'a str]) -> Vec<&'a str> {
    drawing(&[&["--lot", "EV-3101"][..], more].concat())
}

fn issue(room: &Room, more: &[&str]) {
    let (exit, _, err) = room.by(&certificate(more));
    assert_eq!(exit, 0, "{err}");
}

/// Makes a draft the certificate that the signatories make of it.
fn made_final(room: &Room, name: &str) {
    let draft = twin(room, name);
    let made = bench::made_final(draft, "2026-02-20T09:55:00+01:00", None).twin().unwrap();
    std::fs::write(room.path(name), made).unwrap();
}

fn twin(room: &Room, name: &str) -> Certificate {
    serde_json::from_slice(&std::fs::read(room.path(name)).unwrap()).unwrap()
}

/// What a damaged document seems to name is no file that was read: its own laboratory file is looked for when it is whole.
#[cfg(feature = "pdf")]
#[test]
fn only_what_a_document_is_known_to_name_is_entered() {
    let room = Room::new();
    issue(&room, &["-o", "coa.pdf"]);
    let whole = std::fs::read(room.path("coa.pdf")).unwrap();
    std::fs::write(room.path("cut.pdf"), &whole[..whole.len() - 7]).unwrap();
    for (name, exit, expected) in
        [("cut.pdf", 5, &["cut.pdf"][..]), ("coa.pdf", 0, &["coa.pdf", "lab.yaml", "logo.svg"])]
    {
        let (found, _, err) = room.by(&["verify", name, "--unsigned"]);
        assert_eq!(found, exit, "{err}");
        let read: Vec<String> = room.last().read.into_iter().map(|file| file.path).collect();
        assert_eq!(read, expected);
    }
}

#[test]
fn a_certificate_names_the_trail_as_it_stood() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    issue(&room, &["-o", "coa.json", "-o", "coa.md", "-o", "coa.html"]);
    let twin = twin(&room, "coa.json");
    let [named] = &twin.trails[..] else { panic!("{:?}", twin.trails) };
    let line = evqc::integrity::sha256(room.trail().lines().nth(1).unwrap().as_bytes());
    assert_eq!((named.file.as_str(), named.entry, &named.sha256), ("evqc-trail.jsonl", 2, &line));
    assert!(std::fs::read_to_string(room.path("coa.md")).unwrap().contains(&line), "it is printed");
    assert!(room.last().written.iter().any(|file| file.path == "coa.json" && file.sha256 == room.sha256("coa.json")));
    // Without a trail the twin says nothing of one.
    let plain = Room::without_trail();
    let (exit, out, _) = plain.run(&certificate(&["-o", "json"]));
    assert!(exit == 0 && !out.contains("trail"), "{out}");
    let same: Certificate = serde_json::from_str(&out).unwrap();
    assert_eq!(same.content_sha256, twin.content_sha256, "what is signed is the same");
}

#[test]
fn verification_compares_a_certificate_with_the_trail() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    issue(&room, &["-o", "coa.json"]);
    let verify = |who: &Room| who.by(&["verify", "coa.json", "--unsigned"]);
    let (exit, out, err) = verify(&room);
    assert_eq!(exit, 0, "{out}{err}");
    assert!(out.contains("entry 2 of "), "{out}");
    // The trail is written anew from its second entry on.
    let text = room.trail();
    let mut lines: Vec<String> = text.lines().take(2).map(str::to_owned).collect();
    let mut entry = evqc::trail::Entry::read(&lines[1]).unwrap();
    entry.by = "Q. Adler".to_owned();
    lines[1] = entry.line().unwrap();
    let head = format!("2:{}\n", evqc::integrity::sha256(lines[1].as_bytes()));
    std::fs::write(room.path("evqc-trail.jsonl"), lines.join("\n") + "\n").unwrap();
    std::fs::write(room.path("evqc-trail.head"), head).unwrap();
    assert_eq!(room.broken(), None, "by itself the new trail is sound");
    let (exit, out, err) = verify(&room);
    assert_eq!(exit, 5, "{out}{err}");
    assert!(out.contains("trail-entry-differs"), "{out}");
    // In a folder with a trail of its own the certificate is one that was received.
    let other = Room::new();
    std::fs::copy(room.path("coa.json"), other.path("coa.json")).unwrap();
    let (exit, out, err) = verify(&other);
    assert_eq!(exit, 0, "{out}{err}");
    assert!(out.contains("entry 2 of evqc-trail.jsonl: not there"), "{out}");
}

#[test]
fn a_certificate_that_replaces_another_has_a_reason() {
    let room = Room::new();
    issue(&room, &["-o", "one.json"]);
    made_final(&room, "one.json");
    let replaces = ["-o", "two.json", "--replaces", "one.json", "--number", "CoA-EV-3101-2"];
    let (exit, out, err) = room.by(&certificate(&replaces));
    assert_ne!(exit, 0, "{out}{err}");
    assert!(!room.path("two.json").exists());
    issue(&room, &[&replaces[..], &["--reason", "address corrected"]].concat());
    let entry = room.last();
    assert_eq!(entry.reason.as_deref(), Some("address corrected"));
    assert!(entry.read.iter().any(|file| file.path == "one.json"));
}

/// The check of R-917: one command makes the review, and the twin names it.
#[test]
fn a_review_lists_what_happened_to_the_lot_and_the_twin_names_it() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let results = std::fs::read_to_string(room.path("results.csv")).unwrap();
    std::fs::write(room.path("results.csv"), results + "\n").unwrap();
    assert_eq!(room.check(&["--reason", "a line end was added"]).0, 1);
    assert_eq!(room.check(&[]).0, 1);
    let review = |more: &[&str]| {
        let who = ["--by", "R. Vogt", "--role", "QA reviewer"];
        room.run(&[&["trail", "review", ".", "--lot", "EV-3101", "--as-of", "2026-11-27"], more, &who].concat())
    };
    let (exit, out, err) = review(&["-o", "json"]);
    assert_eq!(exit, 0, "{err}");
    let value: Value = serde_json::from_str(&out).unwrap();
    let schema = jsonschema::validator_for(evqc::report::review_schema().as_value()).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let items = value["items"].as_array().unwrap();
    let kinds: Vec<&str> = items.iter().map(|item| item["kind"].as_str().unwrap()).collect();
    for kind in ["set_aside", "waived", "overridden", "changed", "judged_again", "repeated"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    let changed = items.iter().find(|item| item["kind"] == "changed").unwrap();
    assert_eq!((changed["why"].as_str(), changed["who"].as_str()), (Some("a line end was added"), Some("M. Chen")));
    assert!(changed["what"].as_str().unwrap().starts_with("results.csv: sha256 "));
    assert_eq!(value["verdicts"].as_object().unwrap().values().next().unwrap(), "conforms");
    // Sorted by each column.
    for (sort, key) in [("who", "who"), ("why", "why"), ("when", "entry")] {
        let (_, out, _) = review(&["-o", "json", "--sort", sort]);
        let value: Value = serde_json::from_str(&out).unwrap();
        let column: Vec<String> = value["items"].as_array().unwrap().iter().map(|item| item[key].to_string()).collect();
        assert!(column.is_sorted(), "{sort}: {column:?}");
    }
    let (_, out, _) = review(&["--sort", "what"]);
    assert!(out.contains("Reviewed by: R. Vogt, QA reviewer   Date: 2026-11-27   Signature: ____"), "{out}");
    let (exit, _, err) = review(&["-o", "json:review.json", "-o", "html:review.html", "-o", "markdown:review.md"]);
    assert_eq!(exit, 0, "{err}");
    assert!(std::fs::read_to_string(room.path("review.html")).unwrap().contains("Reviewed by"));
    issue(&room, &["-o", "coa.json"]);
    let named = twin(&room, "coa.json").trails[0].review.clone().unwrap();
    assert_eq!((named.by.as_str(), named.role.as_str()), ("R. Vogt", "QA reviewer"));
    assert!(named.documents.contains(&room.sha256("review.json")), "{named:?}");
    // A lot that the trail does not know.
    let (exit, _, err) = room.by(&["trail", "review", ".", "--lot", "EV-9"]);
    assert_eq!(exit, 2);
    assert!(err.contains("no entry of it"), "{err}");
}

/// A review stands when it is by somebody who made nothing of what was reviewed, and as long as nothing changes of the lot.
#[test]
fn a_review_stands_by_another_person_and_until_the_lot_changes() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let review = |name: &str, more: &[&str]| {
        let who = ["--by", name, "--role", "QA reviewer", "--as-of", "2026-11-27"];
        room.run(&[&["trail", "review", ".", "--lot", "EV-3101"], more, &who].concat())
    };
    let coa = |name: &str, more: &[&str]| {
        let output = format!("json:{name}");
        let (exit, _, err) = room.by(&certificate(&[&["-o", &output][..], more].concat()));
        assert_eq!(exit, 0, "{err}");
        (twin(&room, name).trails[0].review.clone().map(|one| one.by), err)
    };
    // The analyst, under any way of writing the name.
    for name in ["M. Chen", "Chen, Mei"] {
        let (exit, out, err) = review(name, &[]);
        assert_eq!(exit, 0, "{err}");
        assert!(out.contains(&format!("{name} made entry 2: this is a list for the own use, and no review")), "{out}");
        assert!(!out.contains("Reviewed by") && !out.contains("Signature"), "{out}");
    }
    let (named, told) = coa("one.json", &[]);
    assert_eq!(named, None);
    assert!(
        told.contains("names no review of the audit trail: entry 4: Chen, Mei reviewed, and made entry 2"),
        "{told}"
    );
    // Another person; a look of the analyst after it takes nothing away, nor does a further certificate.
    assert!(review("R. Vogt", &[]).1.contains("Reviewed by: R. Vogt"));
    assert_eq!(review("M. Chen", &[]).0, 0);
    assert_eq!(coa("two.json", &[]).0.as_deref(), Some("R. Vogt"));
    assert_eq!(coa("three.json", &[]).0.as_deref(), Some("R. Vogt"));
    // The specification changes, in the run that draws the certificate and before any other entry.
    let edit = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(room.path(name)).unwrap();
        assert!(text.contains(from), "{name}");
        std::fs::write(room.path(name), text.replacen(from, to, 1)).unwrap();
    };
    edit("spec.yaml", "evqc: 1", "# looked over\nevqc: 1");
    let (named, told) = coa("four.json", &["--reason", "a remark was added"]);
    assert_eq!(named, None);
    assert!(told.contains("R. Vogt reviewed before entry 10: spec.yaml: sha256 "), "{told}");
    assert_eq!(coa("five.json", &[]).0, None, "nor later");
    assert!(review("R. Vogt", &[]).1.contains("Reviewed by: R. Vogt"));
    assert_eq!(coa("six.json", &[]).0.as_deref(), Some("R. Vogt"));
    // The data change, known of from a check in between.
    edit("results.csv", "\n", "\n\n");
    assert_eq!(room.check(&["--reason", "a blank line"]).0, 1);
    assert_eq!(coa("seven.json", &[]).0, None);
    // Who signs as reviewer has made nothing.
    assert_eq!(review("R. Vogt", &["-o", "json:review.json"]).0, 0);
    assert_eq!(room.run(&["keygen", "--key", "vogt.key.pem"]).0, 0);
    let sign = ["sign", "review.json", "--key", "vogt.key.pem", "--signer", "R. Vogt", "--role", "QA reviewer"];
    assert_eq!(room.run(&[&sign[..], &["--meaning", "reviewed"]].concat()).0, 0);
    assert_eq!(coa("eight.json", &[]).0.as_deref(), Some("R. Vogt"));
    // The list of the analyst cannot be signed as a review.
    assert_eq!(review("M. Chen", &["-o", "json:own.json"]).0, 0);
    let sign = ["sign", "own.json", "--key", "vogt.key.pem", "--signer", "R. Vogt", "--role", "QA reviewer"];
    let (exit, out, err) = room.run(&[&sign[..], &["--meaning", "reviewed"]].concat());
    assert!(exit != 0 && err.contains("it is no review: M. Chen made entry 2"), "{exit} {out}{err}");
}

/// A review is of the bytes and the options that were judged, whatever the files are called; an archive that is judged again
/// takes nothing from it.
#[test]
fn a_review_is_of_the_bytes_that_were_judged() {
    let room = Room::new();
    let vogt = ["--by", "R. Vogt", "--role", "QA reviewer"];
    let review = || room.run(&[&["trail", "review", ".", "--lot", "EV-3101"][..], &vogt].concat()).0;
    let named = |name: &str, arguments: &[&str]| {
        let output = format!("json:{name}");
        let (exit, _, err) = room.by(&[arguments, &["-o", &output]].concat());
        assert_eq!(exit, 0, "{err}");
        twin(&room, name).trails[0].review.clone().map(|one| one.by)
    };
    assert_eq!((room.check(&[]).0, review()), (1, 0));
    // The reviewer judges the archive again, which makes nothing.
    let archive = bench::judging("bundle", &["-o", "lot.zip"]);
    assert_eq!(room.by(&archive).0, 0);
    assert_eq!(room.run(&[&["replay", "lot.zip"][..], &vogt].concat()).0, 0);
    assert_eq!(named("one.json", &certificate(&[])).as_deref(), Some("R. Vogt"));
    // Another file of the same name.
    std::fs::create_dir(room.path("other")).unwrap();
    let text = std::fs::read_to_string(room.path("results.csv")).unwrap();
    assert!(text.contains("EV-3101,S-1101,ph,7.21"));
    std::fs::write(room.path("other/results.csv"), text.replace("EV-3101,S-1101,ph,7.21", "EV-3101,S-1101,ph,7.30"))
        .unwrap();
    let other: Vec<&str> =
        certificate(&[]).into_iter().map(|one| if one == "results.csv" { "other/results.csv" } else { one }).collect();
    assert_eq!(named("two.json", &other), None);
    // The same bytes under another name are the same.
    std::fs::write(room.path("other/results.csv"), &text).unwrap();
    assert_eq!(
        named("three.json", &[&other[..], &["--reason", "the copy was put right"]].concat()),
        None,
        "it changed"
    );
    assert_eq!(review(), 0);
    assert_eq!(named("four.json", &certificate(&[])).as_deref(), Some("R. Vogt"));
    // Other facts of the certificate.
    let facts = std::fs::read_to_string(room.path("facts.yaml")).unwrap();
    std::fs::write(room.path("more.yaml"), facts.replace("24 vials", "25 vials").replace("24瓶", "25瓶")).unwrap();
    let other: Vec<&str> =
        certificate(&[]).into_iter().map(|one| if one == "facts.yaml" { "more.yaml" } else { one }).collect();
    assert_eq!(named("facts.json", &other), None);
    // Other options, though they were seen before the review.
    assert_eq!((room.check(&["--spec-version", "2.1.0"]).0, room.check(&[]).0, review()), (1, 1, 0));
    assert_eq!(named("five.json", &certificate(&["--spec-version", "2.1.0"])), None);
}

/// Who verifies an archive, or signs one, judges it again as `replay` does: it makes nobody a maker of the lot, and takes nothing from a
/// review.
#[test]
fn an_archive_that_is_verified_or_signed_takes_nothing_from_a_review() {
    let room = Room::new();
    let vogt = ["--by", "R. Vogt", "--role", "QA reviewer"];
    let review = |more: &[&str]| room.run(&[&["trail", "review", ".", "--lot", "EV-3101"], more, &vogt].concat());
    let named = |name: &str| {
        let (exit, _, err) = room.by(&certificate(&["-o", &format!("json:{name}")]));
        assert_eq!(exit, 0, "{err}");
        (twin(&room, name).trails[0].review.clone().map(|one| one.by), err)
    };
    let (exit, _, err) = room.by(&bench::judging("bundle", &["--lot", "EV-3101", "-o", "lot.zip"]));
    assert_eq!(exit, 0, "{err}");
    for key in ["vogt", "adler"] {
        assert_eq!(room.run(&["keygen", "--key", &format!("{key}.key.pem")]).0, 0);
    }
    // The reviewer verifies the archive first.
    assert_eq!(room.run(&[&["verify", "lot.zip", "--unsigned"][..], &vogt].concat()).0, 0);
    let (exit, out, err) = review(&[]);
    assert_eq!(exit, 0, "{err}");
    assert!(out.contains("Reviewed by: R. Vogt") && !out.contains("judged again"), "{out}");
    // Others sign and verify it after the review.
    let sign = ["sign", "lot.zip", "--key", "adler.key.pem", "--signer", "Q. Adler", "--role", "Head of quality"];
    let (exit, _, err) = room.run(&[&sign[..], &["--meaning", "approved"]].concat());
    assert_eq!(exit, 0, "{err}");
    assert_eq!(room.by(&["verify", "lot.zip", "--keys", "."]).0, 0);
    let (by, told) = named("one.json");
    assert_eq!(by.as_deref(), Some("R. Vogt"), "{told}");
    // The keys that an archive was verified with are no files of the lot.
    let pem = std::fs::read_to_string(room.path("adler.pub.pem")).unwrap();
    std::fs::write(room.path("adler.pub.pem"), pem + "\n").unwrap();
    assert_eq!(room.by(&["verify", "lot.zip", "--keys", ".", "--reason", "a blank line"]).0, 0);
    assert_eq!(named("two.json").0.as_deref(), Some("R. Vogt"));
    // Who signs as tested has tested.
    let sign = ["sign", "lot.zip", "--key", "vogt.key.pem", "--signer", "R. Vogt", "--role", "QA reviewer"];
    std::fs::remove_file(room.path("lot.zip.intoto.jsonl")).unwrap();
    let (exit, _, err) = room.run(&[&sign[..], &["--meaning", "tested", "--reason", "begun anew"]].concat());
    assert_eq!(exit, 0, "{err}");
    let (_, out, _) = review(&[]);
    assert!(out.contains("this is a list for the own use, and no review"), "{out}");
}

/// A signature that was refused is none: the review tells it as a failure with what it was refused for, and who was refused may
/// review. So is a certificate that was refused.
#[test]
fn what_was_refused_is_a_failure() {
    let room = Room::new();
    issue(&room, &["-o", "draft.json"]);
    assert_eq!(room.run(&["keygen", "--key", "vogt.key.pem"]).0, 0);
    let vogt = ["--signer", "R. Vogt", "--role", "QA reviewer", "--meaning", "tested"];
    let sign = ["sign", "draft.json", "--key", "vogt.key.pem", "--at", "2026-02-17T10:00:00+01:00"];
    let (exit, _, err) = room.run(&[&sign[..], &vogt].concat());
    assert_eq!(exit, 5, "{err}");
    let entry = room.last();
    let why = entry.failure.as_deref().unwrap_or_default();
    assert!(why.starts_with("signature-before-report: the signature is of 2026-02-17T10:00:00+01:00"), "{entry:?}");
    assert_eq!((entry.exit, entry.written.len(), entry.reason.as_deref()), (5, 0, None));
    // Facts that are refused.
    let facts = std::fs::read_to_string(room.path("facts.yaml")).unwrap();
    std::fs::write(room.path("faulty.yaml"), format!("{facts}\nnonsense: 1\n")).unwrap();
    let faulty: Vec<&str> = certificate(&["-o", "other.json"])
        .into_iter()
        .map(|one| if one == "facts.yaml" { "faulty.yaml" } else { one })
        .collect();
    assert_eq!(room.by(&faulty).0, 4);
    let why = room.last().failure.unwrap_or_default();
    assert!(why.contains(": ") && why.contains("nonsense"), "{why}");
    let review = ["trail", "review", ".", "--lot", "EV-3101", "--by", "R. Vogt", "--role", "QA reviewer"];
    let (exit, out, err) = room.run(&[&review[..], &["-o", "json"]].concat());
    assert_eq!(exit, 0, "{err}");
    let review: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(review["reviewer"]["made"], serde_json::json!([]), "{review}");
    let told: Vec<(&str, &str)> = review["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| Some((item["kind"].as_str()?, item["what"].as_str()?)))
        .collect();
    assert!(told.iter().all(|(kind, _)| *kind != "signed"), "{told:?}");
    let failed: Vec<&str> = told.iter().filter(|(kind, _)| *kind == "failed").map(|(_, what)| *what).collect();
    assert!(
        matches!(failed[..], [sign, certificate] if sign.starts_with("sign: signature-before-report: ")
            && certificate.starts_with("certificate: ")),
        "{told:?}"
    );
}

/// A column that was left out when the lot was reviewed, and is judged in the certificate: nobody reviewed its values. The verdict
/// is the same in both.
#[test]
fn a_review_is_of_what_was_read_of_the_bytes() {
    let room = Room::new();
    let lot = ["--lot", "EV-3102"];
    let spec = std::fs::read_to_string(room.path("spec.yaml")).unwrap();
    let test = |name: &str| {
        format!(
            "  {}:\n    name: {name}\n    category: general\n    procedure: SOP-QC-009 v1\n    columns: [{name}]\n    \
             accept: \"<= 5 %\"\n    rationale: illustration\n",
            name.to_lowercase()
        )
    };
    let tests = format!("tests:\n{}{}", test("Extra"), test("Other"));
    std::fs::write(room.path("spec.yaml"), spec.replacen("tests:\n", &tests, 1)).unwrap();
    std::fs::write(room.path("extra.csv"), "lot,Other (%),Extra (%)\nEV-3101,1,1\nEV-3102,1,9\n").unwrap();
    let check = |more: &[&str]| {
        let (exit, out, err) = room.by(&bench::judging("check", &[&["extra.csv"], &lot[..], more].concat()));
        assert_eq!(exit, 1, "{out}{err}");
        room.last().lots.unwrap().of[0].verdict.clone()
    };
    let review = || {
        let who = ["--by", "R. Vogt", "--role", "QA reviewer"];
        assert_eq!(room.run(&[&["trail", "review", "."], &lot[..], &who].concat()).0, 0);
    };
    let named = |name: &str, more: &[&str]| {
        let output = format!("json:{name}");
        let (exit, _, err) = room.by(&drawing(&[&["extra.csv"], &lot[..], &["-o", &output], more].concat()));
        assert!(exit == 1 && room.path(name).exists(), "{err}");
        (twin(&room, name).trails[0].review.clone().map(|one| one.by), err)
    };
    // What is not said is as the files say it.
    assert_eq!(check(&[]), "does_not_conform");
    review();
    assert_eq!(named("one.json", &[]).0.as_deref(), Some("R. Vogt"));
    for (at, options) in [["--ignore-column", "Extra (%)"], ["--encoding", "utf-8"]].iter().enumerate() {
        assert_eq!(check(options), "does_not_conform");
        review();
        // A certificate of the same reading is one of what was reviewed.
        assert_eq!(named(&format!("as-read-{at}.json"), options).0.as_deref(), Some("R. Vogt"), "{options:?}");
        let (none, told) = named(&format!("more-{at}.json"), &[]);
        assert_eq!(none, None, "{options:?}");
        assert!(told.contains("names no review of the audit trail") && told.contains("R. Vogt reviewed"), "{told}");
    }
}

/// A twin that is edited to name a list for the own use as a review.
#[test]
fn a_review_that_did_not_stand_is_not_vouched_for() {
    let room = Room::new();
    assert_eq!((room.check(&[]).0, room.by(&["trail", "review", ".", "--lot", "EV-3101"]).0), (1, 0));
    issue(&room, &["-o", "json:coa.json"]);
    let list = room.entries()[2].clone();
    let mut edited = twin(&room, "coa.json");
    let review = serde_json::json!({ "by": list.by, "role": list.role, "entry": list.number, "documents": [] });
    edited.trails[0].review = serde_json::from_value(review).unwrap();
    std::fs::write(room.path("edited.json"), edited.twin().unwrap()).unwrap();
    let (exit, out, err) = room.run(&["verify", "edited.json", "--unsigned", "--by", "R. Vogt", "--role", "QA"]);
    assert!(exit == 5 && format!("{out}{err}").contains("or none that stood then"), "{exit} {out}{err}");
    assert!(out.contains("M. Chen, QC analyst, entry 3: DIFFERS"), "{out}");
}

/// The analyst does not sign the review of another.
#[test]
fn a_review_is_signed_by_who_made_it() {
    let room = Room::new();
    let review = ["trail", "review", ".", "--lot", "EV-3101", "-o", "json:r.json", "--by", "R. Vogt", "--role", "QA"];
    assert_eq!((room.check(&[]).0, room.run(&review).0, room.run(&["keygen", "--key", "k.key.pem"]).0), (1, 0, 0));
    let sign = |signer: &str| {
        let who = ["sign", "r.json", "--key", "k.key.pem", "--signer", signer, "--role", "QA", "--meaning", "reviewed"];
        room.run(&who)
    };
    let (exit, out, err) = sign("Mei Chen");
    assert!(
        exit == 5 && err.contains("is the review of R. Vogt, who alone can sign it, and not Mei Chen"),
        "{exit} {out}{err}"
    );
    assert!(!room.path("r.json.intoto.jsonl").exists());
    assert_eq!(sign("Rolf Vogt").0, 0);
    // A list for the own use that is edited into a review.
    let own = ["trail", "review", ".", "--lot", "EV-3101", "-o", "json:own.json"];
    assert_eq!(room.by(&own).0, 0);
    let text = std::fs::read_to_string(room.path("own.json")).unwrap();
    let from = text.find("\"made\":[").unwrap() + 8;
    let to = from + text[from..].find(']').unwrap();
    std::fs::write(room.path("own.json"), format!("{}{}", &text[..from], &text[to..])).unwrap();
    let who =
        ["sign", "own.json", "--key", "k.key.pem", "--signer", "M. Chen", "--role", "QC", "--meaning", "reviewed"];
    let (exit, out, err) = room.run(&[&who[..], &["--reason", "typo", "--by", "M. Chen"]].concat());
    assert!(exit == 5 && err.contains("has no entry that names its SHA-256"), "{exit} {out}{err}");
}

/// A corrected value is one that does not count as entered; who and why are those of the correction.
#[test]
fn a_review_lists_corrections() {
    let room = Room::new();
    let text = std::fs::read_to_string(room.path("results.csv")).unwrap();
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line},,,")).collect();
    lines[0] = lines[0].replace(",,,", ",corrects,corrected_by,corrected_on");
    let row = lines.iter_mut().find(|line| line.starts_with("EV-3101,S-1101,osmolality,291")).unwrap();
    *row = row.replace(",291,", ",391,");
    let correction = |reason: &str, approver: &str, corrects: &str| {
        format!(
            "EV-3101,S-1101,osmolality,291,mOsm/kg,,,,,,2026-02-04,,{reason},,L. Meyer,{approver},{corrects},S. Roth,2026-02-10"
        )
    };
    lines.push(correction("transcription: read from the line below", "Q. Adler", "391"));
    std::fs::write(room.path("results.csv"), lines.join("\n") + "\n").unwrap();
    assert_eq!(room.check(&["--lot", "EV-3101"]).0, 0);
    let review = || {
        let (exit, out, err) = room.by(&["trail", "review", ".", "--lot", "EV-3101", "-o", "human"]);
        assert_eq!(exit, 0, "{err}");
        out
    };
    let told = review();
    let item =
        "osmolality 391 (corrected to 291): corrected, by Q. Adler\n      why: transcription: read from the line below";
    assert!(told.contains(item), "{told}");
    assert!(told.contains(" items, 1 without a reason"), "the day that was given: {told}");
    // One that nobody approved does not count, and is told as well.
    lines.pop();
    lines.push(correction("transcription: misread", "", "391"));
    std::fs::write(room.path("results.csv"), lines.join("\n") + "\n").unwrap();
    assert_ne!(room.check(&["--lot", "EV-3101", "--reason", "approval taken back"]).0, 0);
    let told = review();
    let item = "osmolality 291: correction not counted, by S. Roth\n      why: transcription: misread";
    assert!(told.contains(item), "{told}");
}

#[test]
fn a_review_can_be_signed_and_verified() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let who = ["--by", "R. Vogt", "--role", "QA reviewer"];
    let review = ["trail", "review", ".", "--lot", "EV-3101", "-o", "json:review.json"];
    assert_eq!(room.run(&[&review[..], &who].concat()).0, 0);
    assert_eq!(room.run(&["keygen", "--key", "vogt.key.pem"]).0, 0);
    let sign = ["sign", "review.json", "--key", "vogt.key.pem", "--signer", "R. Vogt", "--role", "QA reviewer"];
    let (exit, out, err) = room.run(&[&sign[..], &["--meaning", "reviewed"]].concat());
    assert_eq!(exit, 0, "{err}");
    assert!(out.contains("WARNED"), "there are things to explain: {out}");
    let pem = std::fs::read_to_string(room.path("vogt.pub.pem")).unwrap().trim().replace('\n', "\n      ");
    let trust = format!("evqc_trust: 1\nkeys:\n  R. Vogt:\n    public_key: |\n      {pem}\n");
    std::fs::write(room.path("trust.yaml"), trust).unwrap();
    let (exit, out, err) = room.by(&["verify", "review.json", "--trust", "trust.yaml", "--require", "reviewed"]);
    assert_eq!(exit, 0, "{out}{err}");
    let bundle =
        |more: &[&str]| room.by(&[&["bundle", "spec.yaml", "results.csv", "--attach", "review.json"], more].concat());
    let (exit, _, err) = bundle(&["-o", "lot.zip"]);
    assert_eq!((exit, err.contains("review.json was not compared")), (0, false), "{err}");
    let text = std::fs::read_to_string(room.path("review.json")).unwrap();
    std::fs::write(room.path("review.json"), text.replace("waived", "WAIVED")).unwrap();
    // Whatever it is signed with, the trail beside it knows what was written.
    let unknown = "review.json is no review as evqc wrote it";
    let (exit, out, err) = room.by(&["verify", "review.json", "--keys", ".", "--reason", "test"]);
    assert_eq!((exit, out.contains(unknown)), (5, true), "{out}{err}");
    let (exit, _, err) = bundle(&["-o", "other.zip", "--reason", "test"]);
    assert_eq!((exit, err.contains("trail-entry-differs"), err.contains(unknown)), (5, true, true), "{err}");
}

/// A review of a trail that is not in the archive is said to be compared with none.
#[test]
fn a_review_without_its_trail_is_not_checked() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let review = ["trail", "review", ".", "--lot", "EV-3101", "-o", "json:review.json"];
    assert_eq!(room.by(&review).0, 0);
    let elsewhere = Room::without_trail();
    std::fs::copy(room.path("review.json"), elsewhere.path("review.json")).unwrap();
    let (exit, _, err) =
        elsewhere.run(&["bundle", "spec.yaml", "results.csv", "--attach", "review.json", "-o", "lot.zip"]);
    assert_eq!(exit, 0, "{err}");
    let err = err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        err.contains("review.json was not compared with the data: the audit trail that it is of is not in"),
        "{err}"
    );
}

/// The archive with another text in one of its files.
fn with_other_trail(entries: &[evqc::integrity::Entry], path: &str, from: &str, to: &str) -> Vec<u8> {
    use evqc::integrity::{Role, file_for};
    remade(entries.to_vec(), |entries, manifest| {
        let entry = entries.iter_mut().find(|entry| entry.path == path).unwrap();
        let text = String::from_utf8(entry.bytes.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        entry.bytes = text.replacen(from, to, 1).into_bytes();
        let listed = manifest.files.iter_mut().find(|file| file.path == path).unwrap();
        *listed = file_for(path, Role::Trail, &entry.bytes);
    })
}

#[test]
fn an_archive_holds_the_trail() {
    let room = Room::new();
    let bundle =
        ["bundle", "spec.yaml", "results.csv", "--lots", "lots.csv", "--lot", "EV-3101", "--as-of", "2026-02-19"];
    let before = room.trail();
    let (exit, _, err) = room.by(&[&bundle[..], &["-o", "lot.zip"]].concat());
    assert_eq!(exit, 0, "{err}");
    let bytes = std::fs::read(room.path("lot.zip")).unwrap();
    let (entries, findings) = evqc::integrity::unpack("lot.zip", &bytes).unwrap();
    assert!(findings.is_empty());
    let trail = entries.iter().find(|entry| entry.path == "trail/evqc-trail.jsonl").unwrap();
    assert_eq!(String::from_utf8_lossy(&trail.bytes), before);
    let list = entries.iter().find(|entry| entry.path == "SHA256SUMS").unwrap();
    assert!(String::from_utf8_lossy(&list.bytes).contains("  trail/evqc-trail.jsonl"));
    let lots = room.last().lots.unwrap();
    assert_eq!((lots.of.len(), lots.of[0].lot.as_str()), (1, "EV-3101"));
    assert_eq!(room.by(&["replay", "lot.zip"]).0, 0);
    // A trail speaks for itself, with or without a certificate that names it.
    for (path, from, to, code) in [
        ("trail/evqc-trail.jsonl", "\"by\":\"", "\"by\":\"x", "trail-line-changed"),
        ("trail/evqc-trail.head", "1:", "9:", "trail-entry-differs"),
    ] {
        let forged = format!("{code}.zip");
        std::fs::write(room.path(&forged), with_other_trail(&entries, path, from, to)).unwrap();
        for command in [&["verify", &forged, "--unsigned"][..], &["replay", &forged]] {
            let (exit, out, err) = room.by(command);
            assert_eq!(exit, 5, "{out}{err}");
            assert!(format!("{out}{err}").contains(code), "{code}: {out}{err}");
        }
    }
    // A certificate in the archive is compared with the trail in it.
    let waivers = ["--waivers", "waivers.csv"];
    issue(&room, &["-o", "coa.json"]);
    let (exit, _, err) = room.by(&[&bundle[..], &waivers, &["-o", "two.zip", "--attach", "coa.json"]].concat());
    assert_eq!(exit, 0, "{err}");
    let (exit, out, _) = room.by(&["verify", "two.zip", "--unsigned"]);
    assert!(exit == 0 && !out.contains("audit trail"), "{out}");
    // One that names no trail is told beside it, as in a folder.
    let whole = twin(&room, "coa.json");
    let without = Certificate { trails: Vec::new(), ..whole.clone() };
    std::fs::write(room.path("without.json"), without.twin().unwrap()).unwrap();
    let (exit, _, err) = room.by(&[&bundle[..], &waivers, &["-o", "none.zip", "--attach", "without.json"]].concat());
    assert_eq!(exit, 0, "{err}");
    let (exit, out, _) = room.by(&["verify", "none.zip", "--unsigned"]);
    // The laboratory file is not there either.
    let told = "is not in the archive; it names no audit trail, and trail/evqc-trail.jsonl is in the archive";
    assert!(exit == 0 && out.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{out}");
    let mut other = twin(&room, "coa.json");
    other.trails[0].sha256 = "0".repeat(64);
    std::fs::write(room.path("coa.json"), other.twin().unwrap()).unwrap();
    let more = ["-o", "three.zip", "--attach", "coa.json", "--reason", "test"];
    let (exit, _, err) = room.by(&[&bundle[..], &waivers, &more].concat());
    assert_eq!(exit, 5, "{err}");
    assert!(err.contains("trail-entry-differs") && !room.path("three.zip").exists(), "{err}");
}

/// Who tested is no reviewer, also where the trail does not know it; nor is who made an entry under the name of the other
/// language.
#[test]
fn who_tested_the_lot_does_not_review_its_trail() {
    for (name, part) in [("B. Chen", "has tested cd"), ("Bo Chen", "has tested cd"), ("莱娜·迈尔", "made entry 2")]
    {
        let room = Room::new();
        let maker = if part == "made entry 2" { "Lena Meyer" } else { "R. Vogt" };
        let (exit, _, err) = room.run(&[&super::CHECK[..], &["--by", maker, "--role", "QC"]].concat());
        assert_eq!(exit, 1, "{err}");
        let review = |by: &str, output: &str| {
            room.run(&["trail", "review", ".", "--lot", "EV-3101", "--by", by, "--role", "QA", "-o", output])
        };
        assert_eq!(review(name, "json:early.json").0, 0, "no certificate says yet who tested");
        let (exit, _, err) = room.by(&certificate(&["-o", "coa.json"]));
        assert_eq!(exit, 0, "{err}");
        assert_eq!(twin(&room, "coa.json").trails[0].review, None, "{name}");
        let said = err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("reviewer-not-independent") && said.contains(part), "{name}: {err}");
        // Beside the twin the review itself knows it, and is none.
        let (exit, out, err) = review(name, "human");
        assert_eq!(exit, 0, "{err}");
        assert!(out.contains(part) && out.contains("a list for the own use, and no review"), "{name}: {out}");
        assert!(!out.contains("Reviewed by"), "{out}");
        assert_eq!(review(name, "json:own.json").0, 0);
        assert_eq!(room.run(&["keygen", "--key", "own.key.pem"]).0, 0);
        let sign = ["sign", "own.json", "--key", "own.key.pem", "--signer", name, "--role", "QA"];
        let (exit, out, err) = room.run(&[&sign[..], &["--meaning", "reviewed"]].concat());
        assert!(exit != 0 && err.contains("it is no review"), "{exit} {out}{err}");
        // Somebody else takes the place.
        assert_eq!(review("T. Okafor", "json:review.json").0, 0);
        let (exit, _, err) = room.by(&certificate(&["-o", "two.json"]));
        assert_eq!(exit, 0, "{err}");
        assert_eq!(twin(&room, "two.json").trails[0].review.as_ref().unwrap().by, "T. Okafor", "{err}");
    }
}

/// A time that was stated for a signature stands beside the time at which it was made.
#[test]
fn a_review_shows_a_stated_time_of_a_signature() {
    let room = Room::new();
    assert_eq!(room.check(&["-o", "json:verdict.json"]).0, 1);
    assert_eq!(room.run(&["keygen", "--key", "chen.key.pem"]).0, 0);
    let sign = ["sign", "verdict.json", "--key", "chen.key.pem", "--signer", "M. Chen", "--role", "QC analyst"];
    let stated = ["--meaning", "tested", "--at", "2026-02-19T18:00:00+01:00"];
    let (exit, _, err) = room.run(&[&sign[..], &stated[..]].concat());
    assert_eq!(exit, 0, "{err}");
    let (exit, out, err) = room.run(&["trail", "review", ".", "--lot", "EV-3101", "--by", "R. Vogt", "--role", "QA"]);
    assert_eq!(exit, 0, "{err}");
    assert!(out.contains("verdict.json: tested, at a stated time: 2026-02-19T18:00:00+01:00"), "{out}");
}

/// Who the persons of a lot are, its certificates say: no other file that was ever written is read for it, whatever became of it.
#[test]
#[cfg(unix)]
fn no_report_is_read_for_the_names_of_persons() {
    let room = Room::new();
    issue(&room, &["-o", "json:coa.json"]);
    assert_eq!(room.check(&["-o", "json:report.json", "-o", "csv:report.csv"]).0, 1);
    for name in ["report.json", "report.csv"] {
        std::fs::remove_file(room.path(name)).unwrap();
        // Whoever reads it waits for ever.
        assert!(std::process::Command::new("mkfifo").arg(room.path(name)).status().unwrap().success());
    }
    let review = ["trail", "review", ".", "--lot", "EV-3101", "--by", "R. Vogt", "--role", "QA reviewer"];
    let mut run = room.program(&review).stdout(std::process::Stdio::null()).spawn().unwrap();
    let ends = (0..600).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        run.try_wait().unwrap().is_some()
    });
    run.kill().unwrap();
    assert!(ends, "a review reads what names nobody");
    assert_eq!(run.wait().unwrap().code(), Some(0));
}
