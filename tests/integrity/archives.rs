//! Archives: what they hold, and every change in them.

use super::*;

#[test]
fn an_archive_holds_everything_and_is_the_same_from_anywhere() {
    let folder = archive();
    let at = folder.path();
    let paths: Vec<String> = entries(at).into_iter().map(|entry| entry.path).collect();
    let expected = [
        "README.txt",
        "SHA256SUMS",
        "attachments/chen.pub.pem",
        "data/data.csv",
        "manifest.json",
        "report.json",
        "specification/base.yaml",
        "specification/spec.yaml",
    ];
    assert_eq!(paths, expected);
    assert_exit(&verify(at, &["lot.zip"]), 0, &["lot.zip: holds"]);
    assert_exit(&run(at, &["replay", "lot.zip"]), 0, &["same result", "1 lot: 1 conforms", "by the same program"]);
    // From another folder, by other names.
    let elsewhere = tempfile::tempdir().unwrap();
    let name = |file: &str| at.join(file).to_string_lossy().into_owned();
    let (spec, data, key) = (name("spec.yaml"), name("data.csv"), name("keys/chen.pub.pem"));
    let bundle = ["bundle", &spec, &data, "--as-of", "2026-11-20", "--attach", &key, "-o", "other.zip"];
    assert_exit(&run(elsewhere.path(), &bundle), 0, &[]);
    assert!(fs::read(at.join("lot.zip")).unwrap() == fs::read(elsewhere.path().join("other.zip")).unwrap());
    // No folder of the machine shows, unless files have to lie to each other as they did.
    fs::create_dir_all(elsewhere.path().join("home/chen")).unwrap();
    fs::write(elsewhere.path().join("home/chen/more.csv"), "lot,test,value,unit\nL8,c,positive,\n").unwrap();
    let more = ["bundle", &spec, &data, "home/chen/more.csv", "--as-of", "2026-11-20", "-o", "more.zip"];
    assert_exit(&run(elsewhere.path(), &more), 0, &["2 lots"]);
    let bytes = fs::read(elsewhere.path().join("more.zip")).unwrap();
    assert!(
        bytes.windows(13).any(|window| window == b"data/more.csv") && !bytes.windows(4).any(|window| window == b"home")
    );
}

#[test]
fn a_built_in_specification_comes_with_what_it_inherits() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("data.csv"), "lot,test,value,unit\nL1,endotoxin,0.1,EU/mL\n").unwrap();
    let output = run(at, &["bundle", "misev2023-reporting", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"]);
    assert_exit(&output, 0, &["1 lot: 0 conform"]);
    let open = run(at, &["bundle", "intravenous", "data.csv", "--as-of", "2026-11-20", "-o", "open.zip"]);
    assert_exit(&open, 4, &["parameter-not-set", "no archive was written"]);
    let paths: Vec<String> = entries(at).into_iter().map(|entry| entry.path).collect();
    assert!(paths.contains(&"library/vesicle-basis.yaml".to_owned()), "{paths:?}");
    assert!(paths.contains(&"specification/misev2023-reporting.yaml".to_owned()), "{paths:?}");
    assert_exit(&run(at, &["replay", "lot.zip"]), 0, &["same result"]);
    // What was archived counts, not what this program has under the same name.
    let changed = remade(entries(at), "library/vesicle-basis.yaml", |text| format!("{text}\n# of an older version\n"));
    fs::write(at.join("older.zip"), changed).unwrap();
    assert_exit(&run(at, &["replay", "older.zip"]), 0, &["same result"]);
}

#[test]
fn signatures_inside_of_an_archive_are_verified_too() {
    let folder = signed();
    let at = folder.path();
    let bundle = |attach: &[&str]| {
        let attached = attach.iter().flat_map(|file| ["--attach", *file]);
        let fixed = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"].into_iter();
        let _ = fs::remove_file(at.join("lot.zip.intoto.jsonl"));
        assert_exit(&run(at, &fixed.chain(attached).collect::<Vec<_>>()), 0, &[]);
        assert_exit(&sign(at, "lot.zip", ADLER, "approved", TEN, &[]), 0, &[]);
        verify(at, &["lot.zip"])
    };
    let whole = bundle(&["report.json", "report.json.intoto.jsonl"]);
    assert_exit(
        &whole,
        0,
        &["lot.zip: holds", "attachments/report.json.intoto.jsonl:", "2 reviewed  R. Okafor", "1 approved  Q. Adler"],
    );
    // Signed as it lay with the data, and renamed meanwhile: it is known by its bytes.
    fs::copy(at.join("report.json"), at.join("verdict.json")).unwrap();
    let renamed = bundle(&["verdict.json", "report.json.intoto.jsonl"]);
    assert_exit(&renamed, 0, &["lot.zip: holds", "attachments/report.json.intoto.jsonl:", "2 reviewed  R. Okafor"]);
    // What `verify` would find in an archive for ever is put into none.
    let refused = |attach: &[&str], says: &[&str]| {
        let attached = attach.iter().flat_map(|file| ["--attach", *file]);
        let fixed = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "none.zip"].into_iter();
        assert_exit(&run(at, &fixed.chain(attached).collect::<Vec<_>>()), 5, says);
        assert!(!at.join("none.zip").exists());
    };
    let absent = ["file-absent", "attachments/report.json is signed in", "--attach report.json too, as it was signed"];
    refused(&["report.json.intoto.jsonl"], &absent);
    edit(at, "report.json", |text| text.replacen("0.31", "0.13", 1));
    let changed = ["file-changed", "attachments/report.json has changed"];
    refused(&["report.json", "report.json.intoto.jsonl"], &changed);
    let mailed = fs::read_to_string(at.join("report.json.intoto.jsonl")).unwrap().replace('\n', "\r\n");
    fs::write(at.join("mailed.intoto.jsonl"), mailed).unwrap();
    refused(&["verdict.json", "mailed.intoto.jsonl"], &["signatures-not-readable", "ends in CR LF"]);
    // Nor is one signed that another program put together so.
    let chain = fs::read(at.join("report.json.intoto.jsonl")).unwrap();
    let without: Vec<Entry> = entries(at).into_iter().filter(|one| !one.path.starts_with("attachments/")).collect();
    let path = "attachments/report.json.intoto.jsonl";
    let unlisted = integrity::unpack("x", &delisted(&without)).unwrap().0;
    fs::write(at.join("x.zip"), with_file(&unlisted, path, integrity::Role::Attachment, &chain)).unwrap();
    assert_exit(&sign(at, "x.zip", ADLER, "approved", TEN, &[]), 5, &["file-absent", "attachments/report.json"]);
    assert_exit(&verify(at, &["x.zip"]), 5, &["file-absent", "attachments/report.json"]);
}

