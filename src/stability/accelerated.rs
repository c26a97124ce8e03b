//! Kinetics of accelerated data: what the rates at several temperatures say about the storage temperature.
//!
//! Support only. A claim rests on long-term data; for frozen storage nothing is computed at all, because what happens in a
//! liquid says nothing about what happens in ice.

use super::point::{JudgedPoint, PointValue};
use super::series::Group;
use crate::data::folded_condition;
use crate::order;
use crate::spec::{Conditions, Direction as TrendDirection, Storage, Trend};
use crate::stats::kinetics::{
    ArrheniusFit, Band, Candidate, Degraded, Direction, LineState, RateAt, RateEstimate, ReactionOrder, Temperature,
    arrhenius_fit, arrhenius_line, ranked, rates_by_temperature,
};
use crate::stats::{Confidence, Estimate, Sides, StatisticError};

/// What it may be used for, in one sentence.
pub const SUPPORT_ONLY: &str = "support only: the shelf life that is claimed rests on long-term data";

/// The level of every interval.
const CONFIDENCE: f64 = 0.95;

/// A value of a batch after months at a temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The batch.
    pub batch: String,
    /// Temperature, months and value.
    pub point: Degraded,
}

/// What kinetics say about the storage temperature. Times in months, rates per month and relative to the initial value.
#[derive(Clone, Debug, PartialEq)]
pub struct Accelerated {
    /// The order with the smallest AICc, which everything else rests on.
    pub order: ReactionOrder,
    /// Every order fitted to all temperatures at once, with its AICc.
    pub candidates: Vec<Candidate<ReactionOrder>>,
    /// The rate at each temperature by itself, from cold to warm; none where it cannot be estimated.
    pub rates: Vec<(Temperature, Result<RateEstimate, StatisticError>)>,
    /// The line through these rates; or why there is none, in words.
    pub line: Result<RatesLine, String>,
    /// The initial value of the one-step fit, in the unit of the criterion.
    pub initial: f64,
    /// The activation energy of the one-step fit in kJ/mol.
    pub activation_energy: Estimate,
    /// Whether the rate rises with the temperature.
    pub direction: Direction,
    /// Number of values.
    pub values: usize,
    /// The storage temperature.
    pub storage: Temperature,
    /// How far it lies below the coldest temperature with data, in °C; negative or zero where nothing is extrapolated.
    pub degrees_below_data: f64,
    /// The prediction for storage; or why there is none, in words.
    pub prediction: Result<Prediction, String>,
    /// What the reader has to know besides, in words.
    pub remarks: Vec<String>,
}

/// The line through the rates of single temperatures, beside the one-step fit.
#[derive(Clone, Debug, PartialEq)]
pub struct RatesLine {
    /// Whether it has intervals.
    pub state: LineState,
    /// Its activation energy in kJ/mol.
    pub activation_energy: Estimate,
    /// Its rate at the storage temperature, with a confidence interval.
    pub rate: Estimate,
    /// The same with a prediction interval, for one further rate.
    pub further_rate: Estimate,
}

/// What is to be expected at the storage temperature.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The limit, in the unit of the criterion.
    pub limit: f64,
    /// The rate.
    pub rate: Estimate,
    /// Months until the mean has fallen to the limit, with the interval on both sides.
    pub shelf_life: Estimate,
    /// The same with the one-sided lower bound.
    pub lower_bound: Estimate,
}

