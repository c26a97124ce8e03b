//! Reads bytes as result files and puts what came out into plain values that tests can compare.

use evqc::data::*;
use evqc::finding::Finding;
use evqc::quantity::Reading;
use evqc::spec::{Role, Specification};
use std::io::{Cursor, Read};

/// A determination without its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub test: String,
    pub role: Role,
    pub reading: Reading,
    pub text: String,
    pub unit: String,
    pub replicate: String,
    pub control: String,
    pub faulty: bool,
}

/// A lot as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    pub id: String,
    pub values: Vec<Value>,
    pub places: Vec<(u32, u64, u32)>,
    pub faults: Vec<Finding>,
}

/// Everything that came out of a run.
#[derive(Debug)]
pub struct Run {
    pub lots: Vec<Lot>,
    pub findings: Vec<Finding>,
    pub inputs: Vec<Input>,
    pub returned: bool,
}

pub fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    let bytes = bytes.into();
    Source::new(name, move || -> std::io::Result<Box<dyn Read + Send>> { Ok(Box::new(Cursor::new(bytes.clone()))) })
}

pub fn read_with(spec: &Specification, sources: Vec<Source>, options: ReadOptions) -> Run {
    let mut blocks = Blocks::open(sources, options);
    let layouts = Layouts::new(&blocks, spec, &[], &[]);
    let mut reader = RowReader::new(&layouts);
    let mut block = LotBlock::new();
    let mut out = Run { lots: Vec::new(), findings: layouts.findings().to_vec(), inputs: Vec::new(), returned: false };
    loop {
        match blocks.next_block(&mut block) {
            Ok(Next::Lot) => out.lots.push(lot(&reader.read(&block, None), spec)),
            Ok(Next::Returned(_)) => {
                out.returned = true;
                break;
            }
            Ok(Next::End) => break,
            Err(finding) => {
                out.findings.push(finding);
                break;
            }
        }
    }
    out.inputs = blocks.inputs().to_vec();
    out.findings.extend(blocks.into_findings());
    out
}

/// Reads one file.
pub fn read(spec: &Specification, bytes: impl Into<Vec<u8>>) -> Run {
    read_with(spec, vec![source("a.csv", bytes)], ReadOptions::default())
}

fn lot(data: &LotData<'_>, spec: &Specification) -> Lot {
    let value = |found: &Determination<'_>| Value {
        test: spec.tests[found.test].id.clone(),
        role: found.role,
        reading: found.reading,
        text: found.text.to_owned(),
        unit: found.unit.as_ref().map_or(String::new(), |unit| unit.symbol().to_owned()),
        replicate: found.replicate.to_owned(),
        control: found.details.as_ref().map_or(String::new(), |details| details.control.to_owned()),
        faulty: found.fault.is_some(),
    };
    Lot {
        id: data.lot.to_owned(),
        values: data.determinations.iter().map(value).collect(),
        places: data.determinations.iter().map(|found| (found.input, found.line, found.column)).collect(),
        faults: data.faults.clone(),
    }
}

/// `place: code: message (help)`, one line for each finding.
#[allow(dead_code)]
pub fn said(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let place = finding.place.as_ref().map_or(String::new(), |place| format!("{place}: "));
        let help = finding.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        format!("{place}{}: {}{help}", finding.code.name, finding.message)
    };
    findings.iter().map(line).collect()
}
