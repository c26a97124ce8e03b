//! Every command leaves an entry before it writes, and none can be kept from it (R-902, R-903).

use super::{CHECK, Room, WHO};
use evqc::trail::trail_schema;

#[test]
fn an_entry_says_who_did_what_when_and_with_which_files() {
    let room = Room::new();
    let (exit, out, err) = room.check(&["-o", "human", "-o", "json:verdict.json"]);
    assert_eq!(exit, 1, "{err}");
    let (_, plain, _) = Room::without_trail().run(&CHECK);
    assert_eq!(out, plain, "what is printed is the same");
    let entry = room.last();
    assert_eq!((entry.by.as_str(), entry.role.as_str(), entry.command.as_str()), ("M. Chen", "QC analyst", "check"));
    assert_eq!((entry.exit, entry.as_of.as_deref(), entry.number), (1, Some("2026-02-19"), 2));
    assert_eq!(entry.options["waivers"], ["waivers.csv"]);
    let read: Vec<(&str, &str)> = entry.read.iter().map(|file| (&*file.path, &*file.sha256)).collect();
    let expected = ["lots.csv", "results.csv", "spec.yaml", "waivers.csv"].map(|name| (name, room.sha256(name)));
    assert_eq!(read, expected.iter().map(|(name, digest)| (*name, digest.as_str())).collect::<Vec<_>>());
    assert_eq!(
        (entry.written[0].path.as_str(), &entry.written[0].sha256),
        ("verdict.json", &room.sha256("verdict.json"))
    );
    assert_eq!(
        (entry.written[1].path.as_str(), &entry.written[1].sha256),
        ("-", &evqc::integrity::sha256(out.as_bytes()))
    );
    let lots = entry.lots.unwrap();
    assert!(lots.all && lots.verdicts["conforms"] == 1 && lots.verdicts["does_not_conform"] == 1);
    let first = &lots.of[0];
    assert_eq!((first.lot.as_str(), first.verdict.as_str()), ("EV-3101", "conforms"));
    assert!(first.set_aside.iter().any(|one| one.how == "invalidated" && one.by == "Q. Adler"), "{first:?}");
    assert!(first.waived.iter().any(|one| one.test == "residual_peg"), "{first:?}");
    // Time of the action, in UTC and on the clock of the place.
    let age = jiff::Timestamp::now().as_second() - entry.time.parse::<jiff::Timestamp>().unwrap().as_second();
    assert!((0..60).contains(&age) && entry.time_source == "system clock", "{}", entry.time);
    let schema = jsonschema::validator_for(trail_schema().as_value()).unwrap();
    for line in room.trail().lines() {
        assert!(schema.is_valid(&serde_json::from_str(line).unwrap()), "{line}");
    }
    assert!(!schema.is_valid(&serde_json::json!({"schema": "evqc-trail/1"})));
}

/// The check of R-903: a trail that cannot be written to stops the command, and there is no certificate.
#[test]
fn a_trail_that_cannot_be_kept_stops_the_command() {
    let certificate = [
        &["certificate", "spec.yaml", "results.csv", "--lots", "lots.csv", "--waivers", "waivers.csv"][..],
        &["--lab", "lab.yaml", "--facts", "facts.yaml", "--as-of", "2026-02-19", "--lot", "EV-3101"],
        &["-o", "coa.json", "-o", "coa.html"],
    ]
    .concat();
    type Break = fn(&std::path::Path);
    let breaks: &[(&str, Break)] = &[
        ("read-only", |trail| {
            let mut permissions = trail.metadata().unwrap().permissions();
            permissions.set_readonly(true);
            std::fs::set_permissions(trail, permissions).unwrap();
        }),
        ("a folder", |trail| {
            std::fs::remove_file(trail).unwrap();
            std::fs::create_dir(trail).unwrap();
        }),
        #[cfg(unix)]
        ("a link that leads nowhere", |trail| {
            std::fs::remove_file(trail).unwrap();
            std::os::unix::fs::symlink("nowhere", trail).unwrap();
        }),
        #[cfg(unix)]
        ("a device without end", |trail| {
            std::fs::remove_file(trail).unwrap();
            std::os::unix::fs::symlink("/dev/zero", trail).unwrap();
        }),
        #[cfg(unix)]
        ("a place that takes nothing", |trail| {
            std::fs::remove_file(trail).unwrap();
            std::os::unix::fs::symlink("/dev/full", trail).unwrap();
        }),
        ("empty", |trail| std::fs::write(trail, "").unwrap()),
    ];
    for (what, break_it) in breaks {
        let room = Room::new();
        break_it(&room.path("evqc-trail.jsonl"));
        for command in [certificate.clone(), [&CHECK[..], &["-o", "json:verdict.json"]].concat()] {
            let (exit, out, err) = room.by(&command);
            assert_eq!((exit, out.as_str()), (5, ""), "{what}: {err}");
            assert!(err.contains("evqc-trail.jsonl") && err.contains("nothing was written"), "{what}: {err}");
        }
        for name in ["coa.json", "coa.html", "verdict.json"] {
            assert!(!room.path(name).exists(), "{what}: {name}");
        }
    }
    let room = Room::new();
    assert_eq!(room.by(&certificate).0, 0);
    assert!(room.path("coa.json").exists() && room.path("coa.html").exists());
}

