//! `evqc dose`: a dose out of one lot.
//!
//! The lot is judged as `evqc check --lot` judges it; the dose stands below its report.

use super::args::{CheckArgs, DoseArgs};
use super::output::Target as Destination;
use super::{Failure, NOT_EVALUABLE, check, colours_on_stdout, output, trials};
use crate::administration::Target;
use crate::quantity::{DecimalMark, Exact, Reading, Unit};
use crate::report::{DOSE_FORMATS, DoseAsked, DoseHuman, DoseJson, Format, HumanOptions};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Runs the command; the exit code is that of the lot, and 4 where the dose cannot be given.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &DoseArgs, quiet: bool) -> Result<u8, Failure> {
    let asked = DoseAsked {
        target: target(args)?,
        trials: Arc::new(trials::catalogue()?),
        refused: Arc::new(AtomicBool::new(false)),
    };
    let as_check = CheckArgs { width: args.width, ..args.of.as_check(args.as_of.clone()) };
    let outputs = output::outputs(&args.output, DOSE_FORMATS, &check::named(&as_check), |name, destination| {
        let colour = *destination == Destination::Stdout && colours_on_stdout();
        let width = args.width.unwrap_or_else(output::terminal_width);
        let format: Box<dyn Format> = match name {
            "json" => Box::new(DoseJson { asked: asked.clone() }),
            "human" => Box::new(DoseHuman::new(HumanOptions { colour, width }, asked.clone())),
            _ => return None,
        };
        Some(format)
    })?;
    let exit = check::run_with(&as_check, outputs, quiet)?;
    // A lot that does not conform is said by its own code; a dose that cannot be given is no success either.
    Ok(if asked.refused.load(Ordering::SeqCst) { NOT_EVALUABLE } else { exit })
}

fn target(args: &DoseArgs) -> Result<Target, Failure> {
    let (amount, unit) = quantity("--target", &args.target)?;
    if unit.is_none() {
        return Err(Failure::usage(format!("--target {}: expected a unit, as in '2e10 particles'", args.target)));
    }
    let weight = args.weight.as_deref().map(weight).transpose()?;
    Ok(Target { amount, unit, weight })
}

fn weight(text: &str) -> Result<Exact, Failure> {
    let (value, unit) = quantity("--weight", text)?;
    let kilogram = Unit::parse("kg").map_err(|error| Failure::internal(error.to_string()))?;
    match unit.factor_to(&kilogram) {
        Some(factor) => Ok(value * factor),
        None => Err(Failure::usage(format!("--weight {text}: expected a mass, as in '70 kg'"))),
    }
}

/// A number above zero with its unit.
fn quantity(option: &str, text: &str) -> Result<(Exact, Unit), Failure> {
    let (Reading::Number(value), unit) = Reading::parse_with_unit(text, DecimalMark::Point) else {
        return Err(Failure::usage(format!("{option} {text}: expected a number with its unit")));
    };
    if value.is_zero() || value.is_negative() {
        return Err(Failure::usage(format!("{option} {text}: must be above zero")));
    }
    let unit = unit.map(Unit::parse).transpose();
    let unit = unit.map_err(|error| Failure::usage(format!("{option} {text}: {error}")))?;
    Ok((value.exact(), unit.unwrap_or_else(Unit::none)))
}
