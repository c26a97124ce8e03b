//! `from: events`: percentages, counts, concentrations and medians of gated events.

use super::codes;
use super::computed::{Computed, NoValue};
use super::detectors::same_settings;
use crate::cytometry::{
    Bound, Columns, Compensation, Control, CytometryError, Gate, Geometry, Populations, Threshold, quantile,
    with_thresholds,
};
use crate::data::{GateEnd, folded};
use crate::finding::{Code, did_you_mean};
use crate::instrument::{self, Events, Run};
use crate::quantity::{Decimal, Exact, Reading};
use crate::spec::EventStatistic;
use crate::stats::{Confidence, CountInterval, ProportionInterval, Sides, count_interval, proportion_interval};

/// Significant digits of a computed value: those of a float, so that no share of counted events reaches a limit by being
/// shortened.
const DIGITS: u32 = 17;
/// Significant digits of a number in a sentence.
const SHOWN: u32 = 6;
/// Share of a normal distribution within one standard deviation of its mean: half of an interval of this confidence
/// stands for one standard uncertainty.
const ONE_SIGMA: f64 = 0.682_689_492_137_085_9;

/// A run of a control file.
#[derive(Clone, Copy)]
pub struct ControlRun<'c> {
    /// Name of the control: `isotype`, `unstained`, `detergent`.
    pub name: &'c str,
    /// Its run.
    pub run: &'c Run<'c>,
}

/// The factor by which the sample was diluted, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// 1000 for one part in a thousand.
    pub value: Decimal,
    /// Where it comes from, as a phrase: `samples.yaml:12`, `--set dilution=1000`.
    pub from: String,
}

/// The events of a run, sorted into the gates that a test needs.
pub struct GatedEvents<'g> {
    run: &'g Run<'g>,
    source: Source<'g>,
    /// The gates that were needed, bounds resolved.
    gates: Vec<Gate>,
    /// Their positions among all gates of the specification, increasing.
    positions: Vec<usize>,
    populations: Populations,
    thresholds: Vec<Threshold>,
}