/// A lock that is never given back is no way around the trail either.
#[test]
fn a_trail_that_another_command_holds_stops_the_command() {
    let room = Room::new();
    let file = std::fs::File::open(room.path("evqc-trail.jsonl")).unwrap();
    file.lock().unwrap();
    let (exit, out, err) = room.check(&["-o", "json:verdict.json"]);
    assert_eq!((exit, out.as_str()), (5, ""));
    assert!(err.contains("another command holds it") && !room.path("verdict.json").exists(), "{err}");
    drop(file);
    assert_eq!(room.check(&[]).0, 1);
}

#[test]
fn who_does_it_has_to_be_said() {
    let room = Room::new();
    for who in [&[][..], &["--by", "M. Chen"], &["--role", "QC analyst"], &["--by", " ", "--role", "QC analyst"]] {
        let (exit, out, err) = room.run(&[&CHECK[..], &["-o", "json:verdict.json"], who].concat());
        assert_eq!((exit, out.as_str()), (2, ""), "{who:?}: {err}");
        assert!(!room.path("verdict.json").exists());
    }
    let (_, _, err) = room.run(&CHECK);
    assert!(err.contains("--by NAME --role ROLE"), "{err}");
    assert_eq!(room.entries().len(), 1);
}

/// Whoever counts on a trail is told that there is none.
#[test]
fn without_a_trail_nobody_is_asked_and_who_names_himself_is_told() {
    let room = Room::without_trail();
    assert_eq!(room.run(&CHECK).0, 1);
    let (exit, out, err) = room.check(&["-o", "json:verdict.json"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("there is no evqc-trail.jsonl") && !room.path("verdict.json").exists(), "{err}");
}

/// The trail rules folders below, files that links lead to, what is written into it, and what is read by the way.
#[test]
fn every_way_to_a_file_of_the_folder_is_entered() {
    let outside = tempfile::tempdir().unwrap();
    let room = Room::new();
    std::fs::create_dir(room.path("below")).unwrap();
    std::fs::copy(room.path("results.csv"), room.path("below/results.csv")).unwrap();
    let plain = Room::without_trail();
    let at = |name: &str| room.path(name).to_string_lossy().into_owned();
    let target = format!("json:{}", at("below/verdict.json"));
    let ways: Vec<Vec<String>> = vec![
        vec!["check".into(), "spec.yaml".into(), at("below/results.csv")],
        vec!["check".into(), "spec.yaml".into(), "results.csv".into(), "-o".into(), target],
        vec!["check".into(), at("spec.yaml"), "results.csv".into()],
        #[cfg(unix)]
        {
            let link = outside.path().join("link.csv");
            std::os::unix::fs::symlink(room.path("results.csv"), &link).unwrap();
            vec!["check".into(), "spec.yaml".into(), link.to_string_lossy().into_owned()]
        },
    ];
    for way in ways {
        let words: Vec<&str> = way.iter().map(String::as_str).collect();
        let before = room.entries().len();
        assert_eq!(plain.run(&words).0, 2, "{way:?}");
        let (exit, _, err) = plain.by(&words);
        assert!(exit < 5 && exit != 2, "{way:?}: {err}");
        assert_eq!(room.entries().len(), before + 1, "{way:?}");
    }
    // A specification that inherits from one in the folder, found only while it is read.
    let child = format!(
        "evqc: 1\nid: child\nversion: \"1\"\ntitle: child\nstatus: draft\nrounding: usp\nextends: {}\n",
        at("spec.yaml")
    );
    std::fs::write(plain.path("child.yaml"), child).unwrap();
    let before = room.entries().len();
    let (exit, out, err) = plain.run(&["check", "child.yaml", "results.csv"]);
    assert_eq!((exit, out.as_str()), (2, ""), "{err}");
    assert!(plain.by(&["check", "child.yaml", "results.csv"]).0 < 5);
    assert!(room.last().read.iter().any(|file| file.path.ends_with("child.yaml")));
    assert!(room.last().read.iter().any(|file| file.path == "spec.yaml"));
    assert_eq!(room.entries().len(), before + 1);
    assert_eq!(room.broken(), None);
}

/// Results that come through a pipe are known by their digest.
#[test]
fn standard_input_is_entered() {
    use std::io::Write;
    use std::process::Stdio;
    let room = Room::new();
    let bytes = std::fs::read(room.path("results.csv")).unwrap();
    let mut command = room.program(&[&["check", "spec.yaml", "-"][..], &WHO].concat());
    let mut run = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    run.stdin.take().unwrap().write_all(&bytes).unwrap();
    run.wait_with_output().unwrap();
    let entry = room.last();
    assert!(entry.read.iter().any(|file| file.path == "-" && file.sha256 == evqc::integrity::sha256(&bytes)));
}

/// A trail that is started while a command waits for its input rules that command; a link that is put where it writes is
/// followed to the trail behind it.
#[cfg(unix)]
#[test]
fn what_comes_while_a_command_waits_is_seen_before_it_writes() {
    use std::io::Write;
    use std::process::Stdio;
    let waiting = |room: &Room, arguments: &[&str], meanwhile: &dyn Fn()| -> (i32, String, String) {
        let mut command = room.program(&[&["check", "spec.yaml", "-"][..], arguments].concat());
        let mut run = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = run.stdin.take().unwrap();
        let results = std::fs::read_to_string(room.path("results.csv")).unwrap();
        // More than a pipe holds: once it is written, the command has begun to read.
        stdin.write_all((results + &"\n".repeat(1 << 18)).as_bytes()).unwrap();
        meanwhile();
        drop(stdin);
        super::said(run.wait_with_output().unwrap())
    };
    for arguments in [&["-o", "json:out.json"][..], &[]] {
        let room = Room::without_trail();
        let (exit, out, err) = waiting(&room, arguments, &|| assert_eq!(room.by(&["trail", "start", "."]).0, 0));
        assert_eq!((exit, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("is the audit trail of this folder; say who does this"), "{err}");
        assert!(!room.path("out.json").exists());
        assert_eq!(room.entries().len(), 1);
    }
    // Who it is was said; with a trail at the start or without, the one that comes is kept too.
    for (kept_before, arguments) in
        [(false, &["-o", "human"][..]), (true, &["-o", "human"]), (true, &["-o", "json:in/r.json"])]
    {
        let room = Room::without_trail();
        std::fs::create_dir(room.path("in")).unwrap();
        std::fs::rename(room.path("spec.yaml"), room.path("in/spec.yaml")).unwrap();
        std::os::unix::fs::symlink("in/spec.yaml", room.path("spec.yaml")).unwrap();
        if kept_before {
            assert_eq!(room.by(&["trail", "start", "in"]).0, 0);
        }
        let start = || assert_eq!(room.by(&["trail", "start", "."]).0, 0);
        let (exit, _, err) = waiting(&room, &[arguments, &WHO].concat(), &start);
        assert_eq!(exit, 1, "{err}");
        assert_eq!(room.last().command, "check", "{arguments:?}");
    }
    let (room, kept) = (Room::without_trail(), Room::new());
    std::fs::write(kept.path("out.json"), "kept").unwrap();
    for name in ["out.json", "in/out.json"] {
        std::fs::create_dir_all(room.path("in")).unwrap();
        std::fs::write(room.path(name), "old").unwrap();
        let meanwhile = || {
            if name == "out.json" {
                std::fs::remove_file(room.path(name)).unwrap();
                std::os::unix::fs::symlink(kept.path("out.json"), room.path(name)).unwrap();
            } else {
                std::fs::remove_dir_all(room.path("in")).unwrap();
                std::os::unix::fs::symlink(kept.folder.path(), room.path("in")).unwrap();
            }
        };
        let (exit, _, err) = waiting(&room, &["-o", &format!("json:{name}")], &meanwhile);
        assert_eq!(exit, 2, "{err}");
        assert_eq!(std::fs::read_to_string(kept.path("out.json")).unwrap(), "kept", "{name}");
        assert_eq!(kept.entries().len(), 1);
    }
}

/// What has changed since the trail saw it, and what is replaced, needs a reason; the entry has the digest of before.
#[test]
fn a_change_needs_a_reason() {
    let room = Room::new();
    assert_eq!(room.check(&["-o", "json:verdict.json"]).0, 1);
    let (spec, verdict) = (room.sha256("results.csv"), room.sha256("verdict.json"));
    let results = std::fs::read_to_string(room.path("results.csv")).unwrap();
    std::fs::write(room.path("results.csv"), results + "\n").unwrap();
    let (exit, out, err) = room.check(&[]);
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.contains("results.csv has changed since entry 2") && err.contains("--reason"), "{err}");
    assert_eq!(room.check(&["--reason", " "]).0, 2, "a blank is no reason");
    assert_eq!(room.check(&["--reason", "a line end was added"]).0, 1);
    let entry = room.last();
    let file = entry.read.iter().find(|file| file.path == "results.csv").unwrap();
    assert_eq!((file.before.as_ref(), &file.sha256), (Some(&spec), &room.sha256("results.csv")));
    assert_eq!(entry.reason.as_deref(), Some("a line end was added"));
    // Once said, it is known.
    assert_eq!(room.check(&[]).0, 1);
    // The report has other bytes now.
    let (exit, _, err) = room.check(&["-o", "json:verdict.json"]);
    assert_eq!(exit, 2);
    assert!(err.contains("verdict.json would be replaced"), "{err}");
    assert_eq!(room.sha256("verdict.json"), verdict);
    assert_eq!(room.check(&["-o", "json:verdict.json", "--reason", "new results"]).0, 1);
    assert_eq!(room.last().written[0].before.as_ref(), Some(&verdict));
    // The same once more is no change.
    assert_eq!(room.check(&["-o", "json:verdict.json"]).0, 1);
    assert_eq!(room.last().written[0].before, None);
}

/// No command, no option and no variable leaves the trail out.
#[test]
fn every_command_is_entered() {
    let room = Room::new();
    std::fs::create_dir(room.path("pictures")).unwrap();
    let commands: Vec<Vec<&str>> = vec![
        CHECK.to_vec(),
        [&CHECK[..], &["--quiet", "--color", "never", "-o", "json"]].concat(),
        vec!["read", "results.csv"],
        vec!["spec", "show", "spec.yaml"],
        vec!["spec", "lint", "spec.yaml"],
        vec!["spec", "explain", "spec.yaml"],
        vec!["spec", "diff", "spec.yaml", "spec.yaml"],
        vec!["spec", "draft", "results.csv"],
        vec!["spec", "new", "new.yaml"],
        vec!["spec", "test", "."],
        vec!["explain", "endotoxin", "--spec", "spec.yaml"],
        vec!["plan", "spec.yaml"],
        vec!["plot", "spec.yaml", "results.csv", "--lot", "EV-3101", "--to", "pictures"],
        vec!["dose", "spec.yaml", "results.csv", "--lot", "EV-3101", "--target", "1e9 particles"],
        vec!["stability", "spec.yaml", "results.csv"],
        vec!["excursion", "spec.yaml", "results.csv"],
        vec!["bundle", "spec.yaml", "results.csv", "-o", "lot.zip"],
        vec!["replay", "lot.zip"],
        vec!["verify", "lot.zip", "--unsigned"],
        vec!["selftest", "--cases", "."],
        vec!["doctor", "--folder", "."],
    ];
    for command in &commands {
        let before = room.entries().len();
        let (exit, out, _) = room.run(command);
        assert_eq!((exit, out.as_str()), (2, ""), "{command:?}");
        let (exit, out, err) = room.by(command);
        assert_ne!(exit, 70, "{command:?}: {err}");
        let entries = room.entries();
        assert_eq!(entries.len(), before + 1, "{command:?}: {out}{err}");
        let entry = entries.last().unwrap();
        assert_eq!(i32::from(entry.exit), exit, "{command:?}");
        assert!(command.join(" ").starts_with(&entry.command), "{command:?}: {}", entry.command);
        assert_eq!(
            entry.failure.is_some(),
            out.is_empty() && entry.written.is_empty() && exit != 0,
            "{command:?}: {err}"
        );
    }
    assert!(room.path("lot.zip").exists() && room.path("pictures").read_dir().unwrap().count() > 5);
    // Variables that someone might try.
    for variable in ["EVQC_NO_TRAIL", "EVQC_TRAIL", "NO_TRAIL", "EVQC_TRAIL_OFF"] {
        for value in ["0", "1", "off", "/dev/null"] {
            let output = room.program(&CHECK).env(variable, value).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{variable}={value}");
        }
    }
    for off in ["--no-trail", "--trail", "--no-log"] {
        assert_eq!(room.check(&[off]).0, 2, "there is no {off}");
    }
    assert_eq!(room.broken(), None);
}

/// A command that ends before its result is entered with the reason, and writes nothing.
#[test]
fn a_command_that_fails_is_entered() {
    let room = Room::new();
    let (exit, out, _) = room.by(&["check", "spec.yaml", "absent.csv", "-o", "json:verdict.json"]);
    assert_eq!((exit, out.as_str()), (2, ""));
    let entry = room.last();
    assert!(entry.exit == 2 && entry.failure.as_ref().is_some_and(|why| why.contains("absent.csv")), "{entry:?}");
    assert!(entry.written.is_empty() && !room.path("verdict.json").exists());
}

/// The trail itself is no place to write to, and is begun once.
#[test]
fn a_trail_only_grows() {
    let room = Room::new();
    for name in ["evqc-trail.jsonl", "evqc-trail.head"] {
        let before = std::fs::read(room.path(name)).unwrap();
        let (exit, _, err) = room.check(&["-o", &format!("json:{name}"), "--reason", "tidy up"]);
        assert_ne!(exit, 1, "{err}");
        assert!(err.contains("only grows"), "{err}");
        if name.ends_with("jsonl") {
            assert!(std::fs::read(room.path(name)).unwrap().starts_with(&before));
        }
    }
    assert_eq!(room.broken(), None);
    let (exit, _, err) = room.by(&["trail", "start", ".", "--reason", "anew"]);
    assert_eq!(exit, 2);
    assert!(err.contains("never begun anew"), "{err}");
    assert_eq!(room.by(&["trail", "start", "absent"]).0, 2);
}

/// Secrets leave no trace: neither the passphrase nor a digest of it, nor of the secret key.
#[test]
fn secrets_are_not_entered() {
    let room = Room::new();
    let keygen = room.run(&["keygen", "--key", "chen.key.pem"]);
    assert_eq!(keygen.0, 0, "{}", keygen.2);
    std::fs::write(room.path("phrase"), "correct horse battery\n").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(room.path("phrase"), std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert_eq!(room.check(&["-o", "json:verdict.json"]).0, 1);
    let sign = ["sign", "verdict.json", "--key", "chen.key.pem", "--signer", "M. Chen", "--role", "QC analyst"];
    let (exit, _, err) = room.run(&[&sign[..], &["--meaning", "tested", "--passphrase-file", "phrase"]].concat());
    assert_eq!(exit, 0, "{err}");
    let entry = room.last();
    assert_eq!((entry.command.as_str(), entry.by.as_str(), entry.role.as_str()), ("sign", "M. Chen", "QC analyst"));
    assert_eq!(entry.reason.as_deref(), Some("signature: tested"));
    let trail = room.trail();
    for secret in ["phrase", "chen.key.pem"] {
        assert!(!trail.contains(&room.sha256(secret)), "{secret}");
    }
    assert!(!trail.contains("correct horse"));
    // Another name than the signer's is refused.
    let (exit, _, err) = room.run(&[&sign[..], &["--meaning", "tested", "--by", "Q. Adler"]].concat());
    assert_eq!(exit, 2, "{err}");
}

/// A folder with a trail below a folder with a trail: both have the entry.
#[test]
fn trails_above_each_other_both_have_the_entry() {
    let room = Room::new();
    std::fs::create_dir(room.path("below")).unwrap();
    std::fs::copy(room.path("results.csv"), room.path("below/results.csv")).unwrap();
    assert_eq!(room.by(&["trail", "start", "below"]).0, 0);
    assert!(room.by(&["check", "spec.yaml", "below/results.csv"]).0 < 2);
    let inner = std::fs::read_to_string(room.path("below/evqc-trail.jsonl")).unwrap();
    assert_eq!((room.entries().len(), inner.lines().count()), (2, 2));
    assert!(room.last().read.iter().any(|file| file.path == "below/results.csv"));
    assert!(inner.contains("\"path\":\"results.csv\""), "{inner}");
}

/// A copy of a trail has another name, by which nothing knows it.
#[test]
fn no_report_replaces_the_trail_that_it_is_of() {
    let room = Room::new();
    room.check(&[]);
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.jsonl");
    std::fs::write(&copy, room.trail()).unwrap();
    let (shown, target) = (copy.to_str().unwrap(), format!("json:{}", copy.display()));
    // To verify is entered in no trail, and takes no person.
    let verified = room.run(&["trail", "verify", shown, "-o", &target]);
    let reviewed = room.by(&["trail", "review", shown, "--lot", "EV-3101", "-o", &target]);
    for (command, (exit, _, err)) in [("verify", verified), ("review", reviewed)] {
        assert_eq!(exit, 2, "{command:?} {err}");
        assert!(err.contains("would overwrite the input"), "{command:?} {err}");
    }
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), room.trail());
}

