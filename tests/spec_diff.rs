//! What changed between two specifications, in words, and which lots would come out otherwise.
#![allow(clippy::disallowed_methods, reason = "tests write their files and run the program")]

mod support;

use evqc::difference::{Change, Difference, differences};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use support::{judge, specification};

const OLD: &str = "evqc: 1
id: ev-drug-product
version: 1.0.0
title: EV drug product
status: draft
rounding: usp
label: {volume: 5 mL}
parameters:
  potency_min: {default: '50', unit: '%'}
derived:
  particles_per_ug: {formula: particle_concentration / protein_concentration, unit: particles/ug}
tests:
  particle_concentration:
    name: particle concentration
    category: quantity
    method: [NTA, nFCM]
    result: mean of 3
    individual: '>= 8e9 particles/mL'
    valid_if: [cv <= 15 %, control beads 90 to 110 nm]
    accept: '>= 1.0e10 particles/mL'
  protein_concentration: {category: quantity, unit: ug/mL, accept: report}
  particles_per_ug: {name: particles per ug, category: purity, accept: '>= 1.0e9 particles/ug'}
  endotoxin: {category: safety, accept: '<= 0.5 EU/mL'}
  residual_dna: {category: purity, accept: '<= 10.0 ng/mL'}
  potency: {category: potency, accept: '>= {potency_min}', result: mean of 3, decide: guarded(1), uncertainty: {relative: 8 %}}
  volume: {category: general, accept: label ± 10 %}
  ph: {category: general, accept: 6.8 to 7.6}
  appearance: {category: general, accept: 'one of [clear, pale]'}
  cd9: {category: identity, accept: positive}
  cd63: {category: identity, accept: positive}
  cd81: {category: identity, accept: positive}
  identity_panel: {category: identity, accept: 'at least 2 of [cd9, cd63, cd81]'}
";

/// The only difference after one replacement in the specification.
fn one(from: &str, to: &str) -> Difference {
    let mut found = all(from, to);
    assert_eq!(found.len(), 1, "{from} to {to}: {found:#?}");
    found.remove(0)
}

fn all(from: &str, to: &str) -> Vec<Difference> {
    assert!(OLD.contains(from), "{from}");
    differences(&specification(OLD), &specification(&OLD.replacen(from, to, 1)))
}

#[test]
fn testing_fewer_lots_loosens() {
    let with = |rule: &str| OLD.replacen("6.8 to 7.6", &format!("6.8 to 7.6{rule}"), 1);
    let rule = |every: u32, from: &str| format!(", skip: {{every: {every}, from: {from}, id: J-7, revert: every lot}}");
    let change = |old: &str, new: &str| {
        let found = differences(&specification(&with(old)), &specification(&with(new)));
        assert_eq!(found.len(), 1, "{found:#?}");
        (found[0].key.clone(), found[0].change)
    };
    let skip = |change| ("skip".to_owned(), change);
    assert_eq!(change(&rule(5, "L-1"), &rule(10, "L-1")), skip(Change::Loosened));
    assert_eq!(change(&rule(10, "L-1"), &rule(5, "L-1")), skip(Change::Tightened));
    assert_eq!(change(&rule(5, "L-1"), &rule(7, "L-1")), skip(Change::Rule));
    assert_eq!(change(&rule(5, "L-1"), &rule(10, "L-2")), skip(Change::Rule));
    assert_eq!(change(&rule(5, "L-1"), ""), skip(Change::Tightened));
}

