//! The chain: whatever is done to a line is found at that line, and a clock that goes back is refused.

use super::Room;
use evqc::integrity::{Tool, sha256};
use evqc::trail::{ClockAhead, Entry, Head, Skimmed, Trail};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A trail of some entries.
fn trail(count: u64) -> String {
    let mut text = String::new();
    let mut previous = None;
    for number in 1..=count {
        let entry = Entry {
            schema: "evqc-trail/1".to_owned(),
            number,
            previous,
            trail: None,
            time: format!("2026-11-27T09:00:{number:02}Z"),
            local_time: format!("2026-11-27T10:00:{number:02}+01:00"),
            time_source: "system clock".to_owned(),
            by: "M. Chen".to_owned(),
            role: "QC analyst".to_owned(),
            reason: None,
            command: "check".to_owned(),
            options: BTreeMap::new(),
            as_of: None,
            tool: Tool { name: "evqc".to_owned(), version: "0.1.0".to_owned(), sha256: "00".to_owned() },
            read: Vec::new(),
            written: Vec::new(),
            lots: None,
            exit: 0,
            failure: None,
            mends: None,
            clock: None,
            sha256: String::new(),
        };
        let line = entry.line().unwrap();
        previous = Some(sha256(line.as_bytes()));
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// The line at which a trail breaks, known by a head of so many entries; the same for who reads it and for who writes to it.
fn breaks(text: &[u8], head: &Head) -> Option<u64> {
    let (trail, finding) = Trail::read("t", text);
    let finding = finding.or_else(|| trail.check_head("t", head, "head"));
    let skimmed = Skimmed::read("t", text.to_vec());
    let to_write = match skimmed {
        Ok(skimmed) => skimmed.check_head("t", head, "head"),
        Err(finding) => Some(*finding),
    };
    assert_eq!(to_write, finding);
    finding.map(|finding| finding.place.unwrap().line)
}

fn head_of(text: &str) -> Head {
    Trail::read("t", text.as_bytes()).0.head().unwrap()
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_changed_byte_is_found_at_its_line(count in 1_u64..6, at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let text = trail(count);
        let head = head_of(&text);
        prop_assert_eq!(breaks(text.as_bytes(), &head), None);
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        let line = 1 + text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        prop_assert_eq!(breaks(&bytes, &head), Some(line));
    }

    #[test]
    fn a_line_taken_out_put_in_or_moved_is_found_at_its_place(count in 2_u64..7, one in any::<prop::sample::Index>(), two in any::<prop::sample::Index>()) {
        let text = trail(count);
        let head = head_of(&text);
        let all = lines(&text);
        let (one, two) = (one.index(all.len()), two.index(all.len()));
        let at = one as u64 + 1;
        let mut without = all.clone();
        without.remove(one);
        prop_assert_eq!(breaks(without.concat().as_bytes(), &head), Some(at), "taken out");
        let mut more = all.clone();
        more.insert(one, all[two].clone());
        // Before itself a line is in its place, and the original stands once too often.
        let place = if one == two { at + 1 } else { at };
        prop_assert_eq!(breaks(more.concat().as_bytes(), &head), Some(place), "put in");
        if one != two {
            let mut moved = all;
            moved.swap(one, two);
            prop_assert_eq!(breaks(moved.concat().as_bytes(), &head), Some(one.min(two) as u64 + 1), "moved");
        }
    }

    #[test]
    fn a_trail_cut_anywhere_is_found(count in 1_u64..6, at in any::<prop::sample::Index>()) {
        let text = trail(count);
        let cut = &text[..at.index(text.len())];
        let line = 1 + cut.matches('\n').count() as u64;
        prop_assert_eq!(breaks(cut.as_bytes(), &head_of(&text)), Some(line));
    }
}

/// Who changes a line and makes its digest anew is given away by the line after it; the last line by the head.
#[test]
fn a_line_with_a_new_digest_is_found_at_that_line() {
    let text = trail(4);
    let head = head_of(&text);
    for changed in 0..4 {
        let mut all = lines(&text);
        let mut entry = Entry::read(all[changed].trim_end()).unwrap();
        entry.by = "Q. Adler".to_owned();
        all[changed] = entry.line().unwrap() + "\n";
        assert_eq!(breaks(all.concat().as_bytes(), &head), Some(changed as u64 + 1));
    }
}

/// Who writes a trail and who reviews it take the same lines for entries: the first alone has the number of the trail.
#[test]
fn the_first_entry_alone_has_the_number_of_the_trail() {
    for number in ["ab".repeat(32), "x".to_owned()] {
        let (mut text, mut previous) = (String::new(), None);
        for line in lines(&trail(4)) {
            let mut entry = Entry::read(line.trim_end()).unwrap();
            entry.previous = previous;
            entry.trail = matches!(entry.number, 1 | 3).then(|| number.clone());
            let line = entry.line().unwrap();
            previous = Some(sha256(line.as_bytes()));
            text += &(line + "\n");
        }
        let head = Head { number: 4, sha256: previous.unwrap() };
        assert_eq!(breaks(text.as_bytes(), &head), Some(3));
        let (_, finding) = Trail::read("t", text.as_bytes());
        let says = "t: line 3 has a number of the trail, which the first entry alone has";
        assert_eq!(finding.map(|finding| finding.message).as_deref(), Some(says));
    }
}

/// The digests are those of `sha256sum`, so that a trail can be checked without evqc.
#[test]
fn the_digests_are_those_of_the_text() {
    let text = trail(2);
    let all: Vec<&str> = text.lines().collect();
    let entry: serde_json::Value = serde_json::from_str(all[1]).unwrap();
    assert_eq!(entry["previous"], sha256(all[0].as_bytes()));
    let before_own = all[1].split(",\"sha256\":\"").next().unwrap();
    let before_own = &all[1][..all[1].rfind(",\"sha256\":\"").unwrap_or(before_own.len())];
    assert_eq!(entry["sha256"], sha256(before_own.as_bytes()));
}

/// The check of R-902, by the program: edit or delete a line, and verification fails at that line.
#[test]
fn the_program_names_the_line() {
    let room = Room::new();
    for _ in 0..3 {
        assert_eq!(room.check(&[]).0, 1);
    }
    assert_eq!(room.broken(), None);
    let text = room.trail();
    let all = lines(&text);
    assert_eq!(all.len(), 4);
    for at in 0..4 {
        let line = at as u64 + 1;
        let mut edited = all.clone();
        edited[at] = edited[at].replace("M. Chen", "Q. Adler");
        std::fs::write(room.path("evqc-trail.jsonl"), edited.concat()).unwrap();
        assert_eq!(room.broken(), Some(("trail-line-changed".to_owned(), line)));
        let mut deleted = all.clone();
        deleted.remove(at);
        std::fs::write(room.path("evqc-trail.jsonl"), deleted.concat()).unwrap();
        let (code, found) = room.broken().unwrap();
        assert_eq!((code != "trail-line-changed", found), (true, line), "{code}");
    }
    // Nothing is done under a broken trail.
    let (exit, out, err) = room.check(&["-o", "json:verdict.json"]);
    assert_eq!((exit, out.as_str()), (5, ""));
    assert!(err.contains("nothing was written") && !room.path("verdict.json").exists(), "{err}");
    std::fs::write(room.path("evqc-trail.jsonl"), &text).unwrap();
    assert_eq!((room.broken(), room.check(&[]).0), (None, 1));
}

/// Without the head nobody would see that lines were taken off the end; a head that was noted elsewhere says so too.
#[test]
fn the_head_is_part_of_the_trail() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let head = std::fs::read_to_string(room.path("evqc-trail.head")).unwrap();
    let known = head.trim_end();
    assert_eq!(room.run(&["trail", "verify", ".", "--head", known]).0, 0);
    assert_eq!(room.run(&["trail", "verify", ".", "--head", &known.replacen('2', "1", 1)]).0, 5);
    assert_eq!(room.run(&["trail", "verify", ".", "--head", &known.replacen('2', "3", 1)]).0, 5);
    assert_eq!(room.run(&["trail", "verify", ".", "--head", "2"]).0, 2);
    std::fs::remove_file(room.path("evqc-trail.head")).unwrap();
    assert_eq!(room.broken().unwrap().0, "trail-head-absent");
    assert_eq!(room.check(&[]).0, 5);
    // A crash between line and head leaves the head behind by one, which loses nothing.
    let first = lines(&room.trail())[0].clone();
    let behind = format!("1:{}\n", sha256(first.trim_end().as_bytes()));
    std::fs::write(room.path("evqc-trail.head"), behind).unwrap();
    assert_eq!((room.broken(), room.check(&[]).0), (None, 1));
}

/// A trail that was taken away is missed as long as its head is there: nothing goes on as if there had been none.
#[test]
fn a_trail_that_is_gone_is_missed() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    std::fs::remove_file(room.path("evqc-trail.jsonl")).unwrap();
    let arguments = [&super::CHECK[..], &["-o", "json:verdict.json"]].concat();
    let own = [&["trail", "start", "."][..], &["trail", "verify", "."], &["trail", "review", ".", "--lot", "EV-3101"]];
    let all = own.map(|own| room.by(own)).into_iter().chain([room.by(&arguments), room.run(&arguments)]);
    for (exit, out, err) in all {
        assert_eq!((exit, out.as_str()), (5, ""), "{err}");
        assert!(
            err.contains("evqc-trail.jsonl: the audit trail is gone, and its head evqc-trail.head is there"),
            "{err}"
        );
    }
    assert!(!room.path("verdict.json").exists() && !room.path("evqc-trail.jsonl").exists());
}

