//! Who signs what, in which order, and what is not signed in silence.

use super::*;

/// The lines fit the terminal, the words are those that go into a file, and no digest and no path is cut.
#[test]
fn what_is_said_fits_the_terminal_and_cuts_no_digest() {
    let folder = signed();
    let at = folder.path();
    fs::copy(at.join("report.json"), at.join("my long report of the lot.json")).unwrap();
    let approved = ["verify", "--keys", "keys", "report.json", "--require", "approved"];
    let trail = ["--by", "M. Chen", "--role", "analyst"];
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    let certificate = [
        "certificate",
        "spec.yaml",
        "data.csv",
        "--lot",
        "L7",
        "--as-of",
        "2026-11-20",
        "-o",
        "coa.json",
        "--overwrite",
    ];
    let commands: [(&[&str], i32); 8] = [
        (&bundle, 0),
        (&["verify", "--keys", "keys", "report.json"], 0),
        (&approved, 5),
        (&["verify", "--keys", "keys", "my long report of the lot.json"], 5),
        (&["verify", "--unsigned", "lot.zip"], 0),
        (&["replay", "lot.zip"], 0),
        (&certificate, 4),
        (
            &[
                "sign",
                "report.json",
                "--key",
                "keys/chen.key.pem",
                "--signer",
                "M. Chen",
                "--role",
                "analyst",
                "--meaning",
                "reviewed",
                "--at",
                TEN,
            ],
            5,
        ),
    ];
    for (arguments, exit) in commands {
        let plain = run(at, arguments);
        assert_eq!(plain.status.code(), Some(exit), "{arguments:?}: {}", said(&plain));
        fits(at, arguments, &plain);
    }
    let start = [&["trail", "start", "."][..], &trail].concat();
    assert_exit(&run(at, &start), 0, &[]);
    let check = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:other.json"];
    assert_exit(&run(at, &[&check[..], &trail].concat()), 0, &[]);
    let verify = ["trail", "verify", "."];
    fits(at, &verify, &run(at, &verify));
    let review = [&["trail", "review", ".", "--lot", "L7", "--as-of", "2026-11-27"][..], &trail].concat();
    let plain = run(at, &review);
    assert_exit(&plain, 0, &["sha256"]);
    // Each review is an entry of its own, and the next one says so.
    let digest = |output: &Output| said(output).split_whitespace().filter(|word| word.len() == 64).count();
    for width in ["60", "80", "120"] {
        let narrow = command(at, &review).env("COLUMNS", width).output().unwrap();
        assert_eq!(digest(&narrow), digest(&plain), "{}", said(&narrow));
        assert!(said(&narrow).lines().all(|line| line.chars().count() <= 70.max(width.parse().unwrap())));
    }
}

#[track_caller]
fn fits(at: &Path, arguments: &[&str], plain: &Output) {
    let words = |output: &Output| -> Vec<String> { said(output).split_whitespace().map(str::to_owned).collect() };
    for width in [60, 80, 120] {
        let narrow = command(at, arguments).env("COLUMNS", width.to_string()).output().unwrap();
        assert_eq!(words(&narrow), words(plain), "{arguments:?} at {width}: other words");
        for line in said(&narrow).lines() {
            // What is longer is one word that cannot be broken, or the place of a finding.
            let whole = line.trim_start().trim_start_matches("--> ");
            let name = whole.contains("my long report of the lot.json");
            let fits = line.chars().count() <= width || !whole.contains(' ') || name;
            assert!(fits, "{arguments:?} at {width}: {line}");
        }
        assert!(!said(&narrow).contains("my long report of the lot.j\n"), "{arguments:?}");
    }
}

#[test]
fn several_persons_sign_and_the_chain_holds() {
    let folder = signed();
    let says = [
        "report.json: holds",
        "1 tested    M. Chen, analyst: 2026-11-27T09:00:00+01:00 (stated), the tests are PASSED",
        "2 reviewed",
    ];
    assert_exit(&verify(folder.path(), &["report.json"]), 0, &says);
    let trusted = |files: &[&str]| run(folder.path(), &[&["verify", "--trust", "trust.yaml"][..], files].concat());
    trust_all(folder.path());
    assert_exit(&trusted(&["report.json.intoto.jsonl", "--require", "reviewed"]), 0, &["holds"]);
    let approved = trusted(&["report.json", "--require", "approved"]);
    assert_exit(&approved, 5, &["meaning-not-signed"]);
    assert_exit(&sign(folder.path(), "report.json", ADLER, "approved", TEN, &[]), 0, &["signature 3"]);
    assert_exit(&trusted(&["report.json", "--require", "approved"]), 0, &["3 approved"]);
}