/// Evaluates data of several temperatures, all batches together; `limit` is the lower limit in the unit of the values.
///
/// A value at time zero that a batch has at several temperatures is one measurement, written several times: it enters the rate
/// of each temperature, and the one-step fit once.
///
/// # Errors
/// In words, why kinetics say nothing: frozen storage, one temperature, no loss, data that determine no parameters.
///
/// # Source
/// K. A. Connors, G. L. Amidon, V. J. Stella, Chemical Stability of Pharmaceuticals, 2nd edition (1986), chapter 2; what it may be
/// used for: ICH Q5C (1995), section 5; ICH Q1E (2003), 2.5.
pub fn accelerated(observations: &[Observation], storage: Temperature, limit: f64) -> Result<Accelerated, String> {
    if storage.celsius() < 0.0 {
        return Err(format!("stored at {} °C: {FROZEN}", storage.celsius()));
    }
    if observations.iter().any(|one| one.point.temperature.celsius() < 0.0) {
        return Err("some data are from frozen storage, which has no rate in common with a liquid".to_owned());
    }
    let sorted = sorted(observations);
    let data: Vec<Degraded> = sorted.iter().map(|one| one.point).collect();
    let distinct = without_repeated_zeros(&sorted);
    let reference = middle(&distinct);
    let fits: Vec<(ReactionOrder, Result<ArrheniusFit, StatisticError>)> =
        ReactionOrder::ALL.map(|order| (order, arrhenius_fit(&distinct, order, reference.unwrap_or(storage)))).into();
    let rests: Vec<_> = fits
        .iter()
        .map(|(order, fit)| {
            (*order, 3, fit.as_ref().map(ArrheniusFit::residual_sum_of_squares).map_err(|error| *error))
        })
        .collect();
    let (candidates, chosen) = ranked(distinct.len(), &rests).map_err(|error| error.to_string())?;
    let Some((order, Ok(fit))) = chosen.and_then(|chosen| fits.get(chosen)) else {
        return Err(refusal(&fits));
    };
    let confidence = Confidence::new(CONFIDENCE).map_err(|error| error.to_string())?;
    let coldest = data.iter().map(|point| point.temperature.celsius()).fold(f64::INFINITY, f64::min);
    let rates = each_rate(*order, &data);
    Ok(Accelerated {
        order: *order,
        candidates,
        line: rates_line(&rates, storage, confidence),
        initial: fit.initial,
        activation_energy: fit.activation_energy(confidence).map_err(|error| error.to_string())?,
        direction: fit.direction(),
        values: distinct.len(),
        storage,
        degrees_below_data: coldest - storage.celsius(),
        prediction: prediction(fit, storage, limit, confidence),
        remarks: remarks(&rates, fit, data.len() - distinct.len()),
        rates,
    })
}

/// Kinetics of the long-term points of a group together with those of the same container, orientation and strength at other
/// conditions; none where there are no such numbers.
pub(super) fn of_group(
    long_term: &Group,
    others: &Group,
    conditions: &Conditions,
    storage: Option<Storage>,
    trend: Option<&Trend>,
) -> Option<Result<Accelerated, String>> {
    let limits = long_term.points().find_map(JudgedPoint::limits)?;
    others.points().find_map(JudgedPoint::number)?;
    let direction = trend.and_then(|trend| trend.direction);
    let falls = direction == Some(TrendDirection::Decreasing) || (direction.is_none() && limits.upper.is_none());
    let Some(limit) = limits.lower.as_ref().filter(|_| falls) else {
        let why =
            "only a loss against a lower limit is evaluated; where both limits count, say `direction: decreasing`";
        return Some(Err(why.to_owned()));
    };
    if let Some(frozen) = storage.filter(|storage| matches!(storage, Storage::Freezer | Storage::BelowMinus20)) {
        return Some(Err(format!("storage `{}`: {FROZEN}", frozen.as_str())));
    }
    let data: Result<Vec<Option<Observation>>, String> =
        long_term.points().chain(others.points()).map(|point| observation(point, conditions)).collect();
    Some(data.and_then(|data| {
        let long_term = conditions.of(crate::spec::ConditionKind::LongTerm);
        let storage = long_term.and_then(|condition| condition.celsius.as_ref());
        let storage = storage.ok_or_else(|| "the long-term condition states no temperature".to_owned())?;
        let storage = Temperature::from_celsius(storage.to_f64()).map_err(|error| error.to_string())?;
        let data: Vec<Observation> = data.into_iter().flatten().collect();
        accelerated(&data, storage, limit.value.to_f64())
    }))
}