impl<'g> GatedEvents<'g> {
    /// Sorts the events of a run into the wanted gates and those that they rest on.
    ///
    /// Values are scale values: gains and logarithmic amplifiers are undone as the file states them. With `compensate`, run
    /// and controls are each compensated with the matrix of their own file.
    ///
    /// # Errors
    /// The run has no events, a channel, control or matrix is not there, or a gate is not possible.
    pub fn new(
        run: &'g Run<'g>,
        gates: &[Gate],
        wanted: &[usize],
        compensate: bool,
        controls: &[ControlRun<'g>],
    ) -> Result<GatedEvents<'g>, NoValue> {
        let source = Source::of(run, compensate)?;
        let needed = needed(gates, wanted);
        let own: Vec<Gate> =
            needed.iter().filter_map(|at| gates.get(*at)).map(|gate| renumbered(gate, &needed)).collect();
        let mut sources: Vec<(&str, Source<'g>)> = Vec::new();
        for name in control_names(&own) {
            let (of_control, source) = control(name, controls, compensate)?;
            same_settings(run, of_control, name, &channels_of(&own, name))?;
            sources.push((name, source));
        }
        let controls: Vec<Control<'_>> = sources.iter().map(|(name, source)| source.control(name)).collect();
        let (resolved, thresholds) = with_thresholds(&own, &controls).map_err(no_value)?;
        let populations = Populations::of(&source, source.compensation.as_ref(), &resolved).map_err(no_value)?;
        Ok(GatedEvents { run, source, gates: resolved, positions: needed, populations, thresholds })
    }

    /// A statistic of the events in a gate; `dilution` is asked for where the statistic needs the factor.
    ///
    /// # Errors
    /// The denominator holds no event, the file states no volume that can be used, the gate holds no event to take a median
    /// of, or there is no dilution factor.
    pub fn value(
        &self,
        gate: usize,
        statistic: &EventStatistic,
        dilution: impl FnOnce() -> Result<Factor, NoValue>,
    ) -> Result<Computed, NoValue> {
        let computed = match statistic {
            EventStatistic::Percent { of } => self.percent(gate, *of),
            EventStatistic::Count => self.count(gate),
            EventStatistic::Concentration => self.concentration(gate, dilution),
            EventStatistic::Median { channel } => self.median(gate, channel),
        };
        computed.map(|computed| Computed { gate_ends: self.gate_ends(), ..computed })
    }

    /// Where the gates begin or end that controls decide about.
    fn gate_ends(&self) -> Vec<GateEnd> {
        let end = |threshold: &Threshold| {
            Some(GateEnd {
                gate: *self.positions.get(threshold.gate)?,
                channel: threshold.channel.clone(),
                p: threshold.p,
                control: threshold.control.clone(),
                value: threshold.value,
            })
        };
        self.thresholds.iter().filter_map(end).collect()
    }

    /// The sorted events.
    pub fn populations(&self) -> &Populations {
        &self.populations
    }

    /// Where a gate stands among those that were needed, with its name.
    fn own(&self, gate: usize) -> Result<(usize, &str), NoValue> {
        let found = self.positions.binary_search(&gate).ok();
        let found = found.and_then(|own| Some((own, self.gates.get(own)?.name.as_str())));
        found.ok_or_else(|| gating("the events were not sorted into the gate that is asked for".to_owned()))
    }

    fn percent(&self, gate: usize, of: Option<usize>) -> Result<Computed, NoValue> {
        let (own, name) = self.own(gate)?;
        let of = of.map(|of| self.own(of)).transpose()?;
        let (inside, all) =
            (self.populations.count_in_both(own, of.map(|of| of.0)), self.populations.count(of.map(|of| of.0)));
        let denominator = of.map_or_else(|| "all events".to_owned(), |(_, name)| format!("the events of gate {name}"));
        if all == 0 {
            let message = format!("there is no percentage of {denominator}: the run has none");
            return Err(NoValue::new(&codes::NO_EVENT_COUNTED, message, NO_EVENT_HELP));
        }
        let interval = |confidence: f64| {
            let confidence = Confidence::new(confidence)?;
            proportion_interval(inside, all, confidence, Sides::Two, ProportionInterval::Wilson)
        };
        let (wide, narrow) = (interval(0.95).map_err(statistic)?, interval(ONE_SIGMA).map_err(statistic)?);
        let ends = wide.interval.and_then(|interval| Some((interval.lower?, interval.upper?)));
        let ends = ends.map_or_else(String::new, |(lower, upper)| {
            format!(", Wilson interval at 95 %: {} to {} %", shown(100.0 * lower), shown(100.0 * upper))
        });
        let value = hundredfold(inside).checked_div(&whole(all)).map(|value| value.to_decimal_string(DIGITS).0);
        let value = value.ok_or_else(|| gating("the percentage cannot be computed".to_owned()))?;
        let rule = format!("percent of {denominator} in gate {name}");
        let of_run = format!("{inside} of {all}{ends}");
        let half = narrow.interval.and_then(|interval| interval.width()).map(|width| 50.0 * width);
        let gates: Vec<usize> = [own].into_iter().chain(of.map(|of| of.0)).collect();
        Ok(computed(value, "%", self.how(&gates, &rule, &of_run), half))
    }

    fn count(&self, gate: usize) -> Result<Computed, NoValue> {
        let (own, name) = self.own(gate)?;
        let inside = self.populations.count(Some(own));
        let of = format!("{inside} of {} events", self.populations.events());
        let how = self.how(&[own], &format!("events in gate {name}"), &of);
        Ok(computed(inside.to_string(), "", how, Some(counting(inside)?)))
    }

    fn concentration(
        &self,
        gate: usize,
        dilution: impl FnOnce() -> Result<Factor, NoValue>,
    ) -> Result<Computed, NoValue> {
        /// Nanolitres in a millilitre: ten to this power.
        const NANOLITRES: i32 = 6;
        let (own, name) = self.own(gate)?;
        let inside = self.populations.count(Some(own));
        let volume = self.volume()?;
        let factor = dilution()?;
        let scale = (&Exact::pow10(NANOLITRES) * &factor.value.exact()).checked_div(&volume.exact());
        let scale = scale.ok_or_else(|| no_volume("the volume is 0"))?;
        let value = (&whole(inside) * &scale).to_decimal_string(DIGITS).0;
        let rule = format!(
            "events in gate {name} per volume ($VOL of the file), times the dilution {} ({})",
            factor.value, factor.from
        );
        let of = format!("{inside} events in {volume} nL");
        let uncertainty = counting(inside)? * scale.to_f64();
        Ok(computed(value, "particles/mL", self.how(&[own], &rule, &of), Some(uncertainty)))
    }

    /// The acquired volume in nanolitres.
    fn volume(&self) -> Result<&Decimal, NoValue> {
        let stated = self.run.value("volume").ok_or_else(|| no_volume("the file states no $VOL"))?;
        match (&stated.no_number, &stated.reading) {
            (None, Reading::Number(volume)) if !volume.is_zero() && !volume.is_negative() => Ok(volume),
            (Some(why), _) => Err(no_volume(why)),
            _ => Err(no_volume("$VOL holds no volume")),
        }
    }

    fn median(&self, gate: usize, channel: &str) -> Result<Computed, NoValue> {
        let (own, name) = self.own(gate)?;
        let compensation = self.source.compensation.as_ref();
        let mut values = self.populations.values(&self.source, compensation, channel, Some(own)).map_err(no_value)?;
        if values.is_empty() {
            let message = format!("there is no median of {channel}: gate {name} holds no event");
            return Err(NoValue::new(&codes::NO_EVENT_COUNTED, message, NO_EVENT_HELP));
        }
        let median = quantile(&mut values, 0.5).map_err(statistic)?;
        let value = Exact::from_f64_shortest(median).map(|value| value.to_decimal_string(DIGITS).0);
        let value = value.ok_or_else(|| gating("the median is not finite".to_owned()))?;
        let how =
            self.how(&[own], &format!("median of {channel} in gate {name}"), &format!("of {} events", values.len()));
        Ok(computed(value, "", how, None))
    }

    /// How a value of these gates came about: the rule with the thresholds that it rests on and the compensation, then what
    /// belongs to the run.
    fn how(&self, gates: &[usize], rule: &str, own: &str) -> String {
        let mut how = rule.to_owned();
        let rests_on = needed(&self.gates, gates);
        for threshold in self.thresholds.iter().filter(|threshold| rests_on.contains(&threshold.gate)) {
            let gate = self.gates.get(threshold.gate).map_or("", |gate| gate.name.as_str());
            how.push_str(&format!(
                ", gate {gate} begins or ends at {} {}, the {} quantile (type 7) of {} events of the {} control",
                threshold.channel,
                shown(threshold.value),
                threshold.p,
                threshold.events,
                threshold.control
            ));
        }
        how.push_str(", ");
        how.push_str(&self.source.compensated);
        how.push_str("; ");
        how.push_str(own);
        how
    }
}

fn computed(value: String, unit: &str, how: String, standard_uncertainty: Option<f64>) -> Computed {
    let (findings, gate_ends) = (Vec::new(), Vec::new());
    Computed { value, unit: unit.to_owned(), how, standard_uncertainty, line: 0, column: 0, findings, gate_ends }
}

const NO_EVENT_HELP: &str = "look at the gates with the channels that `evqc read` shows, or acquire more events";

/// Scale values of a run, and what they are compensated with.
struct Source<'s> {
    events: &'s Events<'s>,
    compensation: Option<Compensation>,
    /// What was done, in words.
    compensated: String,
}

