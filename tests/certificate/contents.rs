//! What stands beside the results: digests, rounding, measured and compared values, invalid runs, numbers that are taken.

use super::bench::{Bench, characters, made_final, printed};
use evqc::certificate::{Certificate, sign};
use serde_json::{Value, json};

/// What `sha256sum` says of a text.
fn sha256(text: &str) -> String {
    evqc::spec::hexadecimal(&<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes()))
}

/// The certificate with a signature of everybody who is to sign.
fn signed(draft: Certificate) -> Certificate {
    made_final(draft, "2026-02-20T09:05:00+01:00", Some("ed25519:5f"))
}

/// The digest of the configuration can be made again from the twin, and changes with everything that was told.
#[test]
fn the_configuration_has_a_digest() {
    let bench = Bench::new();
    let twin = bench.twin("EV-3101", &["--lang", "en"]);
    let record = &twin.content.record;
    let files: Vec<Value> = record
        .inputs
        .iter()
        .filter(|input| input.role != "results")
        .map(|input| json!({"role": input.role, "name": input.name, "sha256": input.sha256}))
        .collect();
    let names: Vec<&str> = record.inputs.iter().map(|input| input.role.as_str()).collect();
    assert_eq!(names, ["results", "lots", "waivers", "laboratory", "facts", "logo"]);
    let files: Vec<String> = files
        .iter()
        .map(|file| format!("{{\"role\":{},\"name\":{},\"sha256\":{}}}", file["role"], file["name"], file["sha256"]))
        .collect();
    let told = format!("{{\"options\":[],\"files\":[{}]}}", files.join(","));
    assert_eq!(record.configuration.sha256, sha256(&told));
    let shown = characters(&printed(&twin));
    for digest in [&record.configuration.sha256, &record.tool_sha256, &twin.content.specification.sha256] {
        assert!(shown.contains(digest.as_str()), "{digest}: {shown}");
    }
    let staged = bench.twin("EV-3101", &["--lang", "en", "--spec-version", "2.1.0"]);
    assert_eq!(staged.content.record.configuration.options, ["--spec-version 2.1.0"]);
    assert!(characters(&printed(&staged)).contains("--spec-version 2.1.0"));
    bench.edit("waivers.csv", "no PEG is used", "no  PEG is used");
    let other = bench.twin("EV-3101", &["--lang", "en"]);
    let digests = [&twin, &staged, &other].map(|twin| twin.content.record.configuration.sha256.clone());
    assert!(digests[0] != digests[1] && digests[0] != digests[2] && digests[1] != digests[2]);
    // Results have digests of their own.
    bench.edit("results.csv", "osmolality,291", "osmolality,288");
    assert_eq!(bench.twin("EV-3101", &[]).content.record.configuration, other.content.record.configuration);
}