/// What waits for its entry is no more open than what is written at once.
#[cfg(unix)]
#[test]
fn what_waits_for_its_entry_is_as_open_as_the_user_wants() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::new();
    let line =
        format!("umask 077; exec \"$0\" {} -q -o json:verdict.json --by 'M. Chen' --role analyst", CHECK.join(" "));
    let mut shell = super::Command::new("sh");
    shell.current_dir(room.folder.path()).args(["-c", &line, env!("CARGO_BIN_EXE_evqc")]);
    let (exit, _, err) = super::said(shell.output().unwrap());
    assert_eq!(exit, 1, "{err}");
    let mode = std::fs::metadata(room.path("verdict.json")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "{mode:o}");
}

/// More lots than an entry names, all of them with a waiver: the ones with the worst verdict are named, on however many threads
/// they were judged, and the entry is the same.
#[test]
fn a_lot_that_failed_is_named_among_very_many() {
    let room = Room::without_trail();
    let test = |id: &str| {
        format!(
            "  {id}:\n    name: {id}\n    category: general\n    procedure: SOP-1\n    accept: \"<= 5 %\"\n    rationale: test\n"
        )
    };
    let spec = format!(
        "evqc: 1\nid: many\nversion: 1.0.0\ntitle: many\nstatus: approved\neffective: 2026-01-01\nrounding: usp\ntests:\n{}{}",
        test("purity"),
        test("peg")
    );
    std::fs::write(room.path("many.yaml"), spec).unwrap();
    let rows = (1..=1300).map(|at| format!("L-{at:04},purity,{},%\n", if at == 1300 { 9 } else { 1 }));
    std::fs::write(room.path("many.csv"), "lot,test,value,unit\n".to_owned() + &rows.collect::<String>()).unwrap();
    let waiver = "lot,test,owner,reason,reference,approver,approved,expiry\n\
                  L-0001..L-1300,peg,M. Chen,no PEG,DEV-1,Q. Adler,2026-01-15,2026-12-31\n";
    std::fs::write(room.path("many-waivers.csv"), waiver).unwrap();
    assert_eq!(room.by(&["trail", "start", "."]).0, 0);
    let named = ["1", "4"].map(|jobs| {
        let files = ["check", "many.yaml", "many.csv", "--waivers", "many-waivers.csv", "--as-of=2026-02-19"];
        let (exit, _, err) = room.by(&[&files[..], &["-q", "--jobs", jobs]].concat());
        assert_eq!(exit, 1, "{err}");
        room.last().lots.unwrap()
    });
    let [lots, on_threads] = &named;
    assert_eq!((lots.verdicts["conforms"], lots.verdicts["does_not_conform"], lots.all), (1299, 1, false));
    let ids: Vec<&str> = lots.of.iter().map(|lot| &*lot.lot).collect();
    assert_eq!((ids.len(), ids[0], ids[998], ids[999]), (1000, "L-0001", "L-0999", "L-1300"));
    assert_eq!(lots, on_threads);
    let (exit, out, err) = room.by(&["trail", "review", ".", "--lot", "L-1300", "-o", "json"]);
    assert_eq!(exit, 0, "{err}");
    assert!(out.contains("does_not_conform") && out.contains("waived"), "{out}");
}

