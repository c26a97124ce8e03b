//! Whose signatures count, and what they state.

use super::*;

#[test]
fn an_unknown_key_and_a_forged_statement_do_not_hold() {
    let folder = signed();
    let at = folder.path();
    fs::create_dir(at.join("others")).unwrap();
    fs::copy(at.join("keys/chen.pub.pem"), at.join("others/chen.pub.pem")).unwrap();
    let output = run(at, &["verify", "report.json", "--keys", "others"]);
    assert_exit(&output, 5, &["signature-by-unknown-key", "R. Okafor (analyst)"]);
    assert_exit(&run(at, &["verify", "report.json"]), 5, &["signature-by-unknown-key"]);
    assert_exit(&verify(at, &["data.csv"]), 5, &["not-signed", "data.csv.intoto.jsonl"]);
    // Another name under the same signature.
    let (chain, _) = integrity::Chain::read("x", &fs::read(at.join("report.json.intoto.jsonl")).unwrap());
    let mut envelope = chain.links()[0].envelope.clone();
    let payload = String::from_utf8(envelope.payload).unwrap().replace("M. Chen", "W. Chen");
    envelope.payload = payload.into_bytes();
    fs::write(at.join("report.json.intoto.jsonl"), envelope.line() + "\n").unwrap();
    assert_exit(&verify(at, &["report.json"]), 5, &["signature-not-valid", "under the name W. Chen"]);
    fs::create_dir(at.join("empty")).unwrap();
    assert_exit(&run(at, &["verify", "report.json", "--keys", "empty"]), 2, &["no public key"]);
}

#[test]
fn a_trust_file_says_who_may_sign_what_and_when() {
    let folder = signed();
    let at = folder.path();
    let key = |file: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let with = |chen: &str, name: &str| {
        format!(
            "evqc_trust: 1\nkeys:\n  {name}:\n    public_key: |{}\n{chen}  R. Okafor:\n    public_key: |{}\n",
            key("chen"),
            key("okafor")
        )
    };
    let trusting = |text: &str| {
        fs::write(at.join("trust.yaml"), text).unwrap();
        run(at, &["verify", "report.json", "--trust", "trust.yaml"])
    };
    assert_exit(
        &trusting(&with("    roles: [analyst]\n    meanings: [tested]\n    until: 2026-11-27\n", "M. Chen")),
        0,
        &["holds"],
    );
    assert_exit(&trusting(&with("    signer: M. Chen\n", "M. Chen 2026")), 0, &["holds"]);
    for (chen, name, says) in [
        ("", "W. Chen", "the key of W. Chen signed under the name M. Chen"),
        ("    roles: [QA]\n", "M. Chen", "signed as analyst, and may as QA"),
        ("    roles: [analysts]\n", "M. Chen", "signed as analyst, and may as analysts"),
        ("    meanings: [reviewed, approved]\n", "M. Chen", "signed as tested, and may as reviewed or approved"),
        ("    from: 2026-11-28\n", "M. Chen", "holds from 2026-11-28"),
        ("    until: 2026-11-26\n", "M. Chen", "held until 2026-11-26"),
    ] {
        assert_exit(&trusting(&with(chen, name)), 5, &["signature-outside-trust", says]);
    }
    assert_exit(&trusting("evqc_trust: 1\nkeys: {A: {}}\n"), 5, &["public_key"]);
    assert_exit(&trusting(&with("    meanings: [seen]\n", "M. Chen")), 5, &["`seen` is not a meaning"]);
    assert_exit(&trusting("evqc_trust: 2\nkeys: {}\n"), 5, &["evqc_trust: 2"]);
}

/// Roles are compared as names are: what reads the same is the same, however it was typed.
#[test]
fn a_role_that_reads_the_same_is_the_same() {
    let folder = laboratory();
    let at = folder.path();
    trust_all(at);
    edit(at, "trust.yaml", |text| {
        text.replace("  M. Chen:\n", "  M. Chen:\n    roles: [Leiter Qualit\u{e4}tskontrolle]\n")
    });
    for (number, role) in
        ["Leiter Qualita\u{308}tskontrolle", "Leiter\u{a0}Qualit\u{e4}tskontrolle", "Leiter  Qualit\u{e4}tskontrolle"]
            .iter()
            .enumerate()
    {
        let file = format!("report{number}.json");
        fs::copy(at.join("report.json"), at.join(&file)).unwrap();
        let key = ["sign", &file, "--key", "keys/chen.key.pem", "--signer", "M. Chen", "--role", role];
        assert_exit(&run(at, &[&key[..], &["--meaning", "tested", "--at", NINE]].concat()), 0, &[]);
        assert_exit(&run(at, &["verify", &file, "--trust", "trust.yaml"]), 0, &[&format!("{file}: holds")]);
    }
}

