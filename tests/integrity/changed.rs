//! Every changed byte, and files that are none.

use super::*;

#[test]
fn a_changed_report_is_named() {
    let folder = signed();
    let at = folder.path();
    edit(at, "report.json", |text| text.replace("0.31", "0.13").replace("\"margin\":38.0", "\"margin\":74.0"));
    assert_exit(&verify(at, &["report.json"]), 5, &["file-changed", "report.json has changed", "same number of bytes"]);
    assert_exit(
        &sign(at, "report.json", ADLER, "approved", TEN, &[]),
        5,
        &["file-changed", "is not what M. Chen signed"],
    );
    edit(at, "report.json", |text| text[..1000].to_owned());
    assert_exit(&verify(at, &["report.json"]), 5, &["file-changed", "cut short, 1000 of"]);
    fs::remove_file(at.join("report.json")).unwrap();
    assert_exit(&verify(at, &["report.json.intoto.jsonl"]), 5, &["file-absent"]);
}

#[test]
fn a_chain_without_one_of_its_lines_is_noticed() {
    let folder = signed();
    let at = folder.path();
    let chain = "report.json.intoto.jsonl";
    let text = fs::read_to_string(at.join(chain)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let cases = [
        (format!("{}\n", lines[1]), "signatures-not-a-chain"),
        (format!("{}\n{}\n", lines[1], lines[0]), "signatures-not-a-chain"),
        (format!("{}\n{0}\n", lines[0]), "signer-twice"),
        (text[..text.len() - 1].to_owned(), "signatures-not-readable"),
        (text[..text.len() / 2].to_owned(), "signatures-not-readable"),
        (String::new(), "signatures-not-readable"),
        (format!("{text}\n"), "signatures-not-readable"),
        (text.replacen("{\"payloadType", "{ \"payloadType", 1), "signatures-not-readable"),
        (text.replacen("\"signatures\":[", "\"signatures\":[],\"x\":[", 1), "signatures-not-readable"),
    ];
    for (changed, code) in cases {
        fs::write(at.join(chain), &changed).unwrap();
        assert_exit(&verify(at, &["report.json"]), 5, &[code]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_of_a_signed_archive_changes_unnoticed(which in 0_usize..3, place in 0.0_f64..1.0, bit in 0_u8..8) {
        use std::sync::LazyLock;
        static FOLDER: LazyLock<TempDir> = LazyLock::new(archive);
        // A copy for each case: cases may run beside each other.
        let copy = tempfile::tempdir().unwrap();
        let files = ["lot.zip", "lot.zip.intoto.jsonl", "chen.pub.pem"];
        for file in &files[..2] {
            fs::copy(FOLDER.path().join(file), copy.path().join(file)).unwrap();
        }
        fs::copy(FOLDER.path().join("keys/chen.pub.pem"), copy.path().join("chen.pub.pem")).unwrap();
        let path = copy.path().join(files[which]);
        let mut bytes = fs::read(&path).unwrap();
        let at = ((bytes.len() as f64) * place) as usize;
        bytes[at] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        let output = run(copy.path(), &["verify", "lot.zip", "--keys", "."]);
        let text = said(&output);
        // A public key file is no part of the archive: it holds as long as it is the same key.
        let same_key = which == 2 && {
            let id = |bytes: &[u8]| Some(integrity::PublicKey::from_pem(std::str::from_utf8(bytes).ok()?).ok()?.id());
            id(&bytes).is_some() && id(&bytes) == id(&fs::read(FOLDER.path().join("keys/chen.pub.pem")).unwrap())
        };
        let expected: &[i32] = match (same_key, which) {
            (true, _) => &[0],
            (false, 2) => &[2, 5],
            (false, _) => &[5],
        };
        prop_assert!(expected.contains(&output.status.code().unwrap_or(-1)), "{} byte {at} bit {bit}: {text}", files[which]);
        prop_assert!(which == 2 || text.contains(files[which]), "the file is not named: {text}");
        prop_assert!(!text.contains("panicked"), "{text}");
    }

    #[test]
    fn what_is_no_archive_or_chain_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = integrity::Chain::read("x", &bytes);
        let _ = integrity::unpack("x", &bytes);
        let _ = integrity::evidence(&bytes);
        let _ = first_difference(&bytes, b"{}");
        let text = String::from_utf8_lossy(&bytes);
        let _ = integrity::SecretKey::from_pem(&text, Some("x"));
        let _ = integrity::PublicKey::from_pem(&text);
    }
}

#[test]
fn empty_files_folders_and_huge_files_are_told() {
    let folder = signed();
    let at = folder.path();
    for name in ["coa.pdf", "lot.zip", "coa.html", "coa.md", "x.bin"] {
        fs::write(at.join(name), "").unwrap();
        assert_exit(&verify(at, &[name]), 5, &["not-signed", name]);
        assert_exit(&run(at, &["verify", name, "--unsigned"]), 5, &["not-signed", "nothing can be checked"]);
        assert_exit(&sign(at, name, CHEN, "tested", NINE, &[]), 2, &[name, "holds no verdict"]);
    }
    assert_exit(&run(at, &["replay", "lot.zip"]), 5, &["bundle-not-readable", "cut short, or no zip archive"]);
    for command in [&["verify", "keys"][..], &["replay", "keys"], &["verify", "report.json", "--trust", "keys"]] {
        assert_exit(&run(at, command), 2, &["keys"]);
    }
    assert_exit(&verify(at, &["keys"]), 2, &["keys: is a folder; name the files in it"]);
    let key = ["sign", "x.bin", "--key", "keys", "--signer", "A", "--role", "B", "--meaning", "tested"];
    fs::copy(at.join("report.json"), at.join("x.bin")).unwrap();
    assert_exit(&run(at, &key), 2, &["keys: is a folder; name the file in it"]);
    fs::write(at.join("x.bin"), "").unwrap();
    assert_exit(&sign(at, "keys", CHEN, "tested", NINE, &[]), 2, &["keys: is a folder"]);
    assert_exit(&run(at, &["verify", "report.json", "--keys", "report.json"]), 2, &["report.json"]);
    assert_exit(&run(at, &["verify", "absent.pdf"]), 2, &["absent.pdf"]);
    // Without a byte on the disk.
    fs::File::create(at.join("huge.zip")).unwrap().set_len((4 << 30) + 1).unwrap();
    for command in [&["verify", "huge.zip"][..], &["replay", "huge.zip"]] {
        assert_exit(&run(at, command), 2, &["huge.zip: is larger than 4 GiB"]);
    }
    fs::File::create(at.join("keys/huge.pem")).unwrap().set_len(1 << 20).unwrap();
    assert_exit(&verify(at, &["report.json"]), 2, &["huge.pem: is larger than 64 KiB, and no key or passphrase"]);
}

#[test]
fn lines_that_are_written_otherwise_are_told() {
    let folder = signed();
    let at = folder.path();
    let chain = "report.json.intoto.jsonl";
    let text = fs::read_to_string(at.join(chain)).unwrap();
    let first = text.lines().next().unwrap();
    let payload = first.split("\"payload\":\"").nth(1).unwrap().split('"').next().unwrap();
    let no_signatures =
        format!("{{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"{payload}\",\"signatures\":[]}}\n");
    for (changed, says) in [
        (no_signatures, "has 0 signatures; there is one in each line"),
        (text.replacen(&payload[..8], &format!("{} ", &payload[..8]), 1), "has a payload that is not Base64"),
        (text.replacen(&payload[..8], &format!("{}\\n", &payload[..8]), 1), "has a payload that is not Base64"),
        (text.replacen("\"sig\":\"", "\"sig\":\" ", 1), "has a signature that is not Base64"),
        (text.replacen("{\"payloadType\":", "{\"payload\":\"\",\"payloadType\":", 1), "duplicate field `payload`"),
    ] {
        fs::write(at.join(chain), &changed).unwrap();
        assert_exit(&verify(at, &["report.json"]), 5, &["signatures-not-readable", "report.json.intoto.jsonl:1", says]);
        assert_exit(&sign(at, "report.json", ADLER, "approved", TEN, &[]), 5, &["signatures-not-readable"]);
    }
}

/// A statement with one of its words replaced, signed anew by its own key.
#[test]
fn statements_that_name_nothing_or_something_twice_are_told() {
    let folder = signed();
    let at = folder.path();
    let pem = fs::read_to_string(at.join("keys/chen.key.pem")).unwrap();
    let key = integrity::SecretKey::from_pem(&pem, Some(PASSPHRASE)).unwrap();
    let (chain, _) = integrity::Chain::read("x", &fs::read(at.join("report.json.intoto.jsonl")).unwrap());
    let payload = String::from_utf8(chain.links()[0].envelope.payload.clone()).unwrap();
    let subject = payload.split("\"subject\":").nth(1).unwrap().split(",\"predicateType\"").next().unwrap();
    for (from, to, says) in [
        (subject, "[]", "signs no file"),
        ("\"name\":\"report.json\"", "\"name\":\"../report.json\"", "expected the name of a file without folders"),
        ("\"result\":", "\"result\":\"FAILED\",\"result\":", "duplicate field `result`"),
        ("Statement/v1", "Statement/v2", "states something else"),
    ] {
        let changed = payload.replacen(from, to, 1);
        assert_ne!(changed, payload);
        let envelope = integrity::Envelope::sign(changed.into_bytes(), &key);
        fs::write(at.join("report.json.intoto.jsonl"), envelope.line() + "\n").unwrap();
        assert_exit(&verify(at, &["report.json"]), 5, &["signatures-not-readable", says]);
    }
}