/// A folder for a trail within one with a trail, which is written to after the outer one; and the entries of both but the first.
fn two_trails() -> (Room, impl Fn(&Room) -> [Vec<evqc::trail::Entry>; 2]) {
    let room = Room::new();
    std::fs::create_dir(room.path("z")).unwrap();
    let entries = |room: &Room| {
        ["evqc-trail.jsonl", "z/evqc-trail.jsonl"].map(|name| {
            let text = std::fs::read_to_string(room.path(name)).unwrap();
            text.lines().skip(1).map(|line| evqc::trail::Entry::read(line).unwrap()).collect()
        })
    };
    (room, entries)
}

/// The inner trail refuses, by a clock that was ahead: the outer one says nothing of a report that was never written.
#[test]
fn no_trail_has_an_entry_that_another_refuses() {
    let (room, entries) = two_trails();
    let start = [&["trail", "start", "z", "--quiet"][..], &WHO].concat();
    assert!(room.program(&start).env("SOURCE_DATE_EPOCH", "4000000000").status().unwrap().success());
    let (exit, out, err) = room.check(&["-o", "json:z/report.json"]);
    assert_eq!((exit, out.as_str()), (5, ""), "{err}");
    assert!(err.contains("trail-clock-behind") && err.contains("nothing was written"), "{err}");
    assert!(!room.path("z/report.json").exists());
    let [outer, inner] = entries(&room);
    assert!(outer.is_empty() && inner.is_empty(), "{outer:?} {inner:?}");
    assert_eq!(room.broken(), None);
}