/// A key from a folder has no owner: whoever has one could sign as anybody, so it meets nothing that is asked for.
#[test]
fn a_key_without_an_owner_approves_nothing() {
    let folder = laboratory();
    let at = folder.path();
    // The analyst's key, under the name of the quality manager.
    assert_exit(&sign(at, "report.json", ("Q. Adler", "chen"), "approved", NINE, &[]), 0, &[]);
    assert_exit(&verify(at, &["report.json"]), 0, &["(keys/chen.pub.pem: name not checked, a key without an owner)"]);
    let words = [
        "meaning-not-signed",
        "the signature of Q. Adler that means `approved` was made with the key keys/chen.pub.pem",
        "--trust",
    ];
    assert_exit(&verify(at, &["report.json", "--require", "approved"]), 5, &words);
    let json = as_json(at, &["verify", "report.json", "--keys", "keys"], 0);
    let one = &json["files"][0]["signatures"][0];
    assert_eq!((&one["trusted"], &one["name_checked"]), (&true.into(), &false.into()));
    trust_all(at);
    let trusted = ["verify", "report.json", "--keys", "keys", "--trust", "trust.yaml", "--require", "approved"];
    assert_exit(&run(at, &trusted), 5, &["the key of M. Chen signed under the name Q. Adler"]);
    fs::remove_file(at.join("report.json.intoto.jsonl")).unwrap();
    assert_exit(&sign(at, "report.json", ADLER, "approved", NINE, &[]), 0, &[]);
    assert_exit(&run(at, &trusted), 0, &["1 approved  Q. Adler"]);
    assert_eq!(as_json(at, &trusted, 0)["files"][0]["signatures"][0]["name_checked"], true);
}

/// The days of a key are those on the clock of the place: the day that the signature prints.
#[test]
fn the_days_of_a_key_are_those_of_the_place() {
    let folder = laboratory();
    let at = folder.path();
    let early = "2026-11-28T07:30:00+09:00";
    assert_exit(&sign(at, "report.json", CHEN, "tested", early, &[]), 0, &[]);
    let trusting = |days: &str| {
        trust_all(at);
        edit(at, "trust.yaml", |text| text.replacen("  M. Chen:\n", &format!("  M. Chen:\n    {days}\n"), 1));
        run(at, &["verify", "report.json", "--trust", "trust.yaml"])
    };
    assert_exit(&trusting("from: 2026-11-28"), 0, &["holds"]);
    assert_exit(
        &trusting("until: 2026-11-27"),
        5,
        &["M. Chen signed on 2026-11-28, and the key held until 2026-11-27"],
    );
}

/// Two trust files may say the same of a key; where they do not, both are named.
#[test]
fn a_key_may_stand_in_two_trust_files_that_agree() {
    let folder = signed();
    let at = folder.path();
    trust_all(at);
    fs::copy(at.join("trust.yaml"), at.join("other.yaml")).unwrap();
    let both = || run(at, &["verify", "report.json", "--trust", "trust.yaml", "--trust", "other.yaml"]);
    assert_exit(&both(), 0, &["holds"]);
    edit(at, "other.yaml", |text| text.replacen("  M. Chen:\n", "  M. Chen:\n    meanings: [tested]\n", 1));
    let differs = "the key of `M. Chen` stands in trust.yaml and in other.yaml with other roles, meanings or days";
    assert_exit(&both(), 5, &["duplicate-key", differs]);
    edit(at, "other.yaml", |text| text.replacen("  M. Chen:\n", "  W. Chen:\n", 1));
    let differs = "the key of `W. Chen` is that of M. Chen already in trust.yaml: a key has one owner";
    assert_exit(&both(), 5, &["duplicate-key", differs]);
}