#[test]
fn the_statement_is_an_in_toto_test_result() {
    let folder = signed();
    let (chain, findings) =
        integrity::Chain::read("x", &fs::read(folder.path().join("report.json.intoto.jsonl")).unwrap());
    assert!(findings.is_empty(), "{findings:?}");
    let statement: serde_json::Value = serde_json::from_slice(&chain.links()[1].envelope.payload).unwrap();
    assert_eq!(statement["_type"], "https://in-toto.io/Statement/v1");
    assert_eq!(statement["predicateType"], "https://in-toto.io/attestation/test-result/v0.1");
    let report = fs::read(folder.path().join("report.json")).unwrap();
    assert_eq!(statement["subject"][0]["digest"]["sha256"], integrity::sha256(&report));
    let predicate = &statement["predicate"];
    assert_eq!(predicate["result"], "PASSED");
    assert_eq!(predicate["passedTests"], serde_json::json!(["L7 e", "L7 c"]));
    assert_eq!(predicate["evqc_signature"]["time"], "2026-11-27T09:00:00Z");
    assert_eq!(predicate["evqc_signature"]["previous"], chain.links()[0].envelope.digest());
    let parsed: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let names: Vec<(&str, &serde_json::Value)> = (predicate["configuration"].as_array().unwrap().iter())
        .map(|resource| (resource["name"].as_str().unwrap(), &resource["digest"]["sha256"]))
        .collect();
    let version = format!("evqc {}", env!("CARGO_PKG_VERSION"));
    let expected = [
        ("s 1", &parsed["spec"]["sha256"]),
        ("data.csv", &parsed["inputs"][0]["sha256"]),
        ("settings", &parsed["configuration"]["sha256"]),
        (version.as_str(), &parsed["tool"]["sha256"]),
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_lot_that_is_not_concluded_never_counts_as_passed_or_warned() {
    for (endotoxin, result) in
        [("0.31", "PASSED"), ("0.45", "WARNED"), ("0.55", "FAILED"), ("pending", "FAILED"), ("x", "FAILED")]
    {
        let folder = laboratory();
        fs::write(folder.path().join("data.csv"), data(endotoxin)).unwrap();
        run(folder.path(), &["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"]);
        let output = sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]);
        assert_exit(&output, 0, &[&format!("the tests are {result}")]);
    }
}

/// An action limit is stricter than an alert limit, and no less a warning; nor is a test that fails and counts only through a panel.
#[test]
fn what_lies_beyond_an_action_limit_or_fails_in_a_panel_is_a_warning() {
    let folder = laboratory();
    let action = BASE.replace("alert: \"<= 0.40 EU/mL\"", "action: \"<= 0.40 EU/mL\"");
    fs::write(folder.path().join("base.yaml"), action).unwrap();
    fs::write(folder.path().join("data.csv"), data("0.45")).unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"];
    assert_exit(&run(folder.path(), &report), 0, &[]);
    assert_exit(&sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]), 0, &["the tests are WARNED"]);

    let panel = "  d: {name: CD9, category: identity, accept: positive}\n  \
                 p: {name: Markers, category: identity, accept: \"at least 1 of [c, d]\"}\n";
    fs::write(folder.path().join("spec.yaml"), format!("{SPEC}{panel}")).unwrap();
    fs::write(folder.path().join("data.csv"), data("0.31") + "L7,d,negative,\n").unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:panel.json"];
    assert_exit(&run(folder.path(), &report), 0, &[]);
    assert_exit(&sign(folder.path(), "panel.json", CHEN, "tested", NINE, &[]), 0, &["the tests are WARNED"]);
    let chain = fs::read(folder.path().join("panel.json.intoto.jsonl")).unwrap();
    let (chain, _) = integrity::Chain::read("x", &chain);
    let statement: serde_json::Value = serde_json::from_slice(&chain.links()[0].envelope.payload).unwrap();
    assert_eq!(statement["predicate"]["warnedTests"], serde_json::json!(["L7 d"]), "{statement}");
}

/// A member of a panel without a result keeps the lot from conforming by itself, and whoever signs states it, as the judge has it.
#[test]
fn a_member_of_a_panel_that_is_missing_is_among_what_fails() {
    let folder = laboratory();
    let panel = "  d: {name: CD9, category: identity, accept: positive}\n  \
                 p: {name: Markers, category: identity, accept: \"at least 1 of [c, d]\"}\n";
    fs::write(folder.path().join("spec.yaml"), format!("{SPEC}{panel}")).unwrap();
    fs::write(folder.path().join("data.csv"), data("0.31")).unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"];
    run(folder.path(), &report);
    let report = fs::read(folder.path().join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(json["lots"][0]["verdict"], "not_concluded");
    let tests = json["lots"][0]["tests"].as_array().unwrap();
    let became: Vec<_> = tests.iter().map(|test| [&test["id"], &test["outcome"], &test["decided_by"]]).collect();
    assert!(became.iter().any(|one| one[0] == "d" && one[1] == "missing" && one[2] == "p"), "{became:?}");
    let evidence = integrity::evidence(&report).unwrap();
    assert_eq!(evidence.failed, ["L7 d", "L7 p"]);
    assert_eq!(evidence.result, integrity::TestResult::Failed);
    assert_exit(&sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]), 0, &["the tests are FAILED"]);
}