/// The inner trail can grow no more, which is seen when it is written to: the outer one, which has the entry, says so.
#[cfg(unix)]
#[test]
fn a_trail_that_has_an_entry_of_what_was_not_written_says_so() {
    let (room, entries) = two_trails();
    let reason = "r".repeat(110_000);
    assert_eq!(room.by(&["trail", "start", "z", "--reason", &reason]).0, 0);
    let check = [&CHECK[..], &["-o", "csv:z/report.csv"], &WHO].concat();
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_evqc")]);
    let (exit, out, err) = super::said(limited.args(check).current_dir(room.folder.path()).output().unwrap());
    assert_eq!((exit, out.as_str()), (5, ""), "{err}");
    assert!(!room.path("z/report.csv").exists());
    let [outer, inner] = entries(&room);
    let [entry, after] = &outer[..] else { panic!("{outer:?}") };
    assert_eq!((entry.failure.as_deref(), entry.exit, after.exit), (None, 1, 5));
    let why = after.failure.as_deref().unwrap();
    assert!(why.starts_with("the entry before: ") && why.contains("z/evqc-trail.jsonl"), "{why}");
    assert!(after.written.is_empty() && inner.is_empty(), "{inner:?}");
    assert_eq!(room.broken(), None);
    assert_eq!(room.check(&["-o", "csv:z/report.csv"]).0, 1);
}

