//! Three size criteria on 41 plasma EV samples, from their 255 NTA captures, against a published verdict table.
//!
//! The tables are read in place; where they are not, the test says so.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "the test reads tables and says what it saw")]

mod support;

use std::collections::BTreeMap;
use support::judge;

/// Columns of the captures, tests, criteria, columns of the verdicts.
const CRITERIA: [(&str, &str, &str, &str); 3] = [
    ("pct_50_400nm", "size_50_400", "> 90 %", "verdict_gt90_50_400"),
    ("pct_30_160nm", "size_30_160", "> 80 %", "verdict_gt80_30_160"),
    ("mode_nm", "size_mode", "< 200 nm", "verdict_mode_lt_200"),
];

/// The rows of a table, each by column name.
fn table(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let text = support::needed::shared_text(&format!("data/batches/{name}"), "the published verdicts")?;
    let mut lines = text.lines();
    let head: Vec<String> = lines.next()?.split(',').map(str::to_owned).collect();
    let row = |line: &str| head.iter().cloned().zip(line.split(',').map(str::to_owned)).collect();
    Some(lines.filter(|line| !line.is_empty()).map(row).collect())
}

fn specification() -> String {
    let mut text =
        "evqc: 1\nid: plasma\nversion: \"1\"\ntitle: Plasma\nstatus: draft\nrounding: none\ntests:\n".to_owned();
    for (_, test, accept, _) in CRITERIA {
        text.push_str(&format!(
            "  {test}:\n    category: identity\n    procedure: NTA\n    result: mean of at least 3\n    accept: \"{accept}\"\n"
        ));
    }
    text
}

/// The captures in long form. PLASMA-12 and PLASMA-19 were measured again under the numbers of their first injections, which
/// evqc would rightly refuse as the same determinations twice; so injections are counted here, each begins with capture 00.
fn results(captures: &[BTreeMap<String, String>]) -> String {
    let mut text = "lot,test,value,unit,injection,capture\n".to_owned();
    let mut injections: BTreeMap<&str, u32> = BTreeMap::new();
    for capture in captures {
        let injection = injections.entry(capture["sample_id"].as_str()).or_default();
        *injection += u32::from(capture["capture"] == "00");
        for (column, test, accept, _) in CRITERIA {
            let unit = if accept.ends_with("nm") { "nm" } else { "%" };
            let cells = ["sample_id", column, "capture"].map(|name| capture[name].as_str());
            text.push_str(&format!("{},{test},{},{unit},{injection},{}\n", cells[0], cells[1], cells[2]));
        }
    }
    text
}

#[test]
fn all_published_verdicts_and_disagreements_come_out() {
    let (Some(captures), Some(published)) =
        (table("nta_mouse_plasma_ev_captures.csv"), table("nta_mouse_plasma_ev_size_verdicts.csv"))
    else {
        return;
    };
    assert_eq!((captures.len(), published.len()), (255, 41));
    let run = judge(&specification(), &[&results(&captures)]);
    assert_eq!(run.lots.len(), 41);
    let (mut verdicts, mut disagreements, mut wrong) = (0, 0, Vec::new());
    for sample in &published {
        let id = &sample["sample_id"];
        let lot = run.lots.iter().find(|lot| lot.id == *id).expect("every sample is a lot");
        for (_, test, _, column) in CRITERIA {
            verdicts += 1;
            let expected = if sample[column] == "PASS" { "pass" } else { "fail" };
            if lot.test(test).outcome != expected {
                wrong.push(format!("{id} {test}: {} for {expected}", lot.test(test).outcome));
            }
        }
        disagreements += 1;
        let found = lot.test("size_30_160").flags.contains(&"determinations_disagree");
        let expected = sample["captures_disagree_30_160"] == "yes";
        if found != expected {
            wrong.push(format!("{id}: captures disagree {found}, published {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let yes = published.iter().filter(|sample| sample["captures_disagree_30_160"] == "yes").count();
    eprintln!("plasma: {verdicts} verdicts and {disagreements} disagreements ({yes} of them yes) as published");
    assert_eq!((verdicts, disagreements), (123, 41));
}

#[test]
fn the_published_means_are_those_of_all_captures() {
    let (Some(captures), Some(published)) =
        (table("nta_mouse_plasma_ev_captures.csv"), table("nta_mouse_plasma_ev_size_verdicts.csv"))
    else {
        return;
    };
    let run = judge(&specification(), &[&results(&captures)]);
    let (mut compared, mut largest) = (0, 0.0_f64);
    for sample in &published {
        let lot = run.lots.iter().find(|lot| lot.id == sample["sample_id"]).expect("every sample is a lot");
        for (column, test, digits) in [
            ("pct_50_400nm_mean", "size_50_400", 0.01),
            ("pct_30_160nm_mean", "size_30_160", 0.01),
            ("mode_nm_mean", "size_mode", 0.1),
        ] {
            let number = |text: &str| {
                text.trim_start_matches('≈').split([' ', '%']).next().and_then(|number| number.parse::<f64>().ok())
            };
            let found = number(&lot.test(test).reportable).expect("a number");
            let expected = number(&sample[column]).expect("a number");
            let off = (found - expected).abs() / digits;
            largest = largest.max(off);
            // The captures and the means are printed with these digits: half a unit each.
            assert!(off <= 1.01, "{} {test}: {found}, published {expected}", sample["sample_id"]);
            compared += 1;
        }
    }
    eprintln!("plasma: {compared} means, largest deviation {largest:.2} units of the last printed digit");
}