/// What somebody else signs while a passphrase is typed stays, and the time is that of the signature.
#[cfg(target_os = "linux")]
#[test]
fn who_signs_while_another_types_a_passphrase_is_not_lost() {
    use std::io::{Read, Write};
    let folder = laboratory();
    let typed = "sign report.json --key keys/chen.key.pem --signer 'M. Chen' --role analyst --meaning tested";
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{} {typed}", env!("CARGO_BIN_EXE_evqc")), "/dev/null"]);
    command.current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    for name in ["EVQC_PASSPHRASE", "EVQC_PASSPHRASE_FILE", "SOURCE_DATE_EPOCH"] {
        command.env_remove(name);
    }
    let mut waiting = command.spawn().expect("a terminal (script of util-linux)");
    let (mut shown, mut sign) = (Vec::new(), [0]);
    let out = waiting.stdout.as_mut().expect("what it shows");
    while !String::from_utf8_lossy(&shown).to_lowercase().contains("passphrase")
        && out.read(&mut sign).expect("the question") == 1
    {
        shown.push(sign[0]);
    }
    let other = ["sign", "report.json", "--key", "keys/okafor.key.pem", "--signer", "R. Okafor", "--role", "analyst"];
    let other = run(folder.path(), &[&other[..], &["--meaning", "tested"]].concat());
    assert_exit(&other, 0, &["signature 1 by R. Okafor"]);
    waiting.stdin.take().expect("a keyboard").write_all(format!("{PASSPHRASE}\n").as_bytes()).unwrap();
    let said = waiting.wait_with_output().unwrap();
    assert_exit(&said, 0, &["signature 2 by M. Chen"]);
    let says = ["1 tested    R. Okafor", "2 tested    M. Chen", "holds"];
    assert_exit(&verify(folder.path(), &["report.json"]), 0, &says);
}

#[test]
fn the_same_person_does_not_sign_twice() {
    let folder = signed();
    let at = folder.path();
    let before = fs::read(at.join("report.json.intoto.jsonl")).unwrap();
    for who in
        [CHEN, ("m.  CHEN", "adler"), ("Somebody Else", "chen"), ("Ｍ. Chen", "adler"), ("M\u{2024} Chen", "adler")]
    {
        assert_exit(&sign(at, "report.json", who, "approved", TEN, &[]), 5, &["signer-twice", "signed already"]);
    }
    assert_eq!(fs::read(at.join("report.json.intoto.jsonl")).unwrap(), before, "a refused signature leaves no trace");
}

#[test]
fn the_clock_does_not_go_back() {
    let folder = signed();
    let at = folder.path();
    let early = sign(at, "report.json", ADLER, "approved", "2026-11-27T09:59:59+01:00", &[]);
    assert_exit(
        &early,
        5,
        &[
            "signature-before-previous",
            "before the last signature, that of R. Okafor at 2026-11-27T09:00:00Z",
            "report.json.intoto.jsonl:2",
            "help: Correct the clock and sign again",
        ],
    );
    // The zone does not deceive: this is the same moment.
    assert_exit(&sign(at, "report.json", ADLER, "approved", "2026-11-27T09:00:00Z", &[]), 0, &[]);
    let other = laboratory();
    let before = sign(other.path(), "report.json", CHEN, "tested", "2026-11-19T09:59:59Z", &[]);
    assert_exit(&before, 5, &["signature-before-report", "judged on 2026-11-20"]);
    // A time that is still to come is told, when it is signed and whenever it is verified; one of another day is not signed.
    let far = sign(other.path(), "report.json", CHEN, "tested", "2926-11-27T09:00:00Z", &[]);
    assert_exit(
        &far,
        2,
        &["the time of this signature, 2926-11-27T09:00:00+00:00, is more than a day ahead of the clock"],
    );
    assert!(!other.path().join("report.json.intoto.jsonl").exists());
    let soon = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(2)).to_string();
    let ahead = "evqc: the time of this signature is ahead of the clock of this machine";
    assert_exit(&sign(other.path(), "report.json", CHEN, "tested", &soon, &[]), 0, &[ahead]);
    let says =
        ["report.json: holds", "signature-in-future", "the signature of M. Chen is dated ", "ahead of the clock"];
    assert_exit(&verify(other.path(), &["report.json"]), 0, &says);
    let json = as_json(other.path(), &["verify", "report.json", "--keys", "keys"], 0);
    let (file, finding) = (&json["files"][0], &json["files"][0]["findings"][0]);
    assert_eq!((&file["holds"], &finding["code"]), (&true.into(), &"signature-in-future".into()), "{json}");
    assert_eq!(finding["severity"], "warning");
    for wrong in ["yesterday", "2026-11-27", "2026-11-27T09:00:00"] {
        assert_exit(&sign(other.path(), "report.json", CHEN, "tested", wrong, &[]), 2, &["--at"]);
    }
}