impl<'s> Source<'s> {
    fn of(run: &'s Run<'s>, compensate: bool) -> Result<Source<'s>, NoValue> {
        let Some(events) = &run.events else {
            let help = "name an FCS file; a test `from: events` takes its values from the events themselves";
            return Err(NoValue::new(&codes::RUN_WITHOUT_VALUE, "the run has no events", help));
        };
        if let Some(why) = &run.failed {
            return Err(NoValue::new(&codes::NO_EVENT_COUNTED, why.clone(), NO_EVENT_HELP));
        }
        let (compensation, compensated) = match compensate {
            true => compensation(events)?,
            false => (None, "not compensated".to_owned()),
        };
        Ok(Source { events, compensation, compensated })
    }

    fn control<'c>(&'c self, name: &'c str) -> Control<'c> {
        Control { name, columns: self, compensation: self.compensation.as_ref() }
    }
}

impl Columns for Source<'_> {
    fn events(&self) -> usize {
        self.events.len()
    }

    fn position(&self, channel: &str) -> Result<usize, String> {
        self.events.channel(channel).map_err(|error| error.to_string())
    }

    fn fill(&self, position: usize, start: usize, out: &mut [f64]) -> usize {
        self.events.scaled(position, start, out)
    }
}

/// The compensation that a file states, and the words for it.
fn compensation(events: &Events<'_>) -> Result<(Option<Compensation>, String), NoValue> {
    const HELP: &str =
        "export the file with its spillover matrix and all channels that it names, or write `compensation: none`";
    let refused = |message: String| NoValue::new(&instrument::codes::SPILLOVER_NOT_USABLE, message, HELP);
    let Some(spillover) = &events.spillover else {
        return Err(refused("the file states no spillover matrix to compensate with".to_owned()));
    };
    if !spillover.absent.is_empty() {
        let names = spillover.absent.join(", ");
        return Err(refused(format!("{} names channels that the file does not have: {names}", spillover.keyword)));
    }
    let matrix = Compensation::new(&spillover.channels, &spillover.matrix);
    let matrix = matrix.map_err(|error| refused(format!("{}: {error}", spillover.keyword)))?;
    let identity = if spillover.is_identity() { ", the identity, which changes nothing" } else { "" };
    Ok((Some(matrix), format!("compensated with {} of the file{identity}", spillover.keyword)))
}

