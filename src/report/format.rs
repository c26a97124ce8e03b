//! What every report format has in common: the run, and the pieces a format is made of.
//!
//! Lots are judged one after another, possibly on several threads, and a run may have a million of them. A format
//! therefore never sees all lots at once: it writes one piece per lot, and a head and a tail when all is known. The
//! pieces are joined in the order in which the lots first appear in the data.

use crate::data::{Drawings, Input, UnusedRun};
use crate::finding::Finding;
use crate::integrity::Settings;
use crate::judge::{LotReport, Outcome, Verdict};
use crate::spec::Specification;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// Everything about a run except its lots.
#[derive(Debug)]
pub struct Run<'a> {
    /// The specification, or the versions among which one was chosen per lot; empty when none could be read.
    pub specs: Vec<&'a Specification>,
    /// The result files (and the lot file) as recognised.
    pub inputs: &'a [Input],
    /// Today, as given by `--as-of`, SOURCE_DATE_EPOCH or the clock.
    pub as_of: Date,
    /// The stage asked for.
    pub stage: Option<&'a str>,
    /// What the run was told beside its files.
    pub settings: &'a Settings,
    /// What there is to say about specification and inputs as a whole, sorted.
    pub findings: &'a [Finding],
    /// Number of lots by verdict.
    pub summary: Summary,
}

/// Number of lots by verdict, and what the run as a whole comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Lots that conform.
    pub conforms: u64,
    /// Lots that do not conform.
    pub does_not_conform: u64,
    /// Lots not concluded.
    pub not_concluded: u64,
    /// Lots that could not be evaluated.
    pub not_evaluable: u64,
    /// Specifications against which every lot was judged, their versions not counted; 0 counts as 1.
    pub specifications: usize,
    /// Those of the lots that conform of which a test was waived: they conform without having been tested whole.
    pub conforms_with_waivers: u64,
    /// Whether the run as a whole could not be evaluated: a broken specification, a row whose lot cannot be told, no lot.
    pub run_not_evaluable: bool,
}

impl Summary {
    /// Counts one more lot.
    pub fn add(&mut self, lot: &LotReport<'_>) {
        match lot.verdict {
            Verdict::Conforms => {
                self.conforms += 1;
                self.conforms_with_waivers += u64::from(lot.count(Outcome::Waived) > 0);
            }
            Verdict::DoesNotConform => self.does_not_conform += 1,
            Verdict::NotConcluded => self.not_concluded += 1,
            Verdict::NotEvaluable => self.not_evaluable += 1,
        }
    }

    /// Adds the lots of another part of the run.
    pub fn merge(&mut self, other: &Summary) {
        self.conforms += other.conforms;
        self.does_not_conform += other.does_not_conform;
        self.not_concluded += other.not_concluded;
        self.not_evaluable += other.not_evaluable;
        self.conforms_with_waivers += other.conforms_with_waivers;
    }

    /// Number of verdicts: of lots, each under each specification.
    pub fn lots(&self) -> u64 {
        self.conforms + self.does_not_conform + self.not_concluded + self.not_evaluable
    }

    /// The exit code of the run (`docs`: exit codes). The worst lot decides; a run without lots is not evaluable.
    pub fn exit(&self) -> u8 {
        exit_of_verdict(if self.run_not_evaluable || self.not_evaluable > 0 || self.lots() == 0 {
            Verdict::NotEvaluable
        } else if self.does_not_conform > 0 {
            Verdict::DoesNotConform
        } else if self.not_concluded > 0 {
            Verdict::NotConcluded
        } else {
            Verdict::Conforms
        })
    }
}

/// The exit code of a run whose worst lot has this verdict.
pub fn exit_of_verdict(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotEvaluable => 4,
        Verdict::DoesNotConform => 1,
        Verdict::NotConcluded => 3,
        Verdict::Conforms => 0,
    }
}

/// Which lots a format shows in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Every lot, in order of first appearance.
    All,
    /// At most this many, worst first, then in order of first appearance.
    Worst(usize),
}

/// What one lot contributes to a report.
#[derive(Debug, Default)]
pub struct Piece {
    /// Goes into the body of the report, between the pieces of the lots before and after it.
    pub body: Vec<u8>,
    /// Goes behind all bodies, for formats that gather findings at the end.
    pub trailer: Vec<u8>,
}

/// A report format.
///
/// The report is `head`, the bodies joined by `separator` (if [`Format::writes_bodies`]), `middle`, the trailers joined by `separator`, `tail`.
pub trait Format: Send + Sync {
    /// Which lots it shows in full.
    fn keep(&self) -> Keep {
        Keep::All
    }

    /// Whether the bodies are written at all, asked once the number of lots is known; trailers always are.
    ///
    /// A format whose bodies are an overview can leave them out for a single lot.
    fn writes_bodies(&self, _run: &Run<'_>) -> bool {
        true
    }

    /// Whether the digests of the inputs are printed; computing them costs time.
    fn prints_digests(&self) -> bool {
        true
    }

    /// Whether it shows what the decision about a test rests on.
    fn prints_decisions(&self) -> bool {
        true
    }

    /// Takes what instrument files hold for pictures of the lots, by lot; told once, before the first lot.
    fn take_drawings(&mut self, _drawings: &Arc<BTreeMap<String, Drawings>>) {}

    /// Takes the runs of instrument files that deliver nothing, by lot; told once, before the first lot.
    fn take_unused(&mut self, _unused: &Arc<BTreeMap<String, Vec<UnusedRun>>>) {}

    /// What stands between two non-empty bodies, and between two non-empty trailers.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Takes note of a lot of the data, whether it is asked for or not. Called on any thread.
    fn sees(&self, _lot: &str) {}

    /// Writes the piece of one lot. Called on any thread; must depend on its arguments only.
    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece);

    /// Writes what stands before the first body; the summary is known by then.
    ///
    /// # Errors
    /// Those of the writer.
    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands between bodies and trailers. `any` tells whether any trailer follows.
    ///
    /// # Errors
    /// Those of the writer.
    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands behind everything.
    ///
    /// # Errors
    /// Those of the writer.
    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// Takes note of something in what several threads share. A poisoned lock means that another thread panicked; the run ends with it.
pub fn noted<T>(shared: &Mutex<T>, note: impl FnOnce(&mut T)) {
    if let Ok(mut shared) = shared.lock() {
        note(&mut shared);
    }
}

/// The part of a run that is known while lots are still being judged: names for places.
#[derive(Clone, Copy, Debug)]
pub struct RunInputs<'a> {
    /// Names of the result files, by the position that determinations carry.
    pub names: &'a [Arc<str>],
    /// Seed with which uncertainties of derived attributes are simulated; `None`: they are not.
    pub seed: Option<u64>,
    /// Whether each lot is judged against several specifications, so that its name alone does not say which report it is.
    pub several: bool,
}

impl RunInputs<'_> {
    /// What tells a lot report from the others of the run: the lot, and its specification where there are several.
    pub fn title<'t>(&self, lot: &LotReport<'t>) -> std::borrow::Cow<'t, str> {
        if self.several { format!("{} ({})", lot.lot, lot.spec.id).into() } else { lot.lot.into() }
    }
}