/// A file and its signatures may be renamed together, as two of one name have to be in one archive. What signatures stand beside is
/// what they are read as: a copy elsewhere makes nothing good that was changed there.
#[test]
fn signatures_are_over_the_file_that_they_stand_beside() {
    let folder = signed();
    let at = folder.path();
    let bundle = |attach: &[&str]| {
        let attached = attach.iter().flat_map(|file| ["--attach", *file]);
        let fixed = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"].into_iter();
        let _ = fs::remove_file(at.join("lot.zip"));
        run(at, &fixed.chain(attached).collect::<Vec<_>>())
    };
    let flat = |output: &Output| said(output).split_whitespace().collect::<Vec<_>>().join(" ");
    // Another report of the same name, from a folder of its own.
    fs::create_dir(at.join("two")).unwrap();
    let report = ["check", "spec.yaml", "data.csv", "--as-of", "2026-11-21", "-o", "json:two/report.json"];
    assert_exit(&run(at, &report), 0, &[]);
    assert_exit(&sign(at, "two/report.json", CHEN, "tested", NINE, &[]), 0, &[]);
    let both = ["report.json", "report.json.intoto.jsonl", "two/report.json", "two/report.json.intoto.jsonl"];
    assert_exit(&bundle(&both), 2, &["rename"]);
    fs::copy(at.join("two/report.json"), at.join("report-2.json")).unwrap();
    fs::copy(at.join("two/report.json"), at.join("kept.json")).unwrap();
    fs::copy(at.join("two/report.json.intoto.jsonl"), at.join("report-2.json.intoto.jsonl")).unwrap();
    for second in ["report-2.json", "kept.json"] {
        assert_exit(
            &bundle(&["report.json", "report.json.intoto.jsonl", second, "report-2.json.intoto.jsonl"]),
            0,
            &[],
        );
        let output = verify(at, &["lot.zip", "--unsigned"]);
        assert_exit(&output, 0, &["lot.zip: holds"]);
        assert_exit(&sign(at, "lot.zip", ADLER, "approved", TEN, &[]), 0, &[]);
        let output = verify(at, &["lot.zip"]);
        assert_exit(
            &output,
            0,
            &["attachments/report.json.intoto.jsonl:\n  over attachments/report.json:\n  1 tested"],
        );
        let over = format!("report-2.json.intoto.jsonl:\n  over report.json, by attachments/{second}:\n  1 tested");
        assert_exit(&output, 0, &[&over]);
        fs::remove_file(at.join("lot.zip.intoto.jsonl")).unwrap();
    }
    // Without it the file that has its name is no changed one.
    let output = bundle(&["report.json", "report.json.intoto.jsonl", "report-2.json.intoto.jsonl"]);
    let absent =
        "attachments/report-2.json is signed in attachments/report-2.json.intoto.jsonl, and not in the archive";
    assert!(output.status.code() == Some(5) && flat(&output).contains(absent), "{}", flat(&output));
    // Changed beside its signatures, and the file that was signed lies elsewhere or under the name that was signed.
    edit(at, "report-2.json", |text| format!("{text} "));
    for (kept, with_own) in [("kept.json", false), ("kept.json", true), ("two/report.json", false)] {
        let own = ["report.json", "report.json.intoto.jsonl"];
        let own = if with_own { &own[..] } else { &[] };
        let output = bundle(&[own, &[kept, "report-2.json", "report-2.json.intoto.jsonl"]].concat());
        let name = kept.trim_start_matches("two/");
        let told = flat(&output);
        for text in [
            "error[file-changed]: attachments/report-2.json has changed: it has",
            &format!(
                "help: attachments/{name} has the bytes that were signed: call report-2.json.intoto.jsonl {name}.intoto.jsonl"
            ),
        ] {
            assert!(output.status.code() == Some(5) && told.contains(text), "{text}: {told}");
        }
    }
    // Under its signed name beside signatures that are called otherwise.
    edit(at, "report.json", |text| format!("{text} "));
    fs::copy(at.join("report.json.intoto.jsonl"), at.join("x.jsonl")).unwrap();
    let output = bundle(&["report.json", "x.jsonl"]);
    assert!(flat(&output).contains("attachments/report.json has changed"), "{}", flat(&output));
}

