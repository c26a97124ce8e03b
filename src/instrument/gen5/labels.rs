//! The procedure, and what the label of a line of results means by it.

use crate::instrument::grid::{Grid, Row};
use std::borrow::Cow;

/// The reads of a plate, from its procedure.
#[derive(Debug, Default)]
pub(super) struct Reads(Vec<Read>);

#[derive(Debug, Default)]
struct Read {
    /// The label of the step; empty when the user gave none.
    label: String,
    /// `absorbance`, `fluorescence`, `luminescence`; empty for another.
    quantity: &'static str,
}

impl Reads {
    /// Reads the procedure from this row on; gives the row behind it.
    pub(super) fn read(&mut self, grid: &Grid, from: usize) -> usize {
        let mut at = from;
        while grid.row(at).is_some_and(|row| row.filled() == 0) {
            at += 1;
        }
        while let Some(row) = grid.row(at).filter(|row| row.filled() > 0) {
            self.step(row);
            at += 1;
        }
        at
    }

    /// A step begins with its name in the first cell; what the step does stands in the second, in its line or below.
    fn step(&mut self, row: Row<'_>) {
        let text = row.cell(1);
        let quantity = quantity_of(text);
        if row.cell(0) == "Read" {
            let label = if quantity.is_some() { String::new() } else { text.to_owned() };
            self.0.push(Read { label, quantity: quantity.unwrap_or_default() });
        } else if let (Some(read), Some(quantity), "") = (self.0.last_mut(), quantity, row.cell(0)) {
            read.quantity = quantity;
        }
    }

    /// The quantity of a label and what it is about: `absorbance` and `450` for `abs450:450`. A label that is none of
    /// Gen5's own (a name that the user gave) is the quantity itself.
    pub(super) fn meaning(&self, label: &str) -> (Cow<'static, str>, String) {
        if matches!(label, "[Concentration]" | "Concentration" | "[Conc]" | "Conc") {
            return (Cow::Borrowed("concentration"), String::new());
        }
        let (blank, raw) = match label.strip_prefix("Blank ") {
            Some(raw) => (true, raw),
            None => (false, label),
        };
        match self.raw(raw) {
            Some((quantity, of)) if blank => (Cow::Owned(format!("blank_corrected_{quantity}")), of),
            Some((quantity, of)) => (Cow::Borrowed(quantity), of),
            None => (Cow::Owned(label.to_owned()), String::new()),
        }
    }

    /// `LABEL:WAVELENGTH` of a step with a label, `WAVELENGTH` of one without, or the label alone.
    fn raw(&self, label: &str) -> Option<(&'static str, String)> {
        let known = |read: &&Read| !read.quantity.is_empty();
        let by_label = |name: &str| self.0.iter().filter(known).find(|read| read.label == name);
        if let Some((name, wavelength)) = label.rsplit_once(':')
            && let Some(read) = by_label(name)
        {
            return is_optics(wavelength, read.quantity).then(|| (read.quantity, wavelength.to_owned()));
        }
        if let Some(read) = by_label(label).filter(|read| !read.label.is_empty()) {
            return Some((read.quantity, label.to_owned()));
        }
        let unnamed = self.0.iter().filter(known).find(|read| read.label.is_empty())?;
        is_optics(label, unnamed.quantity).then(|| (unnamed.quantity, label.to_owned()))
    }
}

fn quantity_of(text: &str) -> Option<&'static str> {
    let mode = text.strip_suffix("Endpoint")?.trim_end();
    match mode {
        "Absorbance" => Some("absorbance"),
        "Fluorescence" => Some("fluorescence"),
        "Luminescence" => Some("luminescence"),
        // Alpha and others: their labels stay as they are printed.
        _ => Some(""),
    }
}

/// `450`, `504,531`, `400/30,460/40`; `Lum` for luminescence without a filter.
fn is_optics(text: &str, quantity: &str) -> bool {
    let is_wavelength = text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'/' | b' '));
    is_wavelength || (text == "Lum" && quantity == "luminescence")
}