/// Why nothing is computed for frozen storage.
const FROZEN: &str = "rates measured in a liquid do not carry over to ice, where the water is gone from around the \
                      vesicles and other reactions take over";

/// A point as data of kinetics; none for one without a result.
fn observation(point: &JudgedPoint, conditions: &Conditions) -> Result<Option<Observation>, String> {
    if point.value == PointValue::Censored {
        return Err("some values are only known to lie beyond a number".to_owned());
    }
    let Some(value) = point.number() else { return Ok(None) };
    let condition = conditions.iter().find(|one| folded_condition(&one.text) == folded_condition(&point.condition));
    let Some(celsius) = condition.and_then(|condition| condition.celsius.as_ref()) else {
        return Err(format!("`{}` states no temperature", point.condition));
    };
    let temperature = Temperature::from_celsius(celsius.to_f64()).map_err(|error| error.to_string())?;
    let measured = Degraded { temperature, time: point.months.to_f64(), value: value.to_f64() };
    Ok(Some(Observation { batch: point.batch.clone(), point: measured }))
}

/// By temperature, time, value and batch: the order of rows must not show in the last digit.
fn sorted(observations: &[Observation]) -> Vec<&Observation> {
    let mut sorted: Vec<&Observation> = observations.iter().collect();
    order::sort_by(&mut sorted, |a, b| {
        let temperature = a.point.temperature.celsius().total_cmp(&b.point.temperature.celsius());
        let point = a.point.time.total_cmp(&b.point.time).then(a.point.value.total_cmp(&b.point.value));
        temperature.then(point).then_with(|| a.batch.cmp(&b.batch))
    });
    sorted
}

/// The data without the initial values that the same batch has at a colder temperature already.
fn without_repeated_zeros(sorted: &[&Observation]) -> Vec<Degraded> {
    let (mut zeros, mut kept): (Vec<&Observation>, Vec<Degraded>) = (Vec::new(), Vec::new());
    for one in sorted {
        let same = |other: &&Observation| {
            other.batch == one.batch
                && other.point.value == one.point.value
                && other.point.temperature != one.point.temperature
        };
        if one.point.time == 0.0 {
            if zeros.iter().any(same) {
                continue;
            }
            zeros.push(one);
        }
        kept.push(one.point);
    }
    kept
}

/// The temperature in the middle of the data, at which the rate of the one-step fit is best known.
fn middle(data: &[Degraded]) -> Option<Temperature> {
    data.get(data.len() / 2).map(|point| point.temperature)
}

/// Why no order could be fitted, in words.
fn refusal(fits: &[(ReactionOrder, Result<ArrheniusFit, StatisticError>)]) -> String {
    match fits.iter().find_map(|(_, fit)| fit.as_ref().err()) {
        Some(StatisticError::TooFewGroups { .. }) => {
            "kinetics need data at two temperatures at least, three to see whether they follow the equation".to_owned()
        }
        Some(StatisticError::NotPositive) => "no temperature shows a loss, so there is no rate".to_owned(),
        Some(StatisticError::Singular { .. } | StatisticError::NoConvergence { .. }) => {
            "the data do not determine rate and activation energy".to_owned()
        }
        Some(error) => error.to_string(),
        None => "too few values to compare the orders by AICc".to_owned(),
    }
}

fn each_rate(order: ReactionOrder, data: &[Degraded]) -> Vec<(Temperature, Result<RateEstimate, StatisticError>)> {
    let mut temperatures: Vec<Temperature> = data.iter().map(|point| point.temperature).collect();
    temperatures.dedup();
    let rate = |at: &Temperature| {
        let own: Vec<Degraded> = data.iter().filter(|point| point.temperature == *at).copied().collect();
        let estimate = rates_by_temperature(order, &own).and_then(|rates| {
            rates.first().map(|rate| rate.1).ok_or(StatisticError::TooFewGroups { needed: 1, got: 0 })
        });
        (*at, estimate)
    };
    temperatures.iter().map(rate).collect()
}