#[test]
fn what_is_no_report_and_no_name_is_refused() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "data.csv", CHEN, "tested", NINE, &[]), 2, &["holds no verdict", "--twin"]);
    assert_exit(&sign(at, "absent.json", CHEN, "tested", NINE, &[]), 2, &["absent.json"]);
    for name in ["", "  ", "..", "-", "()", "a\u{202e}b", "a\u{ad}b", "a\nb", &"x".repeat(201)] {
        assert_exit(&run(at, &["keygen", "--name", name, "--no-passphrase"]), 2, &["the name"]);
        assert_exit(&sign(at, "report.json", (name, "chen"), "tested", NINE, &[]), 2, &["the signer"]);
    }
    // A name and a function are free texts too: they claim nothing and say nothing of what was found.
    let signs = |signer: &str, role: &str| {
        let key =
            ["--key", "keys/chen.key.pem", "--passphrase-file", "passphrase", "--meaning", "tested", "--at", NINE];
        run(at, &[&["sign", "report.json", "--signer", signer, "--role", role][..], &key].concat())
    };
    for (signer, role, says) in [
        ("M. Chen, FDA approved", "analyst", "the signer claims something (\"fda approved\")"),
        ("M. Chen", "analyst, licensed by Swissmedic", "the role claims something (\"licensed by swissmedic\")"),
        ("M. Chen (lot complies)", "analyst", "the signer says what was found (\"lot complies\")"),
        ("M. Chen", "质量负责人：全部合格", "the role says what was found"),
    ] {
        assert_exit(&signs(signer, role), 2, &[says]);
    }
    assert!(!at.join("report.json.intoto.jsonl").exists());
    fs::write(at.join("report.json"), "{\"schema\":\"evqc-report/1\"}").unwrap();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 5, &["cannot be read as evqc-report/1"]);
}

/// A stability report states which tests carry the shelf life that is proposed.
#[test]
fn a_stability_report_is_signed_as_what_it_supports() {
    let folder = laboratory();
    let at = folder.path();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/stability-frozen-intranasal");
    for name in ["spec.yaml", "results.csv"] {
        fs::copy(sample.join(name), at.join(format!("stability-{name}"))).unwrap();
    }
    let usual = ["stability", "stability-spec.yaml", "stability-results.csv", "--as-of", "2026-02-19"];
    let predicate = |name: &str, more: &[&str], exit: i32| {
        let output = format!("json:{name}");
        assert_exit(&run(at, &[&usual[..], &["-o", &output], more].concat()), exit, &[]);
        let stated = "not judged again from data: this is what the file says";
        assert_exit(&sign(at, name, CHEN, "tested", NINE, &[]), 0, &["signature 1", stated]);
        assert_exit(&verify(at, &[name]), 0, &["holds", "stability report of", stated]);
        let (chain, _) = integrity::Chain::read("x", &fs::read(at.join(format!("{name}.intoto.jsonl"))).unwrap());
        chain.links()[0].statement.predicate.clone()
    };
    let stated = predicate("supported.json", &[], 0);
    assert_eq!(stated.result, integrity::TestResult::Warned);
    assert_eq!((stated.passed_tests, stated.warned_tests), (vec!["size_30_160".to_owned()], vec!["cd63".to_owned()]));
    assert!(stated.configuration.iter().any(|one| one.name == "stability-results.csv"));
    let stated = predicate("too-long.json", &["--proposal", "30 months"], 1);
    assert_eq!(stated.result, integrity::TestResult::Failed);
    assert_eq!((stated.passed_tests.len() + stated.warned_tests.len(), stated.failed_tests.len()), (0, 2));
    // A claim that its own tests do not carry.
    let text = fs::read_to_string(at.join("too-long.json")).unwrap();
    fs::write(
        at.join("forged.json"),
        text.replace("\"not_supported\"", "\"supported\"").replace("\"exit\": 1", "\"exit\": 0"),
    )
    .unwrap();
    let told = ["cannot be read as evqc-stability/1", "its claim is supported, and its test size_30_160 does not"];
    assert_exit(&sign(at, "forged.json", CHEN, "tested", NINE, &[]), 2, &told);
    // Of a report that states nothing of a lot it is said that it is one.
    assert_exit(&run(at, &["verify", "supported.json", "--keys", "keys", "-o", "json:v.json"]), 0, &[]);
    let told =
        ["v.json: is evqc-verification/1, of which no signature states anything: alone are signed", "evqc-stability/1"];
    assert_exit(&sign(at, "v.json", CHEN, "tested", NINE, &[]), 2, &told);
}

/// What nobody can sign as either.
#[test]
fn a_lot_that_conforms_with_a_failing_test_is_no_report() {
    let folder = laboratory();
    let at = folder.path();
    edit(at, "report.json", |text| text.replacen("\"outcome\":\"pass\"", "\"outcome\":\"fail\"", 1));
    let told = ["contradicts-itself", "report.json contradicts itself: lot L7: "];
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 5, &told);
    assert!(!at.join("report.json.intoto.jsonl").exists());
}