/// The rule by which results are rounded is said once, and for a test that has another one beside it.
#[test]
fn rounding_is_printed() {
    let usp = "Rounding, of every item with a numerical criterion for which no other rule is given below: the value is rounded once, \
               half up, to the last decimal place of its limit, and then compared (rule usp).";
    let chp = "the value is rounded once to the last place of its limit, an exact half to the even digit, and then compared (rule chp)";
    let guarded = "must meet the criterion; the decision rule then compares it unrounded";
    let bench = Bench::new();
    let shown = characters(&printed(&bench.twin("EV-3101", &["--lang", "en"])));
    assert!(shown.contains(usp) && !shown.contains(chp), "{shown}");
    assert_eq!(shown.matches(guarded).count(), 1, "potency is guarded: {shown}");
    bench.edit("spec.yaml", "    procedure: SOP-QC-002 v2\n", "    procedure: SOP-QC-002 v2\n    rounding: chp\n");
    let shown = characters(&printed(&bench.twin("EV-3101", &["--lang", "en"])));
    assert!(shown.contains(usp) && shown.matches(chp).count() == 1, "{shown}");
    let shown = characters(&printed(&bench.twin("EV-3101", &["--lang", "zh"])));
    for text in [
        "数值一次修约至限度的末位（四舍五入）后比较（规则 usp）。",
        "数值一次修约至限度的末位（恰为一半时修约为偶数）后比较（规则 chp）",
        "后须符合标准规定；判定规则再以未修约值比较",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

/// Beside a percentage of the label claim stands what was measured: 2.05, 2.21 and 2.12e10 have the mean 2.12666...e10.
#[test]
fn the_measured_value_stands_beside_the_percentage() {
    let bench = Bench::new();
    for lang in ["en", "zh", "en+zh"] {
        let twin = bench.twin("EV-3101", &["--lang", lang]);
        let line = twin.content.tests.iter().find(|line| line.id == "particle_concentration").unwrap();
        let result = line.result.as_ref().unwrap();
        assert_eq!((result.text.en.as_str(), result.measured.as_deref()), ("106 %", Some("2.127×10^10 particles/mL")));
        assert!(characters(&printed(&twin)).contains("106 %\n2.127×1010 particles/mL\n"), "{lang}");
        let with =
            twin.content.tests.iter().filter(|line| line.result.as_ref().is_some_and(|one| one.measured.is_some()));
        assert_eq!(with.count(), 1, "every other criterion is in the unit of its result");
    }
    // A claim without a power of ten, in another unit than the results.
    bench.edit("spec.yaml", "2.0e10 particles/mL", "20000000 particles/uL");
    let twin = bench.twin("EV-3101", &[]);
    let line = twin.content.tests.iter().find(|line| line.id == "particle_concentration").unwrap();
    assert_eq!(line.result.as_ref().unwrap().measured.as_deref(), Some("2.127×10^7 particles/µL"));
}

/// A guarded rule compares what is not printed in the table: 77.5 % prints as 78 %, at the end of the zone, and is refused.
#[test]
fn the_compared_value_is_printed_where_rounding_hides_it() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,77.5,%");
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    let line = twin.content.tests.iter().find(|line| line.id == "potency").unwrap();
    assert_eq!((line.result.as_ref().unwrap().text.en.as_str(), line.outcome.as_str()), ("78 %", "fail"));
    let shown = characters(&printed(&twin));
    for text in ["78 %", "78 to 122 %", "Compared value: 77.5 %", "比较值：77.5 %", "does not comply"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    // Where print and comparison are the same it is not repeated.
    assert!(!characters(&printed(&bench.twin("EV-3102", &[]))).contains("Compared value"));
}

/// A probability that only rounds to 0 or 1 is no certainty, and a small value keeps digits that say something.
#[test]
fn small_numbers_are_not_printed_as_zeros() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,potency,97,%", "EV-3101,S-1101,potency,77.5,%");
    let shown = |probability: f64, value: &str| {
        let mut twin = bench.twin("EV-3101", &[]);
        let line = twin.content.tests.iter_mut().find(|line| line.id == "potency").unwrap();
        line.rule.as_mut().unwrap().conformance_probability = Some(format!("{probability:?}"));
        line.result.as_mut().unwrap().value = Some(value.to_owned());
        characters(&printed(&twin))
    };
    for (probability, value, said, compared) in [
        (0.0004, "0.00000012345678901", "< 0.001", "0.000000123456789… %"),
        (0.0, "1.23456789012345e-9", "< 0.001", "1.23456789…×10−9 %"),
        (0.9996, "1234567890123.25", "> 0.999", "1234567890123.2… %"),
        (0.841, "65.96666666666666", "0.841", "65.9666666… %"),
        (0.0005, "0.5", "0.001", "0.5 %"),
    ] {
        let shown = shown(probability, value);
        for text in [format!("Probability of conformance: {said}"), format!("Compared value: {compared}")] {
            assert!(shown.contains(&text), "{text}: {shown}");
        }
    }
}

/// A control outside of its limits makes the run invalid: its readings and the control are printed.
#[test]
fn the_values_of_an_invalid_run_are_printed() {
    let bench = Bench::new();
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,96,%", "EV-3101,S-1101,endotoxin,30,%");
    let twin = bench.twin("EV-3101", &["--lang", "en+zh"]);
    let line = twin.content.tests.iter().find(|line| line.id == "endotoxin").unwrap();
    assert_eq!((line.outcome.as_str(), line.result.is_none()), ("invalid", true));
    let entries = twin.content.history.iter().filter(|entry| entry.test == "endotoxin");
    let entries: Vec<(&str, &str)> = entries.map(|entry| (entry.value.as_str(), entry.words.en.as_str())).collect();
    let invalid = "assay not valid, no result";
    assert_eq!(entries, [("0.08 EU/mL", invalid), ("0.10 EU/mL", invalid), ("30 %", "control")]);
    let shown = characters(&printed(&twin));
    for text in [
        "0.08 EU/mL",
        "0.10 EU/mL",
        "30 %",
        "试验不成立，无结果",
        "control spike_recovery is 30 %; required: control spike_recovery 50 to 200 %",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(shown.contains("对照 spike_recovery 为 30 %；要求：对照 spike_recovery 50 至 200 %"), "{shown}");
}

/// A number that a certificate has, in whichever form, is not given to other content.
#[test]
fn a_number_stands_for_one_content() {
    let bench = Bench::new();
    let forms = ["coa.json", "coa.html", "coa.md", "coa.fhir.json"];
    let draft = bench.twin("EV-3101", &[]);
    let issued = signed(draft);
    assert_eq!(issued.status, "final");
    bench.edit("results.csv", "EV-3101,S-1101,osmolality,291", "EV-3101,S-1101,osmolality,288");
    for stands in forms {
        let bytes = match stands {
            "coa.json" => issued.twin().unwrap(),
            "coa.fhir.json" => evqc::certificate::fhir_bundle(&issued).unwrap(),
            "coa.md" => evqc::document::markdown(&printed(&issued)).unwrap(),
            _ => page(&issued),
        };
        bench.write(stands, &bytes);
        for new in forms.iter().filter(|new| **new != stands) {
            // One of the forms is refused, so that none is written, whatever `--overwrite` says of drafts.
            let said = bench.run(&["--lot", "EV-3101", "--overwrite", "-o", new, "-o", "other.json"]);
            assert_eq!(said.exit, 4, "{stands} {new}: {}", said.err);
            assert!(said.err.contains("certificate-number-not-unique"), "{}", said.err);
            assert!(!bench.has(new) && !bench.has("other.json"), "{stands} {new}");
        }
        // With a number of its own it is another certificate; under the same content it is the same one.
        let own = bench.run(&["--lot", "EV-3101", "--number", "CoA-2", "-o", "other.json"]);
        assert_eq!(own.exit, 0, "{}", own.err);
        std::fs::remove_file(bench.path("other.json")).unwrap();
        std::fs::remove_file(bench.path(stands)).unwrap();
    }
    // A document that stays in the place of one form keeps the others away too.
    bench.write("coa.md", "notes\n");
    let said = bench.run(&["--lot", "EV-3101", "--overwrite", "-o", "coa.json", "-o", "coa.md"]);
    assert!(
        said.exit == 4 && said.err.contains("certificate-not-overwritten") && !bench.has("coa.json"),
        "{}",
        said.err
    );
    std::fs::remove_file(bench.path("coa.md")).unwrap();
    // A draft has issued nothing.
    bench.write("coa.json", &sign(issued.content.clone(), Vec::new()).unwrap().twin().unwrap());
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.html"]).exit, 0);
}

/// The page with its twin inside.
fn page(certificate: &Certificate) -> String {
    let mut print = printed(certificate);
    print.attachments.push(evqc::document::Attachment {
        name: "certificate.json".to_owned(),
        media_type: "application/json".to_owned(),
        relationship: evqc::document::Relationship::Data,
        description: "twin".to_owned(),
        bytes: certificate.twin().unwrap().into_bytes(),
    });
    evqc::document::html(&print).unwrap()
}

/// What the sample is for, as a bundle says it (field 35).
const INVESTIGATIONAL: &str = "Intended use: Investigational: for use in a clinical trial only.";
const TRIAL: &str = "Authorisation or clinical trial no.: NCT00000000";

/// The bundle for machines says what it was made from, why it is a draft, and who signed.
#[test]
fn a_bundle_has_digests_reasons_and_signatures() {
    let bench = Bench::new();
    let draft = bench.twin("EV-3102", &[]);
    let resources = |certificate: &Certificate, kind: &str| -> Vec<Value> {
        let bundle: Value = serde_json::from_str(&evqc::certificate::fhir_bundle(certificate).unwrap()).unwrap();
        let all = bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone());
        all.filter(|one| one["resourceType"] == kind).collect()
    };
    let report = &resources(&draft, "DiagnosticReport")[0];
    assert_eq!(
        report["note"],
        json!([
            {"text": "Draft: the lot does not conform"},
            {"text": "Draft: it is not signed"},
            {"text": "Parent lots not judged here: DS-07"},
            {"text": INVESTIGATIONAL},
            {"text": TRIAL},
        ])
    );
    let origin = &resources(&draft, "Provenance")[0];
    let digests: Vec<&str> = origin["entity"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["what"]["identifier"]["value"].as_str().unwrap())
        .collect();
    let record = &draft.content.record;
    let mut expected = vec![
        &draft.content_sha256,
        &draft.content.specification.sha256,
        &record.tool_sha256,
        &record.configuration.sha256,
    ];
    expected.extend(record.inputs.iter().map(|input| &input.sha256));
    assert_eq!(digests, expected);
    assert_eq!(resources(&draft, "Provenance").len(), 1, "nobody has signed");
    let issued = signed(bench.twin("EV-3101", &[]));
    let report = &resources(&issued, "DiagnosticReport")[0];
    let parents = "Parent lots not judged here: CM-12, DS-07";
    let for_use = json!([{"text": parents}, {"text": INVESTIGATIONAL}, {"text": TRIAL}]);
    assert_eq!((&report["status"], &report["note"]), (&json!("final"), &for_use));
    let signatures = &resources(&issued, "Provenance")[1..];
    assert_eq!(signatures.len(), 3);
    assert_eq!(
        signatures[2]["signature"],
        json!([{
            "type": [{"display": "approved"}],
            "who": {"display": "Mei Chen", "identifier": {"value": "ed25519:5f"}},
            "when": "2026-02-20T09:05:00+01:00",
        }])
    );
    assert_eq!(signatures[2]["agent"][0]["role"][0]["text"], "Quality manager");
}

/// The digest is that of the content as any program prints it (`jq -cj .content`): no number in it can be written otherwise.
#[test]
fn the_digest_of_the_content_needs_no_evqc() {
    let bench = Bench::new();
    digest_is_that_of_the_text(&bench);
    // A sign that JSON lets stand as it is or not.
    bench.edit("facts.yaml", "Example Vesicles Ltd, production", "Example\\x7f Vesicles\\x01 Ltd");
    let twin = digest_is_that_of_the_text(&bench);
    assert!(twin.contains("Example\\u007f Vesicles\\u0001 Ltd"), "{twin}");
    bench.write("coa.json", &twin);
    assert!(!bench.command(&["verify", "coa.json", "--unsigned"]).err.contains("file-changed"));
}

fn digest_is_that_of_the_text(bench: &Bench) -> String {
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    let (_, content) = said.out.split_once("\n  \"content\": ").unwrap();
    let content = content.trim_end().strip_suffix('}').unwrap();
    let (mut compact, mut bare, mut in_text, mut escaped) = (String::new(), String::new(), false, false);
    for sign in content.chars() {
        let ends = sign == '"' && !escaped;
        escaped = sign == '\\' && !escaped;
        in_text ^= ends;
        if in_text || !sign.is_whitespace() {
            compact.push(sign);
        }
        bare.push(if in_text { ' ' } else { sign });
    }
    let digest = evqc::integrity::sha256(compact.as_bytes());
    assert!(said.out.contains(&format!("\"content_sha256\": \"{digest}\"")), "{digest}");
    assert!(compact.contains("\"conformance_probability\":\"0."), "{compact}");
    let numbers = bare.split(|sign: char| !(sign.is_ascii_digit() || ".+-eE".contains(sign)));
    let numbers: Vec<&str> = numbers.filter(|word| word.starts_with(|sign: char| sign.is_ascii_digit())).collect();
    assert!(
        numbers.len() > 10 && numbers.iter().all(|number| number.bytes().all(|sign| sign.is_ascii_digit())),
        "{numbers:?}"
    );
    said.out
}

/// alert and action limits are internal controls; what a customer reads has no mark of them.
#[test]
fn an_internal_limit_that_was_crossed_is_neither_in_print_nor_in_the_twin() {
    let bench = Bench::new();
    let plain = characters(&printed(&bench.twin("EV-3101", &[])));
    let criterion = "    accept: \"<= 0.25 EU/mL\"\n";
    bench.edit(
        "spec.yaml",
        criterion,
        &format!("{criterion}    alert: \"<= 0.03 EU/mL\"\n    action: \"<= 0.05 EU/mL\"\n"),
    );
    let twin = bench.twin("EV-3101", &[]);
    let line = twin.content.tests.iter().find(|line| line.id == "endotoxin").unwrap();
    assert!(line.flags.is_empty() && line.outcome == "pass", "{:?}", line.flags);
    let said = characters(&printed(&twin));
    for word in ["0.03", "0.05", "alert", "action", "警戒", "行动"] {
        assert_eq!(said.matches(word).count(), plain.matches(word).count(), "{word}");
    }
}

/// That nothing was detected is said, with the limit below which nothing is (terminology: 未检出（检出限 x）).
#[test]
fn what_was_not_detected_is_called_so() {
    let bench = Bench::new();
    let text = |bench: &Bench| {
        let twin = bench.twin("EV-3101", &[]);
        let line = twin.content.tests.into_iter().find(|line| line.id == "endotoxin").unwrap();
        assert_eq!(line.outcome, "pass");
        line.result.unwrap().text
    };
    let each = "    result: each of 2\n    valid_if: [control spike_recovery";
    bench.edit("spec.yaml", "    result: mean of 2\n    valid_if: [control spike_recovery", each);
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,0.08,", "EV-3101,S-1101,endotoxin,ND (LOD 0.05),");
    bench.edit("results.csv", "EV-3101,S-1101,endotoxin,0.10,", "EV-3101,S-1101,endotoxin,未检出（检出限0.05）,");
    let found = text(&bench);
    assert_eq!((&*found.en, &*found.zh), ("not detected (LOD 0.05 EU/mL)", "未检出（检出限 0.05 EU/mL）"));
    // A number below a limit of quantitation is no such statement, be it of one determination of two.
    bench.edit("results.csv", "未检出（检出限0.05）", "<0.05");
    assert_eq!(text(&bench).en, "<0.05 EU/mL");
}
