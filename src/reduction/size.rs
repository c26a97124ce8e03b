//! `from: size_distribution`: a statistic of particles by size.
//!
//! Computed from the bins of the file, or from its list of single particles, never copied from what the instrument states;
//! where it states the same statistic, both are shown, and the instrument's rule is applied to the bins to see whether they
//! belong together.

mod drawn;
mod list;
mod stated;
mod wording;

use super::codes::MEASUREMENT_WITHOUT_VALUE;
use super::computed::{Computed, NoValue};
use crate::instrument::{self, Distribution, Heights, Run, Spacing};
use crate::quantity::{Decimal, Exact, Reading};
use crate::spec::{CumulativeRule, SizeStatistic, SizeWeight};
use crate::stats::{
    BinnedDistribution, CumulativeAt, Interpolation, Midpoint, PEAK_RULE, StatisticError, Weighting,
    binned_bimodality_coefficient, fraction_uncertainty, mean_uncertainty, peaks, percentile_uncertainty,
    resampled_uncertainty, standard_deviation_uncertainty,
};

pub(super) use drawn::drawn;
pub(super) use list::has_list;

/// Significant digits of a computed value: so many that a limit is not reached by shortening, and so few that sums in
/// floating point do not show.
const DIGITS: u32 = 12;
/// Significant digits of a number in a sentence: more than any sizer resolves.
const SHOWN_DIGITS: u32 = 6;

/// The statistic of the size distribution of a run, rounded to twelve significant digits.
///
/// Mode, mean, standard deviation and percentiles are in nm, a fraction in percent, the rest without unit. The uncertainty
/// covers counting alone; it is there when the file says how many particles were counted and the distribution is one of
/// numbers of particles; a number of peaks has none. It comes from a formula where there is one, and from resampling where
/// there is none, or where `resampled` asks for it.
///
/// # Errors
/// A failed measurement, a run without a distribution that can be weighted so, a statistic outside its domain.
pub fn size_value(
    run: &Run<'_>,
    statistic: &SizeStatistic,
    weight: SizeWeight,
    cumulative: CumulativeRule,
    resampled: bool,
) -> Result<Computed, NoValue> {
    if let Some(why) = &run.failed {
        return Err(no_value(&format!("the measurement failed: {why}"), "measure again"));
    }
    if run.distributions.is_empty() && has_list(run) {
        return list::value(run, statistic, weight, resampled);
    }
    let sizes = Sizes::of(run, weight)?;
    sizes.reaches(statistic)?;
    let at = position(cumulative);
    let value = sizes
        .compute(&sizes.binned, statistic, at)
        .map_err(|error| no_value(&format!("{}: {error}", wording::name(statistic)), "choose another statistic"))?;
    let uncertainty =
        sizes.particles.and_then(|particles| sizes.uncertainty(statistic, value, particles, resampled, at));
    let mut how = wording::how(&sizes, statistic, weight, cumulative);
    let (remark, finding) = stated::compare(run, &sizes, statistic, weight);
    how.push_str(&remark);
    Ok(Computed {
        value: as_value(value),
        unit: unit(statistic).to_owned(),
        how,
        standard_uncertainty: uncertainty,
        line: sizes.of.line,
        column: sizes.of.column,
        findings: finding.into_iter().collect(),
        gate_ends: Vec::new(),
    })
}

/// How many particles the run counted, where it says so.
pub(super) fn counted(run: &Run<'_>) -> Option<usize> {
    ["valid_tracks", "number_of_traces"].iter().find_map(|quantity| match run.value(quantity)?.reading {
        Reading::Number(number) => whole(number.approximately()),
        _ => None,
    })
}

#[allow(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "checked to be a count")]
fn whole(number: f64) -> Option<usize> {
    ((1.0..1e15).contains(&number) && number.fract() == 0.0).then_some(number as usize)
}

/// A number in a sentence.
pub(super) fn digits(value: f64) -> String {
    rounded(value, SHOWN_DIGITS)
}