#[test]
fn a_document_and_its_twin_are_signed_together() {
    let folder = laboratory();
    let at = folder.path();
    fs::copy(at.join("report.json"), at.join("coa-7.json")).unwrap();
    fs::write(at.join("data.csv"), data("0.31").replace("L7", "L8")).unwrap();
    run(at, &["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:coa-8.json"]);
    for number in ["7", "8"] {
        let (pdf, twin) = (format!("coa-{number}.pdf"), format!("coa-{number}.json"));
        fs::write(at.join(&pdf), format!("The page of {number}")).unwrap();
        let more = ["--twin", &twin, "--not-compared"];
        assert_exit(&sign(at, &pdf, CHEN, "tested", NINE, &more), 0, &["PASSED", "was not compared with its data"]);
    }
    assert_exit(&verify(at, &["coa-7.pdf", "coa-7.json"]), 0, &["coa-7.pdf: holds", "coa-7.json: holds"]);
    assert_exit(&verify(at, &["coa-7.json", "coa-7.pdf"]), 0, &["coa-7.pdf: holds", "coa-7.json: holds"]);
    assert_exit(
        &verify(at, &["coa-7.pdf", "coa-8.json"]),
        5,
        &["twin-of-another", "coa-8.json is not the twin of coa-7.pdf"],
    );
    let own = fs::read(at.join("coa-7.json")).unwrap();
    fs::copy(at.join("coa-8.json"), at.join("coa-7.json")).unwrap();
    assert_exit(&verify(at, &["coa-7.pdf"]), 5, &["twin-of-another", "it is of lot L8, signed was lot L7"]);
    fs::write(at.join("coa-7.json"), &own[..own.len() - 9]).unwrap();
    assert_exit(&verify(at, &["coa-7.pdf"]), 5, &["file-changed", "cut short"]);
    fs::write(at.join("coa-7.json"), own).unwrap();
    fs::write(at.join("coa-7.pdf"), "The page o").unwrap();
    assert_exit(&verify(at, &["coa-7.pdf"]), 5, &["file-changed", "coa-7.pdf has changed: it is cut short, 10 of"]);
    let attached = integrity::attached_differs("coa-7.pdf", b"{\"lot\":\"L7\"}", "coa-7.json", b"{\"lot\":\"L8\"}");
    assert!(attached.is_some_and(|finding| finding.message.contains("lot: \"L7\" inside, \"L8\" beside")));
    assert!(integrity::attached_differs("a", b"{}", "b", b"{}").is_none());
}

/// A file that was renamed is found by its bytes, and what was changed meanwhile is not.
#[test]
fn a_renamed_file_keeps_its_signatures() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 0, &[]);
    fs::rename(at.join("report.json"), at.join("download (1).json")).unwrap();
    let both = ["download (1).json", "report.json.intoto.jsonl"];
    assert_exit(&verify(at, &both), 0, &["download (1).json: holds"]);
    edit(at, "download (1).json", |text| text.replacen("0.31", "0.13", 1));
    assert_exit(&verify(at, &both), 5, &["download (1).json: DOES NOT HOLD"]);
}

/// A browser names file and signatures anew: the two are found by what they are, alone or together, and the next person signs them.
#[test]
fn a_renamed_pair_is_verified_and_signed_as_the_same_file() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 0, &[]);
    fs::rename(at.join("report.json"), at.join("report (1).json")).unwrap();
    fs::rename(at.join("report.json.intoto.jsonl"), at.join("report.json.intoto (1).jsonl")).unwrap();
    let told = ["report (1).json: holds", "signed under the name report.json", "1 tested    M. Chen"];
    assert_exit(&verify(at, &["report (1).json"]), 0, &told);
    assert_exit(&verify(at, &["report.json.intoto (1).jsonl"]), 0, &["report.json.intoto (1).jsonl: holds"]);
    // A second signer would begin a file of their own.
    let refused = [
        "signatures-not-a-chain",
        "report.json.intoto (1).jsonl holds signatures over report (1).json that report (1).json.intoto.jsonl does not have: M. Chen (tested)",
        "call it report (1).json.intoto.jsonl, so that all sign in one file, and sign again",
    ];
    let flat = |output: &Output| said(output).split_whitespace().collect::<Vec<_>>().join(" ");
    let output = sign(at, "report (1).json", OKAFOR, "reviewed", TEN, &[]);
    assert_eq!(output.status.code(), Some(5));
    refused.iter().for_each(|says| assert!(flat(&output).contains(says), "{}", flat(&output)));
    assert!(!at.join("report (1).json.intoto.jsonl").exists());
    // Renamed alike, it is the file that was signed.
    fs::rename(at.join("report.json.intoto (1).jsonl"), at.join("report (1).json.intoto.jsonl")).unwrap();
    assert_exit(&sign(at, "report (1).json", OKAFOR, "reviewed", TEN, &[]), 0, &["signature 2 by R. Okafor"]);
    assert_exit(&verify(at, &["report (1).json"]), 0, &["signed under the name report.json", "2 reviewed  R. Okafor"]);
    // An older copy of the signatures is in the way of nobody; one of another who signed a copy is.
    let whole = fs::read_to_string(at.join("report (1).json.intoto.jsonl")).unwrap();
    let first = whole.split_inclusive('\n').next().unwrap();
    fs::write(at.join("report (1).json.intoto.jsonl"), first).unwrap();
    fs::write(at.join("of-okafor.jsonl"), &whole).unwrap();
    let output = sign(at, "report (1).json", ADLER, "approved", TEN, &[]);
    assert_exit(&output, 5, &["signatures-not-a-chain", "call it report (1).json.intoto.jsonl"]);
    fs::remove_file(at.join("of-okafor.jsonl")).unwrap();
    assert_exit(&sign(at, "report (1).json", ADLER, "approved", TEN, &[]), 0, &[]);
    fs::write(at.join("of-okafor.jsonl"), &whole).unwrap();
    let output = sign(at, "report (1).json", ("N. N.", "okafor"), "approved", TEN, &[]);
    assert_eq!(output.status.code(), Some(5));
    let way = "two signed on two copies, and nobody can join these files: keep one of them as report (1).json.intoto.jsonl, move the \
               other one out of the folder, and have whoever signed there sign again";
    assert!(flat(&output).contains(way), "{}", flat(&output));
    fs::write(at.join("of-okafor.jsonl"), first).unwrap();
    // What was changed is nobody's.
    edit(at, "report (1).json", |text| text.replacen("0.31", "0.13", 1));
    assert_exit(&verify(at, &["report (1).json"]), 5, &["file-changed"]);
}

