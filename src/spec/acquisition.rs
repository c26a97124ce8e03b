//! What a test takes from instrument files: `from: size_distribution`, `from: concentration`, `from: stated`, `from: events`.

use crate::quantity::Decimal;

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