/// The check of R-907: set the clock back, and the command is refused.
#[test]
fn the_clock_does_not_go_back() {
    let room = Room::new();
    let at = |seconds: &str| {
        let arguments = [&super::CHECK[..], &["-o", "json:verdict.json"], &super::WHO].concat();
        super::said(room.program(&arguments).env("SOURCE_DATE_EPOCH", seconds).output().unwrap())
    };
    let (exit, out, err) = at("1000000000");
    assert_eq!((exit, out.as_str()), (5, ""));
    assert!(err.contains("trail-clock-behind") && err.contains("2001-09-09"), "{err}");
    assert!(!room.path("verdict.json").exists() && room.entries().len() == 1);
    assert_eq!(at("4000000000").0, 1);
    let entry = room.last();
    assert_eq!(
        (entry.time.as_str(), entry.local_time.as_str(), entry.time_source.as_str()),
        ("2096-10-02T07:06:40Z", "2096-10-02T07:06:40+00:00", "SOURCE_DATE_EPOCH")
    );
    // The clock of the machine is behind that now.
    let (exit, _, err) = room.check(&[]);
    assert_eq!(exit, 5);
    assert!(err.contains("trail-clock-behind"), "{err}");
    assert_eq!(room.broken(), None);
}

/// The way out after one command with a clock far ahead: an entry that says who, why, and which entries before it are of that
/// clock. It is in the chain, and nobody who looks at the trail misses it.
#[test]
fn a_clock_that_was_ahead_is_set_right_by_an_entry() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let ahead = |seconds: &str| {
        let arguments = [&super::CHECK[..], &super::WHO].concat();
        super::said(room.program(&arguments).env("SOURCE_DATE_EPOCH", seconds).output().unwrap()).0
    };
    assert_eq!((ahead("4000000000"), ahead("4000000007")), (1, 1));
    assert!(room.check(&[]).2.contains("evqc trail mend --clock"), "the way out is named");
    let before = room.trail();
    // Not without a reason, and not by a clock that is no clock.
    let mend = ["trail", "mend", ".", "--clock"];
    assert_eq!(room.by(&mend).0, 2);
    let why = ["--reason", "the clock of the PC stood at 2096"];
    let arguments = [&mend[..], &why, &super::WHO].concat();
    let stated = super::said(room.program(&arguments).env("SOURCE_DATE_EPOCH", "1795000000").output().unwrap());
    assert_eq!(stated.0, 2, "{}", stated.2);
    assert_eq!(room.trail(), before);
    let (exit, out, err) = room.by(&[&mend[..], &why].concat());
    assert_eq!(exit, 0, "{err}");
    let words = "the clock of entries 3 to 4 was ahead (the last: 2096-10-02T07:06:47Z)";
    assert!(out.contains(words), "{out}");
    assert!(room.trail().starts_with(&before), "nothing is taken away");
    let entry = room.last();
    let clock = ClockAhead { from: 3, until: 4, time: "2096-10-02T07:06:47Z".to_owned() };
    assert_eq!((entry.number, entry.clock, entry.command.as_str()), (5, Some(clock), "trail mend"));
    assert_eq!((room.broken(), room.check(&[]).0, room.entries().len()), (None, 1, 6));
    // A second time there is nothing to set right.
    let (exit, out, _) = room.by(&[&mend[..], &why].concat());
    assert!(exit == 0 && out.contains("the clock is not behind the last entry"), "{out}");
    assert_eq!((room.broken(), room.entries().len()), (None, 6));
    // Verification and every review tell of it.
    let (_, out, _) = room.run(&["trail", "verify", "."]);
    assert!(out.contains(&format!("entry 5: {words}; M. Chen: the clock of the PC stood at 2096")), "{out}");
    let (_, out, err) = room.by(&["trail", "review", ".", "--lot", "EV-3102"]);
    assert!(out.contains(words) && out.contains("why: the clock of the PC stood at 2096"), "{out}{err}");
    // Other words of it are found, with a new digest too.
    for changed in
        [("\"from\":3", "\"from\":4"), ("\"from\":3,\"until\":4", "\"from\":3,\"until\":3"), ("stood at 2096", "")]
    {
        let text = room.trail();
        let mut all = lines(&text);
        let edited = all[4].trim_end().replace(changed.0, changed.1);
        assert_ne!(edited, all[4].trim_end());
        let end = edited.rfind(",\"sha256\":\"").unwrap();
        let own = format!("{},\"sha256\":\"{}\"}}\n", &edited[..end], sha256(&edited.as_bytes()[..end]));
        all.truncate(4);
        all.push(own);
        let (trail, finding) = Trail::read("t", all.concat().as_bytes());
        let is_found = finding.is_some_and(|finding| finding.code.name == "trail-clock-behind");
        assert_eq!((trail.entries.len(), is_found), if changed.1.is_empty() { (5, false) } else { (4, true) });
        assert_eq!(Skimmed::read("t", all.concat().into_bytes()).is_err(), is_found);
    }
}