#[test]
fn each_kind_of_change_has_its_name() {
    use Change::{Changed, Digits, Loosened, Record, Rule, Tightened};
    for (from, to, key, change) in [
        ("'<= 10.0 ng/mL'", "'<= 5.0 ng/mL'", "residual_dna accept", Tightened),
        ("'<= 10.0 ng/mL'", "'<= 20.0 ng/mL'", "residual_dna accept", Loosened),
        ("'<= 10.0 ng/mL'", "'< 10.0 ng/mL'", "residual_dna accept", Tightened),
        ("'<= 10.0 ng/mL'", "'<= 10000 pg/mL'", "residual_dna accept", Digits),
        ("'<= 0.5 EU/mL'", "'<= 0.50 EU/mL'", "endotoxin accept", Digits),
        ("6.8 to 7.6", "6.9 to 7.7", "ph accept", Changed),
        ("6.8 to 7.6", "report", "ph accept", Loosened),
        ("label ± 10 %", "label ± 5 %", "volume accept", Tightened),
        ("label ± 10 %", "4.5 to 5.5 mL", "volume accept", Changed),
        ("one of [clear, pale]", "one of [clear]", "appearance accept", Tightened),
        ("one of [clear, pale]", "one of [clear, pale, milky]", "appearance accept", Loosened),
        ("at least 2 of [cd9, cd63, cd81]", "all of [cd9, cd63, cd81]", "identity_panel accept", Tightened),
        ("at least 2 of [cd9, cd63, cd81]", "any of [cd9, cd63, cd81]", "identity_panel accept", Loosened),
        (
            "at least 2 of [cd9, cd63, cd81]",
            "all of [cd9, cd63] and any of [cd81, cd9]",
            "identity_panel accept",
            Tightened,
        ),
        ("cv <= 15 %", "cv <= 20 %", "particle_concentration valid_if", Loosened),
        ("cv <= 15 %, ", "", "particle_concentration valid_if", Loosened),
        ("cv <= 15 %, ", "cv <= 15 %, blank <= 5 % of sample, ", "particle_concentration valid_if", Tightened),
        ("90 to 110 nm", "95 to 115 nm", "particle_concentration valid_if", Changed),
        ("    individual: '>= 8e9 particles/mL'\n", "", "particle_concentration individual", Loosened),
        ("[NTA, nFCM]", "[NTA]", "particle_concentration method", Tightened),
        ("    method: [NTA, nFCM]\n", "", "particle_concentration method", Loosened),
        ("    result: mean of 3\n", "    result: mean of 5\n", "particle_concentration result", Rule),
        ("guarded(1)", "guarded(1.5)", "potency decide", Tightened),
        ("guarded(1)", "simple", "potency decide", Loosened),
        ("guarded(1)", "four-zone(1)", "potency decide", Rule),
        ("relative: 8 %", "relative: 9 %", "potency uncertainty", Rule),
        ("6.8 to 7.6", "6.8 to 7.6, required: false", "ph required", Loosened),
        ("'<= 0.5 EU/mL'", "'<= 0.5 EU/mL', never_waive: false", "endotoxin never_waive", Loosened),
        ("6.8 to 7.6", "6.8 to 7.6, rounding: chp", "ph rounding", Rule),
        ("6.8 to 7.6", "6.8 to 7.6, stage: harvest", "ph stage", Rule),
        ("6.8 to 7.6", "6.8 to 7.6, rationale: as before", "ph rationale", Record),
        ("6.8 to 7.6", "6.8 to 7.6, alert: 7.0 to 7.4", "ph alert", Tightened),
        ("6.8 to 7.6", "6.8 to 7.6, shelf_life: 6.6 to 7.8", "ph shelf_life", Loosened),
        ("6.8 to 7.6", "6.8 to 7.6, skip: {every: 5, from: L-1, id: J-7, revert: every lot}", "ph skip", Loosened),
        ("'<= 10.0 ng/mL'", "'<= 10.0 ng/mL', second_stage: ph", "residual_dna second_stage", Loosened),
        ("version: 1.0.0", "version: 1.1.0", " version", Record),
        ("status: draft", "status: draft\neffective: 2027-01-01", " effective", Rule),
        ("rounding: usp", "rounding: ph_eur", " rounding", Rule),
        ("{volume: 5 mL}", "{volume: 6 mL}", " label.volume", Rule),
        (
            "formula: particle_concentration / protein",
            "formula: 2 * particle_concentration / protein",
            " derived.particles_per_ug",
            Rule,
        ),
    ] {
        let found = one(from, to);
        assert_eq!(format!("{} {}", found.test.as_deref().unwrap_or_default(), found.key), key, "{from} to {to}");
        assert_eq!(found.change, change, "{from} to {to}: {found:#?}");
        assert!(found.before != found.after, "{found:#?}");
    }
    // A parameter, and the limit that holds it.
    let found = all("default: '50'", "default: '60'");
    let kinds: Vec<(&str, Change)> = found.iter().map(|one| (one.key.as_str(), one.change)).collect();
    assert_eq!(kinds, [("parameters.potency_min", Rule), ("accept", Tightened)]);
}

