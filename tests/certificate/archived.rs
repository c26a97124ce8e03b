//! Certificates of an archive are drawn again from what it holds.

use super::bench::{Bench, DRAWN, Said, judging, remade};

/// An archive of the sample with a certificate of EV-3101 and what it was drawn from.
fn packed(bench: &Bench, more: &[&str]) -> Said {
    bench.command(&judging("bundle", &[more, &["-o", "lot.zip"]].concat()))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_certificate_is_drawn_again_from_the_archive() {
    let bench = Bench::new();
    // A picture of the template with the name of the laboratory's logo is no other logo.
    bench.write("look/logo.svg", &bench.read("look/rings.svg"));
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html", "--template", "look"]).exit, 0);
    assert_eq!(bench.run(&["--lot", "EV-3102", "--profile", "iso17025", "--lang", "zh", "-o", "other.json"]).exit, 1);
    let all = ["--attach", "coa.json", "--attach", "coa.html", "--attach", "other.json"];
    let made = packed(&bench, &[&all[..], &DRAWN[..], &["--template", "look"]].concat());
    assert_eq!(made.exit, 0, "{}", made.err);
    // From another folder: nothing but the archive is there.
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::copy(bench.path("lot.zip"), elsewhere.path().join("lot.zip")).unwrap();
    let archive = elsewhere.path().join("lot.zip");
    let replayed = bench.command(&["replay", archive.to_str().unwrap()]);
    assert_eq!(replayed.exit, 0, "{}{}", replayed.out, replayed.err);
    let told = flat(&replayed.out);
    for text in [
        "same result",
        "certificate CoA-EV-3101-1 of lot EV-3101 (attachments/coa.html): drawn again, the same certificate",
        "certificate CoA-EV-3102-1 of lot EV-3102 (attachments/other.json): drawn again, the same certificate",
    ] {
        assert!(told.contains(text), "{text}: {told}");
    }
    // Whoever verifies it learns the same; a page in the archive makes no page of it.
    let verified = bench.command(&["verify", archive.to_str().unwrap(), "--unsigned"]);
    assert_eq!(verified.exit, 0, "{}{}", verified.out, verified.err);
    let told = flat(&verified.out);
    assert!(told.contains("judged again: same result"), "{told}");
    // Nor is the template said to be unchecked, which the page was drawn in.
    assert!(!told.contains("NOT CHECKED"), "{told}");
    assert!(!made.err.contains("was not compared"), "{}", made.err);
    assert!(told.contains("(attachments/coa.html): drawn again, the same certificate"), "{told}");
    let json = bench.command(&["replay", archive.to_str().unwrap(), "-o", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let certificates = json["files"][0]["replay"]["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 2);
    assert!(certificates.iter().all(|one| one["same"] == true), "{certificates:?}");
}

/// A certificate with the results of the lot, and another word of its facts, is not the one that the archive makes.
#[test]
fn another_certificate_is_told_with_its_first_difference() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 0);
    let old: evqc::certificate::Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    let mut content = old.content;
    content.sample.quantity = Some(evqc::certificate::Words::new("48 vials", "48瓶"));
    bench.write("coa.json", &evqc::certificate::sign(content, Vec::new()).unwrap().twin().unwrap());
    let made = packed(&bench, &["--attach", "coa.json", "--lab", "lab.yaml", "--facts", "facts.yaml"]);
    assert_eq!(made.exit, 5, "{}", made.err);
    let told = flat(&made.err);
    assert!(told.contains("attachments/coa.json: sample.quantity.en: \"48 vials\" in the certificate, \"24 vials\" when it is drawn again"), "{told}");
    assert!(told.contains("no archive was written") && !bench.has("lot.zip"));
}

/// What stands in the archive under the name of what replay writes is never taken for it, and has no place there.
#[test]
fn a_certificate_that_was_put_in_is_not_the_one_that_is_drawn_again() {
    use evqc::integrity::{self, Entry};
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 0);
    assert_eq!(packed(&bench, &["--attach", "coa.json", "--lab", "lab.yaml", "--facts", "facts.yaml"]).exit, 0);
    let old: evqc::certificate::Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    let mut content = old.content;
    content.sample.quantity = Some(evqc::certificate::Words::new("48 vials", "48瓶"));
    let forged = evqc::certificate::sign(content, Vec::new()).unwrap().twin().unwrap();
    let (entries, _) = integrity::unpack("x", &std::fs::read(bench.path("lot.zip")).unwrap()).unwrap();
    let archive = remade(entries, |entries, manifest| {
        entries.retain(|entry| entry.path != "attachments/coa.json");
        manifest.files.retain(|file| file.path != "attachments/coa.json");
        for path in ["attachments/coa.json", "drawn-again.json"] {
            manifest.files.push(integrity::file_for(path, integrity::Role::Attachment, forged.as_bytes()));
            entries.push(Entry { path: path.to_owned(), bytes: forged.clone().into_bytes() });
        }
    });
    std::fs::write(bench.path("forged.zip"), archive).unwrap();
    let replayed = bench.command(&["replay", "forged.zip"]);
    assert_eq!(replayed.exit, 5, "{}", replayed.out);
    let told = flat(&format!("{}{}", replayed.out, replayed.err));
    let differs = "sample.quantity.en: \"48 vials\" in the certificate, \"24 vials\" when it is drawn again";
    assert!(told.contains(differs), "{told}");
}

/// A logo that lies outside of the archive is not looked for: the answer would depend on the machine.
#[test]
fn no_logo_comes_from_outside_of_the_archive() {
    let bench = Bench::new();
    let outside = tempfile::tempdir().unwrap();
    std::fs::copy(bench.path("logo.svg"), outside.path().join("logo.svg")).unwrap();
    let logo = outside.path().join("logo.svg");
    bench.edit("lab.yaml", "logo: logo.svg", &format!("logo: {}", logo.display()));
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 0);
    let all = ["--attach", "coa.json", "--attach", "lab.yaml", "--attach", "facts.yaml"];
    assert_eq!(packed(&bench, &all).exit, 0);
    let told = flat(&bench.command(&["replay", "lot.zip"]).out);
    assert!(told.contains("not drawn again, the logo") && told.contains("is not in the archive"), "{told}");
}