/// A crash in the middle of a line: the trail is closed by an entry that names the broken line, and nothing is taken away.
#[test]
fn a_line_that_was_cut_short_is_mended_by_an_entry() {
    for whole in [false, true] {
        let room = Room::new();
        assert_eq!(room.check(&[]).0, 1);
        let text = room.trail();
        let cut = if whole { text.len() - 1 } else { text.len() - 40 };
        std::fs::write(room.path("evqc-trail.jsonl"), &text[..cut]).unwrap();
        let first = lines(&text)[0].clone();
        std::fs::write(room.path("evqc-trail.head"), format!("1:{}\n", sha256(first.trim_end().as_bytes()))).unwrap();
        assert_eq!(room.broken(), Some(("trail-line-changed".to_owned(), 2)));
        assert_eq!(room.check(&[]).0, 5);
        let (exit, _, err) = room.by(&["trail", "mend", "."]);
        assert_eq!(exit, 2, "{err}");
        let (exit, out, err) = room.by(&["trail", "mend", ".", "--reason", "power cut"]);
        assert_eq!(exit, 0, "{out}{err}");
        assert!(room.trail().starts_with(&text[..cut]), "the broken line stays");
        assert_eq!(room.broken(), None);
        let (_, out, _) = room.run(&["trail", "verify", "."]);
        assert_eq!(out.contains("line 2 was cut short"), !whole, "{out}");
        assert_eq!((room.check(&[]).0, room.broken()), (1, None));
        // The broken line cannot be exchanged any more.
        let changed = room.trail().replacen("check", "chick", 1);
        std::fs::write(room.path("evqc-trail.jsonl"), changed).unwrap();
        assert_eq!(room.broken().unwrap().1, 2);
    }
}