/// A document and its twin that were both renamed are found by their bytes, and the names that they were signed under are told.
#[test]
fn a_renamed_twin_keeps_its_signatures_too() {
    let folder = laboratory();
    let at = folder.path();
    fs::write(at.join("letter.txt"), "Endotoxin: 0.31 EU/mL\n").unwrap();
    let twin = ["--twin", "report.json", "--not-compared"];
    assert_exit(&sign(at, "letter.txt", CHEN, "tested", NINE, &twin), 0, &[]);
    fs::rename(at.join("letter.txt"), at.join("letter (1).txt")).unwrap();
    fs::rename(at.join("report.json"), at.join("data.json")).unwrap();
    let all = ["letter (1).txt", "data.json", "letter.txt.intoto.jsonl"];
    let told = [
        "letter (1).txt: holds\n",
        "data.json: holds\n",
        "  signed under the name letter.txt\n",
        "  report.json, by data.json: sha256 ",
        "  signed under the name report.json\n",
    ];
    assert_exit(&verify(at, &all), 0, &told);
    let document = as_json(at, &[&["verify", "--keys", "keys"][..], &all].concat(), 0);
    let names: Vec<_> = document["files"].as_array().unwrap().iter().map(|file| &file["signed_as"]).collect();
    assert_eq!(names, ["letter.txt".into(), "report.json".into(), serde_json::Value::Null].iter().collect::<Vec<_>>());
    // Signatures of its own come before those of the letter.
    fs::rename(at.join("data.json"), at.join("report.json")).unwrap();
    assert_exit(&sign(at, "report.json", ADLER, "approved", TEN, &[]), 0, &[]);
    fs::rename(at.join("report.json"), at.join("data.json")).unwrap();
    let own = ["verify", "--keys", "keys", "data.json", "letter.txt.intoto.jsonl", "report.json.intoto.jsonl"];
    let document = as_json(at, &[&own[..], &["letter (1).txt"]].concat(), 0);
    assert_eq!(document["files"][0]["signatures"][0]["file"], "report.json.intoto.jsonl");
    // A twin that was changed is none, under whatever name.
    edit(at, "data.json", |text| text.replacen("0.31", "0.13", 1));
    assert_exit(&verify(at, &all), 5, &["letter (1).txt: DOES NOT HOLD", "data.json: DOES NOT HOLD"]);
}

/// Raw data, NumPy arrays and documents of office programs are packed as zip files, whatever is in them: they are signed and verified
/// as any file of another program.
#[test]
fn a_zip_file_of_another_program_is_no_archive() {
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};
    let folder = laboratory();
    let at = folder.path();
    let report = fs::read(at.join("report.json")).unwrap();
    let page = "<a download=\"certificate.json\" href=\"data:application/json;base64,\u{e9}\"></html>".as_bytes();
    for (file, method) in [
        ("raw.zip", CompressionMethod::Stored),
        ("x.npz", CompressionMethod::Deflated),
        ("doc.docx", CompressionMethod::Stored),
    ] {
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(method);
        for (name, bytes) in [
            ("[Content_Types].xml", &b"<Types/>"[..]),
            ("manifest.json", b"{\"name\": \"raw\"}"),
            ("page.html", page),
            ("report.json", &report),
        ] {
            writer.start_file(name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        fs::write(at.join(file), writer.finish().unwrap().into_inner()).unwrap();
        // Nobody looked into it: a report that lies in it states nothing.
        assert_exit(&sign(at, file, CHEN, "tested", NINE, &[]), 2, &["name the JSON report that it shows with --twin"]);
        assert_exit(&sign(at, file, CHEN, "tested", NINE, &["--twin", "report.json"]), 5, &["document-not-compared"]);
        let twin = ["--twin", "report.json", "--not-compared"];
        assert_exit(&sign(at, file, CHEN, "tested", NINE, &twin), 0, &["the document was not compared with its data"]);
        let holds = format!("{file}: holds");
        assert_exit(&verify(at, &[file]), 0, &[&holds, "NOT COMPARED with its data"]);
        let mut bytes = fs::read(at.join(file)).unwrap();
        bytes[60] ^= 1;
        fs::write(at.join(file), bytes).unwrap();
        assert_exit(&verify(at, &[file]), 5, &["file-changed"]);
    }
}

/// What evqc cannot compare with its data is signed only where that is said, and the signature and its verification say it too.
#[test]
fn a_document_that_cannot_be_compared_is_not_signed_in_silence() {
    let folder = laboratory();
    let at = folder.path();
    let page = [
        "check",
        "spec.yaml",
        "data.csv",
        "--as-of",
        "2026-11-20",
        "-o",
        "html:report.html",
        "-o",
        "markdown:report.md",
    ];
    assert_exit(&run(at, &page), 0, &[]);
    edit(at, "report.html", |text| text.replacen("0.31", "0.13", 1));
    // As office programs pack it: an archive, and none of evqc.
    fs::write(at.join("letter.docx"), b"PK\x03\x04\x14\0\0\0\x08\0[Content_Types].xml word/document.xml hi").unwrap();
    for document in ["report.html", "report.md", "letter.docx"] {
        let twin = ["--twin", "report.json"];
        let refused = sign(at, document, CHEN, "tested", NINE, &twin);
        let says = ["document-not-compared", "the document cannot be compared with its data", "--not-compared"];
        assert_exit(&refused, 5, &says);
        assert!(!at.join(format!("{document}.intoto.jsonl")).exists());
        let twin = ["--twin", "report.json", "--not-compared"];
        assert_exit(
            &sign(at, document, CHEN, "tested", NINE, &twin),
            0,
            &["the document was not compared with its data"],
        );
        assert_exit(&sign(at, document, OKAFOR, "reviewed", TEN, &twin[..2]), 5, &["document-not-compared"]);
        assert_exit(&sign(at, document, OKAFOR, "reviewed", TEN, &twin), 0, &["signature 2"]);
        let holds =
            ["holds", "the document was NOT COMPARED with its data, a report as page or text cannot be drawn again"];
        assert_exit(&verify(at, &[document]), 0, &holds);
        let said = as_json(at, &["verify", document, "--keys", "keys"], 0);
        assert_eq!(said["files"][0]["pages"]["state"], "not_compared");
        let (chain, _) = integrity::Chain::read("x", &fs::read(at.join(format!("{document}.intoto.jsonl"))).unwrap());
        let subject = chain.subject();
        assert!(subject[0].is_not_compared() && !subject[1].is_not_compared(), "{subject:?}");
    }
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &["--not-compared"]), 2, &["--twin"]);
}

