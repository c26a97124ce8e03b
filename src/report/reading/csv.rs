//! `csv`: one line per value, bin and channel.

use super::{ReadFile, dilution_state, heights};
use crate::instrument::{Dilution, Distribution, Run, Value, Weighting};
use crate::report::escape::csv_text;
use std::io::{self, Write};

const HEAD: &[u8] = b"file,format,run,sample,kind,quantity,of,value,unit,dilution,factor,line,column,note\n";

pub(super) fn report(files: &[ReadFile<'_>], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD)?;
    for file in files {
        let Some(recording) = &file.recording else { continue };
        let head = |run: Option<&Run<'_>>| {
            let (name, sample) = run.map_or(("", ""), |run| (run.name.as_str(), run.sample.as_str()));
            cells(&[file.name, recording.format, name, sample])
        };
        let start = head(None);
        for value in &recording.values {
            line(out, &start, "file", value, &Dilution::NotApplicable)?;
        }
        for run in &recording.runs {
            let start = head(Some(run));
            for value in &run.values {
                line(out, &start, "value", value, &run.dilution)?;
            }
            for distribution in &run.distributions {
                percentiles(out, &start, distribution, &run.dilution)?;
            }
            bins(out, &start, run)?;
            for channel in run.events.iter().flat_map(|events| events.channels()) {
                out.write_all(&start)?;
                out.write_all(&cells(&["channel", &channel.name, &channel.stain, "", "", "", "", "", ""]))?;
                out.write_all(b"\n")?;
            }
        }
    }
    Ok(())
}

fn line(out: &mut dyn Write, start: &[u8], kind: &str, value: &Value, dilution: &Dilution) -> io::Result<()> {
    let note = value.no_number.as_deref().unwrap_or_default();
    let (state, factor) = dilution_cells(dilution);
    let (at, column) = (place(value.line), place(u64::from(value.column)));
    out.write_all(start)?;
    let cells = cells(&[kind, &value.quantity, &value.of, &value.text, &value.unit, state, factor, &at, &column]);
    out.write_all(&cells)?;
    csv_text_to(out, note)?;
    out.write_all(b"\n")
}

fn percentiles(out: &mut dyn Write, start: &[u8], of: &Distribution, dilution: &Dilution) -> io::Result<()> {
    let (state, factor) = dilution_cells(dilution);
    let about = match of.weighting {
        Weighting::Number => String::new(),
        other => format!("{}, ", other.as_str()),
    };
    for (percent, size, line) in of.percentiles.iter().flat_map(|table| table.stated()) {
        let column = of.percentiles.as_ref().map_or(0, |table| u64::from(table.column));
        let (percent, size) = (format!("{about}{percent}"), size.to_string());
        out.write_all(start)?;
        let places = (place(line), place(column));
        let row = ["value", "percentile", &percent, &size, "nm", state, factor, &places.0, &places.1];
        out.write_all(&cells(&row))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn bins(out: &mut dyn Write, start: &[u8], run: &Run<'_>) -> io::Result<()> {
    let (state, factor) = dilution_cells(&run.dilution);
    for distribution in &run.distributions {
        let unit = heights(distribution.heights_are);
        let sides = distribution.edges.windows(2).zip(&distribution.heights);
        for (at, (sides, height)) in (distribution.line..).zip(sides) {
            let [from, to] = sides else { continue };
            let of = format!("{} {from} to {to} nm", distribution.weighting.as_str());
            let line = place(if distribution.line == 0 { 0 } else { at });
            out.write_all(start)?;
            let column = place(u64::from(distribution.column));
            out.write_all(&cells(&["bin", "size", &of, &height.to_string(), unit, state, factor, &line, &column]))?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// A line or column; nothing where there is none.
fn place(number: u64) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn dilution_cells(dilution: &Dilution) -> (&'static str, &str) {
    let factor = match dilution {
        Dilution::Applied(factor) | Dilution::NotApplied(factor) => factor.text.as_str(),
        Dilution::NotApplicable | Dilution::NotRecorded => "",
    };
    (dilution_state(dilution), factor)
}

/// Cells with a comma behind each.
fn cells(texts: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    for text in texts {
        csv_text(&mut out, text);
        out.push(b',');
    }
    out
}

fn csv_text_to(out: &mut dyn Write, text: &str) -> io::Result<()> {
    let mut bytes = Vec::new();
    csv_text(&mut bytes, text);
    out.write_all(&bytes)
}