/// A line that lost its end after it was entered is not one that a crash cut short: the head knows it, nothing closes it, and nobody is
/// told to try.
#[test]
fn a_line_that_was_whole_once_is_not_to_be_mended() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let text = room.trail();
    std::fs::write(room.path("evqc-trail.jsonl"), &text[..text.len() - 40]).unwrap();
    for (exit, out, err) in [room.run(&["trail", "verify", "."]), room.check(&[])] {
        assert_eq!(exit, 5, "{out}{err}");
        let told = format!("{out}{err}").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains("the head beside it knows this line as an entry"), "{told}");
        assert!(!told.contains("close the line with"), "{told}");
    }
    assert_eq!(room.by(&["trail", "mend", ".", "--reason", "power cut"]).0, 5);
    // Who looks at a trail is entered nowhere; that there is no trail would not be true.
    let (exit, _, err) = room.by(&["trail", "verify", "."]);
    assert_eq!(exit, 2, "{err}");
    assert!(err.contains("to verify a trail is entered in none"), "{err}");
}

/// The line that was cut short is of a clock that was ahead, or stands behind an entry that is: one entry closes it and sets the
/// clock right, and without `--clock` nothing is written.
#[test]
fn a_line_cut_short_under_a_clock_that_was_ahead_is_mended_by_one_entry() {
    for whole in [false, true] {
        let room = Room::new();
        let ahead = |seconds: &str| {
            let arguments = [&super::CHECK[..], &super::WHO].concat();
            super::said(room.program(&arguments).env("SOURCE_DATE_EPOCH", seconds).output().unwrap()).0
        };
        assert_eq!(ahead("4000000000"), 1);
        let head = std::fs::read_to_string(room.path("evqc-trail.head")).unwrap();
        assert_eq!(ahead("4000000007"), 1);
        std::fs::write(room.path("evqc-trail.head"), head).unwrap();
        let text = room.trail();
        let cut = &text[..if whole { text.len() - 1 } else { text.len() - 40 }];
        std::fs::write(room.path("evqc-trail.jsonl"), cut).unwrap();
        let mend = ["trail", "mend", ".", "--reason", "power cut, and the clock stood at 2096"];
        let (exit, _, err) = room.by(&mend);
        assert!(exit == 5 && err.contains("evqc trail mend --clock"), "{exit} {err}");
        assert_eq!(room.trail(), cut, "nothing is written");
        let (exit, out, err) = room.by(&[&mend[..], &["--clock"]].concat());
        assert_eq!(exit, 0, "{err}");
        assert!(out.contains(if whole { "entries 2 to 3 was ahead" } else { "entry 2 was ahead" }), "{out}");
        let entry = Entry::read(room.trail().lines().last().unwrap()).unwrap();
        assert!(entry.clock.is_some() && entry.mends.is_some() && room.trail().starts_with(cut));
        assert_eq!((room.broken(), room.check(&[]).0, room.broken()), (None, 1, None));
    }
}