/// Without its files the archive says that the certificate was not drawn again, and which file is missing.
#[test]
fn what_is_not_in_the_archive_is_named() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 0);
    assert_eq!(packed(&bench, &["--attach", "coa.json", "--lab", "lab.yaml"]).exit, 0);
    let replayed = bench.command(&["replay", "lot.zip"]);
    assert_eq!(replayed.exit, 0, "{}", replayed.err);
    let told = flat(&replayed.out);
    assert!(told.contains("same result") && told.contains("not drawn again, facts.yaml (facts, SHA-256"), "{told}");
}

/// What is given to draw from has to be what a certificate of the archive was drawn from: another file is no file that is missing.
#[test]
fn what_is_given_and_is_another_file_is_refused() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html", "--template", "look"]).exit, 0);
    let other = |from: &str, to: &str, (old, new): (&str, &str)| {
        bench.write(to, &bench.read(from));
        bench.edit(to, old, new);
    };
    other("facts.yaml", "more.yaml", ("24 vials, zh: 24瓶", "25 vials, zh: 25瓶"));
    other("facts.yaml", "remark.yaml", ("evqc_certificate", "# the same\nevqc_certificate"));
    other("lab.yaml", "moved.yaml", ("Example Vesicle Laboratory", "Another Vesicle Laboratory"));
    std::fs::create_dir(bench.path("later")).unwrap();
    super::bench::copy(&bench.path("look"), &bench.path("later"));
    bench.edit("later/template.json", "\"version\": \"", "\"version\": \"9");
    let files = |lab: &'static str, facts: &'static str, template: &'static str| {
        let json = ["--attach", "coa.json", "--lab", lab, "--facts", facts].to_vec();
        if template.is_empty() { json } else { [&json[..], &["--template", template]].concat() }
    };
    assert_eq!(packed(&bench, &files("lab.yaml", "facts.yaml", "look")).exit, 0);
    std::fs::remove_file(bench.path("lot.zip")).unwrap();
    for (given, told) in [
        (
            files("lab.yaml", "more.yaml", ""),
            "attachments/coa.json: sample.quantity.en: \"24 vials\" in the certificate, \"25 vials\" with attachments/more.yaml",
        ),
        (files("lab.yaml", "remark.yaml", ""), "attachments/remark.yaml is another file that says the same"),
        (files("moved.yaml", "facts.yaml", ""), "laboratory.name.en: \"Example Vesicle Laboratory"),
        (files("lab.yaml", "facts.yaml", "later"), "attachments/coa.json: template.version: "),
        (["--attach", "coa.json", "--facts", "more.yaml"].to_vec(), "was drawn from facts.yaml (SHA-256 "),
    ] {
        let made = packed(&bench, &given);
        assert_eq!(made.exit, 5, "{given:?}: {}", made.err);
        let text = flat(&made.err);
        assert!(text.contains(told) && text.contains("no archive was written"), "{told}: {text}");
        assert!(!bench.has("lot.zip"));
    }
    // The name of what the certificate was drawn from, and other bytes: wherever it comes from.
    bench.write("later/facts.yaml", &bench.read("more.yaml"));
    let made = packed(&bench, &["--attach", "coa.json", "--attach", "later/facts.yaml"]);
    assert_eq!(made.exit, 5, "{}", made.err);
    assert!(
        flat(&made.err)
            .contains("attachments/facts.yaml is not the facts.yaml that attachments/coa.json was drawn from")
    );
    // Without any certificate nothing is contradicted.
    assert_eq!(packed(&bench, &["--lab", "moved.yaml", "--facts", "more.yaml"]).exit, 0);
}

