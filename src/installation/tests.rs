//! Nothing passes that was not looked at.

use super::*;
use jiff::Timestamp;

fn facts() -> Facts {
    let digest = "ab".repeat(32);
    Facts {
        program: Program {
            version: "1.2.3".to_owned(),
            source_sha256: "cd".repeat(32),
            target: "x86_64-unknown-linux-gnu".to_owned(),
            compiler: "rustc 1.95.0".to_owned(),
            features: "pdf".to_owned(),
            is_development: false,
            executable: Ok(Executable { path: "/usr/bin/evqc".to_owned(), bytes: 20, sha256: digest.clone() }),
            expected_sha256: Some(digest),
        },
        platform: Platform {
            os: "linux".to_owned(),
            architecture: "x86_64".to_owned(),
            edition: Some("Debian".to_owned()),
            kernel: Some("6.1".to_owned()),
        },
        locale: vec![("LANG".to_owned(), "de_DE.UTF-8".to_owned())],
        numbers: vec![NumberShown { found: "1234.5".to_owned(), expected: "1234.5".to_owned() }],
        clock: Clock {
            utc: "2026-12-01T10:00:00Z".parse::<Timestamp>().unwrap(),
            local: "2026-12-01T11:00:00+01:00".to_owned(),
            source: "system clock",
            zone: Some("Europe/Berlin".to_owned()),
            zone_names: Ok(()),
        },
        terminal: Terminal { is_terminal: true, columns: 100, colours: true },
        folders: vec![Folder {
            name: "lots".to_owned(),
            is_temporary: false,
            writable: Ok(()),
            trail: TrailFound::Holds { file: "lots/evqc-trail.jsonl".to_owned(), entries: 3 },
        }],
        keys: vec![Key { name: "chen.key.pem".to_owned(), open_to_others: Ok(None), has_passphrase: Ok(true) }],
        fonts: vec![Font { name: "Source Sans 3, regular".to_owned(), read: Ok(1000) }],
        specifications: Specifications { listed: 3, sha256: "ef".repeat(32), faults: Vec::new() },
    }
}

/// State of a check by a part of its name, and the exit code.
fn state(change: impl FnOnce(&mut Facts), name: &str) -> (State, u8) {
    let mut facts = facts();
    change(&mut facts);
    let checks = examine(&facts);
    let found: Vec<&Check> = checks.iter().filter(|check| check.name.contains(name)).collect();
    let [check] = found.as_slice() else { panic!("{name}: {found:?}") };
    // What is not known has no value, and whatever is not as it should be says what to do or why.
    assert_eq!(check.found.is_none(), check.state == State::NotKnown, "{check:?}");
    assert!(matches!(check.state, State::Ok | State::Recorded) || check.note.is_some(), "{check:?}");
    assert!(check.state != State::Ok || check.expected.is_some(), "{check:?}: as expected, and nothing is expected");
    (check.state, Tally::of(&checks).exit())
}

#[test]
fn an_installation_in_order() {
    let checks = examine(&facts());
    let tally = Tally::of(&checks);
    assert_eq!((tally.exit(), tally.attention, tally.not_known, tally.failed), (0, 0, 0, 0), "{checks:#?}");
    assert_eq!(tally.ok + tally.recorded, checks.len());
}

#[test]
fn nothing_looked_at_is_no_success() {
    assert_eq!(Tally::of(&[]).exit(), 3);
    assert_eq!(state(|facts| facts.numbers.clear(), "numbers"), (State::NotKnown, 3));
    assert_eq!(state(|facts| facts.specifications.listed = 0, "specifications"), (State::NotKnown, 3));
}