/// A computed value; zeros behind the point that rounding leaves are no digits.
fn as_value(value: f64) -> String {
    let text = rounded(value, DIGITS);
    match text.contains('.') && !text.contains(['e', 'E']) {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn rounded(value: f64, digits: u32) -> String {
    Exact::from_f64_shortest(value).map_or_else(|| value.to_string(), |exact| exact.to_decimal_string(digits).0)
}

fn no_value(why: &str, help: &str) -> NoValue {
    NoValue::new(&MEASUREMENT_WITHOUT_VALUE, why.to_owned(), help)
}

/// The distribution that a statistic is taken from.
struct Sizes<'r> {
    of: &'r Distribution,
    binned: BinnedDistribution,
    /// What the heights are multiplied by.
    weighting: Weighting,
    /// Particles counted, of a distribution of numbers.
    particles: Option<usize>,
}

impl<'r> Sizes<'r> {
    /// A distribution that the instrument weights as asked, else one of numbers of particles, which is weighted here; the
    /// linear one where there are two.
    ///
    /// Percent by number cannot be weighted: DLS computes it from intensities, and a bin of 0.0 % may hold the particles
    /// that make up most of the volume.
    fn of(run: &'r Run<'_>, weight: SizeWeight) -> Result<Sizes<'r>, NoValue> {
        let wanted = match weight {
            SizeWeight::Number => instrument::Weighting::Number,
            SizeWeight::Volume => instrument::Weighting::Volume,
            SizeWeight::Surface => instrument::Weighting::Surface,
        };
        let weighted = |found: &Distribution| found.weighting == wanted;
        let numbers = |found: &Distribution| {
            found.weighting == instrument::Weighting::Number && found.heights_are != Heights::Percent
        };
        let Some(of) = linear_first(run, weighted).or_else(|| linear_first(run, numbers)) else {
            return Err(without(run, wanted));
        };
        let by_number = of.weighting == instrument::Weighting::Number;
        let weighting = match weight {
            SizeWeight::Volume if by_number => Weighting::Volume,
            SizeWeight::Surface if by_number => Weighting::Surface,
            _ => Weighting::Number,
        };
        let midpoint = match of.spacing {
            Spacing::Linear => Midpoint::Arithmetic,
            Spacing::Logarithmic => Midpoint::Geometric,
        };
        let binned = BinnedDistribution::new(&of.edges, &of.heights, midpoint)
            .map_err(|error| no_value(&format!("its size distribution is none: {error}"), "export the file again"))?;
        let counts = of.heights_are == Heights::Counts;
        let particles = if counts { whole(of.heights.iter().sum()) } else { counted(run) };
        Ok(Sizes { of, binned, weighting, particles: particles.filter(|_| by_number) })
    }

    /// That the ends of a fraction lie where was measured: what no bin holds was not looked for, and is not 0 %.
    fn reaches(&self, statistic: &SizeStatistic) -> Result<(), NoValue> {
        let SizeStatistic::Fraction { from, to } = statistic else { return Ok(()) };
        let edges = self.binned.edges();
        let (Some(low), Some(high)) = (edges.first(), edges.last()) else { return Ok(()) };
        // Edges are computed, so that the last one may miss its size by a rounding.
        let slack = 1e-9 * high;
        let end = |end: &Option<Decimal>| end.as_ref().map(Decimal::approximately);
        // Nothing is smaller than 0: such an end asks for no bin.
        let (from, to) = (end(from).filter(|from| *from > 0.0), end(to));
        let above = to.is_some_and(|to| to > high + slack) || from.is_some_and(|from| from >= high - slack);
        let below = from.is_some_and(|from| from < low - slack) || to.is_some_and(|to| to <= low + slack);
        if !above && !below {
            return Ok(());
        }
        let why = format!(
            "{}: sizes were measured from {} to {} nm, and what lies outside is not known",
            wording::name(statistic),
            digits(*low),
            digits(*high)
        );
        Err(no_value(&why, "ask for a fraction inside the measured sizes, or measure over the whole range"))
    }

    fn compute(
        &self,
        binned: &BinnedDistribution,
        statistic: &SizeStatistic,
        at: CumulativeAt,
    ) -> Result<f64, StatisticError> {
        let weighting = self.weighting;
        match statistic {
            SizeStatistic::Mode => Ok(binned.mode(weighting)),
            SizeStatistic::Mean => binned.weighted_mean(weighting),
            SizeStatistic::StandardDeviation => binned.weighted_standard_deviation(weighting),
            SizeStatistic::Percentile(percent) => {
                binned.quantile(percent.approximately() / 100.0, weighting, at, Interpolation::Linear)
            }
            SizeStatistic::Span => binned.span_at(weighting, at),
            SizeStatistic::Fraction { from, to } => {
                let (from, to) = ends(from.as_ref(), to.as_ref());
                Ok(100.0 * binned.weighted_fraction_between(from, to, weighting)?)
            }
            #[allow(clippy::cast_precision_loss, reason = "peaks are few")]
            SizeStatistic::Peaks => Ok(peaks(binned, weighting, PEAK_RULE).len() as f64),
            SizeStatistic::Bimodality => {
                let particles = self.particles.filter(|_| weighting == Weighting::Number);
                binned_bimodality_coefficient(binned, weighting, particles)
            }
        }
    }

    /// From the formula where there is one, else by resampling.
    fn uncertainty(
        &self,
        statistic: &SizeStatistic,
        value: f64,
        particles: usize,
        resampled: bool,
        at: CumulativeAt,
    ) -> Option<f64> {
        let by_number = self.weighting == Weighting::Number && !resampled;
        let found = match statistic {
            SizeStatistic::Peaks => return None,
            SizeStatistic::Mean if by_number => mean_uncertainty(self.binned.standard_deviation(), particles),
            SizeStatistic::StandardDeviation if by_number => standard_deviation_uncertainty(&self.binned, particles),
            SizeStatistic::Fraction { .. } if by_number => {
                fraction_uncertainty(value / 100.0, particles).map(|uncertainty| 100.0 * uncertainty)
            }
            SizeStatistic::Percentile(percent) if by_number => {
                percentile_uncertainty(&self.binned, percent.approximately() / 100.0, at, particles)
            }
            _ => resampled_uncertainty(&self.binned, particles, |found| self.compute(found, statistic, at)),
        };
        found.ok()
    }
}