/// A reissue is drawn again with the certificate that it replaces, where that is in the archive too.
#[test]
fn a_reissue_is_drawn_again() {
    let bench = super::signed_files::drafted();
    super::verified::made_final(&bench);
    bench.edit("facts.yaml", "containers: 400", "containers: 398");
    let more = ["--number", "CoA-2", "--replaces", "final.json", "--reason", "count corrected", "-o", "v2.json"];
    assert_eq!(bench.run(&[&["--lot", "EV-3101"][..], &more].concat()).exit, 0);
    let old = ["--attach", "final.json", "--attach", "EV-3101.json", "--attach", "EV-3101.json.intoto.jsonl"];
    for attached in [&["--attach", "v2.json"][..], &[&["--attach", "v2.json"][..], &old].concat()] {
        let made = packed(&bench, &[attached, &["--lab", "lab.yaml", "--facts", "facts.yaml"]].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        let told = flat(&bench.command(&["replay", "lot.zip"]).out);
        assert!(
            told.contains("certificate CoA-2 of lot EV-3101 (attachments/v2.json): drawn again, the same"),
            "{told}"
        );
        let is_there = attached.len() > 2;
        let old = "(attachments/final.json): not drawn again, facts.yaml (facts, SHA-256";
        assert_eq!(told.contains(old), is_there, "{told}");
        // What nothing was compared with is said to be so.
        let except = "the same certificate, except what it says of CoA-EV-3101-1, which is not in the archive";
        assert_eq!(told.contains(except), !is_there, "{told}");
        let unchecked = "v2.json was not compared with the data beyond what was drawn again: CoA-EV-3101-1 is not in";
        assert_eq!(flat(&made.err).contains(unchecked), !is_there, "{}", made.err);
        let file = read_json(&bench, &["replay", "lot.zip", "-o", "json"])["files"][0].take();
        let of = |all: &serde_json::Value, key: &str| {
            all.as_array().unwrap().iter().find(|one| one[key] == "attachments/v2.json").unwrap().clone()
        };
        let (drawn, attachment) = (of(&file["replay"]["certificates"], "file"), of(&file["attachments"], "path"));
        assert_eq!((&drawn["same"], &drawn["checked"]), (&true.into(), &is_there.into()), "{drawn}");
        assert_eq!(attachment["checked"], is_there, "{attachment}");
    }
}

fn read_json(bench: &Bench, command: &[&str]) -> serde_json::Value {
    serde_json::from_str(&bench.command(command).out).unwrap()
}

/// A certificate whose results were corrected goes into the archive of the one that replaces it, so that what changed is told
/// against it.
#[test]
fn what_a_reissue_says_of_its_predecessor_is_compared() {
    let bench = super::signed_files::drafted();
    super::verified::made_final(&bench);
    bench.edit("results.csv", "osmolality,291,", "osmolality,292,");
    let more = ["--number", "CoA-2", "--replaces", "final.json", "--reason", "reading corrected", "-o", "v2.json"];
    assert_eq!(bench.run(&[&["--lot", "EV-3101"][..], &more].concat()).exit, 0);
    let old = ["--attach", "final.json", "--attach", "EV-3101.json.intoto.jsonl"];
    let with = |reissue: &str, old: &[&str]| packed(&bench, &[&["--attach", reissue], old, &DRAWN].concat());
    let made = with("v2.json", &old);
    assert_eq!(made.exit, 0, "{}", made.err);
    let why = "CoA-2 replaces it, and it was made from other files than the lots of this archive were judged by";
    assert!(flat(&made.err).contains(&format!("final.json was not compared with the data: {why}")), "{}", made.err);
    for command in [&["replay", "lot.zip"][..], &["verify", "lot.zip", "--unsigned", "--trust", "trust.yaml"]] {
        let said = bench.command(command);
        let told = flat(&said.out);
        assert_eq!(said.exit, 0, "{told}");
        assert!(told.contains("(attachments/v2.json): drawn again, the same certificate"), "{told}");
        assert!(!told.contains("except what it says"), "{told}");
        assert!(told.contains(&format!("(attachments/final.json): not drawn again, {why}")), "{told}");
        assert!(told.contains(&format!("final.json: NOT CHECKED beyond its digest, {why}")), "{told}");
    }
    // Alone it is a certificate of other results, as before.
    let said = packed(&bench, &old);
    assert_eq!(said.exit, 5, "{}", said.err);
    assert!(said.err.contains("certificate-of-another"), "{}", said.err);
    // A reissue that tells other changes than there were.
    let twin: evqc::certificate::Certificate = serde_json::from_str(&bench.read("v2.json")).unwrap();
    let mut content = twin.content;
    content.replaces.as_mut().unwrap().reason = evqc::certificate::Words::same("label of the buffer corrected");
    content.replaces.as_mut().unwrap().found.clear();
    bench.write("forged.json", &evqc::certificate::sign(content, Vec::new()).unwrap().twin().unwrap());
    let said = with("forged.json", &old);
    assert_eq!(said.exit, 5, "{}", said.err);
    assert!(
        said.err.contains("attachments/forged.json: replaces.found[0]: nothing in the certificate"),
        "{}",
        said.err
    );
    let said = with("forged.json", &[]);
    assert_eq!(said.exit, 0, "{}", said.err);
    assert!(
        flat(&said.err).contains("beyond what was drawn again: CoA-EV-3101-1 is not in the archive"),
        "{}",
        said.err
    );
}

/// What counts is the digest of a file, and not what it is called: a certificate and its reissue with other facts are both drawn
/// again in one archive, and so is one whose files have other names there.
#[test]
fn a_file_under_another_name_is_the_same_file() {
    let bench = super::signed_files::drafted();
    super::verified::made_final(&bench);
    bench.write("facts-2025.yaml", &bench.read("facts.yaml"));
    for (from, to) in [("lab.yaml", "lab-2026.yaml"), ("results.csv", "res.csv"), ("lots.csv", "l.csv")] {
        std::fs::copy(bench.path(from), bench.path(to)).unwrap();
    }
    bench.edit("facts.yaml", "containers: 400", "containers: 398");
    let more = ["--number", "CoA-2", "--replaces", "final.json", "--reason", "count corrected", "-o", "v2.json"];
    assert_eq!(bench.run(&[&["--lot", "EV-3101"][..], &more].concat()).exit, 0);
    let judged = ["bundle", "spec.yaml", "res.csv", "--lots", "l.csv", "--waivers", "waivers.csv"];
    let drawn = ["--as-of", "2026-02-19", "--lab", "lab-2026.yaml", "--attach", "final.html"];
    let chain = ["--attach", "EV-3101.json.intoto.jsonl", "-o", "lot.zip"];
    let facts = ["--facts", "facts.yaml", "--attach", "facts-2025.yaml", "--attach", "v2.json"];
    for (more, both) in [(&["--facts", "facts-2025.yaml"][..], false), (&facts, true)] {
        let made = bench.command(&[&judged[..], &drawn, &chain, more].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        assert!(!made.err.contains("was not compared"), "{}", made.err);
        let told = flat(&bench.command(&["replay", "lot.zip"]).out);
        assert!(told.contains("(attachments/final.html): drawn again, the same certificate"), "{told}");
        assert_eq!(told.contains("(attachments/v2.json): drawn again, the same certificate"), both, "{told}");
        assert!(!told.contains("except"), "{told}");
        // But for the signatures, which `verify` looks at.
        let unchecked = told.matches("NOT CHECKED").count();
        assert_eq!((unchecked, told.contains("jsonl: NOT CHECKED")), (1, true), "{told}");
    }
}

/// A certificate is compared with what its lot came to by its own specification, and drawn again with that, whichever is named first.
#[test]
fn a_certificate_is_of_its_own_specification() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json"]).exit, 0);
    let market = "evqc: 1\nid: aa-market\nversion: 1.0.0\ntitle: Market\nstatus: approved\neffective: 2026-01-01\n\
                  rounding: usp\ntests:\n  ph:\n    name: pH\n    category: general\n    procedure: SOP-QC-002 v2\n    \
                  accept: \"6.8 to 7.6\"\n    rationale: x\n";
    bench.write("market.yaml", market);
    let beside = ["results.csv", "--lots", "lots.csv", "--waivers", "waivers.csv", "--as-of", "2026-02-19"];
    let attached = ["--attach", "coa.json", "--lab", "lab.yaml", "--facts", "facts.yaml", "-o", "lot.zip"];
    for (first, second) in [("spec.yaml", "market.yaml"), ("market.yaml", "spec.yaml")] {
        let made = bench.command(&[&["bundle", first, "--spec", second][..], &beside, &attached].concat());
        assert_eq!(made.exit, 0, "{first}: {}", made.err);
        assert!(!made.err.contains("was not compared"), "{first}: {}", made.err);
        let told = flat(&bench.command(&["replay", "lot.zip"]).out);
        assert!(told.contains("(attachments/coa.json): drawn again, the same certificate"), "{first}: {told}");
    }
}

/// Whoever holds a key of low rank puts changed pages into an archive and signs it: that makes nobody else's signature one of these
/// pages, and no verification hold.
#[test]
fn pages_in_an_archive_are_vouched_for_by_the_highest_signature_alone() {
    use super::signed_files::{approve, assert_said, sign};
    use super::vouched::forged;
    use evqc::integrity::{self, Meaning};
    let bench = super::signed_files::drafted();
    super::verified::made_final(&bench);
    let chain = ["--attach", "final.html", "--attach", "EV-3101.json.intoto.jsonl", "--lot", "EV-3101"];
    let made = packed(&bench, &[&chain[..], &DRAWN].concat());
    assert_eq!(made.exit, 0, "{}", made.err);
    let verify = |more: &[&str]| bench.command(&[&["verify", "lot.zip", "--trust", "trust.yaml"], more].concat());
    assert_said(&sign(&bench, "lot.zip", &[]), 0, &[]);
    assert_said(&verify(&["--require", "tested"]), 0, &["lot.zip: holds"]);
    let (entries, _) = integrity::unpack("x", &std::fs::read(bench.path("lot.zip")).unwrap()).unwrap();
    let archive = remade(entries, |entries, manifest| {
        let gone = ["attachments/lab.yaml", "attachments/logo.svg", "attachments/facts.yaml"];
        entries.retain(|entry| !gone.contains(&entry.path.as_str()));
        manifest.files.retain(|file| !gone.contains(&file.path.as_str()));
        let page = entries.iter_mut().find(|entry| entry.path == "attachments/final.html").unwrap();
        page.bytes = bench.read("final.html").replace("97 %", "98 %").into_bytes();
        let listed = manifest.files.iter_mut().find(|file| file.path == "attachments/final.html").unwrap();
        *listed = integrity::file_for("attachments/final.html", integrity::Role::Attachment, &page.bytes);
    });
    std::fs::write(bench.path("lot.zip"), archive).unwrap();
    std::fs::remove_file(bench.path("lot.zip.intoto.jsonl")).unwrap();
    forged(&bench, &["lot.zip"], "meyer", "Lena Meyer", Meaning::Tested, "2026-02-20T08:30:00Z");
    // The next to sign is asked for the pages as the first was.
    let said = approve(&bench, "lot.zip", &[]);
    assert_said(&said, 5, &["pages-not-proven", "attachments/final.html"]);
    let lower =
        "signatures over the file are of Lena Meyer (tested), and the highest that the certificate names is `approved`";
    assert_said(&verify(&[]), 5, &["pages-not-proven", lower, "lot.zip: DOES NOT HOLD"]);
    assert_said(&verify(&["--require", "tested"]), 5, &["pages-not-proven"]);
    // Whoever approved by other means answers for the pages, and it is said that nothing else shows them.
    forged(&bench, &["lot.zip"], "chen", "Mei Chen", Meaning::Approved, "2026-02-20T10:30:00Z");
    let as_signed = "the archive is as signed by Mei Chen (approved)";
    let said = verify(&["--require", "approved"]);
    assert_eq!(said.exit, 0, "{}{}", said.out, said.err);
    assert!(
        flat(&said.out).contains("final.html: NOT CHECKED beyond its digest") && flat(&said.out).contains(as_signed),
        "{}",
        said.out
    );
    // Not under a key that nobody knows.
    assert_said(&bench.command(&["verify", "lot.zip"]), 5, &["pages-not-proven"]);
}

/// A secret key opens what only its owner may sign: it is in no archive, sealed or not.
#[test]
fn no_secret_key_is_put_into_an_archive() {
    let bench = super::signed_files::drafted();
    let said = packed(&bench, &["--attach", "keys/meyer.key.pem"]);
    assert_eq!(said.exit, 2, "{}", said.err);
    assert!(said.err.contains("attachments/meyer.key.pem holds a secret key") && !bench.has("lot.zip"), "{}", said.err);
    assert_eq!(packed(&bench, &["--attach", "keys/meyer.pub.pem"]).exit, 0);
}

/// A logo in another folder goes with its laboratory file; one that no archive has a place for is told.
#[test]
fn the_logo_lies_as_it_did() {
    let bench = Bench::new();
    for (named, exit) in [("art/logo.svg", 0), ("../logo.svg", 0), ("../../logo.svg", 2)] {
        let bench = Bench::new();
        std::fs::create_dir_all(bench.path("a/b/art")).unwrap();
        std::fs::rename(bench.path("lab.yaml"), bench.path("a/b/lab.yaml")).unwrap();
        bench.edit("a/b/lab.yaml", "logo: logo.svg", &format!("logo: {named}"));
        std::fs::rename(bench.path("logo.svg"), bench.path("a/b").join(named)).unwrap();
        let moved = ["--lab", "a/b/lab.yaml", "--facts", "facts.yaml"];
        let lot = ["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html"];
        let drawn = bench.command(&judging("certificate", &[&moved[..], &lot].concat()));
        assert_eq!(drawn.exit, 0, "{}", drawn.err);
        let made = packed(&bench, &["--attach", "coa.html", "--lab", "a/b/lab.yaml", "--facts", "facts.yaml"]);
        assert_eq!(made.exit, exit, "{named}: {}", made.err);
        if exit == 0 {
            let told = flat(&bench.command(&["replay", "lot.zip"]).out);
            assert!(told.contains("drawn again, the same certificate"), "{named}: {told}");
        }
    }
    assert!(bench.has("logo.svg"));
}

/// Equal verdicts do not show that a certificate is of these data: it names each file that it was made from by its digest.
#[test]
fn a_certificate_goes_with_the_files_that_it_was_made_from() {
    use evqc::integrity::{self, Entry, Manifest, Role};
    let bench = super::signed_files::drafted();
    super::verified::made_final(&bench);
    let packed = |more: &[&str]| {
        let _ = std::fs::remove_file(bench.path("lot.zip"));
        packed(&bench, &[&["--lot", "EV-3101"][..], more].concat())
    };
    let attached = ["--attach", "final.json", "--attach", "EV-3101.json.intoto.jsonl"];
    assert_eq!(packed(&attached).exit, 0);
    for (file, role, from, to) in [
        ("results.csv", "results", "EV-3101,S-1101,ph,7.21", "EV-3101,S-1101,ph,7.20"),
        ("lots.csv", "lots", "\n", "\r\n"),
        ("waivers.csv", "waivers", "\n", "\r\n"),
    ] {
        let whole = bench.read(file);
        let before = integrity::sha256(whole.as_bytes());
        bench.edit(file, from, to);
        let after = integrity::sha256(bench.read(file).as_bytes());
        let made = packed(&attached);
        assert_eq!(made.exit, 5, "{file}: {}", made.err);
        let told = flat(&made.err);
        for text in [
            "certificate-of-another",
            &format!(
                "attachments/final.json is a certificate of lot EV-3101: it was made from {file} ({role}, SHA-256 {before})"
            ),
            &format!("/{file} (SHA-256 {after}) in its place"),
            "make the archive from the files that the certificate was issued from",
        ] {
            assert!(told.contains(text), "{text}: {told}");
        }
        assert!(!bench.has("lot.zip"));
        // Put together by somebody else.
        assert_eq!(packed(&[]).exit, 0);
        let (mut entries, _) = integrity::unpack("x", &std::fs::read(bench.path("lot.zip")).unwrap()).unwrap();
        let mut manifest = Manifest::read(&entries).unwrap_or_else(|finding| panic!("{finding:?}"));
        for (name, from) in [("final.json", "final.json"), ("draft.json.intoto.jsonl", "EV-3101.json.intoto.jsonl")] {
            let (path, bytes) = (format!("attachments/{name}"), std::fs::read(bench.path(from)).unwrap());
            manifest.files.push(integrity::file_for(&path, Role::Attachment, &bytes));
            entries.push(Entry { path, bytes });
        }
        let own = entries.iter_mut().find(|entry| entry.path == "manifest.json").unwrap();
        own.bytes = manifest.text().unwrap().into_bytes();
        entries.retain(|entry| entry.path != "SHA256SUMS");
        let list = integrity::checksums(&entries).into_bytes();
        entries.push(Entry { path: "SHA256SUMS".to_owned(), bytes: list });
        std::fs::write(bench.path("forged.zip"), integrity::pack(&entries).unwrap()).unwrap();
        for command in [&["verify", "forged.zip", "--unsigned"][..], &["replay", "forged.zip"]] {
            let said = bench.command(command);
            assert_eq!(said.exit, 5, "{}", said.out);
            assert!(flat(&said.out).contains("certificate-of-another"), "{}", said.out);
        }
        assert_eq!(super::signed_files::sign(&bench, "forged.zip", &[]).exit, 5);
        bench.write(file, &whole);
    }
    // A file that the archive does not have at all.
    let without = ["bundle", "spec.yaml", "results.csv", "--waivers", "waivers.csv", "--as-of", "2026-02-19"];
    let made = bench.command(&[&without[..], &["--lot", "EV-3101", "-o", "lot.zip"], &attached].concat());
    assert_eq!(made.exit, 5, "{}", made.err);
}

/// What was not drawn again is not vouched for, be it signed or not.
#[test]
fn a_final_certificate_without_its_facts_is_not_vouched_for() {
    let bench = super::signed_files::drafted();
    super::verified::made_final(&bench);
    let attached = ["--attach", "final.json", "--attach", "EV-3101.json.intoto.jsonl", "--lab", "lab.yaml"];
    let checked = |more: &[&str], told: Option<&str>| {
        let _ = std::fs::remove_file(bench.path("lot.zip"));
        let made = packed(&bench, &[&attached[..], more].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        let why =
            "was not compared with the data beyond verdict and outcomes: it was not drawn again: facts.yaml (facts";
        assert_eq!(flat(&made.err).contains(why), told.is_some(), "{}", made.err);
        for command in [&["verify", "lot.zip", "--unsigned"][..], &["replay", "lot.zip"]] {
            let said = bench.command(command);
            assert_eq!(said.exit, 0, "{}", said.out);
            assert!(told.is_none_or(|told| flat(&said.out).contains(told)), "{}", said.out);
            let json = bench.command(&[command, &["-o", "json"]].concat()).out;
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            let all = json["files"][0]["attachments"].as_array().unwrap();
            let one = all.iter().find(|one| one["path"] == "attachments/final.json").unwrap();
            assert_eq!(one["checked"], told.is_none(), "{one}");
        }
    };
    let told =
        "attachments/final.json: NOT CHECKED beyond verdict and outcomes, it was not drawn again: facts.yaml (facts";
    checked(&[], Some(told));
    checked(&["--facts", "facts.yaml"], None);
}

/// A report that contradicts itself has no place in an archive, nor one that comes to another verdict from the same files; what was
/// judged from other files may.
#[test]
fn another_report_of_the_same_files_says_the_same() {
    let bench = Bench::new();
    let check = |name: &str, more: &[&str]| {
        let to = format!("json:{name}");
        let said =
            bench.command(&[&["check", "spec.yaml", "results.csv", "--lots", "lots.csv", "-o", &to], more].concat());
        assert!(said.exit < 4, "{}", said.err);
    };
    let waived = ["--waivers", "waivers.csv"];
    check("own.json", &[&waived[..], &["--as-of", "2026-02-19"]].concat());
    check("alone.json", &[&waived[..], &["--as-of", "2026-02-20", "--lot", "EV-3101"]].concat());
    // Residual PEG is waived until 2026-12-31.
    check("later.json", &[&waived[..], &["--as-of", "2027-01-15", "--lot", "EV-3101"]].concat());
    check("without.json", &["--as-of", "2026-02-19"]);
    let with = |name: &str| {
        let _ = std::fs::remove_file(bench.path("lot.zip"));
        packed(&bench, &["--attach", name])
    };
    let unchecked = "was not compared with the data: it is a report, and not the one of this archive";
    for name in ["own.json", "alone.json", "without.json"] {
        let made = with(name);
        assert!(made.exit == 0 && flat(&made.err).contains(unchecked), "{name}: {}", made.err);
    }
    let made = with("later.json");
    let differs = "error[certificate-of-another]: attachments/later.json is a report of lot EV-3101, from the same files: its verdict \
                   is not_concluded, that of the report beside it conforms (as of 2027-01-15, that one 2026-02-19)";
    assert!(made.exit == 5 && flat(&made.err).contains(differs), "{}", made.err);
    assert!(flat(&made.err).contains("leave it out, or keep it in an archive of its own"), "{}", made.err);
    // The lot that fails for its endotoxin, with another verdict above.
    bench.edit("own.json", "\"verdict\":\"does_not_conform\"", "\"verdict\":\"conforms\"");
    let made = with("own.json");
    let contradicts = "error[contradicts-itself]: attachments/own.json contradicts itself: lot EV-3102";
    assert!(made.exit == 5 && flat(&made.err).contains(contradicts), "{}", made.err);
    assert!(!bench.has("lot.zip"));
}

/// Two certificates of one archive under each other's names, as in a folder.
#[test]
fn the_twin_under_the_name_of_a_page_is_its_own_in_an_archive() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102"] {
        assert!(bench.run(&["--lot", lot, "-o", "{lot}.json", "-o", "{lot}.html"]).exit < 2);
    }
    let names = ["EV-3101.json", "EV-3101.html", "EV-3102.json", "EV-3102.html"];
    let attached: Vec<&str> = names.iter().flat_map(|name| ["--attach", *name]).chain(DRAWN).collect();
    let made = packed(&bench, &attached);
    assert_eq!(made.exit, 0, "{}", made.err);
    let (entries, _) = evqc::integrity::unpack("x", &std::fs::read(bench.path("lot.zip")).unwrap()).unwrap();
    let (one, two) = (bench.read("EV-3101.html"), bench.read("EV-3102.html"));
    bench.write("EV-3101.html", &two);
    bench.write("EV-3102.html", &one);
    let swapped =
        |name: &str| format!("attachments/{name}.json is not the twin that attachments/{name}.html carries inside");
    let told = |said: &Said| {
        let text = flat(&format!("{}{}", said.out, said.err));
        assert!(said.exit == 5 && text.contains("error[twin-of-another]"), "{text}");
        assert!(text.contains(&swapped("EV-3101")) && text.contains(&swapped("EV-3102")), "{text}");
    };
    std::fs::remove_file(bench.path("lot.zip")).unwrap();
    told(&packed(&bench, &attached));
    // As another program puts it together.
    let archive = remade(entries, |entries, manifest| {
        for (name, page) in [("EV-3101", &two), ("EV-3102", &one)] {
            let path = format!("attachments/{name}.html");
            entries.iter_mut().find(|entry| entry.path == path).unwrap().bytes = page.clone().into_bytes();
            let listed = manifest.files.iter_mut().find(|file| file.path == path).unwrap();
            *listed = evqc::integrity::file_for(&path, evqc::integrity::Role::Attachment, page.as_bytes());
        }
    });
    std::fs::write(bench.path("lot.zip"), archive).unwrap();
    told(&bench.command(&["verify", "lot.zip", "--unsigned"]));
    // Under names of their own they are whose they are.
    bench.write("b.html", &two);
    let attached = ["--attach", "EV-3101.json", "--attach", "EV-3102.json", "--attach", "b.html"];
    std::fs::remove_file(bench.path("lot.zip")).unwrap();
    assert_eq!(packed(&bench, &[&attached[..], &DRAWN].concat()).exit, 0);
}

