//! The layout: what is in each well, with the concentration of standards and the dilution of samples.

use super::Line;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::content::Content;
use crate::instrument::plate::{Cell, Wells};
use crate::instrument::record::{Dilution, DilutionFactor, Run};
use crate::quantity::Reading;

/// Whether the well holds something of known content, which has no dilution: a standard or a blank.
pub(super) fn is_reference(sample: &str) -> bool {
    sample.starts_with("STD") || sample.starts_with("BLK")
}

/// Takes the lines of a layout.
///
/// # Errors
/// That a well has two names.
pub(super) fn take(
    content: &Content<'_>,
    lines: &[Line<'_>],
    plate: usize,
    wells: &mut Wells,
    findings: &mut Vec<Finding>,
) -> Result<(), Finding> {
    let mut below_one = Vec::new();
    for (line, well, cell) in lines.iter().flat_map(|line| line.cells().map(move |(well, cell)| (line, well, cell))) {
        let run = wells.run(plate, &well, cell);
        match line.label {
            "Well ID" if !run.sample.is_empty() => {
                return Err(content.damaged(cell.line, cell.column, format!("well {well} has two names")));
            }
            "Well ID" => cell.text.clone_into(&mut run.sample),
            "Conc/Dil" => below_one.extend(conc_or_dil(run, cell)),
            // A name or another remark on the sample.
            label => run.values.push(cell.word(label.to_owned(), "")),
        }
    }
    findings.extend(not_a_factor(content, &below_one));
    Ok(())
}

/// The second line of a well is a concentration for a standard and a dilution for a sample; which of them it is for other
/// wells, the file does not say. Gives the cell of a dilution that is no factor.
fn conc_or_dil<'g>(run: &mut Run<'_>, cell: Cell<'g>) -> Option<Cell<'g>> {
    if run.sample.starts_with("STD") {
        run.values.push(cell.number("nominal_concentration", ""));
        return None;
    }
    if !run.sample.starts_with("SPL") {
        run.values.push(cell.number("Conc/Dil", ""));
        return None;
    }
    let value = cell.number("dilution", "");
    let reading = value.reading;
    run.values.push(value);
    run.dilution = Dilution::NotRecorded;
    if let Reading::Number(factor) = reading {
        if factor.approximately() < 1.0 {
            return Some(cell);
        }
        let (line, column) = (cell.line, cell.column);
        run.dilution = Dilution::NotApplied(DilutionFactor { value: factor, text: cell.text.to_owned(), line, column });
    }
    None
}

fn not_a_factor(content: &Content<'_>, cells: &[Cell<'_>]) -> Option<Finding> {
    let first = cells.first()?;
    let message = format!(
        "the layout gives {} wells a dilution below 1 ({}); whether it is a share or a factor, the file does not say",
        cells.len(),
        first.text
    );
    Some(
        Finding::new(&codes::VALUE_NOT_READABLE, message)
            .at(content.place(first.line, first.column), 1)
            .help("the dilution of these wells counts as not recorded; give the factor with --set or in the lot file"),
    )
}
