//! Lot files in, facts and findings out.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

#[path = "data/reading.rs"]
#[allow(dead_code)]
mod reading;
#[path = "data/specification.rs"]
mod specification;

use evqc::data::{Dialect, LotFile, read_lots};
use evqc::expiry::{LabelDate, LotEvent};
use jiff::civil::date;
use reading::{said, source};
use specification::usual;

fn read(text: &str) -> LotFile {
    read_lots(&source("lots.csv", text), &usual(), &[], &Dialect::default(), false, &[])
}

#[test]
fn dates_and_counts_of_lots_are_read_in_both_languages() {
    let file = read(
        "lot,分装日期,Frozen date,thawed,有效期至,复验日期,冻融次数,母批\nL1,2026-03-09,2026-03-10,2026/3/11,2028-03,2027年3月,2,M1\nM1,,,,2027-12-31,,,\n",
    );
    assert_eq!(said(&file.findings), Vec::<String>::new());
    let facts = &file.lots["L1"];
    assert_eq!(facts.day_of(LotEvent::Filled), Some(date(2026, 3, 9)));
    assert_eq!(facts.day_of(LotEvent::Frozen), Some(date(2026, 3, 10)));
    assert_eq!(facts.day_of(LotEvent::Thawed), Some(date(2026, 3, 11)));
    assert_eq!(facts.day_of(LotEvent::Manufactured), None);
    assert_eq!(facts.expires, Some(LabelDate::Month { year: 2028, month: 3 }));
    assert_eq!(facts.retest, Some(LabelDate::Month { year: 2027, month: 3 }));
    assert_eq!(facts.freeze_thaw_cycles, Some(2));
    assert_eq!(facts.dates_of_parents[0].expires, Some(LabelDate::Day(date(2027, 12, 31))));
    let faults = |text: &str| said(&read(text).lots["L1"].faults);
    assert_eq!(
        faults("lot,filled\nL1,2026-03\n"),
        [
            "lots.csv:2:2: date-not-readable: `filled` is `2026-03`, a month without its day (write the day, `2026-03-09`: a life is counted from it)"
        ]
    );
    assert_eq!(
        faults("lot,expires\nL1,05/2027\n"),
        [
            "lots.csv:2:2: date-not-readable: the date `05/2027` cannot be read (write year-month-day, `2027-05-15`, or year-month, `2027-05`, which means the last day of the month)"
        ]
    );
    assert_eq!(
        faults("lot,freeze_thaw_cycles\nL1,twice\n"),
        [
            "lots.csv:2:2: lot-fact-not-readable: `freeze_thaw_cycles` is `twice`, not a number of cycles (write how often the lot was frozen and thawed: 0, 1, 2)"
        ]
    );
    assert!(said(&read("lot,fileld\nL1,2026-03-09\n").findings)[0].contains("column-unknown"));
}

#[test]
fn facts_of_lots_are_read() {
    let file = read(
        "lot,manufactured,expires,parents,dose volume [uL],label protein\nL1,2026-03-09,2028/3/8,M1; M2,500,50 ug/mL\nL2,,,,,\n",
    );
    assert_eq!(said(&file.findings), Vec::<String>::new());
    let facts = &file.lots["L1"];
    assert_eq!((facts.manufactured, facts.expires), (Some(date(2026, 3, 9)), Some(LabelDate::Day(date(2028, 3, 8)))));
    assert_eq!(facts.parents, ["M1", "M2"]);
    let (name, volume) = &facts.quantities[0];
    assert_eq!((name.as_str(), volume.unit.symbol(), volume.value.exact().to_f64()), ("dose_volume", "µL", 500.0));
    assert_eq!((facts.label[0].0.as_str(), facts.label[0].1.unit.symbol()), ("protein", "µg/mL"));
    assert_eq!(facts.faults, []);
    assert_eq!(facts.place.as_ref().map(ToString::to_string).as_deref(), Some("lots.csv:2:1"));
    assert!(file.lots["L2"].quantities.is_empty());
}

/// Harvests that were pooled have a first and a last day; the life is counted from the first.
#[test]
fn pooled_harvests_have_two_days() {
    for cell in ["2026-03-01 to 2026-03-04", "2026-03-01至2026-03-04", "2026年3月1日～2026年3月4日"] {
        let file = read(&format!("lot,harvested\nL1,{cell}\n"));
        let facts = &file.lots["L1"];
        assert_eq!(said(&facts.faults), Vec::<String>::new(), "{cell}");
        assert_eq!(facts.day_of(LotEvent::Harvested), Some(date(2026, 3, 1)), "{cell}");
        assert_eq!(facts.events.last(), Some(&(LotEvent::Harvested, date(2026, 3, 4))), "{cell}");
    }
    let faults = |cell: &str| said(&read(&format!("lot,harvested,filled\nL1,{cell}\n")).lots["L1"].faults);
    assert!(faults("2026-03-04 to 2026-03-01,")[0].contains("whose last day is not after the first"));
    assert!(faults("2026-03-04 to 2026-03,")[0].contains("a month without its day"));
    assert!(faults(",2026-03-01 to 2026-03-04")[0].contains("cannot be read"), "a lot is filled once");
}