fn rates_line(
    rates: &[(Temperature, Result<RateEstimate, StatisticError>)],
    storage: Temperature,
    confidence: Confidence,
) -> Result<RatesLine, String> {
    let mut points = Vec::new();
    for (temperature, rate) in rates {
        match rate {
            Ok(rate) if rate.rate > 0.0 => points.push(RateAt { temperature: *temperature, rate: rate.rate }),
            Ok(_) => return Err(format!("no loss at {} °C, so its rate has no logarithm", temperature.celsius())),
            Err(error) => return Err(format!("no rate at {} °C: {error}", temperature.celsius())),
        }
    }
    let line = arrhenius_line(&points).map_err(|error| error.to_string())?;
    let rate = |band| line.rate(storage, band, Sides::Two, confidence).map_err(|error| error.to_string());
    Ok(RatesLine {
        state: line.state,
        activation_energy: line.activation_energy(confidence).map_err(|error| error.to_string())?,
        rate: rate(Band::Confidence)?,
        further_rate: rate(Band::Prediction)?,
    })
}

fn prediction(
    fit: &ArrheniusFit,
    storage: Temperature,
    limit: f64,
    confidence: Confidence,
) -> Result<Prediction, String> {
    if fit.direction() == Direction::Contradicts {
        return Err(Direction::Contradicts.as_str().to_owned());
    }
    let energy = fit.activation_energy(confidence).map_err(|error| error.to_string())?;
    if energy.interval.is_some_and(|interval| interval.contains(0.0)) {
        return Err("the interval of the activation energy holds zero: the data do not show that the temperature \
                    matters, so they say nothing about another one"
            .to_owned());
    }
    if limit <= 0.0 || limit >= fit.initial {
        return Err(format!("the fitted initial value {} is not above the limit {limit}", fit.initial));
    }
    let time = |sides| fit.time_to(limit, storage, sides, confidence).map_err(|error| error.to_string());
    Ok(Prediction {
        limit,
        rate: fit.rate(storage, Sides::Two, confidence).map_err(|error| error.to_string())?,
        shelf_life: time(Sides::Two)?,
        lower_bound: time(Sides::Lower)?,
    })
}