/// A part of the work that comes before what was signed would make the chain useless for ever.
#[test]
fn nobody_signs_for_an_earlier_part_of_the_work() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "approved", NINE, &[]), 0, &[]);
    let before = fs::read(at.join("report.json.intoto.jsonl")).unwrap();
    for meaning in ["tested", "reviewed"] {
        let late = sign(at, "report.json", OKAFOR, meaning, TEN, &[]);
        let says = ["signature-out-of-rank", &format!("would sign as `{meaning}` after M. Chen: approved as analyst")];
        assert_exit(&late, 5, &says);
    }
    assert_eq!(fs::read(at.join("report.json.intoto.jsonl")).unwrap(), before);
    assert_exit(&sign(at, "report.json", OKAFOR, "approved", TEN, &[]), 0, &["signature 2"]);
    assert_exit(&sign(at, "report.json", ADLER, "certified", TEN, &[]), 0, &["signature 3"]);
}

/// A report that was edited in part contradicts itself: nobody signs it, and no signature under it holds.
#[test]
fn a_report_that_contradicts_itself_is_neither_signed_nor_verified() {
    for (from, to, says) in [
        ("\"value\":\"0.31\"", "\"value\":\"0.71\"", "test e: its value 0.71 is 0.71 as it is compared, not 0.31"),
        ("\"text\":\"0.31 EU/mL\"", "\"text\":\"0.13 EU/mL\"", "is \"0.31 EU/mL\" in print, not \"0.13 EU/mL\""),
        ("\"upper\":\"0.50\"", "\"upper\":\"0.30\"", "its limits are not those of its criterion \"<= 0.50 EU/mL\""),
        ("The lot conforms to", "The lot does not conform to", "its verdict is `conforms`, and its statement is"),
        (
            "\"conforms\":1,\"does_not_conform\":0",
            "\"conforms\":0,\"does_not_conform\":1",
            "its summary says conforms 0",
        ),
        ("\"counts\":{\"pass\":2", "\"counts\":{\"pass\":3", "it counts 3 tests as `pass`, and has 2"),
        ("\"verdict\":\"conforms\"", "\"verdict\":\"fine\"", "`fine` is no verdict"),
        // One reader takes the first of them, another one the last.
        ("\"basis\":null", "\"basis\":\"none\",\"basis\":null", "the key `basis` stands twice"),
        ("\"stage\":", "\"stage\":\"release\",\"stage\":", "the key `stage` stands twice"),
    ] {
        let folder = laboratory();
        let at = folder.path();
        let before = fs::read_to_string(at.join("report.json")).unwrap();
        edit(at, "report.json", |text| text.replacen(from, to, 1));
        assert_ne!(fs::read_to_string(at.join("report.json")).unwrap(), before, "{from}");
        let words = ["contradicts-itself", "report.json contradicts itself: ", says];
        assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 5, &words);
        assert!(!at.join("report.json.intoto.jsonl").exists());
        assert_exit(&verify(at, &["report.json"]), 5, &words);
    }
}

/// A lot that fails, of which outcome and verdict were edited, and the rest forgotten.
#[test]
fn a_failing_lot_does_not_become_one_that_conforms() {
    let folder = laboratory();
    let at = folder.path();
    fs::write(at.join("data.csv"), data("0.71")).unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:report.json"];
    assert_exit(&run(at, &report), 1, &[]);
    edit(at, "report.json", |text| {
        text.replace("\"outcome\":\"fail\"", "\"outcome\":\"pass\"")
            .replace("\"verdict\":\"does_not_conform\"", "\"verdict\":\"conforms\"")
    });
    let words =
        ["contradicts-itself", "its outcome is `pass`, and its value 0.71 lies outside its limits <= 0.50 EU/mL"];
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 5, &words);
}