/// The first distribution of a kind, a linear one before others.
fn linear_first<'r>(run: &'r Run<'_>, is_kind: impl Fn(&Distribution) -> bool) -> Option<&'r Distribution> {
    let of_kind = || run.distributions.iter().filter(|found| is_kind(found));
    of_kind().find(|found| found.spacing == Spacing::Linear).or_else(|| of_kind().next())
}

/// Why there is no distribution of this weighting.
fn without(run: &Run<'_>, wanted: instrument::Weighting) -> NoValue {
    let percent = |found: &&Distribution| found.weighting == instrument::Weighting::Number;
    let why = match (run.distributions.iter().find(percent), run.distributions.first()) {
        (Some(_), _) => format!(
            "its size distribution is in percent by number, which cannot be weighted by {} afterwards",
            wanted.as_str()
        ),
        (None, Some(other)) => format!("its size distribution is weighted by {}", other.weighting.as_str()),
        (None, None) => "it has no size distribution".to_owned(),
    };
    no_value(&why, &format!("export the size distribution by {}, or one of counted particles", wanted.as_str()))
}

/// Ends of a fraction; none is infinitely far.
fn ends(from: Option<&Decimal>, to: Option<&Decimal>) -> (f64, f64) {
    (from.map_or(f64::NEG_INFINITY, Decimal::approximately), to.map_or(f64::INFINITY, Decimal::approximately))
}