/// A template that a twin names stands beside its content: the one of the archive, or nobody vouches for it.
#[test]
fn a_template_that_is_not_in_the_archive_is_told() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "-o", "coa.html", "--template", "look"]).exit, 0);
    let attached = [&["--attach", "coa.json"][..], &DRAWN].concat();
    let told = |more: &[&str]| {
        let _ = std::fs::remove_file(bench.path("lot.zip"));
        let made = packed(&bench, &[&attached[..], more].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        flat(&bench.command(&["verify", "lot.zip", "--unsigned"]).out)
    };
    assert!(!told(&["--template", "look", "--attach", "coa.html"]).contains("NOT CHECKED"));
    let unchecked = "attachments/coa.json: NOT CHECKED beyond its content, the template that it names (Example Vesicle Laboratory 1) \
                     is not in the archive";
    assert!(told(&[]).contains(unchecked));
    let mut forged: evqc::certificate::Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    forged.template.as_mut().unwrap().sha256 = "0".repeat(64);
    bench.write("coa.json", &forged.twin().unwrap());
    assert!(told(&["--template", "look", "--attach", "coa.html"]).contains(unchecked));
}

/// What is no form of a certificate may hold or name one: the archive of a parent or of before a reissue, a verification, a letter.
#[test]
fn what_holds_or_names_a_certificate_is_an_attachment_like_others() {
    let bench = Bench::new();
    let forms = ["-o", "coa.json", "-o", "coa.html", "-o", "coa.md", "-o", "coa.fhir.json"];
    assert_eq!(bench.run(&[&["--lot", "EV-3101"][..], &forms].concat()).exit, 0);
    let all = ["--attach", "coa.json", "--attach", "coa.html", "--attach", "coa.md", "--attach", "coa.fhir.json"];
    assert_eq!(packed(&bench, &[&all[..], &DRAWN].concat()).exit, 0);
    std::fs::rename(bench.path("lot.zip"), bench.path("before.zip")).unwrap();
    bench.write("sop.txt", "Certificates (schema evqc-certificate/1) are kept for 30 years, SOP-7.\n");
    bench.write(
        "coa.schema.json",
        "{\"$id\": \"s\", \"properties\": {\"schema\": {\"const\": \"evqc-certificate/1\"}}}\n",
    );
    let said = bench.command(&["verify", "coa.json", "--unsigned", "-o", "json:verification.json"]);
    assert_eq!(said.exit, 0, "{}", said.err);
    let others = ["before.zip", "sop.txt", "coa.schema.json", "verification.json"];
    let named: Vec<&str> = others.iter().flat_map(|other| ["--attach", other]).collect();
    for beside in [&[][..], &["--attach", "coa.json"], &[&all[..], &DRAWN].concat()] {
        let made = packed(&bench, &[&named[..], beside].concat());
        assert_eq!(made.exit, 0, "{}", made.err);
        let told = flat(&bench.command(&["verify", "lot.zip", "--unsigned"]).out);
        for other in others {
            assert!(told.contains(&format!("attachments/{other}: NOT CHECKED beyond its digest")), "{other}: {told}");
        }
        assert!(
            told.contains("before.zip: NOT CHECKED beyond its digest, archives in archives are verified"),
            "{told}"
        );
        std::fs::remove_file(bench.path("lot.zip")).unwrap();
    }
    // The forms of a certificate are compared whatever they are called and whatever stands before them.
    bench.write("coa.html", &bench.read("coa.html").replace("download=\"certificate.json\"", "download=\"x\""));
    for form in ["coa.html", "coa.md", "coa.fhir.json"] {
        bench.write("form.txt", &bench.read(form).replace("97", "98"));
        let fronts: &[&str] = if form == "coa.fhir.json" { &[""] } else { &["", "{", "PK\u{3}\u{4}"] };
        for front in fronts {
            bench.write("form.html", &format!("{front}{}", bench.read("form.txt")));
            let made = packed(&bench, &["--attach", "form.html"]);
            assert_eq!(made.exit, 5, "{form} behind {front}: {}", made.err);
            assert!(made.err.contains("pages-not-proven"), "{form} behind {front}: {}", made.err);
        }
    }
}

/// A print without its twin shows a certificate that nothing proves, under every title that a certificate has.
#[test]
#[cfg(feature = "pdf")]
fn a_print_without_its_twin_is_told_by_its_title() {
    use super::bench::{printed, sign};
    use evqc::certificate::{Profile, Words};
    let bench = Bench::new();
    let twin = bench.twin("EV-3101", &[]);
    for title in Profile::titles() {
        let mut content = twin.content.clone();
        content.title = Words::new(title.en, title.zh);
        let mut print = printed(&sign(content, Vec::new()));
        assert!(print.title.contains(title.en), "{}", print.title);
        print.attachments.clear();
        std::fs::write(bench.path("bare.pdf"), evqc::document::pdf(&print).unwrap()).unwrap();
        let made = packed(&bench, &["--attach", "bare.pdf"]);
        assert_eq!(made.exit, 5, "{}: {}", title.en, made.err);
        assert!(flat(&made.err).contains("pages-not-proven"), "{}: {}", title.en, made.err);
    }
}