/// What nobody judged again says so, when it is signed and when it is verified; what was judged again does not.
#[test]
fn results_that_were_not_judged_again_are_told_as_such() {
    let folder = archive();
    let at = folder.path();
    let stated = "not judged again from data: this is what the file says";
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 0, &[stated]);
    assert_exit(&verify(at, &["report.json"]), 0, &[stated]);
    let json = as_json(at, &["verify", "report.json", "--keys", "keys"], 0);
    assert_eq!(json["files"][0]["not_judged_again"], stated);
    let signed = sign(at, "lot.zip", ADLER, "approved", TEN, &[]);
    assert_exit(&signed, 0, &[]);
    let both = said(&signed) + &said(&verify(at, &["lot.zip"]));
    assert!(!both.contains(stated), "{both}");
}

/// A report of a lot that fails, edited until it nearly agrees with itself: what evqc never writes is told.
#[test]
fn a_failing_report_that_was_edited_whole_is_told() {
    let folder = laboratory();
    let at = folder.path();
    let honest: serde_json::Value = serde_json::from_str(&fs::read_to_string(at.join("report.json")).unwrap()).unwrap();
    fs::write(at.join("data.csv"), data("0.71")).unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:failed.json"];
    assert_exit(&run(at, &report), 1, &[]);
    let failed: serde_json::Value = serde_json::from_str(&fs::read_to_string(at.join("failed.json")).unwrap()).unwrap();
    let forge = |edit: &dyn Fn(&mut serde_json::Value)| {
        let mut forged = failed.clone();
        for key in ["verdict", "statement", "counts"] {
            forged["lots"][0][key] = honest["lots"][0][key].clone();
        }
        forged["summary"] = honest["summary"].clone();
        let tests = forged["lots"][0]["tests"].as_array_mut().unwrap();
        let test = tests.iter_mut().find(|test| test["id"] == "e").unwrap();
        (test["outcome"], test["reasons"], test["flags"]) =
            ("pass".into(), [(); 0].as_slice().into(), [(); 0].as_slice().into());
        edit(test);
        evqc::report::contradiction(&serde_json::to_vec(&forged).unwrap()).unwrap().unwrap_or_default()
    };
    type Edit = fn(&mut serde_json::Value);
    let edits: [(Edit, &str); 9] = [
        (|_| {}, "0.71 lies outside its limits"),
        (|test| test["criterion"] = serde_json::Value::Null, "it is judged, and has no criterion"),
        (|test| test["rule"] = serde_json::Value::Null, "it has a rule, or none"),
        (|test| test["reportable"]["value"] = serde_json::Value::Null, "its result is a number, and has no value"),
        (
            |test| test["criterion"]["upper"] = serde_json::Value::Null,
            "its criterion is one of numbers, and has no limits",
        ),
        (
            |test| test["flags"] = serde_json::json!(["decided_by_second_stage"]),
            "a second stage decided, and no reason says",
        ),
        (|test| test["outcome"] = "reported".into(), "it is reported, and has a criterion"),
        (
            |test| {
                let (text, reportable) = (serde_json::json!("0.09 EU/mL"), &mut test["reportable"]);
                (reportable["text"], reportable["value"], reportable["compared"]) =
                    (text, "0.09".into(), "0.09".into());
            },
            "its value 0.09 is not what its determinations come to: 0.71",
        ),
        (|test| test["decided_by"] = "c".into(), "it counts through c, which is no panel over it"),
    ];
    for (edit, says) in edits {
        let found = forge(&edit);
        assert!(found.contains(says), "{says}: {found}");
    }
    let aside = forge(&|test| (test["outcome"], test["required"]) = ("fail".into(), false.into()));
    assert!(aside.contains("fails without being required, and the statement leaves it out"), "{aside}");
    // An honest one, with another number in floating point.
    let mut float = honest.clone();
    float["lots"][0]["tests"][0]["reportable"]["value_float"] = 0.09.into();
    let found = evqc::report::contradiction(&serde_json::to_vec(&float).unwrap()).unwrap().unwrap();
    assert!(found.contains("its value is 0.09 in floating point, and 0.31"), "{found}");
}

/// A day begins at another moment in every zone: whoever judges in one and signs in another signs after it all the same. A moment
/// of judgement is one everywhere.
#[test]
fn a_day_of_judgement_is_one_wherever_it_is() {
    for (time, exit) in [
        ("2026-11-19T23:00:00-11:00", 0),
        ("2026-11-19T11:30:00+01:00", 0),
        ("2026-11-19T10:00:00Z", 0),
        ("2026-11-19T09:59:59Z", 5),
    ] {
        let folder = laboratory();
        let signed = sign(folder.path(), "report.json", CHEN, "tested", time, &[]);
        let says: &[&str] =
            if exit == 5 { &["signature-before-report", "judged on 2026-11-20", "--as-of"] } else { &[] };
        assert_exit(&signed, exit, says);
    }
}