#[test]
fn what_means_the_same_is_no_difference() {
    for (from, to) in [
        ("'<= 10.0 ng/mL'", "NMT 10.0 ng/mL"),
        ("6.8 to 7.6", "'[6.8, 7.6]'"),
        ("[NTA, nFCM]", "[nFCM, NTA]"),
        ("one of [clear, pale]", "one of [pale, clear]"),
        ("status: draft", "status:   draft # comment"),
    ] {
        assert_eq!(all(from, to), [], "{from} to {to}");
    }
}

#[test]
fn both_texts_and_places_and_the_rounding_are_told() {
    let found = one("'<= 0.5 EU/mL'", "'<= 0.50 EU/mL'");
    let (before, after) = (found.before.unwrap(), found.after.unwrap());
    assert_eq!((before.text.as_str(), after.text.as_str()), ("<= 0.5 EU/mL", "<= 0.50 EU/mL"));
    assert_eq!(before.place.map(|place| place.to_string()).as_deref(), Some("spec.yaml:23:42"));
    assert_eq!(
        found.note.as_deref(),
        Some("results were rounded to 0.1 EU/mL, now to 0.01 EU/mL; rounded values that were accepted are refused now")
    );
    let found = one("'<= 0.5 EU/mL'", "'<= 0.52 EU/mL'");
    assert_eq!(found.change, Change::Changed);
    assert_eq!(
        found.note.as_deref(),
        Some(
            "results were rounded to 0.1 EU/mL, now to 0.01 EU/mL; the written limit is looser, but by the rounding of values \
             it is not"
        )
    );
    let removed = one("  ph: {category: general, accept: 6.8 to 7.6}\n", "");
    assert_eq!((removed.change, removed.after), (Change::Removed, None));
    assert_eq!(
        removed.note.as_deref(),
        Some("the test was required: lots are concluded without it now, which loosens the specification")
    );
}