/// An archive whose manifest knows only the files that are there.
fn delisted(entries: &[Entry]) -> Vec<u8> {
    let is_there = |path: &str| entries.iter().any(|entry| entry.path == path);
    listed_anew(entries.to_vec(), |manifest| manifest.files.retain(|file| is_there(&file.path)))
}

/// The archive of these files after a change of its manifest, of which the list of digests knows too.
fn listed_anew(mut entries: Vec<Entry>, change: impl FnOnce(&mut integrity::Manifest)) -> Vec<u8> {
    entries.retain(|entry| entry.path != "SHA256SUMS");
    let mut manifest = integrity::Manifest::read(&entries).unwrap();
    change(&mut manifest);
    let own = entries.iter_mut().find(|entry| entry.path == MANIFEST).unwrap();
    own.bytes = manifest.text().unwrap().into_bytes();
    let list = integrity::checksums(&entries);
    entries.push(Entry { path: "SHA256SUMS".to_owned(), bytes: list.into_bytes() });
    integrity::pack(&entries).unwrap()
}

/// The report that people signed is another file than that of the archive, which names its files as they lie there: who tested the lot
/// by it does not approve the whole, and nobody signs the whole before it.
#[test]
fn who_tested_by_the_report_does_not_approve_the_archive() {
    let folder = laboratory();
    let at = folder.path();
    trust_all(at);
    assert_exit(&sign(at, "report.json", CHEN, "tested", TEN, &[]), 0, &[]);
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    let attached = ["--attach", "report.json", "--attach", "report.json.intoto.jsonl"];
    assert_exit(&run(at, &[&bundle[..], &attached].concat()), 0, &[]);
    let flat = |output: &Output| said(output).split_whitespace().collect::<Vec<_>>().join(" ");
    let twice = "M. Chen signs in two files: tested as analyst at 2026-11-27T09:00:00Z in \
                 attachments/report.json.intoto.jsonl, and approved as analyst at 2026-11-27T09:00:00Z in lot.zip.intoto.jsonl";
    let output = sign(at, "lot.zip", CHEN, "approved", TEN, &[]);
    assert!(output.status.code() == Some(5) && flat(&output).contains(twice), "{}", flat(&output));
    let output = sign(at, "lot.zip", ADLER, "approved", NINE, &[]);
    let early = "the signature of Q. Adler is of 2026-11-27T08:00:00Z, before that of M. Chen at 2026-11-27T09:00:00Z in \
                 attachments/report.json.intoto.jsonl, which it covers";
    assert!(output.status.code() == Some(5) && flat(&output).contains(early), "{}", flat(&output));
    assert_exit(&sign(at, "lot.zip", ADLER, "approved", TEN, &[]), 0, &[]);
    let verify = ["verify", "lot.zip", "--trust", "trust.yaml", "--require", "approved"];
    assert_exit(&run(at, &verify), 0, &["lot.zip: holds"]);
    // As another program signs it.
    let pem = fs::read_to_string(at.join("keys/chen.key.pem")).unwrap();
    let key = integrity::SecretKey::from_pem(&pem, Some(PASSPHRASE)).unwrap();
    let subject = vec![integrity::Resource::of_file("lot.zip", &fs::read(at.join("lot.zip")).unwrap())];
    let signing = integrity::Signing {
        signer: "M. Chen",
        role: "analyst",
        meaning: integrity::Meaning::Approved,
        time: &"2026-11-27T10:00:00+01:00[+01:00]".parse().unwrap(),
        time_source: integrity::TimeSource::Stated,
        tool: "another program",
    };
    let evidence = integrity::evidence(&fs::read(at.join("report.json")).unwrap()).unwrap();
    let mut chain = integrity::Chain::new("lot.zip.intoto.jsonl");
    chain.sign(subject, evidence, &signing, &key).unwrap();
    fs::write(at.join("lot.zip.intoto.jsonl"), chain.text()).unwrap();
    let output = run(at, &verify);
    assert!(output.status.code() == Some(5) && flat(&output).contains(twice), "{}", flat(&output));
}

