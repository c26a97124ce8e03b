//! What a test takes from instrument files: `from: size_distribution`, `from: concentration`, `from: stated`, `from: events`.

use crate::cytometry::Gate;
use crate::quantity::Decimal;
use std::fmt;

/// How the determinations of a test are computed from instrument files.
#[derive(Clone, Debug, PartialEq)]
pub enum Acquisition {
    /// `from: size_distribution`: a statistic of particles by size.
    Size {
        /// Which one.
        statistic: SizeStatistic,
        /// What a particle counts for.
        weight: SizeWeight,
        /// How the cumulative share runs between bins.
        cumulative: CumulativeRule,
    },
    /// `from: concentration`: particles per volume of the undiluted sample.
    Concentration {
        /// `subtract: blank`: whether the mean concentration of the blank is subtracted.
        subtract_blank: bool,
    },
    /// `from: stated`: a value that the instrument states itself.
    Stated {
        /// Its quantity, as `evqc read` names it.
        quantity: String,
        /// What it is about: an analyte, a wavelength.
        of: Option<String>,
    },
    /// `from: events`: a statistic of the events in a gate.
    Events {
        /// The gate, by position in [`super::Specification::gates`].
        gate: usize,
        /// What is taken of it.
        statistic: EventStatistic,
    },
}

/// A statistic of a size distribution.
#[derive(Clone, Debug, PartialEq)]
pub enum SizeStatistic {
    /// Size of the highest bin.
    Mode,
    /// Mean.
    Mean,
    /// Standard deviation, divisor N.
    StandardDeviation,
    /// `d10`, `d50`, `d90` and any other `dNN`: the size below which this percentage lies.
    Percentile(Decimal),
    /// (D90 - D10) / D50.
    Span,
    /// `fraction 50 to 200 nm`, `fraction above 300 nm`, `fraction below 30 nm`: percent of the particles, sizes in nm.
    Fraction {
        /// Lower end; `None`: none.
        from: Option<Decimal>,
        /// Upper end; `None`: none.
        to: Option<Decimal>,
    },
    /// Number of peaks, see `stats::peaks`.
    Peaks,
    /// Bimodality coefficient.
    Bimodality,
}

/// What a particle counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeWeight {
    /// One.
    Number,
    /// Its volume.
    Volume,
    /// Its surface.
    Surface,
}

/// How the cumulative share runs between bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CumulativeRule {
    /// `inside bins`: straight from edge to edge (particles spread evenly over their bin). The default.
    InsideBins,
    /// `at centres`: straight from bin centre to bin centre, as ZetaView states percentiles.
    AtCentres,
    /// `one bin lower`: as NTA 3.2 states percentiles.
    OneBinLower,
}

/// A statistic of the events in a gate.
#[derive(Clone, Debug, PartialEq)]
pub enum EventStatistic {
    /// Percent of the events of another gate, the named denominator.
    Percent {
        /// The denominator, by position in [`super::Specification::gates`]; `None`: all events (`of: events`).
        of: Option<usize>,
    },
    /// Number of events.
    Count,
    /// Events per volume of the undiluted sample.
    Concentration,
    /// Median of a channel over the events in the gate.
    Median {
        /// The channel.
        channel: String,
    },
}

impl Acquisition {
    /// Whether the value is that of the undiluted sample.
    pub fn needs_dilution(&self) -> bool {
        matches!(
            self,
            Acquisition::Concentration { .. } | Acquisition::Events { statistic: EventStatistic::Concentration, .. }
        )
    }

    /// Why no uncertainty comes with its determinations, neither of counting nor of resampling; `None`: one does.
    pub fn without_uncertainty(&self) -> Option<&'static str> {
        match self {
            Acquisition::Stated { .. } => Some("particles or events that are counted"),
            Acquisition::Size { statistic: SizeStatistic::Peaks, .. } => Some("another statistic than `peaks`"),
            Acquisition::Events { statistic: EventStatistic::Median { .. }, .. } => {
                Some("another statistic than `median`")
            }
            Acquisition::Size { .. } | Acquisition::Concentration { .. } | Acquisition::Events { .. } => None,
        }
    }

    /// What is taken, in the words of the language, defaults written out; gates by their names.
    pub fn in_words(&self, gates: &[Gate]) -> String {
        let name = |index: usize| gates.get(index).map_or("?", |gate| gate.name.as_str());
        match self {
            Acquisition::Size { statistic, weight, cumulative } => {
                let rule = match statistic {
                    SizeStatistic::Percentile(_) | SizeStatistic::Span => {
                        format!(", cumulative {}", cumulative.as_str())
                    }
                    _ => String::new(),
                };
                format!("size distribution: {statistic} by {}{rule}", weight.as_str())
            }
            Acquisition::Concentration { subtract_blank: false } => "concentration".to_owned(),
            Acquisition::Concentration { subtract_blank: true } => "concentration less that of the blank".to_owned(),
            Acquisition::Stated { quantity, of: None } => format!("stated by the instrument: {quantity}"),
            Acquisition::Stated { quantity, of: Some(of) } => format!("stated by the instrument: {quantity} of {of}"),
            Acquisition::Events { gate, statistic } => {
                let gate = name(*gate);
                match statistic {
                    EventStatistic::Percent { of } => {
                        format!("events: percent of {} in gate {gate}", of.map_or("all events", name))
                    }
                    EventStatistic::Count => format!("events: number in gate {gate}"),
                    EventStatistic::Concentration => format!("events: concentration in gate {gate}"),
                    EventStatistic::Median { channel } => format!("events: median {channel} in gate {gate}"),
                }
            }
        }
    }
}

impl fmt::Display for SizeStatistic {
    /// In the words of the language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SizeStatistic::Mode => f.write_str("mode"),
            SizeStatistic::Mean => f.write_str("mean"),
            SizeStatistic::StandardDeviation => f.write_str("sd"),
            SizeStatistic::Percentile(percent) => write!(f, "d{percent}"),
            SizeStatistic::Span => f.write_str("span"),
            SizeStatistic::Fraction { from: Some(from), to: Some(to) } => write!(f, "fraction {from} to {to} nm"),
            SizeStatistic::Fraction { from: Some(from), to: None } => write!(f, "fraction above {from} nm"),
            SizeStatistic::Fraction { from: None, to: Some(to) } => write!(f, "fraction below {to} nm"),
            SizeStatistic::Fraction { from: None, to: None } => f.write_str("fraction of all sizes"),
            SizeStatistic::Peaks => f.write_str("peaks"),
            SizeStatistic::Bimodality => f.write_str("bimodality"),
        }
    }
}

impl SizeWeight {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            SizeWeight::Number => "number",
            SizeWeight::Volume => "volume",
            SizeWeight::Surface => "surface",
        }
    }
}

impl CumulativeRule {
    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            CumulativeRule::InsideBins => "inside bins",
            CumulativeRule::AtCentres => "at centres",
            CumulativeRule::OneBinLower => "one bin lower",
        }
    }
}