/// What is called tighter refuses no less for any value, and what is called looser accepts no less: asked of the judge.
#[test]
fn the_judge_agrees_with_the_direction() {
    let limits = [
        "<= 0.5",
        "<= 0.50",
        "< 0.5",
        "< 0.50",
        "<= 0.52",
        ">= 0.5",
        ">= 0.50",
        "> 0.49",
        "0.4 to 0.5",
        "[0.40, 0.50)",
        "<= 1",
        "<= 1.0",
        ">= 1.0",
    ];
    let steps =
        (380..=620).chain(940..=1080).chain((1..380).step_by(20)).chain((620..940).step_by(20)).chain([1500, 5000]);
    let values: Vec<String> = steps.map(|value| format!("{}.{:03}", value / 1000, value % 1000)).collect();
    let rows: String = values.iter().enumerate().map(|(at, value)| format!("L{at},t,{value}\n")).collect();
    let data = format!("lot,test,value\n{rows}");
    for rule in ["usp", "ph_eur", "chp", "none"] {
        let text = |limit: &str| {
            format!(
                "evqc: 1\nid: a\nversion: '1'\ntitle: a\nstatus: draft\nrounding: {rule}\ntests:\n  t: {{category: general, accept: '{limit}'}}\n"
            )
        };
        let accepted: BTreeMap<&str, Vec<bool>> = limits
            .iter()
            .map(|limit| {
                (*limit, judge(&text(limit), &[&data]).lots.iter().map(|lot| lot.verdict == "conforms").collect())
            })
            .collect();
        let read: BTreeMap<&str, _> = limits.iter().map(|limit| (*limit, specification(&text(limit)))).collect();
        for old in limits {
            for new in limits.into_iter().filter(|new| *new != old) {
                let found = differences(&read[old], &read[new]);
                assert_eq!(found.len(), 1, "{old} to {new} under {rule}: {found:#?}");
                let (a, b) = (&accepted[old], &accepted[new]);
                let newly = a.iter().zip(b).any(|(a, b)| !a && *b);
                let no_longer = a.iter().zip(b).any(|(a, b)| *a && !b);
                let note = found[0].note.as_deref().unwrap_or_default();
                let agrees = match found[0].change {
                    Change::Tightened => no_longer && !newly,
                    Change::Loosened => newly && !no_longer,
                    Change::Digits if note.ends_with("no value is judged otherwise") => !newly && !no_longer,
                    Change::Digits if note.ends_with("refused now") => no_longer && !newly,
                    Change::Digits if note.ends_with("accepted now") => newly && !no_longer,
                    Change::Digits | Change::Changed => true,
                    _ => false,
                };
                assert!(agrees, "{old} to {new} under {rule}: newly {newly}, no longer {no_longer}, {found:#?}");
            }
        }
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evqc")).current_dir(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const SMALL: &str = "evqc: 1
id: ratio
version: 1.0.0
title: Ratio
status: draft
rounding: usp
derived:
  particles_per_ug: {formula: particles / protein, unit: particles/ug}
tests:
  particles: {category: quantity, unit: particles/mL, accept: report}
  protein: {category: quantity, unit: ug/mL, accept: report}
  particles_per_ug: {name: particles per ug, category: purity, accept: '>= 1.0e9 particles/ug'}
  endotoxin: {category: safety, accept: '<= 0.5 EU/mL'}
  ph: {category: general, accept: 6.8 to 7.6}
";

/// Forty lots; of E13, E20 and E21 the ratio lies between 1 and 2e9 per ug, all others are above.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut data = "lot,test,value,unit\n".to_owned();
    for lot in 1..=40 {
        let particles = if [13, 20, 21].contains(&lot) { "1.5e11" } else { "4.0e11" };
        let ph = if lot == 7 { "7.9" } else { "7.2" };
        data.push_str(&format!(
            "E{lot},particles,{particles},particles/mL\nE{lot},protein,100,ug/mL\nE{lot},endotoxin,0.1,EU/mL\nE{lot},ph,{ph},\n"
        ));
    }
    std::fs::write(folder.path().join("data.csv"), data).unwrap();
    std::fs::write(folder.path().join("old.yaml"), SMALL).unwrap();
    let new = SMALL
        .replace("1.0e9 part", "2.0e9 part")
        .replace("version: 1.0.0", "version: 2.0.0")
        .replace("  ph: {category: general, accept: 6.8 to 7.6}\n", "");
    std::fs::write(folder.path().join("new.yaml"), new).unwrap();
    folder
}

#[test]
fn lots_that_would_come_out_otherwise_are_named_with_the_reason() {
    let folder = folder();
    let found = run(folder.path(), &["spec", "diff", "old.yaml", "new.yaml", "--data", "data.csv"]);
    assert_eq!(found.status.code(), Some(1), "{}", out(&found));
    for line in [
        "before: ratio 1.0.0 (draft) (old.yaml)\nafter:  ratio 2.0.0 (draft) (new.yaml)\n1 removed, 1 tightened, 1 record\n",
        "\ntightened: refuses what was accepted before\n  particles_per_ug: accept\n    before: >= 1.0e9 particles/ug  (old.yaml:12:73)\n",
        "\nLOTS: 40 judged under both\n",
        "\n  3 of 40 lots would no longer conform: E13, E20, E21: particles per ug\n",
        "\n  1 of 40 lots would conform: E7: ph\n",
        "    E13: conforms before, does not conform after\n      particles per ug (after: fail): result 1.5×10^9 particles/µg, criterion >= 2.0e9 particles/ug\n",
        "    E7: does not conform before, conforms after\n      ph (before: fail): result 7.9, criterion 6.8 to 7.6\n",
    ] {
        assert!(out(&found).contains(line), "`{line}` is not in\n{}", out(&found));
    }
    // Nothing changes for any lot where the limit does not move.
    let same = run(folder.path(), &["spec", "diff", "old.yaml", "old.yaml", "--data", "data.csv"]);
    assert_eq!(same.status.code(), Some(0), "{}", out(&same));
    assert!(out(&same).contains("no difference\n") && out(&same).contains("no lot of 40 would come out otherwise"));
}

#[test]
fn lots_are_judged_with_waivers_and_periodic_testing() {
    let folder = tempfile::tempdir().unwrap();
    let head = "evqc: 1\nid: s\nversion: '1'\ntitle: S\nstatus: approved\neffective: 2026-01-01\nrounding: usp\ntests:\n  \
                ph: {category: general, procedure: P, accept: 6.8 to 7.6}\n";
    let old = format!("{head}  peg: {{category: purity, procedure: P, accept: '<= 0.5 %'}}\n");
    let rule = "accept: '<= 0.5 %', skip: {every: 5, from: L-1, id: J-7, revert: every lot}";
    let new = old.replace("accept: '<= 0.5 %'", rule).replace("version: '1'", "version: '2'");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("old.yaml", &old);
    write("new.yaml", &new.replace("2026-01-01", "2027-01-01"));
    write("data.csv", "lot,test,value,unit\nL-1,ph,7,\nL-1,peg,0.3,%\nL-2,ph,7,\nL-6,ph,7,\n");
    write(
        "w.csv",
        "lot,test,owner,reason,reference,approver,approved,expiry\nL-6,peg,Chen,why,D-1,Adler,2026-01-01,2026-12-31\n",
    );
    let diff = |more: &[&str]| {
        let arguments = ["spec", "diff", "old.yaml", "new.yaml", "--data", "data.csv", "--as-of", "2026-06-01"];
        run(folder.path(), &[&arguments[..], more].concat())
    };
    let plain = out(&diff(&[]));
    for line in [
        "\n  judged on 2026-06-01, every lot under both, in force for it or not\n",
        "\n  before is approved, from 2026-01-01; after is approved, from 2027-01-01\n",
        "\n  without waivers (--waivers FILE)\n",
        // L-2 is not due under the new one, and L-1, the last tested lot, passes; L-6 is due under both.
        "\n  1 of 3 lots would conform: L-2: peg\n",
    ] {
        assert!(plain.contains(line), "`{line}` is not in\n{plain}");
    }
    // The waiver stands in for L-6 under both, and L-2 alone comes out otherwise; without the rule nothing would.
    let waived = out(&diff(&["--waivers", "w.csv", "-o", "json"]));
    let json: serde_json::Value = serde_json::from_str(&waived).unwrap();
    assert_eq!(json["lots"]["basis"][2], "with the waivers of w.csv");
    assert_eq!(json["lots"]["changes"].as_array().map(Vec::len), Some(1), "{waived}");
    write("new.yaml", &old.replace("accept: '<= 0.5 %'", "never_waive: true, accept: '<= 0.5 %'"));
    let refused = out(&diff(&["--waivers", "w.csv"]));
    assert!(refused.contains("1 of 3 lots would no longer conform, being not concluded: L-6: peg"), "{refused}");
    write("w.csv", "lot,test\n");
    let broken = diff(&["--waivers", "w.csv"]);
    assert_eq!(broken.status.code(), Some(4), "{}", out(&broken));
}

#[test]
fn json_and_markdown_hold_the_same() {
    let folder = folder();
    let files = ["-o", "json:d.json", "-o", "markdown:d.md"];
    let arguments = [&["spec", "diff", "old.yaml", "new.yaml", "--data", "data.csv"][..], &files].concat();
    let found = run(folder.path(), &arguments);
    assert_eq!(found.status.code(), Some(1), "{}", out(&found));
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text("d.json")).unwrap();
    assert_eq!(json["schema"], "evqc-difference/1");
    assert_eq!(json["differences"][1]["change"], "tightened");
    assert_eq!(json["differences"][1]["before"]["place"], "old.yaml:12:73");
    assert_eq!(json["lots"]["sentences"][0], "3 of 40 lots would no longer conform: E13, E20, E21: particles per ug");
    assert_eq!(json["lots"]["changes"][0]["lot"], "E7");
    let markdown = text("d.md");
    assert!(markdown.contains("## REMOVED: a test that is no longer there\n"), "{markdown}");
    assert!(
        markdown.contains("- 3 of 40 lots would no longer conform: E13, E20, E21: particles per ug\n"),
        "{markdown}"
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let folder = folder();
    let found = run(folder.path(), &["spec", "diff", "old.yaml", "missing.yaml"]);
    assert_eq!(found.status.code(), Some(2), "{}", out(&found));
    let found = run(folder.path(), &["spec", "diff", "old.yaml", "new.yaml", "--set", "a=1"]);
    assert!(out(&found).contains("--set a: neither specification has such a parameter"), "{}", out(&found));
    assert_eq!(found.status.code(), Some(2));
    std::fs::write(folder.path().join("broken.yaml"), SMALL.replace("<= 0.5 EU/mL", "<= 0.5 EUU/mL")).unwrap();
    let found = run(folder.path(), &["spec", "diff", "old.yaml", "broken.yaml"]);
    assert_eq!(found.status.code(), Some(4), "{}", out(&found));
    assert!(out(&found).contains("broken.yaml"), "{}", out(&found));
    let found = run(folder.path(), &["spec", "diff", "old.yaml", "new.yaml", "-o", "json:new.yaml"]);
    assert!(out(&found).contains("-o json:new.yaml: would overwrite the input new.yaml"), "{}", out(&found));
    // A row of a test that neither knows is a fault of its lot under both: no difference.
    std::fs::write(folder.path().join("more.csv"), "lot,test,value,unit\nE1,colour,5,nm\n").unwrap();
    let found = run(folder.path(), &["spec", "diff", "old.yaml", "new.yaml", "--data", "more.csv"]);
    assert!(out(&found).contains("no lot of 1 would come out otherwise"), "{}", out(&found));
}

/// Rules for storage and transport are compared entry by entry.
#[test]
fn handling_is_compared_entry_by_entry() {
    let rules = |text: &str| OLD.replacen("tests:\n", &format!("handling: {text}\ntests:\n"), 1);
    let old = "{storage: 2 to 8 °C, between_readings: step, longest_gap: 15 min, transport: {readings: 2 to 15 °C}}";
    let new = old.replace("2 to 15", "2 to 25").replace("15 min", "30 min");
    let found = differences(&specification(&rules(old)), &specification(&rules(&new)));
    let keys: Vec<(&str, Change)> = found.iter().map(|one| (one.key.as_str(), one.change)).collect();
    assert_eq!(keys, [("handling.longest_gap", Change::Loosened), ("handling.transport.readings", Change::Loosened)]);
    assert_eq!(found[0].after.as_ref().map(|said| said.text.as_str()), Some("30 min"));
    let found = differences(&specification(OLD), &specification(&rules(old)));
    assert!(found.iter().any(|one| one.key == "handling.storage" && one.before.is_none()));
}

#[test]
fn a_longer_life_is_looser_and_a_shorter_one_tighter() {
    use Change::{Loosened, Record, Rule, Tightened};
    let with = |life: &str| specification(&OLD.replacen("tests:\n", &format!("{life}\ntests:\n"), 1));
    let said = |old: &str, new: &str| -> Vec<(String, Change)> {
        differences(&with(old), &with(new)).into_iter().map(|one| (one.key, one.change)).collect()
    };
    let old = "expiry: {shelf_life: 18 months, from: filled}\nin_use: {reconstituted: {within: 1 h}, freeze_thaw: {cycles: 3}}";
    let changed = |from: &str, to: &str| {
        assert!(old.contains(from), "{from}");
        said(old, &old.replacen(from, to, 1))
    };
    let one = |key: &str, change| vec![(key.to_owned(), change)];
    assert_eq!(changed("18 months", "24 months"), one("expiry.shelf_life", Loosened));
    assert_eq!(changed("18 months", "17 months"), one("expiry.shelf_life", Tightened));
    assert_eq!(changed("18 months", "1.5 years"), vec![], "the same months");
    assert_eq!(changed("from: filled", "from: frozen"), one("expiry.from", Rule));
    assert_eq!(changed("filled}", "filled, last_day: day before}"), one("expiry.last_day", Tightened));
    assert_eq!(changed("filled}", "filled, last_day: end of month}"), one("expiry.last_day", Loosened));
    assert_eq!(changed("filled}", "filled, not_beyond: parents}"), one("expiry.not_beyond", Tightened));
    assert_eq!(changed("filled}", "filled, retest: 12 months}"), one("expiry.retest", Tightened));
    assert_eq!(changed("filled}", "filled, evidence: review}"), one("expiry.evidence", Record));
    assert_eq!(changed("1 h", "2 h"), one("in_use.reconstituted.within", Loosened));
    assert_eq!(changed("1 h", "60 min"), vec![], "the same time");
    assert_eq!(changed("1 h}", "1 h, tolerance: 5 min}"), one("in_use.reconstituted.tolerance", Rule));
    assert_eq!(changed("cycles: 3", "cycles: 2"), one("in_use.freeze_thaw.cycles", Tightened));
    let added: Vec<(String, Change)> = said("", old);
    assert!(added.contains(&("expiry.shelf_life".to_owned(), Tightened)), "{added:?}");
    assert!(added.contains(&("in_use.reconstituted.within".to_owned(), Tightened)), "{added:?}");
}

#[test]
fn a_wider_rule_of_handling_is_looser_and_a_narrower_one_tighter() {
    use Change::{Changed, Loosened, Rule, Tightened};
    let with = |rule: &str| specification(&OLD.replacen("tests:\n", &format!("{rule}\ntests:\n"), 1));
    let old = "handling:\n  storage: 2 to 8 °C\n  between_readings: step\n  longest_gap: 15 min\n  \
               transport: {readings: 2 to 15 °C, excursion: 24 h, mkt: 8 °C}\n  budget: [{above: 8 °C, at_most: 72 h}]";
    let changed = |from: &str, to: &str| -> Vec<(String, Change)> {
        assert!(old.contains(from), "{from}");
        let new = old.replacen(from, to, 1);
        differences(&with(old), &with(&new)).into_iter().map(|one| (one.key, one.change)).collect()
    };
    let one = |key: &str, change| vec![(key.to_owned(), change)];
    assert_eq!(changed("storage: 2 to 8", "storage: 2 to 7"), one("handling.storage", Tightened));
    assert_eq!(changed("15 min", "30 min"), one("handling.longest_gap", Loosened));
    assert_eq!(changed("2 to 15", "1 to 15"), one("handling.transport.readings", Loosened));
    assert_eq!(changed("2 to 15", "1 to 14"), one("handling.transport.readings", Changed));
    assert_eq!(changed("24 h", "12 h"), one("handling.transport.excursion", Tightened));
    assert_eq!(changed("mkt: 8", "mkt: 9"), one("handling.transport.mkt", Loosened));
    assert_eq!(changed("72 h", "48 h"), one("handling.budget above 8 °C", Tightened));
    assert_eq!(changed("above: 8", "above: 9").len(), 2);
    assert_eq!(changed("step", "trapezoid"), one("handling.between_readings", Rule));
}
