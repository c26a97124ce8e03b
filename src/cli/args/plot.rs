//! Options of `evqc plot`.

use super::OneLotArgs;
use clap::{Args, ValueHint};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// Widths and heights of a picture: below, its letters lie on each other; above, a PNG needs more memory than a machine has.
const WIDTHS: RangeInclusive<u32> = 360..=2400;
const HEIGHTS: RangeInclusive<u32> = 200..=2400;

fn width(text: &str) -> Result<u32, String> {
    size(text, WIDTHS)
}

fn height(text: &str) -> Result<u32, String> {
    size(text, HEIGHTS)
}

fn size(text: &str, accepted: RangeInclusive<u32>) -> Result<u32, String> {
    let size = text.parse().ok().filter(|size| accepted.contains(size));
    size.ok_or_else(|| format!("a whole number from {} to {} is needed", accepted.start(), accepted.end()))
}

/// Options of `evqc plot`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: that of the lot as `evqc check` has it (0, 1, 3 or 4); 2 wrong usage; 4 as well when a picture cannot be drawn; 70 internal error.\n\nExamples:\n  \
    evqc plot spec.yaml results.csv --lot EV-001 --to pictures\n  \
    evqc plot spec.yaml nta/*.csv --lot EV-001 --to pictures --png"
)]
pub struct PlotArgs {
    /// Which lot, and of what.
    #[command(flatten)]
    pub of: OneLotArgs,
    /// Write the pictures into this folder: TEST.svg, sizes.svg, and TEST-over-time.svg
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub to: PathBuf,
    /// Write them as PNG too, three pixels for each of the page
    #[arg(long)]
    pub png: bool,
    /// Width of each picture in pixels of a page, from 360 to 2400
    #[arg(long, value_name = "PIXELS", default_value_t = 720, value_parser = width)]
    pub width: u32,
    /// Height of each picture in pixels of a page, from 200 to 2400
    #[arg(long, value_name = "PIXELS", default_value_t = 360, value_parser = height)]
    pub height: u32,
    /// Day of judgement, YYYY-MM-DD (else SOURCE_DATE_EPOCH, else today)
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}