/// The one run of this control; names compare as those of tests do.
fn control<'c>(
    name: &str,
    controls: &[ControlRun<'c>],
    compensate: bool,
) -> Result<(&'c Run<'c>, Source<'c>), NoValue> {
    let wanted = folded(name);
    let mut of_name = controls.iter().filter(|control| folded(control.name) == wanted);
    match (of_name.next(), of_name.count()) {
        (Some(control), 0) => Source::of(control.run, compensate)
            .map(|source| (control.run, source))
            .map_err(|none| NoValue { message: format!("the {name} control: {}", none.message), ..none }),
        (Some(_), more) => {
            let help = "name one file as the control of the lot; evqc does not pool controls";
            Err(NoValue::new(&codes::GATING_NOT_POSSIBLE, format!("{} runs are the {name} control", more + 1), help))
        }
        (None, _) => {
            let message = format!("a gate takes its threshold from the {name} control, and no run is this control");
            let help = match did_you_mean(name, controls.iter().map(|control| control.name)) {
                Some(like) => format!("a control of the samples is named `{like}`: is it meant?"),
                None => format!("name its file in the samples with `role: control`, `control: {name}`"),
            };
            Err(NoValue::new(&codes::GATING_NOT_POSSIBLE, message, help))
        }
    }
}

/// Names of the controls that bounds are taken from, each once.
fn control_names(gates: &[Gate]) -> Vec<&str> {
    let mut names = Vec::new();
    for gate in gates {
        let Geometry::Ranges(ranges) = &gate.geometry else { continue };
        for bound in ranges.iter().flat_map(|(_, lower, upper)| [lower, upper]).flatten() {
            match bound {
                Bound::Quantile { control, .. } if !names.contains(&control.as_str()) => names.push(control.as_str()),
                _ => {}
            }
        }
    }
    names
}

/// Channels in which a control is compared with a sample: those of the thresholds that it gives, and of the gates around.
fn channels_of<'g>(gates: &'g [Gate], control: &str) -> Vec<&'g str> {
    let from_it = |bound: &Option<Bound>| matches!(bound, Some(Bound::Quantile { control: of, .. }) if of == control);
    let mut channels: Vec<&str> = Vec::new();
    let mut around: Vec<usize> = Vec::new();
    for gate in gates {
        let Geometry::Ranges(ranges) = &gate.geometry else { continue };
        let of_control = ranges.iter().filter(|(_, lower, upper)| from_it(lower) || from_it(upper));
        let before = channels.len();
        channels.extend(of_control.map(|(axis, ..)| axis.channel.as_str()));
        around.extend(gate.within.filter(|_| channels.len() > before));
    }
    for gate in needed(gates, &around).into_iter().filter_map(|at| gates.get(at)) {
        match &gate.geometry {
            Geometry::Ranges(ranges) => channels.extend(ranges.iter().map(|(axis, ..)| axis.channel.as_str())),
            Geometry::Polygon { x, y, .. } => channels.extend([x.channel.as_str(), y.channel.as_str()]),
            Geometry::All(_) | Geometry::Any(_) | Geometry::Not(_) => {}
        }
    }
    channels.sort_unstable();
    channels.dedup();
    channels
}

