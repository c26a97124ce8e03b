//! A size distribution for a picture.

use super::Sizes;
use crate::instrument::Run;
use crate::spec::SizeWeight;

/// More bins than this are finer than a picture shows.
const MOST: usize = 240;

/// A distribution to be drawn: weighting, line of its first bin, edges in nm, fractions per nm.
pub(in super::super) struct Drawn {
    pub weighting: &'static str,
    pub line: u64,
    pub edges: Vec<f64>,
    pub heights: Vec<f64>,
}

/// The bins that a statistic with this weight is taken from: empty ends left out, neighbours put together where there are
/// too many; `None` where there are none.
pub(in super::super) fn drawn(run: &Run<'_>, weight: SizeWeight) -> Option<Drawn> {
    let of = Sizes::of(run, weight).ok()?.of;
    let counts = of.heights.len().min(of.edges.len().saturating_sub(1));
    let first = of.heights.iter().take(counts).position(|height| *height > 0.0)?;
    let last = of.heights.iter().take(counts).rposition(|height| *height > 0.0)?;
    let total: f64 = of.heights.get(first..=last)?.iter().sum();
    if !(total.is_finite() && total > 0.0) {
        return None;
    }
    let together = (last - first) / MOST + 1;
    let (mut edges, mut heights) = (vec![*of.edges.get(first)?], Vec::new());
    let mut at = first;
    while at <= last {
        let end = (at + together).min(last + 1);
        let (from, to) = (*of.edges.get(at)?, *of.edges.get(end)?);
        heights.push(of.heights.get(at..end)?.iter().sum::<f64>() / total / (to - from));
        edges.push(to);
        at = end;
    }
    heights.iter().all(|height| height.is_finite()).then_some(Drawn {
        weighting: of.weighting.as_str(),
        line: of.line,
        edges,
        heights,
    })
}