#[test]
fn the_executable_is_compared_only_where_a_digest_is_given() {
    let name = "executable";
    assert_eq!(state(|_| {}, name), (State::Ok, 0));
    assert_eq!(state(|facts| facts.program.expected_sha256 = None, name), (State::Recorded, 0));
    assert_eq!(state(|facts| facts.program.expected_sha256 = Some("00".repeat(32)), name), (State::Failed, 5));
    let unreadable = |facts: &mut Facts| facts.program.executable = Err("permission denied".to_owned());
    assert_eq!(state(unreadable, name), (State::NotKnown, 3));
    let nobody_asked = |facts: &mut Facts| {
        unreadable(facts);
        facts.program.expected_sha256 = None;
    };
    assert_eq!(state(nobody_asked, name), (State::NotKnown, 0));
}

#[test]
fn what_is_not_as_expected_fails() {
    let clock = |text: &'static str| move |facts: &mut Facts| facts.clock.utc = text.parse().unwrap();
    assert_eq!(state(clock("2026-11-21T23:59:59Z"), "time, UTC"), (State::Failed, 5));
    assert_eq!(state(clock("2026-11-22T00:00:00Z"), "time, UTC"), (State::Ok, 0));
    let printed = |facts: &mut Facts| facts.numbers[0].found = "1234,5".to_owned();
    assert_eq!(state(printed, "numbers"), (State::Failed, 5));
    let not_writable = |facts: &mut Facts| facts.folders[0].writable = Err("read-only".to_owned());
    assert_eq!(state(not_writable, "files can be made"), (State::Failed, 5));
    let broken = |facts: &mut Facts| facts.folders[0].trail = TrailFound::Broken { why: "line 2".to_owned() };
    assert_eq!(state(broken, "audit trail"), (State::Failed, 5));
    let font = |facts: &mut Facts| facts.fonts[0].read = Err("is no font".to_owned());
    assert_eq!(state(font, "letters"), (State::Failed, 5));
    let library = |facts: &mut Facts| facts.specifications.faults.push("starter cannot be read".to_owned());
    assert_eq!(state(library, "specifications"), (State::Failed, 5));
}

#[test]
fn keys_are_their_owners_alone() {
    let open = |facts: &mut Facts| facts.keys[0].open_to_others = Ok(Some("0644".to_owned()));
    assert_eq!(state(open, "chen.key.pem"), (State::Failed, 5));
    let elsewhere = |facts: &mut Facts| facts.keys[0].open_to_others = Err("lists".to_owned());
    assert_eq!(state(elsewhere, "chen.key.pem"), (State::NotKnown, 3));
    let public = |facts: &mut Facts| facts.keys[0].has_passphrase = Err("is no secret key".to_owned());
    assert_eq!(state(public, "chen.key.pem"), (State::Failed, 5));
    let bare = |facts: &mut Facts| facts.keys[0].has_passphrase = Ok(false);
    assert_eq!(state(bare, "chen.key.pem"), (State::Attention, 0));
}

#[test]
fn what_does_no_harm_is_said() {
    let development = |facts: &mut Facts| facts.program.is_development = true;
    assert_eq!(state(development, "kind of build"), (State::Attention, 0));
    let fixed = |facts: &mut Facts| facts.clock.source = "SOURCE_DATE_EPOCH";
    assert_eq!(state(fixed, "source of the time"), (State::Attention, 0));
    assert_eq!(state(|facts| facts.clock.zone = None, "zone of this machine"), (State::Attention, 0));
    let names = |facts: &mut Facts| facts.clock.zone_names = Err("no data".to_owned());
    assert_eq!(state(names, "names of time zones"), (State::Attention, 0));
    assert_eq!(state(|facts| facts.platform.kernel = None, "kernel"), (State::NotKnown, 0));
    for (value, expected) in [
        ("de_DE.UTF-8", State::Ok),
        ("de_DE.utf8@euro", State::Ok),
        ("de_DE.ISO-8859-1", State::Attention),
        ("C", State::Attention),
    ] {
        let language = |facts: &mut Facts| facts.locale[0].1 = value.to_owned();
        assert_eq!(state(language, "encoding"), (expected, 0), "{value}");
    }
    let piped = |facts: &mut Facts| {
        facts.terminal.is_terminal = false;
        facts.locale.clear();
    };
    assert_eq!(state(piped, "encoding"), (State::Recorded, 0));
}