/// A statement over a file that holds no verdict, and no data beside it, was compared with nothing.
#[test]
fn a_file_without_data_does_not_hold_whoever_signed_it() {
    let folder = laboratory();
    let at = folder.path();
    let honest = integrity::evidence(&fs::read(at.join("report.json")).unwrap()).unwrap();
    fs::write(at.join("coa.md"), "# Certificate of analysis\n\nThe lot conforms.\n").unwrap();
    for file in ["coa.md", "data.csv"] {
        forge(at, file, honest.clone());
        let says = format!("{file} was NOT COMPARED with any data, and what its signatures state is nowhere");
        let words = ["document-not-compared", &says, "holds no verdict that evqc reads"];
        assert_exit(&verify(at, &[file]), 5, &words);
        assert_exit(&verify(at, &[&format!("{file}.intoto.jsonl")]), 5, &words);
    }
}

/// Files with one name in two folders have the signatures of their own folder.
#[test]
fn files_of_one_name_in_two_folders_are_not_mixed_up() {
    let folder = signed();
    let at = folder.path();
    for lot in ["one", "two"] {
        fs::create_dir(at.join(lot)).unwrap();
        fs::copy(at.join("report.json"), at.join(lot).join("report.json")).unwrap();
    }
    fs::write(at.join("data.csv"), data("0.32")).unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "json:two/report.json"];
    assert_exit(&run(at, &report), 0, &[]);
    fs::rename(at.join("report.json.intoto.jsonl"), at.join("one/report.json.intoto.jsonl")).unwrap();
    let output = verify(at, &["one/report.json", "two/report.json"]);
    assert_exit(&output, 5, &["one/report.json: holds", "not-signed", "two/report.json has no signature"]);
    assert!(!said(&output).contains("file-changed"), "{}", said(&output));
    // A copy of what was signed is signed wherever it lies; and signatures that are named by themselves are looked at.
    fs::copy(at.join("one/report.json"), at.join("two/report.json")).unwrap();
    assert_exit(&verify(at, &["one/report.json", "two/report.json"]), 0, &["two/report.json: holds"]);
    fs::write(at.join("two/report.json"), "{}").unwrap();
    assert_exit(&verify(at, &["two/report.json", "one/report.json.intoto.jsonl"]), 5, &["file-changed"]);
}

/// A person may be known under several names, and is one person under all of them.
#[test]
fn a_key_may_have_several_names_of_one_person() {
    let folder = laboratory();
    let at = folder.path();
    let key = |file: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let entry = |name: &str, signer: &str, file: &str| {
        format!("  {name}:\n    signer: {signer}\n    public_key: |{}\n", key(file))
    };
    let trust = |entries: &[String]| {
        fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n{}", entries.concat())).unwrap()
    };
    let verified = || run(at, &["verify", "report.json", "--trust", "trust.yaml"]);
    for name in ["Mei Chen", "陈梅"] {
        let _ = fs::remove_file(at.join("report.json.intoto.jsonl"));
        assert_exit(&sign(at, "report.json", (name, "chen"), "tested", NINE, &[]), 0, &[]);
        trust(&[entry("Chen", "[Mei Chen, 陈梅]", "chen")]);
        assert_exit(&verified(), 0, &["holds", name]);
        trust(&[entry("Mei Chen", "Mei Chen", "chen")]);
        let exit = if name == "陈梅" { 5 } else { 0 };
        assert_exit(&verified(), exit, &[name]);
        trust(&[entry("Chen", "[W. Chen, 陈威]", "chen")]);
        assert_exit(&verified(), 5, &["signature-outside-trust", "the key of W. Chen or 陈威 signed under the name"]);
    }
    // A second key of the same person does not make a second person.
    assert_exit(&sign(at, "report.json", ("Mei Chen", "adler"), "reviewed", TEN, &[]), 0, &["signature 2"]);
    trust(&[entry("Chen", "[Mei Chen, 陈梅]", "chen"), entry("Chen 2026", "[Mei Chen, 陈梅]", "adler")]);
    assert_exit(&verified(), 5, &["signer-twice", "陈梅 and Mei Chen are one person by the trust file"]);
    trust(&[entry("Chen", "[]", "chen")]);
    assert_exit(&verified(), 5, &["`signer` of Chen is empty"]);
    trust(&[entry("Chen", "[Mei Chen, '..']", "chen")]);
    assert_exit(&verified(), 5, &["the signer has no letter"]);
}