/// Two files that are one where names are compared otherwise, and names that act on a terminal: this program packs none, so that an
/// archive that says it did was made by another.
#[test]
fn an_archive_of_this_program_has_no_name_that_it_refuses() {
    let folder = archive();
    let at = folder.path();
    for (path, why) in [
        ("attachments/Chen.pub.pem", "would take each other's place where an archive is unpacked on Windows or macOS"),
        ("attachments/con.txt", "a name of it is that of a device on Windows"),
        ("attachments/a\u{1b}[2J.txt", "it has a sign that cannot be seen"),
    ] {
        let mut entries: Vec<Entry> = entries(at).into_iter().filter(|entry| entry.path != "SHA256SUMS").collect();
        let mut manifest = integrity::Manifest::read(&entries).unwrap();
        manifest.files.push(integrity::file_for(path, integrity::Role::Attachment, b"x"));
        manifest.files.sort_by(|one, other| one.path.cmp(&other.path));
        entries.push(Entry { path: path.to_owned(), bytes: b"x".to_vec() });
        entries.iter_mut().find(|entry| entry.path == MANIFEST).unwrap().bytes = manifest.text().unwrap().into_bytes();
        let list = integrity::checksums(&entries);
        entries.push(Entry { path: "SHA256SUMS".to_owned(), bytes: list.into_bytes() });
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        fs::write(at.join("x.zip"), zipped(&entries)).unwrap();
        let flat = |output: &Output| said(output).split_whitespace().collect::<Vec<_>>().join(" ");
        for output in [
            run(at, &["verify", "x.zip", "--unsigned"]),
            run(at, &["replay", "x.zip"]),
            sign(at, "x.zip", CHEN, "tested", NINE, &[]),
        ] {
            let text = flat(&output);
            assert!(output.status.code() == Some(5) && text.contains("bundle-changed") && text.contains(why), "{text}");
        }
    }
}

