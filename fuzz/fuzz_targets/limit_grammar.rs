//! A limit, a plan and a validity check as texts inside a small specification; where it can be read, it is judged.

#![no_main]

use evqc::data::{Blocks, Layouts, LotBlock, Next, ReadOptions, RowReader, Source};
use evqc::judge::{Context, Factors, Outcome, StageScope, judge};
use evqc::spec::{BuiltIn, Settings, SourceText, read};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Read};

/// The text as a double-quoted scalar.
fn quoted(text: &str) -> String {
    let inner: String = text
        .chars()
        .map(|character| match character {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            control if control.is_control() => format!("\\x{:02x}", u32::from(control).min(255)),
            other => other.to_string(),
        })
        .collect();
    format!("\"{inner}\"")
}

const DATA: &[u8] = b"lot,test,value,unit,replicate,role,control\n\
    L,x,12.5,ug/mL,1,,\nL,x,<0.05,ug/mL,2,,\nM,x,95,%,1,,\nM,x,100,%,1,control,spike\nN,x,negative,,1,,\n";

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.splitn(4, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (accept, plan, check, formula) = (next(), next(), next(), next());
    let mut spec = String::from("evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\n");
    spec.push_str("label: {x: 10 ug/mL}\n");
    if !formula.is_empty() {
        spec.push_str(&format!("derived: {{y: {{formula: {}, unit: \"1\"}}}}\n", quoted(formula)));
    }
    spec.push_str(&format!("tests:\n  x:\n    name: X\n    category: quantity\n    unit: ug/mL\n    accept: {}\n", quoted(accept)));
    if !plan.is_empty() {
        spec.push_str(&format!("    result: {}\n", quoted(plan)));
    }
    if !check.is_empty() {
        spec.push_str(&format!("    valid_if: [{}]\n", quoted(check)));
    }
    if !formula.is_empty() {
        spec.push_str("  y: {name: Y, category: purity, accept: \">= 1.0\"}\n");
    }
    let Some(spec) = read(&SourceText::new("spec.yaml", &spec), &BuiltIn, &Settings { set: &[], judging: true }).specification
    else {
        return;
    };
    let source = Source::new("data.csv", || Ok(Box::new(Cursor::new(DATA)) as Box<dyn Read + Send>));
    let mut blocks = Blocks::open(vec![source], ReadOptions::default());
    let layouts = Layouts::new(&blocks, &spec, &[], &[]);
    let names = blocks.names();
    let factors = Factors::of([&spec]);
    let context = Context {
        as_of: jiff::civil::date(2026, 6, 1),
        stage: StageScope::AsData,
        asked: StageScope::AsData,
        inputs: &names,
        periodic: None,
        waivers: &[],
        factors: &factors,
        statements: true,
        ancestry: None,
        as_parent: false,
        thorough: false,
    };
    let (mut reader, mut block) = (RowReader::new(&layouts), LotBlock::new());
    while let Ok(Next::Lot) = blocks.next_block(&mut block) {
        let report = judge(&spec, reader.read(&block, None), &context);
        for test in &report.tests {
            if test.outcome == Outcome::Pass {
                assert!(test.margin().is_none_or(|margin| margin >= 0.0), "a pass with margin {:?}", test.margin());
            }
        }
    }
});