/// Two persons with one name sign with what tells them apart in print: a number of their own. A reader has to see that they are
/// two, so it stands in the name and not in a trust file alone.
#[test]
fn a_number_in_the_name_tells_two_of_one_name_apart() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", ("Wei Wang", "chen"), "tested", NINE, &[]), 0, &[]);
    assert_exit(&sign(at, "report.json", ("Wang Wei", "adler"), "reviewed", TEN, &[]), 5, &["signer-twice"]);
    fs::remove_file(at.join("report.json.intoto.jsonl")).unwrap();
    assert_exit(&sign(at, "report.json", ("Wei Wang (1042)", "chen"), "tested", NINE, &[]), 0, &[]);
    assert_exit(&sign(at, "report.json", ("Wang Wei 1042", "adler"), "reviewed", TEN, &[]), 5, &["signer-twice"]);
    assert_exit(&sign(at, "report.json", ("Wei Wang (2077)", "adler"), "reviewed", TEN, &[]), 0, &["signature 2"]);
    let key = |file: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{file}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let entry = |name: &str, file: &str| format!("  {name}:\n    public_key: |{}\n", key(file));
    let trust = entry("Wei Wang (1042)", "chen") + &entry("Wei Wang (2077)", "adler");
    fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n{trust}")).unwrap();
    let said = run(at, &["verify", "report.json", "--trust", "trust.yaml"]);
    assert_exit(&said, 0, &["Wei Wang (1042)", "Wei Wang (2077)"]);
}

/// Signs with the key of a person what the test likes, as no command does.
fn forge(at: &Path, file: &str, evidence: integrity::Evidence) {
    let pem = fs::read_to_string(at.join("keys/chen.key.pem")).unwrap();
    let key = integrity::SecretKey::from_pem(&pem, Some(PASSPHRASE)).unwrap();
    let subject = vec![integrity::Resource::of_file(file, &fs::read(at.join(file)).unwrap())];
    let time = "2026-11-27T09:00:00+01:00[+01:00]".parse().unwrap();
    let signing = integrity::Signing {
        signer: "M. Chen",
        role: "analyst",
        meaning: integrity::Meaning::Tested,
        time: &time,
        time_source: integrity::TimeSource::Stated,
        tool: "evqc",
    };
    let mut chain = integrity::Chain::new(file);
    chain.sign(subject, evidence, &signing, &key).unwrap();
    fs::write(at.join(format!("{file}.intoto.jsonl")), chain.text()).unwrap();
}

#[test]
fn a_signature_that_states_another_result_does_not_hold() {
    let folder = archive();
    let at = folder.path();
    let honest = integrity::evidence(&fs::read(at.join("report.json")).unwrap()).unwrap();
    for file in ["report.json", "lot.zip"] {
        forge(at, file, honest.clone());
        assert_exit(&verify(at, &[file]), 0, &["PASSED"]);
        let failed = integrity::Evidence { result: integrity::TestResult::Failed, ..honest.clone() };
        forge(at, file, failed);
        let words = ["statement-differs", "the signature of M. Chen states FAILED", "comes to PASSED"];
        assert_exit(&verify(at, &[file]), 5, &words);
        forge(at, file, integrity::Evidence { passed: vec!["L7 e".to_owned()], ..honest.clone() });
        assert_exit(&verify(at, &[file]), 5, &["statement-differs", "states other passed tests than"]);
    }
    // In an archive, among the attachments.
    forge(at, "report.json", integrity::Evidence { result: integrity::TestResult::Failed, ..honest });
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    let attached = ["--attach", "report.json", "--attach", "report.json.intoto.jsonl"];
    fs::remove_file(at.join("lot.zip.intoto.jsonl")).unwrap();
    let words = ["statement-differs", "attachments/report.json comes to PASSED"];
    assert_exit(&run(at, &[&bundle[..], &attached].concat()), 5, &words);
    // As another program puts them together.
    assert_exit(&run(at, &[&bundle[..], &attached[..2]].concat()), 0, &[]);
    let (path, chain) =
        ("attachments/report.json.intoto.jsonl", fs::read(at.join("report.json.intoto.jsonl")).unwrap());
    let packed = archives::with_file(&entries(at), path, integrity::Role::Attachment, &chain);
    fs::write(at.join("lot.zip"), packed).unwrap();
    assert_exit(&sign(at, "lot.zip", ADLER, "approved", TEN, &[]), 5, &words);
    assert_exit(&verify(at, &["lot.zip"]), 5, &words);
}

