//! What a report on vesicles by flow cytometry must state, and which of it the file does not.

use super::data_set::DataSet;
use crate::finding::Finding;
use crate::instrument::codes;

/// One item that a file can state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub name: &'static str,
    /// Keywords of which one must hold something; `n` stands for the number of any channel.
    pub keywords: &'static [&'static str],
}

/// Items that a file can state.
///
/// # Source
/// J. A. Welsh et al., MIFlowCyt-EV: a framework for standardized reporting of extracellular vesicle flow cytometry
/// experiments, Journal of Extracellular Vesicles 9 (2020) 1713526, and MIFlowCyt, to which it refers for the instrument.
pub const ITEMS: &[Item] = &[
    Item { name: "cytometer", keywords: &["$CYT"] },
    Item { name: "serial number of the cytometer", keywords: &["$CYTSN", "CYTNUM"] },
    Item { name: "software", keywords: &["CREATOR", "SOFTWARE", "APPLICATION"] },
    Item { name: "trigger channel and threshold", keywords: &["$TR", "THRESHOLD"] },
    Item { name: "voltages or gains of the detectors", keywords: &["$PnV", "$PnG"] },
    Item { name: "volume", keywords: &["$VOL"] },
    Item { name: "aborted events", keywords: &["$ABRT"] },
    Item { name: "lost events", keywords: &["$LOST"] },
    Item { name: "date", keywords: &["$DATE"] },
    Item { name: "begin and end of the acquisition", keywords: &["$BTIM", "$ETIM"] },
];

/// Items that no FCS file states, since they are other samples, or things done to this one.
pub const NEVER_IN_A_FILE: &[&str] =
    &["dilution", "buffer-only control", "detergent control", "fluorescence calibration", "scatter calibration"];

/// The items that the data set does not state.
pub fn missing_items(set: &DataSet<'_>) -> Vec<&'static Item> {
    let states = |keyword: &str| match keyword {
        "$PnV" => set.events.channels().iter().any(|channel| !channel.voltage.is_empty()),
        "$PnG" => set.events.channels().iter().any(|channel| !channel.gain.is_empty()),
        other => !set.keywords.text(other).is_empty(),
    };
    ITEMS.iter().filter(|item| !item.keywords.iter().any(|keyword| states(keyword))).collect()
}

/// One finding with all that is missing, and what no file can say.
pub(super) fn finding(missing: &[&Item]) -> Finding {
    let named: Vec<String> =
        missing.iter().map(|item| format!("{} ({})", item.name, item.keywords.join(", "))).collect();
    let never = NEVER_IN_A_FILE.join(", ");
    let message = match named.as_slice() {
        [] => format!("items of MIFlowCyt-EV that no FCS file states: {never}"),
        some => format!(
            "items of MIFlowCyt-EV that the file does not state: {}; and that no FCS file states: {never}",
            some.join(", ")
        ),
    };
    Finding::new(&codes::REPORTING_ITEM_MISSING, message).help("state them in the record of the analysis")
}