/// A last line with the right number, the right digest before it and its own, which is no entry: nothing is put behind it.
#[test]
fn nothing_is_written_behind_a_line_that_is_no_entry() {
    let room = Room::new();
    assert_eq!(room.check(&[]).0, 1);
    let text = room.trail();
    for (from, to) in [("\"command\":\"check\"", "\"command\":\"check\",\"more\":1"), ("\"lots\":{", "\"lots\":{{")] {
        let mut all = lines(&text);
        let edited = all[1].trim_end().replacen(from, to, 1);
        assert_ne!(edited, all[1].trim_end());
        let end = edited.rfind(",\"sha256\":\"").unwrap();
        all[1] = format!("{},\"sha256\":\"{}\"}}\n", &edited[..end], sha256(&edited.as_bytes()[..end]));
        let forged = all.concat();
        assert!(Skimmed::read("t", forged.clone().into_bytes()).is_err(), "{to}");
        std::fs::write(room.path("evqc-trail.jsonl"), &forged).unwrap();
        let first = sha256(all[0].trim_end().as_bytes());
        std::fs::write(room.path("evqc-trail.head"), format!("1:{first}\n")).unwrap();
        let (exit, _, err) = room.check(&[]);
        assert!(exit == 5 && err.contains("line 2 is no entry of a trail"), "{exit} {err}");
        assert_eq!(room.trail(), forged);
    }
}

/// Commands at the same time wait for each other; each has its entry, and the chain holds.
#[test]
fn commands_at_once_make_one_chain() {
    let room = Room::new();
    let runs: Vec<_> = (0..6)
        .map(|at| {
            let output = format!("json:verdict-{at}.json");
            let arguments = [&super::CHECK[..], &["-q", "-o", &output], &super::WHO].concat();
            room.program(&arguments).spawn().unwrap()
        })
        .collect();
    for mut run in runs {
        assert_eq!(run.wait().unwrap().code(), Some(1));
    }
    assert_eq!(room.broken(), None);
    let written: std::collections::BTreeSet<String> =
        room.entries().iter().flat_map(|entry| entry.written.iter().map(|file| file.path.clone())).collect();
    assert_eq!(written.iter().filter(|path| path.starts_with("verdict-")).count(), 6);
}
