//! LMD files of Beckman Coulter: the same events twice, in FCS 2.0 with few bits and in FCS 3.0 with many.

use super::data_set::DataSet;

/// Events compared.
const COMPARED: usize = 4096;

/// Whether the second data set holds the events of the first in finer steps: as many events and channels, and the first
/// channel of the first is that of the second without its lower bits.
pub(super) fn same_events(first: &DataSet<'_>, second: &DataSet<'_>) -> bool {
    let (coarse, fine) = (&first.events, &second.events);
    let ranges =
        |set: &DataSet<'_>| set.events.channels().first().and_then(|channel| channel.range.parse::<f64>().ok());
    let (Some(small), Some(large)) = (ranges(first), ranges(second)) else { return false };
    if coarse.len() != fine.len()
        || coarse.is_empty()
        || coarse.channels().len() != fine.channels().len()
        || !(small > 0.0 && large > small)
    {
        return false;
    }
    let step = large / small;
    let (mut left, mut right) = (vec![0.0; COMPARED], vec![0.0; COMPARED]);
    let count = coarse.raw(0, 0, &mut left).min(fine.raw(0, 0, &mut right));
    left.iter().zip(&right).take(count).all(|(coarse, fine)| *coarse == (fine / step).floor())
}
