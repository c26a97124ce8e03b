//! Columns that are the elements of arrays: sizes with their shares, correlation, zeta potentials.

use super::columns::{Column, Meaning};
use super::radii;
use crate::finding::Finding;
use crate::instrument::cells::field;
use crate::instrument::content::Content;
use crate::instrument::record::{Distribution, Heights, Spacing, Weighting};
use crate::order;
use std::borrow::Cow;

/// An array: its label and the column of each element in the order of the indices.
#[derive(Debug)]
pub(super) struct Array {
    pub label: String,
    pub unit: Cow<'static, str>,
    /// Positions of the columns, the element with index 1 first.
    pub columns: Vec<usize>,
}

impl Array {
    /// What the share of a size counts for, if this is an array of shares.
    pub fn weighting(&self) -> Option<Weighting> {
        match self.label.as_str() {
            "Intensities" => Some(Weighting::Intensity),
            "Volumes" => Some(Weighting::Volume),
            "Numbers" => Some(Weighting::Number),
            _ => None,
        }
    }

    /// The array that says what each element of this one stands for.
    pub fn axis(&self, zeta: bool) -> Option<&'static str> {
        match self.label.as_str() {
            "Intensities" if zeta => Some("Zeta Potentials"),
            "Correlation Data" => Some("Correlation Delay Times"),
            label if label.starts_with("Undersize By ") || self.weighting().is_some() => Some("Sizes"),
            _ => None,
        }
    }

    /// Whether other arrays are read along this one, so that it makes no values of its own.
    pub fn is_axis(&self) -> bool {
        matches!(self.label.as_str(), "Sizes" | "Zeta Potentials" | "Correlation Delay Times")
    }

    /// The word of evqc.
    pub fn quantity(&self, zeta: bool) -> Cow<'static, str> {
        match self.label.as_str() {
            "Intensities" if zeta => "zeta_intensity".into(),
            "Correlation Data" => "correlation".into(),
            "Undersize By Intensity" => "undersize_by_intensity".into(),
            "Undersize By Volume" => "undersize_by_volume".into(),
            "Undersize By Number" => "undersize_by_number".into(),
            label => label.to_owned().into(),
        }
    }
}

/// The arrays of a header, in the order of their first columns.
///
/// # Errors
/// Indices that do not run from 1 without a gap, arrays of other lengths than the one they are read along, and radii.
pub(super) fn arrays(content: &Content<'_>, line: u64, columns: &[Column]) -> Result<Vec<Array>, Finding> {
    let mut found: Vec<(Array, Vec<(usize, usize)>)> = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        let Meaning::Element(label, index) = &column.meaning else { continue };
        if label == "Sizes" && column.unit == "r.nm" {
            return Err(radii(content, line, position));
        }
        if label == "Sizes" && !matches!(&*column.unit, "nm" | "") {
            let message = format!("the sizes are in `{}`; distributions are read in nm", column.unit);
            return Err(content
                .damaged(line, field(position), message)
                .help("choose nm in the settings and export again"));
        }
        match found.iter_mut().find(|(array, _)| array.label == *label) {
            Some((_, elements)) => elements.push((*index, position)),
            None => {
                let array = Array { label: label.clone(), unit: column.unit.clone(), columns: Vec::new() };
                found.push((array, vec![(*index, position)]));
            }
        }
    }
    for (array, elements) in &mut found {
        order::sort(elements);
        if let Some((_, (_, position))) = (1..).zip(&*elements).find(|(due, (index, _))| due != index) {
            let message = format!("the columns {}[...] do not run from 1 without a gap", array.label);
            return Err(content.damaged(line, field(*position), message));
        }
        array.columns = elements.iter().map(|(_, position)| *position).collect();
    }
    Ok(found.into_iter().map(|(array, _)| array).collect())
}

/// A size distribution of sizes and shares as printed; the edges lie at the geometric middle between the sizes.
///
/// `None` for fewer than two sizes, or sizes that do not increase from above zero.
pub(super) fn distribution(
    weighting: Weighting,
    printed: Vec<f64>,
    heights: Vec<f64>,
    (line, column): (u64, u32),
) -> Option<Distribution> {
    let edges = edges(&printed)?;
    (heights.len() == printed.len()).then_some(Distribution {
        weighting,
        heights_are: Heights::Percent,
        edges: edges.into(),
        printed: printed.into(),
        heights,
        spacing: Spacing::Logarithmic,
        states: None,
        // Sizes of 100 nm and more are printed with four digits, that is to 0.1 nm.
        percentiles: None,
        resolution: 0.1,
        line,
        column,
    })
}

/// Edges at the geometric middle between centres; the outer ones as far from their centre as the next.
fn edges(centres: &[f64]) -> Option<Vec<f64>> {
    let increasing = centres.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
    let (&[first, second, ..], &[.., before, last]) = (centres, centres) else { return None };
    if !increasing || first <= 0.0 {
        return None;
    }
    let mut edges = vec![first * libm::sqrt(first / second)];
    edges.extend(centres.windows(2).filter_map(|pair| match pair {
        [low, high] => Some(libm::sqrt(low * high)),
        _ => None,
    }));
    edges.push(last * libm::sqrt(last / before));
    Some(edges)
}

#[cfg(test)]
mod tests {
    use super::edges;

    #[test]
    fn edges_keep_the_ratio_of_the_centres() {
        assert_eq!(edges(&[1.0, 4.0, 16.0]), Some(vec![0.5, 2.0, 8.0, 32.0]));
        assert_eq!(edges(&[1.0]), None);
        assert_eq!(edges(&[1.0, 1.0]), None);
        assert_eq!(edges(&[0.0, 1.0]), None);
    }
}