#[test]
fn a_trust_file_counts_whatever_lies_in_a_folder() {
    let folder = signed();
    let at = folder.path();
    let pem = |name: &str| {
        let pem = fs::read_to_string(at.join(format!("keys/{name}.pub.pem"))).unwrap();
        pem.lines().map(|line| format!("\n      {line}")).collect::<String>()
    };
    let trust = |chen: &str| {
        let (one, other) = (pem("chen"), pem("okafor"));
        let text = format!(
            "evqc_trust: 1\nkeys:\n  M. Chen:\n    public_key: |{one}\n{chen}  R. Okafor:\n    public_key: |{other}\n"
        );
        fs::write(at.join("trust.yaml"), text).unwrap();
        run(at, &["verify", "report.json", "--keys", "keys", "--trust", "trust.yaml"])
    };
    assert_exit(&trust(""), 0, &["holds"]);
    assert_exit(&trust("    meanings: [reviewed]\n"), 5, &["signature-outside-trust", "NOT TRUSTED"]);
    let second = format!("  Somebody Else:\n    public_key: |{}\n", pem("chen"));
    assert_exit(&trust(&second), 5, &["duplicate-key", "the key of `Somebody Else` is that of M. Chen already"]);
    for list in ["roles", "meanings"] {
        assert_exit(&trust(&format!("    {list}: []\n")), 5, &[&format!("`{list}` of M. Chen is empty")]);
    }
}

/// A key that cannot be looked at is named, and not left out.
#[cfg(unix)]
#[test]
fn a_key_that_leads_nowhere_is_told() {
    let folder = signed();
    let at = folder.path();
    fs::remove_file(at.join("keys/okafor.pub.pem")).unwrap();
    std::os::unix::fs::symlink("elsewhere/key.pem", at.join("keys/okafor.pub.pem")).unwrap();
    assert_exit(&verify(at, &["report.json"]), 2, &["keys/okafor.pub.pem: no such file"]);
}

/// What somebody signed, and what says who is trusted, is kept for good: no report and no archive takes its place, under the
/// name of its signatures or under that of another document that was signed with it.
#[test]
fn no_report_takes_the_place_of_what_is_signed_or_trusted() {
    let folder = archive();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 0, &[]);
    let trust = "# Whom we know.\n\nevqc_trust: 1\nkeys: {}\n";
    fs::write(at.join("trust.yaml"), trust).unwrap();
    fs::write(at.join("trust.txt"), trust.replace("evqc_trust", "\"evqc_trust\"")).unwrap();
    // The signatures of a document that has another name beside it.
    fs::create_dir(at.join("kept")).unwrap();
    fs::copy(at.join("report.json"), at.join("kept/report.json")).unwrap();
    fs::copy(at.join("report.json.intoto.jsonl"), at.join("kept/with-others.intoto.jsonl")).unwrap();
    for (path, what) in [
        ("report.json", "it is signed in report.json.intoto.jsonl"),
        ("lot.zip", "it is signed in lot.zip.intoto.jsonl"),
        ("kept/report.json", "kept/with-others.intoto.jsonl"),
        ("trust.yaml", "it says which keys are trusted"),
        ("trust.txt", "it says which keys are trusted"),
    ] {
        let before = fs::read(at.join(path)).unwrap();
        let told = [path, "is not replaced", what];
        let check = ["check", "spec.yaml", "data.csv"];
        for command in [&check[..], &["bundle", "spec.yaml", "data.csv"], &["doctor"], &["selftest"], &["spec", "list"]]
        {
            let target = if command[0] == "bundle" { path.to_owned() } else { format!("json:{path}") };
            assert_exit(&run(at, &[command, &["-o", &target]].concat()), 2, &told);
        }
        assert_eq!(fs::read(at.join(path)).unwrap(), before);
    }
    // Other bytes under the name of a signed document are no record of it.
    fs::write(at.join("kept/report.json"), "{}").unwrap();
    assert_exit(&run(at, &["check", "spec.yaml", "data.csv", "-o", "json:kept/report.json"]), 0, &[]);
}