fn position(rule: CumulativeRule) -> CumulativeAt {
    match rule {
        CumulativeRule::InsideBins => CumulativeAt::UpperEdge,
        CumulativeRule::AtCentres => CumulativeAt::Midpoint,
        CumulativeRule::OneBinLower => CumulativeAt::LowerEdge,
    }
}

fn unit(statistic: &SizeStatistic) -> &'static str {
    match statistic {
        SizeStatistic::Mode | SizeStatistic::Mean | SizeStatistic::StandardDeviation | SizeStatistic::Percentile(_) => {
            "nm"
        }
        SizeStatistic::Fraction { .. } => "%",
        SizeStatistic::Span | SizeStatistic::Peaks | SizeStatistic::Bimodality => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::{Percentiles, Value};
    use crate::quantity::DecimalMark;
    use std::borrow::Cow;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text, DecimalMark::Point).unwrap()
    }

    fn value(quantity: &'static str, text: &str) -> Value {
        Value {
            quantity: Cow::Borrowed(quantity),
            of: String::new(),
            text: text.to_owned(),
            reading: Reading::Number(decimal(text)),
            unit: Cow::Borrowed("nm"),
            line: 5,
            column: 2,
            no_number: None,
        }
    }

    /// 10, 40, 30, 20 in bins of 50 nm from 0, of 400 tracks.
    fn run(stated: &str) -> Run<'static> {
        Run {
            name: "b7_00".to_owned(),
            values: vec![value("d50", stated), value("valid_tracks", "400.0"), value("mode", "80.0")],
            distributions: vec![Distribution {
                weighting: instrument::Weighting::Number,
                heights_are: Heights::Concentration,
                edges: vec![0.0, 50.0, 100.0, 150.0, 200.0].into(),
                printed: vec![25.0, 75.0, 125.0, 175.0].into(),
                heights: vec![10.0, 40.0, 30.0, 20.0],
                spacing: Spacing::Linear,
                states: Some(Percentiles::OneBinLower),
                percentiles: None,
                resolution: 0.1,
                line: 20,
                column: 2,
            }],
            ..Run::default()
        }
    }

    fn number(run: &Run<'_>, statistic: SizeStatistic) -> Computed {
        size_value(run, &statistic, SizeWeight::Number, CumulativeRule::InsideBins, false).unwrap()
    }

    #[test]
    fn both_values_are_shown() {
        let computed = number(&run("50.0"), SizeStatistic::Percentile(decimal("50")));
        assert_eq!((computed.value.as_str(), computed.unit.as_str(), computed.line), ("100", "nm", 20));
        assert_eq!(
            computed.how,
            "D50, number-weighted, straight inside bins, of 4 bins of 50 nm from 0 to 200 nm, rounded to 12 digits; 400 particles \
             counted; the instrument states 50.0 nm, and its rule (one bin lower) gives 50 nm"
        );
        assert_eq!(computed.findings, []);
        // Density at the median 0.3 / 50 nm or 0.4 / 50 nm, sqrt(0.25 / 400) = 0.025: between 3.1 and 4.2 nm.
        let uncertainty = computed.standard_uncertainty.unwrap();
        assert!((3.1..4.2).contains(&uncertainty), "{uncertainty}");
    }

    #[test]
    fn a_stated_value_that_differs_is_told() {
        let computed = number(&run("50.2"), SizeStatistic::Percentile(decimal("50")));
        assert_eq!(computed.findings.len(), 1);
        assert_eq!(
            computed.findings[0].message,
            "run b7_00: the instrument states D50 = 50.2 nm, its bins give 50 nm by its rule (one bin lower); it states sizes to 0.1 nm"
        );
        // A mode may lie anywhere in its bin.
        assert_eq!(number(&run("50.0"), SizeStatistic::Mode).findings, []);
    }

    #[test]
    fn fractions_are_apportioned_and_say_so() {
        let fraction = SizeStatistic::Fraction { from: Some(decimal("50")), to: Some(decimal("125")) };
        let computed = number(&run("50.0"), fraction);
        assert_eq!((computed.value.as_str(), computed.unit.as_str()), ("55", "%"));
        assert_eq!(
            computed.how,
            "fraction 50 to 125 nm, number-weighted, of 4 bins of 50 nm from 0 to 200 nm, the bin around 125 nm apportioned \
             evenly, rounded to 12 digits; 400 particles counted"
        );
        let uncertainty = computed.standard_uncertainty.unwrap();
        assert!((uncertainty - 100.0 * (0.55_f64 * 0.45 / 400.0).sqrt()).abs() < 1e-12);
        let above = SizeStatistic::Fraction { from: Some(decimal("100")), to: None };
        assert_eq!(number(&run("50.0"), above).value, "50");
    }

    #[test]
    fn other_statistics() {
        let run = run("50.0");
        assert_eq!(number(&run, SizeStatistic::Mean).value, "105");
        assert_eq!(number(&run, SizeStatistic::StandardDeviation).value, "45.8257569496");
        assert_eq!(number(&run, SizeStatistic::Span).value, "1.25");
        let peaks = number(&run, SizeStatistic::Peaks);
        assert_eq!((peaks.value.as_str(), peaks.standard_uncertainty), ("1", None));
        assert!(peaks.how.starts_with("number of peaks (at 125 nm), number-weighted"), "{}", peaks.how);
        let volume =
            size_value(&run, &SizeStatistic::Mode, SizeWeight::Volume, CumulativeRule::InsideBins, false).unwrap();
        assert_eq!(volume.value, "175");
    }

    /// DLS exports percent by intensity, volume and number: what it weights itself is taken, and percent is not weighted.
    #[test]
    fn percent_by_number_is_never_weighted() {
        let mut run = run("50.0");
        let percent = |weighting, heights: [f64; 4]| Distribution {
            weighting,
            heights_are: Heights::Percent,
            heights: heights.to_vec(),
            spacing: Spacing::Logarithmic,
            edges: vec![50.0, 100.0, 200.0, 400.0, 800.0].into(),
            ..run.distributions[0].clone()
        };
        let numbers = percent(instrument::Weighting::Number, [90.0, 10.0, 0.0, 0.0]);
        let volumes = percent(instrument::Weighting::Volume, [20.0, 20.0, 0.0, 60.0]);
        let mode = |run: &Run<'_>, weight| {
            let found = size_value(run, &SizeStatistic::Mode, weight, CumulativeRule::InsideBins, false);
            found.map(|computed| computed.value).map_err(|none| none.message)
        };
        run.distributions = vec![numbers.clone(), volumes];
        // sqrt(400 × 800) and sqrt(50 × 100).
        assert_eq!(mode(&run, SizeWeight::Volume).as_deref(), Ok("565.685424949"));
        assert_eq!(mode(&run, SizeWeight::Number).as_deref(), Ok("70.7106781187"));
        run.distributions = vec![numbers];
        assert_eq!(
            mode(&run, SizeWeight::Volume),
            Err("its size distribution is in percent by number, which cannot be weighted by volume afterwards"
                .to_owned())
        );
    }

    #[test]
    fn what_has_no_value_says_why() {
        let mut run = run("50.0");
        run.distributions[0].weighting = instrument::Weighting::Intensity;
        let of = |run: &Run<'_>, statistic| {
            size_value(run, &statistic, SizeWeight::Number, CumulativeRule::InsideBins, false).unwrap_err().message
        };
        assert_eq!(of(&run, SizeStatistic::Mean), "its size distribution is weighted by intensity");
        run.distributions[0].weighting = instrument::Weighting::Number;
        let outside = of(&run, SizeStatistic::Percentile(decimal("100")));
        assert_eq!(outside, "D100: a probability must lie between 0 and 1, got 1");
        run.distributions.clear();
        assert_eq!(of(&run, SizeStatistic::Mean), "it has no size distribution");
        run.failed = Some("all bins are 0".to_owned());
        assert_eq!(of(&run, SizeStatistic::Mean), "the measurement failed: all bins are 0");
    }
}
