//! A correction is a new certificate that names the old one, and the old one stays.

use super::bench::{Bench, characters, printed};

#[test]
fn a_reissue_says_what_it_replaces_why_and_what_changed() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "v1.json"]).exit, 0);
    let old: evqc::certificate::Certificate = serde_json::from_str(&bench.read("v1.json")).unwrap();
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let more = [
        "--lang",
        "en+zh",
        "--number",
        "CoA-EV-3101-2",
        "--replaces",
        "v1.json",
        "--reason",
        "transcription error of osmolality",
    ];
    let new = bench.twin("EV-3101", &more);
    let replaced = new.content.replaces.as_ref().unwrap();
    assert_eq!(
        (replaced.number.as_str(), replaced.date.as_deref()),
        ("CoA-EV-3101-1", Some("2026-02-20T10:00:00+01:00"))
    );
    assert_eq!(replaced.content_sha256.as_deref(), Some(old.content_sha256.as_str()));
    let found: Vec<(&str, Option<&str>, Option<&str>)> = replaced
        .found
        .iter()
        .map(|change| (change.at.as_str(), change.before.as_deref(), change.after.as_deref()))
        .collect();
    assert!(
        found.contains(&("tests.osmolality.result.text.en", Some("291 mOsm/kg"), Some("288 mOsm/kg"))),
        "{found:?}"
    );
    assert!(found.iter().all(|(at, ..)| at.starts_with("tests.osmolality")), "{found:?}");
    let shown = characters(&printed(&new));
    for text in ["CoA-EV-3101-1", "transcription error of osmolality", "291 mOsm/kg", "Replaces certificate no."] {
        assert!(shown.contains(text), "{text}");
    }
}

#[test]
fn an_issued_certificate_is_never_overwritten() {
    let bench = Bench::new();
    bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
    let first = bench.read("coa.json");
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json"]);
    assert_eq!(said.exit, 4);
    assert!(said.err.contains("certificate-not-overwritten") && said.err.contains("--overwrite"), "{}", said.err);
    assert_eq!(bench.read("coa.json"), first);
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.json", "--overwrite"]).exit, 0, "a draft may be replaced");
    // A final one may not, whatever is asked.
    let draft: evqc::certificate::Certificate = serde_json::from_str(&first).unwrap();
    let signed: Vec<evqc::certificate::Signature> = draft
        .content
        .signatories
        .iter()
        .map(|one| evqc::certificate::Signature {
            name: one.name.clone(),
            function: one.function.clone(),
            meaning: Some(one.meaning.clone()),
            time: "2026-02-20T10:05:00+01:00".to_owned(),
            key: None,
        })
        .collect();
    let signed = evqc::certificate::sign(draft.content, signed).twin();
    bench.write("coa.json", &signed);
    let said = bench.run(&["--lot", "EV-3101", "-o", "coa.json", "--overwrite"]);
    assert_eq!(said.exit, 4, "{}", said.err);
    assert_eq!(bench.read("coa.json"), signed);
}

#[test]
fn what_cannot_be_replaced() {
    let bench = Bench::new();
    bench.run(&["--lot", "EV-3101", "-o", "v1.json"]);
    let say = |more: &[&str]| {
        let said = bench.run(&[&["-o", "json", "--replaces"][..], more].concat());
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (exit, message) = say(&["v1.json", "--reason", "x", "--lot", "EV-3101"]);
    assert!(exit == 4 && message.contains("is that of the certificate that is replaced"), "{message}");
    let (exit, message) = say(&["v1.json", "--lot", "EV-3101", "--number", "2"]);
    assert!(exit == 4 && message.contains("give --reason"), "{message}");
    let (exit, message) = say(&["v1.json", "--reason", "x", "--lot", "EV-3102"]);
    assert!(exit == 4 && message.contains("is of lot EV-3101, not of EV-3102"), "{message}");
    let (exit, message) = say(&["spec.yaml", "--reason", "x", "--lot", "EV-3101"]);
    assert!(exit == 4 && message.contains("is not a certificate"), "{message}");
    bench.edit("v1.json", "0.09 EU/mL", "0.08 EU/mL");
    let (exit, message) = say(&["v1.json", "--reason", "x", "--lot", "EV-3101", "--number", "2"]);
    assert!(exit == 5 && message.contains("was changed after it was issued"), "{message}");
}

/// A page carries its twin, and stands for it.
#[test]
fn a_page_is_replaced_by_the_twin_inside() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "v1.json", "-o", "v1.html"]).exit, 0);
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    let by = |old: &str| {
        bench.twin("EV-3101", &["--number", "CoA-2", "--replaces", old, "--reason", "transcription error"]).content
    };
    assert_eq!(by("v1.html"), by("v1.json"));
}

/// A digest is that of what was read, also where it can be read only once.
#[cfg(unix)]
#[test]
fn facts_from_a_pipe_have_their_own_digest() {
    let bench = Bench::new();
    let command = "cat facts.yaml | \"$0\" certificate spec.yaml results.csv --as-of 2026-02-19 --lots lots.csv \
                   --waivers waivers.csv --lab lab.yaml --facts /dev/stdin --lot EV-3101 -o json";
    let mut shell = std::process::Command::new("sh");
    let out = shell.args(["-c", command, env!("CARGO_BIN_EXE_evqc")]).current_dir(bench.path(".")).output().unwrap();
    let piped: evqc::certificate::Certificate = serde_json::from_slice(&out.stdout).unwrap();
    let of = |certificate: evqc::certificate::Certificate| {
        certificate.content.record.inputs.into_iter().find(|input| input.role == "facts").unwrap().sha256
    };
    assert_eq!(of(piped), of(bench.twin("EV-3101", &[])));
}