/// A zip file with the bytes that evqc writes, whatever the files are called.
fn zipped(entries: &[Entry]) -> Vec<u8> {
    use std::io::Write;
    use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for entry in entries {
        writer.start_file(entry.path.as_str(), options).unwrap();
        writer.write_all(&entry.bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The same as files.
fn remade_entries(entries: &[Entry], path: &str, edit: impl Fn(&str) -> String) -> Vec<Entry> {
    integrity::unpack("x", &remade(entries.to_vec(), path, edit)).unwrap().0
}

#[test]
fn another_result_is_told_with_its_first_difference() {
    let folder = archive();
    let at = folder.path();
    let replay = |bytes: Vec<u8>| {
        fs::write(at.join("changed.zip"), bytes).unwrap();
        run(at, &["replay", "changed.zip"])
    };
    let worse = replay(remade(entries(at), "data/data.csv", |text| text.replace("0.31", "0.61")));
    assert_exit(&worse, 5, &["ANOTHER RESULT", "replay-differs", "inputs[0].sha256"]);
    let painted =
        replay(remade(entries(at), REPORT, |text| text.replace("\"outcome\":\"pass\"", "\"outcome\":\"fail\"")));
    assert_exit(&painted, 5, &["replay-differs", "lots[0].tests[0].outcome: \"fail\" in the archive, \"pass\" now"]);
    let limit = replay(remade(entries(at), "specification/base.yaml", |text| text.replace("0.50", "0.30")));
    assert_exit(&limit, 5, &["replay-differs", "specs[0].sha256"]);
    // The same program writes the same bytes; another may name itself, and nothing else.
    let other = |text: &str| text.replace(integrity::SOURCE_SHA256, &"0".repeat(64));
    let renamed = remade(entries(at), REPORT, other);
    assert_exit(
        &replay(renamed.clone()),
        5,
        &["manifest-not-readable", "report.json is by evqc 0.1.0 (SHA-256 000000"],
    );
    let (renamed, _) = integrity::unpack("x", &renamed).unwrap();
    let twice = |text: &str| text.replace("\"verdict\":", "\"verdict\":\"does_not_conform\",\"verdict\":");
    for report in [remade(entries(at), REPORT, twice), remade(remade_entries(&renamed, MANIFEST, other), REPORT, twice)]
    {
        assert_exit(&replay(report), 5, &["replay-differs", "with a key twice"]);
    }
    assert_exit(&replay(remade(renamed, MANIFEST, other)), 0, &["same result", "source 000000000000…"]);
    // Such an archive hangs together; only its signature shows that it is another.
    fs::copy(at.join("changed.zip"), at.join("lot.zip")).unwrap();
    assert_exit(&verify(at, &["lot.zip", "--unsigned"]), 5, &["file-changed", "lot.zip has changed"]);
    fs::remove_file(at.join("lot.zip.intoto.jsonl")).unwrap();
    assert_exit(&verify(at, &["lot.zip"]), 5, &["not-signed"]);
    assert_exit(&verify(at, &["lot.zip", "--unsigned"]), 0, &["digests only"]);
}

#[test]
fn every_file_of_an_archive_is_named_when_it_changed() {
    let folder = archive();
    let at = folder.path();
    let packed = fs::read(at.join("lot.zip")).unwrap();
    for entry in entries(at) {
        let start = packed.windows(entry.bytes.len()).position(|window| window == entry.bytes).unwrap();
        for offset in [0, entry.bytes.len() / 2, entry.bytes.len() - 1] {
            let mut bytes = packed.clone();
            bytes[start + offset] ^= 1;
            fs::write(at.join("lot.zip"), bytes).unwrap();
            for command in [&["verify", "lot.zip", "--keys", "keys"][..], &["replay", "lot.zip"]] {
                assert_exit(&run(at, command), 5, &["file-changed", &entry.path]);
            }
        }
    }
    for cut in [0, 10, packed.len() / 2, packed.len() - 1] {
        fs::write(at.join("lot.zip"), &packed[..cut]).unwrap();
        assert_exit(&run(at, &["replay", "lot.zip"]), 5, &["bundle-not-readable"]);
    }
}

#[test]
fn files_that_nobody_vouches_for_and_absent_ones_are_told() {
    let folder = archive();
    let at = folder.path();
    let mut more = entries(at);
    more.push(Entry { path: "data/second.csv".to_owned(), bytes: b"x".to_vec() });
    fs::write(at.join("x.zip"), integrity::pack(&more).unwrap()).unwrap();
    assert_exit(&run(at, &["replay", "x.zip"]), 5, &["file-not-listed", "data/second.csv"]);
    let fewer: Vec<Entry> = entries(at).into_iter().filter(|entry| entry.path != "data/data.csv").collect();
    fs::write(at.join("x.zip"), integrity::pack(&fewer).unwrap()).unwrap();
    assert_exit(&run(at, &["replay", "x.zip"]), 5, &["file-absent", "data/data.csv"]);
    for path in [MANIFEST, "SHA256SUMS"] {
        let without: Vec<Entry> = entries(at).into_iter().filter(|entry| entry.path != path).collect();
        fs::write(at.join("x.zip"), integrity::pack(&without).unwrap()).unwrap();
        assert_exit(&run(at, &["replay", "x.zip"]), 5, &["manifest-not-readable", path]);
    }
    let outside = remade(entries(at), MANIFEST, |text| text.replace("data/data.csv\"\n", "../data.csv\"\n"));
    fs::write(at.join("x.zip"), outside).unwrap();
    assert_exit(&run(at, &["replay", "x.zip"]), 5, &["manifest-not-readable", "../data.csv"]);
}

/// What the report says is not what the data beside it give: nobody signs that, and `verify` tells it as `replay` does.
#[test]
fn a_report_that_its_data_contradict_is_neither_signed_nor_verified() {
    let folder = archive();
    let at = folder.path();
    // As whoever edits it whole.
    let value = |text: &str| text.replace("0.31", "0.13").replace("\"margin\":38.0", "\"margin\":74.0");
    let painted = remade(entries(at), REPORT, value);
    let first = "in the archive,";
    fs::write(at.join("x.zip"), &painted).unwrap();
    assert_exit(&sign(at, "x.zip", CHEN, "tested", NINE, &[]), 5, &["replay-differs", "lots[0].tests[0].", first]);
    assert!(!at.join("x.zip.intoto.jsonl").exists());
    let told = ["DOES NOT HOLD", "judged again: ANOTHER RESULT", "replay-differs", "lots[0].tests[0].", first];
    assert_exit(&verify(at, &["x.zip", "--unsigned"]), 5, &told);
    let document = as_json(at, &["verify", "x.zip", "--unsigned"], 5);
    assert_eq!(document["files"][0]["replay"]["same"], false);
    // As it was made it is judged again by whoever verifies it.
    assert_exit(&verify(at, &["lot.zip"]), 0, &["lot.zip: holds", "judged again: same result", "1 lot: 1 conforms"]);
    let document = as_json(at, &["verify", "lot.zip", "--keys", "keys"], 0);
    assert_eq!(document["files"][0]["replay"]["same"], true);
    assert!(document["files"][0].get("not_judged_again").is_none());
}

/// Another program may come to another result without a change in the archive: what it made is not judged again, and every command
/// says so; it is signed where this one comes to the same.
#[test]
fn an_archive_of_another_program_is_said_to_be_one() {
    let folder = archive();
    let at = folder.path();
    let other = |text: &str| text.replace(integrity::SOURCE_SHA256, &"0".repeat(64));
    let older = remade_entries(&remade_entries(&entries(at), REPORT, other), MANIFEST, other);
    let write = |entries: &[Entry]| fs::write(at.join("older.zip"), integrity::pack(entries).unwrap()).unwrap();
    write(&older);
    let told = [
        "older.zip: holds",
        "not judged again: it was made by evqc 0.1.0 (source 000000000000…); `evqc replay` shows what differs",
        "README.txt: NOT CHECKED beyond its digest, it was written by evqc 0.1.0 (source 000000000000…)",
    ];
    assert_exit(&verify(at, &["older.zip", "--unsigned"]), 0, &told);
    let document = as_json(at, &["verify", "older.zip", "--unsigned"], 0);
    let file = &document["files"][0];
    assert!(file["replay"].is_null() && file["not_judged_again"].as_str().unwrap().contains("made by evqc 0.1.0"));
    let readme = file["attachments"].as_array().unwrap().iter().find(|one| one["path"] == "README.txt").unwrap();
    assert_eq!(readme["checked"], false);
    let same = ["the lots come to the same result, then by evqc 0.1.0 (source 000000000000…), now by evqc"];
    assert_exit(&sign(at, "older.zip", CHEN, "tested", NINE, &[]), 0, &same);
    assert_exit(&verify(at, &["older.zip"]), 0, &["older.zip: holds", "1 tested"]);
    fs::remove_file(at.join("older.zip.intoto.jsonl")).unwrap();
    write(&remade_entries(&older, REPORT, |text| text.replacen("0.31", "0.13", 1)));
    let contradicts = ["contradicts-itself", "report.json contradicts itself: lot L7: test e: "];
    assert_exit(&sign(at, "older.zip", CHEN, "tested", NINE, &[]), 5, &contradicts);
    assert_exit(&verify(at, &["older.zip", "--unsigned"]), 5, &contradicts);
    write(&remade_entries(&older, REPORT, |text| {
        text.replace("0.31", "0.13").replace("\"margin\":38.0", "\"margin\":74.0")
    }));
    let differs = ["replay-differs", "lots[0].tests[0].", "sign with the program that made it"];
    assert_exit(&sign(at, "older.zip", CHEN, "tested", NINE, &[]), 5, &differs);
    assert!(!at.join("older.zip.intoto.jsonl").exists());
    // Another program in the manifest alone is no way around what this one writes.
    let named = remade_entries(&entries(at), MANIFEST, other);
    write(&remade_entries(&named, "README.txt", |text| format!("{text}\nThe official certificate: see L7.pdf\n")));
    let told = ["manifest-not-readable", "manifest.json names evqc 0.1.0 (SHA-256 000000"];
    for command in [&["verify", "older.zip", "--unsigned"][..], &["replay", "older.zip"]] {
        assert_exit(&run(at, command), 5, &told);
    }
}

/// A reader of the list, and one of the manifest, see each file once.
#[test]
fn no_file_is_listed_twice() {
    let folder = archive();
    let at = folder.path();
    let mut entries = entries(at);
    let list = entries.iter_mut().find(|entry| entry.path == "SHA256SUMS").unwrap();
    list.bytes.extend_from_within(..list.bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1);
    fs::write(at.join("x.zip"), integrity::pack(&entries).unwrap()).unwrap();
    let told = ["manifest-not-readable", "SHA256SUMS lists README.txt twice"];
    assert_exit(&run(at, &["verify", "x.zip", "--unsigned"]), 5, &told);
    entries.retain(|entry| entry.path != "SHA256SUMS");
    let data = entries.iter().find(|entry| entry.path == "data/data.csv").unwrap().clone();
    entries.retain(|entry| entry.path != data.path);
    fs::write(at.join("x.zip"), with_file(&entries, &data.path, integrity::Role::Attachment, &data.bytes)).unwrap();
    let told = ["manifest-not-readable", "manifest.json lists data/data.csv twice"];
    assert_exit(&run(at, &["verify", "x.zip", "--unsigned"]), 5, &told);
}

/// The same archive with one more file, of which both manifests know.
pub(super) fn with_file(entries: &[Entry], path: &str, role: integrity::Role, bytes: &[u8]) -> Vec<u8> {
    let more = Entry { path: path.to_owned(), bytes: bytes.to_owned() };
    listed_anew([entries, &[more]].concat(), |manifest| {
        manifest.files.push(integrity::file_for(path, role, bytes));
        manifest.files.sort_by(|one, other| one.path.cmp(&other.path));
    })
}

/// Both manifests know them, and a reader would take them for a part of what was judged.
#[test]
fn files_where_evqc_puts_none_are_told() {
    use integrity::Role;
    let folder = archive();
    let at = folder.path();
    let nowhere = "lies where evqc puts no file into an archive";
    let unread = "lies among the data, and is none of the files that were judged";
    for (path, role, what) in [
        ("certificate/L7.pdf", Role::Attachment, nowhere),
        ("OFFICIAL.json", Role::Attachment, nowhere),
        ("drawn-again.json", Role::Data, nowhere),
        ("report-2.json", Role::Report, nowhere),
        ("trail-x/evqc-trail.jsonl", Role::Trail, nowhere),
        ("trail-/evqc-trail.jsonl", Role::Trail, nowhere),
        ("trail-02/evqc-trail.jsonl", Role::Trail, nowhere),
        ("trail/2/evqc-trail.jsonl", Role::Trail, nowhere),
        ("trail/official.pdf", Role::Trail, nowhere),
        ("trail/evqc-trail.head", Role::Trail, nowhere),
        ("specification/approved.yaml", Role::Specification, nowhere),
        ("library/official.pdf", Role::Specification, nowhere),
        ("data/more/samples.yaml", Role::Data, unread),
        ("lots/samples.yaml", Role::Data, unread),
        ("waivers/all.csv", Role::Waivers, unread),
        ("data/second.csv", Role::Data, unread),
    ] {
        fs::write(at.join("x.zip"), with_file(&entries(at), path, role, b"lot,test\n")).unwrap();
        for command in [&["verify", "x.zip", "--unsigned"][..], &["replay", "x.zip"]] {
            assert_exit(&run(at, command), 5, &["bundle-changed", &format!("{path} {what}")]);
        }
        assert_exit(&sign(at, "x.zip", CHEN, "tested", NINE, &[]), 5, &["bundle-changed", path]);
    }
    let pointed = remade(entries(at), "README.txt", |text| format!("{text}\nThe official certificate: see L7.pdf\n"));
    fs::write(at.join("x.zip"), pointed).unwrap();
    let told = ["bundle-changed", "README.txt is not what evqc writes into this archive"];
    assert_exit(&run(at, &["verify", "x.zip", "--unsigned"]), 5, &told);
    // What was put in beside has a place, and a copy of it is no other file.
    let copied = entries(at).iter().find(|entry| entry.path.ends_with("chen.pub.pem")).unwrap().bytes.clone();
    fs::write(at.join("x.zip"), with_file(&entries(at), "img/key.pem", Role::Attachment, &copied)).unwrap();
    assert_exit(&run(at, &["verify", "x.zip", "--unsigned"]), 0, &["digests only"]);
}

/// Signatures, keys and issued certificates are kept for good: no report takes their place.
#[test]
fn no_report_takes_the_place_of_a_record() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 0, &[]);
    for (path, what) in
        [("report.json.intoto.jsonl", "it holds signatures"), ("keys/okafor.key.pem", "it holds a secret key")]
    {
        let before = fs::read(at.join(path)).unwrap();
        let target = format!("jsonl:{path}");
        assert_exit(&run(at, &["check", "spec.yaml", "data.csv", "-o", &target]), 2, &[path, "is not replaced", what]);
        assert_exit(&run(at, &["bundle", "spec.yaml", "data.csv", "-o", path]), 2, &["is not replaced", what]);
        assert_eq!(fs::read(at.join(path)).unwrap(), before);
    }
}

#[test]
fn nothing_outside_of_an_archive_is_read() {
    let folder = archive();
    let at = folder.path();
    fs::write(at.join("secret.yaml"), BASE).unwrap();
    for name in [at.join("secret.yaml").to_string_lossy().into_owned(), "../../secret.yaml".to_owned()] {
        let changed = remade(entries(at), "specification/spec.yaml", |text| {
            text.replace("[base.yaml]", &format!("[base.yaml, \"{name}\"]"))
        });
        fs::write(at.join("x.zip"), changed).unwrap();
        let output = run(at, &["replay", "x.zip"]);
        assert_exit(&output, 5, &["replay-differs"]);
    }
    assert_exit(&run(at, &["bundle", "spec.yaml", "-", "-o", "y.zip"]), 2, &["only files can be archived"]);
    fs::write(at.join("spec.yaml"), SPEC.replace("base.yaml", "absent.yaml")).unwrap();
    assert_exit(&run(at, &["bundle", "spec.yaml", "data.csv", "-o", "y.zip"]), 4, &["absent.yaml: no such file"]);
    assert!(!at.join("y.zip").exists());
}

#[test]
fn archives_that_evqc_never_writes_are_told() {
    use std::io::Write;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};
    let folder = archive();
    let at = folder.path();
    let told = |bytes: &[u8], code: &str, says: &str| {
        fs::write(at.join("x.zip"), bytes).unwrap();
        for command in [&["verify", "x.zip", "--unsigned"][..], &["replay", "x.zip"]] {
            assert_exit(&run(at, command), 5, &[code, says]);
        }
        if bytes.starts_with(b"PK") {
            assert_exit(&sign(at, "x.zip", CHEN, "tested", NINE, &[]), 5, &[code]);
        }
        assert!(!at.join("../up.txt").exists() && !at.join("up.txt").exists(), "something was unpacked");
    };
    // A manifest of evqc makes an archive of a zip file.
    let manifest = entries(at).into_iter().find(|entry| entry.path == MANIFEST).unwrap();
    let pair = |one: &str, other: &str| {
        let entry = |path: &str| Entry { path: path.to_owned(), bytes: b"x".to_vec() };
        integrity::pack(&[entry(one), entry(other), manifest.clone()]).unwrap()
    };
    // The same path twice; a path that leaves the folder.
    let renamed = |bytes: &[u8], from: &[u8], to: &[u8]| {
        let mut bytes = bytes.to_vec();
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(from) {
                bytes[at..at + from.len()].copy_from_slice(to);
            }
        }
        bytes
    };
    told(&renamed(&pair("a.txt", "b.txt"), b"b.txt", b"a.txt"), "bundle-", "x.zip");
    for path in ["../up.txt", "/up/a.txt", "a/../b.tx", "a\\b\\c.txt"] {
        told(&renamed(&pair("a", "bbbbb.txt"), b"bbbbb.txt", path.as_bytes()), "bundle-not-readable", "has an entry `");
    }
    let write = |method: CompressionMethod, link: bool| {
        let options = SimpleFileOptions::default().compression_method(method);
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        if link {
            writer.add_symlink("link", "/etc/passwd", options).unwrap();
        } else {
            writer.start_file("zeros", options).unwrap();
            writer.write_all(&vec![0; 1 << 20]).unwrap();
        }
        writer.start_file(MANIFEST, options).unwrap();
        writer.write_all(&manifest.bytes).unwrap();
        writer.finish().unwrap().into_inner()
    };
    told(&write(CompressionMethod::Stored, true), "bundle-not-readable", "has an entry `link`");
    told(&write(CompressionMethod::Deflated, false), "bundle-changed", "holds zeros compressed");
    told(&[&b"x"[..], &fs::read(at.join("lot.zip")).unwrap()].concat(), "", "x.zip");
    // A manifest that says something twice.
    let twice = remade(entries(at), MANIFEST, |text| text.replacen("{", "{\"as_of\": \"2026-11-20\",", 1));
    told(&twice, "manifest-not-readable", "duplicate field `as_of`");
}