/// A head that has no room is seen before the entry is made.
#[cfg(unix)]
#[test]
fn a_head_that_cannot_be_written_leaves_no_entry() {
    use std::os::unix::fs::PermissionsExt;
    let room = Room::new();
    let (head, apart) = (room.path("evqc-trail.head"), room.path("apart"));
    std::fs::create_dir(&apart).unwrap();
    std::fs::rename(&head, apart.join("head")).unwrap();
    std::os::unix::fs::symlink("apart/head", &head).unwrap();
    let set = |mode| std::fs::set_permissions(&apart, std::fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    // Nothing is kept from the administrator.
    if std::fs::write(apart.join("probe"), "").is_err() {
        let (exit, out, err) = room.check(&["-o", "json:verdict.json"]);
        assert_eq!((exit, out.as_str()), (5, ""), "{err}");
        assert!(err.contains("evqc-trail.head") && !room.path("verdict.json").exists(), "{err}");
        assert_eq!(room.entries().len(), 1);
    }
    set(0o755);
    assert_eq!((room.check(&[]).0, room.broken()), (1, None));
}

/// A trail is there with its first entry, or not at all; one that was left empty is told with the way out.
#[test]
fn a_start_that_fails_leaves_no_trail() {
    let room = Room::without_trail();
    let start = ["trail", "start", "."];
    let with_who = [&start[..], &WHO].concat();
    let output = room.program(&with_who).env("SOURCE_DATE_EPOCH", "abc").output().unwrap();
    let (exit, _, err) = super::said(output);
    assert!(exit == 2 && err.contains("SOURCE_DATE_EPOCH=abc"), "{exit} {err}");
    let left = || room.folder.path().read_dir().unwrap().map(|file| file.unwrap().file_name()).collect::<Vec<_>>();
    let of_trail =
        |name: &std::ffi::OsString| !room.path("").join(name).is_file() || name.to_string_lossy().contains("trail");
    assert!(!left().iter().any(of_trail), "{:?}", left());
    assert_eq!(left().len(), 7, "{:?}", left());
    assert_eq!(room.run(&CHECK).0, 1, "nobody is asked");
    // As older versions left it.
    let trail = room.path("evqc-trail.jsonl");
    std::fs::write(&trail, "").unwrap();
    let mend: &[&str] = &["trail", "mend", ".", "--reason", "power cut"];
    for (arguments, exit) in [(&start[..], 2), (mend, 5), (&CHECK, 5), (&["trail", "verify", "."], 5)] {
        let who = if arguments.contains(&"verify") { &[][..] } else { &WHO };
        let (found, out, err) = room.run(&[arguments, who].concat());
        assert_eq!(found, exit, "{arguments:?}: {out}{err}");
        let said: String = (out + &err).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("remove the file, and start the trail again"), "{arguments:?}: {said}");
    }
    std::fs::remove_file(&trail).unwrap();
    assert_eq!(room.by(&start).0, 0);
    assert_eq!((room.check(&[]).0, room.broken()), (1, None));
    // The head comes before the trail.
    std::fs::remove_file(&trail).unwrap();
    std::fs::remove_file(room.path("evqc-trail.head")).unwrap();
    assert_eq!(room.by(&start).0, 0);
    std::fs::remove_file(&trail).unwrap();
    let (exit, _, err) = room.by(&start);
    assert!(exit == 5 && err.contains("remove the head, and start the trail again"), "{exit} {err}");
}

/// What is printed cannot be: the trail says so behind the entry, and holds.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_does_not_arrive_is_told_by_a_further_entry() {
    let room = Room::new();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let status = room.program(&[&CHECK[..], &WHO].concat()).stdout(full).status().unwrap();
    assert_eq!(status.code(), Some(70));
    let entries = room.entries();
    let [_, entry, after] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!((entry.failure.as_deref(), entry.exit, after.exit), (None, 1, 70));
    let why = after.failure.as_deref().unwrap();
    assert!(why.starts_with("the entry before: not everything was written: standard output: "), "{why}");
    assert_eq!((room.broken(), room.check(&[]).0), (None, 1));
}
