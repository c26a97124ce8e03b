//! Long result files of any size for the benchmarks, the same bytes for the same number of lots.
//!
//! Each lot has 14 tests with 3 replicates, together, about 48 bytes a row. About one lot in twenty fails a test; some
//! lack a replicate, spread too far, or hold a cell that is no result. `bench_spec.yaml` is the specification for them.

use std::io::{self, Write};

/// Replicates of each test.
pub const REPLICATES: u64 = 3;

/// A test: id, a conforming value, decimals, spread between replicates, unit, and a value that fails.
struct Attribute {
    id: &'static str,
    value: f64,
    decimals: usize,
    spread: f64,
    /// Written behind the digits: a power of ten.
    power: &'static str,
    unit: &'static str,
    failing: f64,
}

const fn attribute(
    id: &'static str,
    value: f64,
    decimals: usize,
    spread: f64,
    power: &'static str,
    unit: &'static str,
    failing: f64,
) -> Attribute {
    Attribute { id, value, decimals, spread, power, unit, failing }
}

/// The numeric tests, in the order of the file.
const ATTRIBUTES: [Attribute; 12] = [
    attribute("particle_concentration", 2.4, 2, 0.05, "e10", "particles/mL", 0.6),
    attribute("mean_particle_size", 118.0, 1, 2.0, "", "nm", 245.0),
    attribute("cd9_positive_vesicles", 84.0, 1, 1.5, "", "%", 61.0),
    attribute("cd63_positive_vesicles", 88.0, 1, 1.5, "", "%", 70.0),
    attribute("cd81_positive_vesicles", 86.0, 1, 1.5, "", "%", 66.0),
    attribute("total_protein", 52.0, 1, 1.0, "", "ug/mL", 140.0),
    attribute("residual_host_cell_dna", 2.1, 2, 0.1, "", "ng/mL", 14.0),
    attribute("bacterial_endotoxin", 0.05, 3, 0.004, "", "EU/mL", 0.81),
    attribute("osmolality", 295.0, 0, 2.0, "", "mOsm/kg", 352.0),
    attribute("ph_value", 7.3, 2, 0.02, "", "", 8.4),
    attribute("relative_potency", 98.0, 1, 3.0, "", "%", 41.0),
    attribute("tnf_alpha_inhibition", 67.0, 1, 2.0, "", "%", 32.0),
];

/// The qualitative tests: id, conforming word, failing word.
const OBSERVATIONS: [(&str, &str, &str); 2] =
    [("sterility_direct_inoculation", "no growth", "growth"), ("mycoplasma_culture_method", "negative", "positive")];

/// Writes the header and all rows of lots 1 to `lots`.
///
/// # Errors
/// Those of the writer.
pub fn write_long(lots: u64, mut out: impl Write) -> io::Result<()> {
    out.write_all(b"lot,test,value,unit,replicate\n")?;
    let mut random = Random(0x5eed_0fe7);
    let mut rows = String::with_capacity(4096);
    for lot in 1..=lots {
        rows.clear();
        lot_rows(lot, &mut random, &mut rows);
        out.write_all(rows.as_bytes())?;
    }
    out.flush()
}

/// What is wrong with a lot.
#[derive(Clone, Copy, PartialEq)]
enum Flaw {
    Nothing,
    /// A test fails.
    Fails(u64),
    /// The last replicate of a test is not there.
    Lacks(u64),
    /// The replicates of a test spread too far.
    Spreads(u64),
    /// A cell holds no result.
    Unreadable(u64),
}

fn lot_rows(lot: u64, random: &mut Random, rows: &mut String) {
    let draw = random.below(1000);
    let test = random.below(14);
    let flaw = match draw {
        0..50 => Flaw::Fails(test),
        50..60 => Flaw::Lacks(test),
        60..70 => Flaw::Spreads(test % 12),
        70..75 => Flaw::Unreadable(test % 12),
        _ => Flaw::Nothing,
    };
    for (index, attribute) in (0..).zip(&ATTRIBUTES) {
        for replicate in 1..=REPLICATES {
            if flaw == Flaw::Lacks(index) && replicate == REPLICATES {
                continue;
            }
            let value = numeric_cell(attribute, index, replicate, flaw, random);
            row(rows, lot, attribute.id, &value, attribute.unit, replicate);
        }
    }
    for (index, (id, good, bad)) in (12..).zip(&OBSERVATIONS) {
        for replicate in 1..=REPLICATES {
            if flaw == Flaw::Lacks(index) && replicate == REPLICATES {
                continue;
            }
            row(rows, lot, id, if flaw == Flaw::Fails(index) { bad } else { good }, "", replicate);
        }
    }
}

fn numeric_cell(attribute: &Attribute, index: u64, replicate: u64, flaw: Flaw, random: &mut Random) -> String {
    let spread = if flaw == Flaw::Spreads(index) { attribute.value * 0.6 } else { attribute.spread };
    let middle = if flaw == Flaw::Fails(index) { attribute.failing } else { attribute.value };
    if flaw == Flaw::Unreadable(index) && replicate == 1 {
        return "7x1011".to_owned();
    }
    // Not random: replicates lie on both sides of the middle, so that a spread too wide is always too wide.
    let side = replicate as f64 - 2.0;
    let value = middle + spread * side + attribute.spread * (random.below(100) as f64 / 400.0);
    if attribute.id == "bacterial_endotoxin" && flaw == Flaw::Nothing && random.below(4) == 0 {
        return "<0.05".to_owned();
    }
    format!("{value:.*}{}", attribute.decimals, attribute.power)
}

fn row(rows: &mut String, lot: u64, test: &str, value: &str, unit: &str, replicate: u64) {
    use std::fmt::Write as _;
    // Writing to a string cannot fail.
    let _ = writeln!(rows, "EV-2026-{lot:07},{test},{value},{unit},{replicate}");
}

/// A small generator of pseudo-random numbers (splitmix64), so that the file depends on nothing else.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