/// Whether an option names it or it lies beside what is named: what is read stays as it is.
#[test]
fn nothing_is_written_over_what_it_is_made_from() {
    let folder = archive();
    let at = folder.path();
    assert_exit(&sign(at, "report.json", CHEN, "tested", NINE, &[]), 0, &["PASSED"]);
    let lots = "lot,manufactured\nL7,2026-11-01\n";
    fs::write(at.join("lots.csv"), lots).unwrap();
    let pem = fs::read_to_string(at.join("keys/chen.pub.pem")).unwrap();
    let pem: String = pem.lines().map(|line| format!("      {line}\n")).collect();
    fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n  M. Chen:\n    public_key: |\n{pem}")).unwrap();
    let bundle = ["bundle", "spec.yaml", "data.csv", "--lots", "lots.csv", "--attach", "report.json"];
    let verify = ["verify", "report.json", "--keys", "keys", "--trust", "trust.yaml"];
    for (command, target) in [
        (&bundle[..], "data.csv"),
        (&bundle, "./spec.yaml"),
        (&bundle, "base.yaml"),
        (&bundle, "lots.csv"),
        (&bundle, "report.json"),
        (&verify, "json:report.json"),
        (&verify, "json:./trust.yaml"),
        (&verify, "json:keys/chen.pub.pem"),
        (&verify, "json:report.json.intoto.jsonl"),
        (&["replay", "lot.zip"], "json:lot.zip"),
        (&["spec", "explain", "spec.yaml"], "markdown:base.yaml"),
    ] {
        let path = at.join(target.split_once(':').map_or(target, |(_, path)| path));
        let before = fs::read(&path).unwrap();
        assert_exit(&run(at, &[command, &["-o", target]].concat()), 2, &["would overwrite"]);
        assert!(fs::read(&path).unwrap() == before, "{command:?} -o {target}");
    }
    // A report that was written before is no input.
    for _ in 0..2 {
        assert_exit(&run(at, &[&verify[..], &["-o", "json:keys/verification.json"]].concat()), 0, &[]);
        assert_exit(&run(at, &[&bundle[..], &["-o", "again.zip"]].concat()), 0, &[]);
    }
}

/// An archive of what cannot be judged is one all the same, and says why.
#[test]
fn an_archive_without_a_verdict_says_why() {
    let folder = laboratory();
    let at = folder.path();
    fs::write(at.join("junk.csv"), "a,b\n1,2\n").unwrap();
    let made = run(at, &["bundle", "spec.yaml", "junk.csv", "--as-of", "2026-11-20", "-o", "q.zip"]);
    assert_exit(&made, 0, &["run not evaluable", "error[", "junk.csv"]);
    assert_exit(&run(at, &["verify", "q.zip", "--unsigned"]), 0, &["run not evaluable"]);
}
