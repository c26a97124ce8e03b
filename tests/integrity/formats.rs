//! What programs are told, and the published schemas.

use super::*;

#[test]
fn a_verification_in_json_names_digests_signers_and_findings() {
    let folder = signed();
    let at = folder.path();
    let report = fs::read(at.join("report.json")).unwrap();
    let value = as_json(at, &["verify", "report.json", "--keys", "keys"], 0);
    let file = &value["files"][0];
    let sha256 = integrity::sha256(&report);
    assert_eq!((&file["kind"], &file["sha256"]), (&"report".into(), &sha256.as_str().into()));
    assert_eq!(file["bytes"], report.len());
    let digest = serde_json::json!([{"of": "report.json", "named_in": "report.json.intoto.jsonl", "expected": sha256, "found": sha256, "same": true}]);
    assert_eq!(file["digests"], digest);
    let signature = &file["signatures"][1];
    let expected = [
        ("signer", "R. Okafor"),
        ("role", "analyst"),
        ("meaning", "reviewed"),
        ("time", "2026-11-27T09:00:00Z"),
        ("local_time", TEN),
        ("time_source", "stated"),
        ("result", "PASSED"),
        ("key_file", "keys/okafor.pub.pem"),
    ];
    expected.iter().for_each(|(key, value)| assert_eq!(signature[*key], *value, "{key}"));
    let pem = fs::read_to_string(at.join("keys/okafor.pub.pem")).unwrap();
    assert_eq!(signature["key"], integrity::PublicKey::from_pem(&pem).unwrap().id());
    assert_eq!(signature["trusted"], true);
    // Changed, and by a key that is not known.
    edit(at, "report.json", |text| text.replace("0.31", "0.13").replace("\"margin\":38.0", "\"margin\":74.0"));
    fs::remove_file(at.join("keys/okafor.pub.pem")).unwrap();
    let value = as_json(at, &["verify", "report.json", "--keys", "keys"], 5);
    let file = &value["files"][0];
    let codes: Vec<&serde_json::Value> =
        file["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert_eq!(codes, ["signature-by-unknown-key", "file-changed"]);
    assert_eq!(
        (&file["digests"][0]["same"], &file["digests"][0]["expected"]),
        (&false.into(), &sha256.as_str().into())
    );
    assert_eq!((&file["signatures"][1]["trusted"], &file["signatures"][1]["key_file"]), (&false.into(), &().into()));
    assert_eq!((&file["signatures"][0]["trusted"], &file["holds"]), (&true.into(), &false.into()));
    // A trust file that cannot be read is no fault of a file; and both forms at once.
    fs::write(at.join("trust.yaml"), "evqc_trust: 2\nkeys: {}\n").unwrap();
    let value = as_json(at, &["verify", "report.json", "--trust", "trust.yaml"], 5);
    assert_eq!(
        (value["files"].as_array().map(Vec::len), value["findings"].as_array().map(Vec::len)),
        (Some(0), Some(1))
    );
    let both = run(at, &["verify", "report.json", "--keys", "keys", "-o", "human", "-o", "json:v.json"]);
    assert_exit(
        &both,
        5,
        &["report.json: DOES NOT HOLD", &integrity::sha256(&fs::read(at.join("report.json")).unwrap())],
    );
    assert!(fs::read_to_string(at.join("v.json")).unwrap().starts_with("{\"schema\":\"evqc-verification/1\""));
    assert_exit(&run(at, &["verify", "report.json", "-o", "yaml"]), 2, &["no such format"]);
}

#[test]
fn a_replay_in_json_says_what_differs() {
    let folder = archive();
    let at = folder.path();
    let value = as_json(at, &["replay", "lot.zip"], 0);
    let replay = &value["files"][0]["replay"];
    assert_eq!((&replay["same"], &replay["difference"]), (&true.into(), &().into()));
    assert_eq!((&replay["summary"]["conforms"], &replay["as_of"]), (&1.into(), &"2026-11-20".into()));
    assert_eq!(replay["then"]["sha256"], integrity::SOURCE_SHA256);
    let painted = remade(entries(at), REPORT, |text| text.replace("\"outcome\":\"pass\"", "\"outcome\":\"fail\""));
    fs::write(at.join("x.zip"), painted).unwrap();
    let value = as_json(at, &["replay", "x.zip"], 5);
    let difference = serde_json::json!({"path": "lots[0].tests[0].outcome", "archived": "\"fail\"", "now": "\"pass\""});
    assert_eq!(value["files"][0]["replay"]["difference"], difference);
    fs::write(at.join("x.zip"), &fs::read(at.join("lot.zip")).unwrap()[..50]).unwrap();
    let value = as_json(at, &["replay", "x.zip"], 5);
    assert_eq!(value["files"][0]["replay"], serde_json::Value::Null);
    assert_eq!(value["files"][0]["findings"][0]["code"], "bundle-not-readable");
    let value = as_json(at, &["verify", "lot.zip", "--keys", "keys"], 0);
    let listed = value["files"][0]["digests"].as_array().unwrap();
    assert_eq!(listed.iter().filter(|one| one["named_in"] == "SHA256SUMS").count(), 7);
    assert!(listed.iter().all(|one| one["same"] == true));
}

#[test]
fn the_schemas_fit_what_is_written() {
    let folder = archive();
    let manifest = entries(folder.path()).into_iter().find(|entry| entry.path == MANIFEST).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&manifest.bytes).unwrap();
    let schema = jsonschema::validator_for(integrity::bundle_schema().as_value()).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    assert!(!schema.is_valid(&serde_json::json!({"schema": "evqc-bundle/1"})));
}

#[test]
fn the_program_is_named_by_its_text() {
    if !tools() {
        return;
    }
    let list = "find Cargo.toml Cargo.lock build.rs core no-schema src specs fonts -type f | LC_ALL=C sort | xargs sha256sum | sha256sum";
    let output = bash(Path::new(env!("CARGO_MANIFEST_DIR")), list);
    assert_eq!(said(&output).split(' ').next(), Some(integrity::SOURCE_SHA256), "the command in build.rs");
}

/// Which forms of a report say by digest what they rest on, as the page has it.
#[test]
fn the_page_says_which_reports_carry_digests() {
    let folder = laboratory();
    let at = folder.path();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/verify.md")).unwrap();
    let (_, part) = page.split_once("## Digests").expect("the part");
    let listed = |words: &str| part.lines().find_map(|line| Some(line.split_once(words)?.0)).expect("a sentence");
    let (with, in_short, without) =
        (listed(" name by SHA-256"), listed(" has the first twelve digits"), listed(" carry none"));
    let results = integrity::sha256(&fs::read(at.join("data.csv")).unwrap());
    for (format, _) in evqc::report::FORMATS {
        let output = format!("{format}:report.{format}");
        assert_exit(&run(at, &["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", &output]), 0, &[]);
        let report = fs::read_to_string(at.join(format!("report.{format}"))).unwrap();
        let (whole, begun) = (report.contains(&results), report.contains(&results[..12]));
        let name = format!("`{format}`");
        let said = [with, in_short, without].map(|list| list.contains(&name));
        assert_eq!([whole, begun && !whole, !begun], said, "{format}");
    }
}