/// The wanted gates and all that they rest on, in order.
fn needed(gates: &[Gate], wanted: &[usize]) -> Vec<usize> {
    let mut is_needed = vec![false; gates.len()];
    let mut waiting = wanted.to_vec();
    while let Some(at) = waiting.pop() {
        let (Some(flag), Some(gate)) = (is_needed.get_mut(at), gates.get(at)) else { continue };
        if !std::mem::replace(flag, true) {
            waiting.extend(gate.within);
            match &gate.geometry {
                Geometry::All(others) | Geometry::Any(others) => waiting.extend(others),
                Geometry::Not(other) => waiting.push(*other),
                Geometry::Ranges(_) | Geometry::Polygon { .. } => {}
            }
        }
    }
    (0..).zip(is_needed).filter_map(|(at, needed)| needed.then_some(at)).collect()
}

/// A gate whose references count among the needed gates; one that is not among them becomes an impossible position, which
/// the sorting refuses.
fn renumbered(gate: &Gate, needed: &[usize]) -> Gate {
    let position = |at: &usize| needed.binary_search(at).unwrap_or(usize::MAX);
    let geometry = match &gate.geometry {
        Geometry::All(others) => Geometry::All(others.iter().map(position).collect()),
        Geometry::Any(others) => Geometry::Any(others.iter().map(position).collect()),
        Geometry::Not(other) => Geometry::Not(position(other)),
        other @ (Geometry::Ranges(_) | Geometry::Polygon { .. }) => other.clone(),
    };
    Gate { name: gate.name.clone(), within: gate.within.as_ref().map(position), geometry }
}

fn gating(message: String) -> NoValue {
    no_gate(&codes::GATING_NOT_POSSIBLE, message)
}

fn no_gate(code: &'static Code, message: String) -> NoValue {
    NoValue::new(code, message, "compare the gates with the channels that `evqc read` shows")
}

fn no_value(error: CytometryError) -> NoValue {
    match error {
        CytometryError::FewEvents { .. } => {
            let help = "acquire more events of the control, or take a quantile that its events reach";
            NoValue::new(&codes::CONTROL_WITH_FEW_EVENTS, error.to_string(), help)
        }
        CytometryError::EmptyControl { .. } => no_gate(&codes::NO_EVENT_COUNTED, error.to_string()),
        _ => gating(error.to_string()),
    }
}

fn statistic(error: crate::stats::StatisticError) -> NoValue {
    gating(error.to_string())
}

fn no_volume(why: &str) -> NoValue {
    let help = "count with an instrument that states the volume, or deliver the concentration as a result of its own";
    NoValue::new(&codes::VOLUME_NOT_STATED, format!("there is no concentration: {why}"), help)
}

/// Standard uncertainty of a count: half of its score interval of one standard deviation, which is not 0 for a count of 0.
fn counting(count: usize) -> Result<f64, NoValue> {
    let confidence = Confidence::new(ONE_SIGMA).map_err(statistic)?;
    let estimate = count_interval(count, confidence, Sides::Two, CountInterval::Score).map_err(statistic)?;
    let width = estimate.interval.and_then(|interval| interval.width());
    width.map(|width| width / 2.0).ok_or_else(|| gating("the count has no interval".to_owned()))
}

fn whole(count: usize) -> Exact {
    Exact::from_i64(i64::try_from(count).unwrap_or(i64::MAX))
}

fn hundredfold(count: usize) -> Exact {
    &whole(count) * &Exact::from_i64(100)
}

/// A number in a sentence.
fn shown(value: f64) -> String {
    Exact::from_f64_shortest(value).map_or_else(|| value.to_string(), |value| value.to_decimal_string(SHOWN).0)
}