/// Tables under GMP have a mark in every cell that nothing is to be said in.
#[test]
fn a_mark_in_the_cell_of_a_date_is_an_empty_cell() {
    for mark in ["-", "—", "/", "n/a", "N.A.", "无", "不适用"] {
        let file = read(&format!("lot,manufactured,harvested,expires,retest\nL1,{mark},{mark},{mark},{mark}\n"));
        let facts = &file.lots["L1"];
        assert_eq!(said(&facts.faults), Vec::<String>::new(), "{mark}");
        assert_eq!((facts.days().count(), facts.expires, facts.retest), (0, None, None), "{mark}");
    }
    for text in ["unknown", "?", "soon"] {
        assert!(said(&read(&format!("lot,expires\nL1,{text}\n")).lots["L1"].faults)[0].contains("cannot be read"));
    }
}

/// What says that there is no parent is none, and a lot with a blank in its id is one where the file has it.
#[test]
fn a_sign_is_no_parent() {
    for cell in ["-", "–", "N/A", "n/a", "无", "不适用", "none", "—"] {
        assert_eq!(read(&format!("lot,parents\nL1,{cell}\n")).lots["L1"].parents, Vec::<String>::new(), "{cell}");
    }
    let file = read("lot,parents\nL1,HV 07、HV 08\nHV 07,\n");
    assert_eq!(file.lots["L1"].parents, ["HV 07", "HV", "08"]);
    assert_eq!(file.lots["L1"].parents_as_written, ["HV 07", "HV 08"]);
}

#[test]
fn parents_are_told_apart_by_whatever_stands_between_them() {
    for between in [";", "；", ",", ", ", "，", "、", "|", "｜", " | ", " ", "\t", "\u{3000}", ";;"] {
        let file = read(&format!("lot,parents\nL1,\"M1{between}M+2/b{between}\"\n"));
        assert_eq!(file.lots["L1"].parents, ["M1", "M+2/b"], "{between:?}");
    }
}

#[test]
fn a_fault_in_a_row_belongs_to_its_lot() {
    let file = read(
        "lot,manufactured,dose_volume\nL1,9.3.2026,2\nL2,2026-03-09,as before\nL3,2026-03-09,2 mg\nL3,2026-03-09,2 mL\n",
    );
    assert_eq!(
        said(&file.lots["L1"].faults),
        [
            "lots.csv:2:2: date-not-readable: the date `9.3.2026` cannot be read (write the date as year-month-day, `2026-03-09`)",
            "lots.csv:2:3: lot-fact-unit: `dose_volume`: no unit is given; the specification has mL (write `dose_volume [mL]` in the header)",
        ]
    );
    assert_eq!(
        said(&file.lots["L2"].faults),
        ["lots.csv:3:3: lot-fact-not-readable: `dose_volume` is `as before`, not a number"]
    );
    let third = said(&file.lots["L3"].faults);
    assert!(third[0].starts_with("lots.csv:4:3: lot-fact-unit: `dose_volume`: "), "{third:?}");
    assert_eq!(
        third[1],
        "lots.csv:5:1: lot-facts-twice: the lot `L3` stands twice in the lot file (keep one row per lot)"
    );
}

#[test]
fn an_empty_label_claim_is_remembered_with_its_cell() {
    let file = read("lot,label protein [ug/mL],dose volume [mL]\nL1,50,2\nL2,,\n");
    assert_eq!(file.lots["L1"].unclaimed, []);
    let (name, cell) = &file.lots["L2"].unclaimed[0];
    assert_eq!((name.as_str(), cell.as_ref().map(ToString::to_string).as_deref()), ("protein", Some("lots.csv:3:2")));
    assert_eq!(file.lots["L2"].unclaimed.len(), 1, "a fact is no claim");
    let absent = file.absent.map(|facts| facts.unclaimed);
    assert_eq!(absent, Some(vec![("protein".to_owned(), None)]));
    assert!(read("lot,dose volume [mL]\nL1,2\n").absent.is_none());
}

#[test]
fn an_exponent_under_a_multiplier_is_refused() {
    let file = read("lot,label protein [10^3 ug/mL]\nL1,2.0e9\nL2,20\n");
    assert_eq!(
        said(&file.lots["L1"].faults),
        [
            "lots.csv:2:2: multiplier-and-exponent: `protein`: `2.0e9` has an exponent, and its unit `10^3 µg/mL` has a power of ten as well (write either the exponent or the multiplier)"
        ]
    );
    assert_eq!(file.lots["L2"].faults, []);
}

#[test]
fn columns_and_rows_that_cannot_be_used_are_findings_of_the_file() {
    assert_eq!(
        said(&read("lot,manufactred\nL1,2026-03-09\n").findings),
        [
            "lots.csv:1:2: column-unknown: the column `manufactred` is not known in a lot file (did you mean `manufactured`?)"
        ]
    );
    assert!(said(&read("lot,dose_volume [mg]\nL1,2\n").findings)[0].starts_with("lots.csv:1:2: lot-fact-unit: "));
    assert!(said(&read("lot,dose_volume [xx]\nL1,2\n").findings)[0].starts_with("lots.csv:1:2: column-unit-unknown: "));
    assert_eq!(
        said(&read("lot,expires,expiry\nL1,,\n").findings),
        ["lots.csv:1:3: column-twice: the columns `expires` and `expiry` mean the same"]
    );
    assert_eq!(
        said(&read("lot,expires\n,2026-03-09\nL1,2026-03-09,x\n").findings),
        [
            "lots.csv:2:1: lot-id-missing: the row has no lot id",
            "lots.csv:3:3: row-ragged: the row has 3 fields, the header has 2",
        ]
    );
}
