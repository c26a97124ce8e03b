//! The page on certificates (`docs/src/certificate.md`) does what it shows: its commands are run as they stand, its lines of
//! `lab.yaml` put into that of the sample.

use super::bench::{Bench, drawing};
use evqc::certificate::Certificate;

fn page() -> String {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/certificate.md");
    std::fs::read_to_string(page).unwrap()
}

/// The fenced blocks of this kind, in order.
fn blocks(kind: &str) -> Vec<String> {
    let (page, opening) = (page(), format!("```{kind}\n"));
    let blocks = page.split(&opening).skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// Every command, one after the other in a copy of the sample, with its keys, signatures and reissue.
#[test]
#[cfg(feature = "pdf")]
fn every_command_of_the_page_runs() {
    if !crate::needed::programs(&["bash"], "the commands of docs/src/certificate.md") {
        return;
    }
    let bench = Bench::new();
    let blocks = blocks("sh");
    assert_eq!(page().matches("evqc certificate spec.yaml").count(), 5);
    let commands = blocks.concat().replace("cd samples/certificate\n", "");
    let script = format!("evqc() {{ \"$EVQC\" \"$@\"; }}\n{commands}");
    let output = std::process::Command::new("bash")
        .current_dir(bench.path("."))
        .args(["-e", "-o", "pipefail", "-c", &script])
        .env("EVQC", env!("CARGO_BIN_EXE_evqc"))
        .env("EVQC_PASSPHRASE", "correct horse battery")
        .output()
        .unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    let twin = |name: &str| serde_json::from_str::<Certificate>(&bench.read(name)).unwrap();
    assert_eq!((twin("draft.json").status.as_str(), twin("certificate.json").status.as_str()), ("draft", "final"));
    assert_eq!(twin("second.json").content.replaces.unwrap().number, "CoA-EV-3101-1");
    for name in ["coa.pdf", "coa.html", "certificate.pdf", "draft.pdf"] {
        assert!(bench.has(name), "{name}");
    }
}

/// The sample with a part of its `lab.yaml`, from a line to the next one named, as the page shows it.
fn with_part(from: &str, to: &str, part: &str) -> Bench {
    let bench = Bench::new();
    let lab = bench.read("lab.yaml");
    let (before, rest) = lab.split_once(from).unwrap();
    let (_, after) = rest.split_once(to).unwrap();
    bench.write("lab.yaml", &format!("{before}{part}{to}{after}"));
    bench
}

#[test]
fn a_batch_certificate_is_made_with_the_lines_of_the_page() {
    let [part] = &blocks("yaml batch")[..] else { panic!("one block") };
    let said = Bench::new().run(&["--lot", "EV-3101", "--profile", "annex16-batch", "-o", "json"]);
    assert_eq!(said.exit, 4, "{}", said.err);
    let bench = with_part("signatories:\n", "seal: true", part);
    let said =
        bench.command(&drawing(&["--lot", "EV-3101", "--profile", "annex16-batch", "-o", "md", "-o", "coa.json"]));
    assert_eq!(said.exit, 0, "{}", said.err);
    let withheld = "The certification statement is printed when the person entitled to it has signed.";
    assert!(said.out.contains(withheld) && !said.out.contains("I certify"), "{}", said.out);
    let twin: Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    assert!(twin.content.missing.is_empty(), "{:?}", twin.content.missing);
    assert!(twin.content.certification.unwrap().text.en.starts_with("I certify that this batch"));
    // What does not conform is not certified: that is said, and not that the laboratory file lacks something.
    for (lot, why) in [("EV-3102", "the lot does not conform"), ("EV-3103", "there is no conclusion on the lot")] {
        let command = drawing(&["--lot", lot, "--profile", "annex16-batch", "-o", "json"]);
        let said = bench.command(&command);
        let twin: Certificate = serde_json::from_str(&said.out).unwrap();
        assert!(!twin.content.missing.iter().any(|one| one.field == "certification"), "{:?}", twin.content.missing);
        assert!(said.err.contains(&format!("lot {lot}: certification is withheld, because {why}")), "{}", said.err);
        assert!(!said.err.contains("Certification (field 33) is missing"), "{}", said.err);
    }
}

#[test]
fn statements_are_made_with_the_lines_of_the_page() {
    let [part] = &blocks("yaml statements")[..] else { panic!("one block") };
    let bench = with_part("statements:\n", "layout:\n", part);
    let printed = |profile: &str| {
        let said = bench.run(&["--lot", "EV-3101", "--lang", "en", "--profile", profile, "-o", "md"]);
        assert_eq!(said.exit, 0, "{}", said.err);
        said.out
    };
    let claim = "inspected on the day of evaluation. (stated by Quentin Adler)";
    assert!(printed("who").contains(claim) && !printed("cn").contains(claim));
}