fn remarks(
    rates: &[(Temperature, Result<RateEstimate, StatisticError>)],
    fit: &ArrheniusFit,
    repeated: usize,
) -> Vec<String> {
    let mut remarks = Vec::new();
    if repeated > 0 {
        remarks.push(format!("{repeated} values at time zero stand at several temperatures and count once"));
    }
    if rates.len() == 2 {
        remarks.push("two temperatures: nothing shows whether the rates follow the Arrhenius equation".to_owned());
    }
    if fit.is_exact() {
        remarks.push("the values lie on the curve exactly, so there are no intervals".to_owned());
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(celsius: f64) -> Temperature {
        Temperature::from_celsius(celsius).unwrap()
    }

    /// First order from 100 with 0.01 per month at 25 °C and 85 kJ/mol, scatter ±0.3.
    fn data(temperatures: &[f64], energy: f64) -> Vec<Observation> {
        let mut data = Vec::new();
        for celsius in temperatures {
            let factor = -1000.0 / 8.314_462_618_153_24 * (1.0 / (celsius + 273.15) - 1.0 / 298.15);
            let rate = 0.01 * libm::exp(energy * factor);
            for (index, time) in [0.0, 1.0, 2.0, 3.0, 6.0, 9.0].into_iter().enumerate() {
                let value = 100.0 * libm::exp(-rate * time) + [0.3, -0.2, -0.3, 0.2, 0.1, -0.1][index];
                let point = Degraded { temperature: at(*celsius), time, value };
                data.push(Observation { batch: format!("of {celsius} °C"), point });
            }
        }
        data
    }

    #[test]
    fn three_temperatures_predict_the_storage() {
        let found = accelerated(&data(&[5.0, 25.0, 40.0], 85.0), at(5.0), 85.0).unwrap();
        assert_eq!((found.order, found.direction, found.values), (ReactionOrder::First, Direction::Rises, 18));
        assert!(found.activation_energy.interval.unwrap().contains(85.0), "{:?}", found.activation_energy);
        let prediction = found.prediction.unwrap();
        // 0.01 e^(-85000/R (1/278.15 - 1/298.15)) = 0.000848 per month; ln(100/85) of it is 191.6 months.
        assert!(prediction.shelf_life.interval.unwrap().contains(191.6), "{prediction:?}");
        let lower = prediction.lower_bound.interval.unwrap().lower.unwrap();
        assert!(lower < prediction.shelf_life.value && lower > prediction.shelf_life.interval.unwrap().lower.unwrap());
        assert_eq!((found.degrees_below_data, found.candidates.len(), found.rates.len()), (0.0, 3, 3));
        assert!(found.remarks.is_empty());
    }

    #[test]
    fn an_initial_value_written_several_times_counts_once() {
        let mut one_batch = data(&[5.0, 25.0, 40.0], 85.0);
        one_batch.iter_mut().for_each(|one| one.batch = "A".to_owned());
        let found = accelerated(&one_batch, at(5.0), 85.0).unwrap();
        assert_eq!(found.values, 16);
        assert_eq!(found.remarks, ["2 values at time zero stand at several temperatures and count once"]);
        // Each rate keeps its initial value: six values, four degrees of freedom.
        assert!(found.rates.iter().all(|(_, rate)| rate.as_ref().unwrap().degrees_of_freedom == 4));
    }

    #[test]
    fn two_temperatures_are_named() {
        let found = accelerated(&data(&[25.0, 40.0], 85.0), at(5.0), 85.0).unwrap();
        assert_eq!(found.remarks, ["two temperatures: nothing shows whether the rates follow the Arrhenius equation"]);
        assert_eq!(found.degrees_below_data, 20.0);
        assert_eq!(found.line.unwrap().state, LineState::TwoRates);
    }

    #[test]
    fn what_says_nothing_is_refused_in_words() {
        let three = data(&[5.0, 25.0, 40.0], 85.0);
        let frozen = accelerated(&three, at(-80.0), 85.0).unwrap_err();
        assert!(
            frozen.starts_with("stored at -80 °C: rates measured in a liquid do not carry over to ice"),
            "{frozen}"
        );
        let mixed = accelerated(&[data(&[-20.0], 85.0), three.clone()].concat(), at(5.0), 85.0).unwrap_err();
        assert!(mixed.starts_with("some data are from frozen storage"), "{mixed}");
        let one = accelerated(&data(&[25.0], 85.0), at(5.0), 85.0).unwrap_err();
        assert!(one.starts_with("kinetics need data at two temperatures"), "{one}");
        let level = |one: &Observation| Degraded { value: 100.0 + one.point.time, ..one.point };
        let level: Vec<Observation> =
            three.iter().map(|one| Observation { point: level(one), ..one.clone() }).collect();
        assert_eq!(accelerated(&level, at(5.0), 85.0).unwrap_err(), "no temperature shows a loss, so there is no rate");
        assert!(accelerated(&[], at(5.0), 85.0).is_err());
    }

    #[test]
    fn rates_that_fall_with_temperature_predict_nothing() {
        let found = accelerated(&data(&[5.0, 25.0, 40.0], -40.0), at(5.0), 85.0).unwrap();
        assert_eq!(found.direction, Direction::Contradicts);
        assert!(found.prediction.unwrap_err().contains("not to be extrapolated"));
    }

    #[test]
    fn a_limit_above_the_start_predicts_nothing() {
        let found = accelerated(&data(&[5.0, 25.0, 40.0], 85.0), at(5.0), 105.0).unwrap();
        assert!(found.prediction.unwrap_err().ends_with("is not above the limit 105"));
    }
}
