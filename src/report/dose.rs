//! `evqc dose`: the report of one lot, and below it a dose worked out of it.

use super::escape::visible;
use super::format::{Format, Keep, Piece, Run, RunInputs};
use super::human::{Human, HumanOptions};
use super::layout;
use crate::administration::{Administration, Load, Obstacle, Target, administer, parts};
use crate::dosing::shown;
use crate::judge::LotReport;
use crate::quantity::Exact;
use crate::trials::{Catalogue, Near, Per, nearest};
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Name and purpose of every format of a dose.
pub const DOSE_FORMATS: &[(&str, &str)] =
    &[("human", "for a terminal: the report of the lot, then the dose"), ("json", "everything, schema evqc-dose/1")];

/// How many trial doses are shown.
const NEAREST: usize = 3;

/// What was asked, and whether it can be given.
#[derive(Clone, Debug)]
pub struct DoseAsked {
    /// The dose.
    pub target: Target,
    /// The published doses that it is set beside.
    pub trials: Arc<Catalogue>,
    /// Set when the dose cannot be given out of the lot.
    pub refused: Arc<AtomicBool>,
}

impl DoseAsked {
    pub(super) fn work_out(&self, lot: &LotReport<'_>) -> Result<Administration, Obstacle> {
        let result = administer(lot, &self.target);
        if result.is_err() {
            self.refused.store(true, Ordering::SeqCst);
        }
        result
    }

    /// The published doses nearest to the one asked for: of the routes of the specification, where it names some.
    pub(super) fn near(&self, lot: &LotReport<'_>) -> Vec<Near<'_>> {
        let per = if self.target.weight.is_some() { Per::Kilogram } else { Per::Dose };
        let of = |route| nearest(&self.trials, &self.target.amount, &self.target.unit, per, route);
        let routes = lot.spec.routes();
        let mut found: Vec<Near<'_>> = routes.iter().flat_map(|route| of(Some(*route))).collect();
        if found.is_empty() {
            found = of(None);
        }
        found.truncate(NEAREST);
        found
    }

    /// `2×10^10 particles`, `20 pmol/kg for 70 kg = 1400 pmol`
    fn in_words(&self) -> String {
        let unit = self.target.unit.symbol();
        let amount = shown(&self.target.amount);
        match &self.target.weight {
            None => format!("{amount} {unit}"),
            Some(weight) => {
                format!("{amount} {unit} per kg × {} kg = {} {unit}", shown(weight), shown(&self.target.whole()))
            }
        }
    }
}

/// The dose for a terminal.
#[derive(Clone, Debug)]
pub struct DoseHuman {
    human: Human,
    width: usize,
    asked: DoseAsked,
}

impl DoseHuman {
    /// A report for a terminal of this kind.
    pub fn new(options: HumanOptions, asked: DoseAsked) -> Self {
        DoseHuman { human: Human::new(options), width: options.width.max(40), asked }
    }

    fn page(&self, lot: &LotReport<'_>) -> String {
        let mut lines = vec![format!("Dose of {} out of lot {}", self.asked.in_words(), visible(lot.lot))];
        match self.asked.work_out(lot) {
            Ok(found) => lines.extend(given(&found, self.asked.target.unit.symbol())),
            Err(obstacle) => {
                lines.push(format!("  cannot be given: {}", obstacle.message));
                lines.push(format!("  help: {}", obstacle.help));
            }
        }
        lines.extend(self.asked.near(lot).iter().map(|near| format!("  published: {}", near_in_words(near))));
        let wrapped = lines.iter().map(|line| layout::wrap(&visible(line), self.width, "    "));
        wrapped.map(|line| format!("{line}\n")).collect()
    }
}

/// What is given, a line each.
fn given(found: &Administration, unit: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(strength) = &found.strength {
        let mut line = format!("strength: {} {unit}/mL ({})", shown(&strength.per_millilitre), strength.test);
        if let Some(conversion) = &strength.conversion {
            line.push_str(&format!(", {conversion}"));
        }
        lines.push(line);
    }
    lines.push(format!("draw {} mL of product", shown(&found.volume)));
    lines.push(match &found.containers {
        Some((count, of)) => {
            let rest = &(&Exact::from_i64(i64::try_from(*count).unwrap_or(i64::MAX)) * of) - &found.volume;
            let containers = if *count == 1 { "container" } else { "containers" };
            format!("open {count} {containers} of {} mL; {} mL are left over", shown(of), shown(&rest))
        }
        None => "containers: the specification states none (`dosing: {container: ...}`)".to_owned(),
    });
    for component in &found.also_given {
        lines.push(format!("given along: {}, {} mL", component.name, shown(&component.volume)));
    }
    lines.push(match &found.uncertainty {
        Some((expanded, k, origin)) => format!(
            "delivers {} {unit} ± {} {unit} (k = {}, from {origin})",
            shown(&found.delivered),
            three(expanded),
            shown(k)
        ),
        None => {
            let why =
                if found.strength.is_some() { "the uncertainty of the strength is not stated" } else { "by volume" };
            format!("delivers {} {unit}; {why}", shown(&found.delivered))
        }
    });
    lines.extend(found.loads.iter().map(|load| format!("brings {}", load_in_words(load))));
    lines.extend(found.notes.iter().map(|note| format!("note: {note}")));
    lines.into_iter().map(|line| format!("  {line}")).collect()
}

fn three(value: &Exact) -> String {
    shown(&crate::quantity::rounding::round_to_significant(value, 3, crate::quantity::Tie::AwayFromZero))
}

fn amount(load: &Load) -> String {
    parts(&load.amount).map_or_else(String::new, |(sign, number)| format!("{sign}{} {}", shown(number), load.unit))
}

fn load_in_words(load: &Load) -> String {
    let head = format!("{} ({})", amount(load), load.test);
    match &load.limit {
        None => format!("{head}; no limit for a dose"),
        Some(limit) => {
            let within = match load.within() {
                Some(true) => "within",
                Some(false) => "ABOVE",
                None => "no statement about",
            };
            format!("{head}; {within} the limit of {} {} ({})", three(&limit.value), load.unit, limit.basis)
        }
    }
}

fn near_in_words(near: &Near<'_>) -> String {
    let ratio = match near.amount {
        None => "the range holds the dose".to_owned(),
        Some(level) if near.ratio == Exact::one() => format!("the level {level} is the dose"),
        Some(level) => format!("the dose is {} times {level}", three(&near.ratio)),
    };
    format!("{} · {} · {}; {ratio}", near.record.id, near.record.product, near.dose.in_words())
}

impl Format for DoseHuman {
    fn keep(&self) -> Keep {
        self.human.keep()
    }

    fn writes_bodies(&self, run: &Run<'_>) -> bool {
        self.human.writes_bodies(run)
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        self.human.lot(lot, run, piece);
        piece.trailer.extend_from_slice(self.page(lot).as_bytes());
        piece.trailer.push(b'\n');
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.human.head(run, out)
    }

    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()> {
        self.human.middle(run, any, out)
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        // The last line says the exit code, and a dose that cannot be given has its own.
        let refused = self.asked.refused.load(Ordering::SeqCst);
        let mut summary = run.summary;
        summary.run_not_evaluable |= refused;
        let Run { inputs, as_of, stage, settings, findings, .. } = *run;
        self.human.tail(&Run { specs: run.specs.clone(), inputs, as_of, stage, settings, findings, summary }, out)
    }
}
