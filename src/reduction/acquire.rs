//! What one test takes from one run.

use super::codes;
use super::computed::{Computed, NoValue};
use super::counts::{self, GivenDilution, as_measured, blank, concentration, dilution_factor, has_concentration};
use super::events::{ControlRun, Factor, GatedEvents};
use super::row::{UNIT_HELP, is_plain, unit_not_known};
use super::size::{has_list, size_value};
use super::stated::{stated, states_concentration};
use crate::data::{self, DILUTION_OF_RUN, LotFacts};
use crate::instrument::{Dilution, Recording, Run};
use crate::quantity::{Decimal, DecimalMark, Exact, Unit};
use crate::spec::{
    Acquisition, Compensation, EventStatistic, Limits, Measured, Role, SampleEntry, Specification, UncertaintyAmount,
};

/// A run with everything that may decide its value.
pub(super) struct Source<'s> {
    pub spec: &'s Specification,
    pub recording: &'s Recording<'s>,
    pub run: &'s Run<'s>,
    /// The entry that assigned the run.
    pub entry: &'s SampleEntry,
    /// Facts of the lot.
    pub facts: Option<&'s LotFacts>,
    /// Dilution factor from the command line.
    pub dilution: Option<&'s Decimal>,
    /// Runs of control and blank files of this lot, or of every lot.
    pub others: Vec<Other<'s>>,
    /// For a blank, the largest dilution factor of the samples that it belongs to.
    pub sample_factor: Option<&'s Exact>,
}

/// A run of a control or blank file.
#[derive(Clone, Copy)]
pub(super) struct Other<'s> {
    /// The entry that assigned it.
    pub entry: &'s SampleEntry,
    pub run: &'s Run<'s>,
}

/// The value of a test in a run.
///
/// # Errors
/// Why the run has none, or that its unit is not known; with the code `run-without-value` where it has nothing of the kind.
pub(super) fn acquire(
    acquisition: &Acquisition,
    measured: &Measured,
    source: &Source<'_>,
) -> Result<Computed, NoValue> {
    in_known_unit(value(acquisition, measured, source)?)
}

fn value(acquisition: &Acquisition, measured: &Measured, source: &Source<'_>) -> Result<Computed, NoValue> {
    let run = source.run;
    match acquisition {
        Acquisition::Stated { quantity, of } => source.stated(quantity, of.as_deref()),
        Acquisition::Size { .. } if run.distributions.is_empty() && !has_list(run) => {
            Err(nothing_of_the_kind("size distribution"))
        }
        Acquisition::Size { statistic, weight, cumulative } => {
            let resampled =
                measured.uncertainty.as_ref().is_some_and(|u| matches!(u.amount, UncertaintyAmount::Bootstrap));
            size_value(run, statistic, *weight, *cumulative, resampled)
        }
        Acquisition::Concentration { .. } if !has_concentration(run) => Err(nothing_of_the_kind("concentration")),
        Acquisition::Concentration { .. } if source.entry.role == Role::Blank => match source.sample_factor {
            Some(factor) => source.with_unit(blank(run, factor)?),
            None => Err(nothing_of_the_kind("sample to relate the blank to")),
        },
        Acquisition::Concentration { subtract_blank } => {
            in_linear_range(source, measured.linear_range.as_ref())?;
            source.with_unit(source.given(|given| concentration(run, given, &source.blanks(*subtract_blank)?))?)
        }
        Acquisition::Events { .. } if run.events.is_none() => Err(nothing_of_the_kind("single events")),
        Acquisition::Events { gate, statistic: EventStatistic::Concentration } => {
            if let Some(range) = &measured.linear_range {
                let (value, unit) = per_volume(*gate, source)?;
                within(&value, &unit, range)?;
            }
            events(*gate, &EventStatistic::Concentration, source)
        }
        Acquisition::Events { gate, statistic } => events(*gate, statistic, source),
    }
}

/// The dilution factor of a sample; `None` where the value needs none. Whether events coincide depends on it, whatever is
/// taken of them.
pub(super) fn factor_of(acquisition: &Acquisition, source: &Source<'_>) -> Option<Exact> {
    if !acquisition.needs_dilution() && !matches!(acquisition, Acquisition::Events { .. }) {
        return None;
    }
    source.given(|given| dilution_factor(source.run, given)).ok()
}

/// The events of a run per volume as measured: a point of a series of dilutions.
///
/// # Errors
/// No factor in the samples, no volume, or gates that cannot be applied.
pub(super) fn diluted(gate: usize, source: &Source<'_>) -> Result<crate::cytometry::Diluted, NoValue> {
    let Some(dilution) = &source.entry.dilution else {
        let help = "write `dilution: FACTOR` into each entry of the series";
        return Err(NoValue::new(
            &codes::SERIES_NOT_USABLE,
            "a run of the dilution series has no factor in the samples",
            help,
        ));
    };
    let (concentration, _) = per_volume(gate, source)?;
    Ok(crate::cytometry::Diluted { dilution: dilution.value.approximately(), concentration: concentration.to_f64() })
}

/// The events in a gate per volume as measured, without any dilution factor, and the unit.
fn per_volume(gate: usize, source: &Source<'_>) -> Result<(Exact, String), NoValue> {
    let number = |text: &str| Decimal::parse(text, DecimalMark::Point);
    let as_it_is = || {
        let factor = number("1").map(|value| Factor { value, from: "as measured".to_owned() });
        factor.map_err(|_| nothing_of_the_kind("factor"))
    };
    let found = gated(source, &[gate])?.value(gate, &EventStatistic::Concentration, as_it_is)?;
    let value = number(&found.value).map_err(|_| nothing_of_the_kind("concentration"))?;
    Ok((value.exact(), found.unit))
}

/// The value with a unit that evqc reads; one that counts plainly is none.
fn in_known_unit(mut computed: Computed) -> Result<Computed, NoValue> {
    if is_plain(&computed.unit) {
        let rule = computed.how.find(';').unwrap_or(computed.how.len());
        computed.how.insert_str(rule, &format!(", in {}, taken as a plain number", computed.unit));
        computed.unit.clear();
    }
    match Unit::parse(&computed.unit) {
        Ok(_) => Ok(computed),
        Err(error) => Err(NoValue::new(&codes::INSTRUMENT_UNIT_NOT_KNOWN, unit_not_known(&error), UNIT_HELP)),
    }
}

fn nothing_of_the_kind(what: &str) -> NoValue {
    let help = "name another file for this test, or take the test out of the entry";
    NoValue::new(&codes::RUN_WITHOUT_VALUE, format!("the run has no {what}"), help)
}

fn events(gate: usize, statistic: &EventStatistic, source: &Source<'_>) -> Result<Computed, NoValue> {
    let mut wanted = vec![gate];
    if let EventStatistic::Percent { of: Some(of) } = statistic {
        wanted.push(*of);
    }
    gated(source, &wanted)?.value(gate, statistic, || match source.sample_factor {
        Some(factor) if source.entry.role == Role::Blank => {
            let value = Decimal::parse(&factor.to_decimal_string(15).0, DecimalMark::Point);
            let from = "the dilution of the sample".to_owned();
            value.map(|value| Factor { value, from }).map_err(|_| nothing_of_the_kind("factor"))
        }
        _ => source.given(|given| match given {
            Some(given) => Ok(Factor { value: *given.factor, from: given.from.to_owned() }),
            None => {
                let help = "give it with `dilution:` in the samples, in the lot file, or with --set dilution=FACTOR";
                let message = "the file records no dilution factor, and none is given";
                Err(NoValue::new(&codes::DILUTION_NOT_RECORDED, message, help))
            }
        }),
    })
}

fn gated<'s>(source: &'s Source<'_>, wanted: &[usize]) -> Result<GatedEvents<'s>, NoValue> {
    let controls: Vec<ControlRun<'_>> = (source.others.iter())
        .filter(|other| other.entry.role == Role::Control)
        .filter_map(|other| Some(ControlRun { name: other.entry.control.as_deref()?, run: other.run }))
        .collect();
    let compensate = source.spec.compensation == Some(Compensation::FromFile);
    GatedEvents::new(source.run, &source.spec.gates, wanted, compensate, &controls)
}

impl Source<'_> {
    /// A stated value. Of a concentration the factor and the unit that are given beside the file must not contradict it.
    fn stated(&self, quantity: &str, of: Option<&str>) -> Result<Computed, NoValue> {
        let (recording, run) = (self.recording, self.run);
        if !states_concentration(recording, run, quantity, of) {
            return stated(recording, run, quantity, of);
        }
        self.given(|given| given.map_or(Ok(()), |given| dilution_factor(run, Some(given)).map(drop)))?;
        let computed = stated(recording, run, quantity, of)?;
        if self.entry.unit.is_some() { self.with_unit(computed) } else { Ok(computed) }
    }

    /// The unit of a concentration: what the file states, else what the entry says. Plate readers print numbers alone.
    fn unit_of(&self, stated: &str) -> Result<String, NoValue> {
        let unusable =
            |message: String, help: &str| Err(NoValue::new(&codes::MEASUREMENT_WITHOUT_VALUE, message, help));
        match &self.entry.unit {
            None if stated.is_empty() => {
                let message = "the file states a concentration without unit, and none is given".to_owned();
                unusable(message, "write it into the entry of the samples: `unit: ug/mL`")
            }
            Some(given) if stated.is_empty() => Ok(given.text.clone()),
            Some(given) if Unit::parse(stated).ok() != Unit::parse(&given.text).ok() => {
                let message = format!("the file states {stated}, and {} comes from {}", given.text, given.place);
                unusable(message, "leave the unit to the file")
            }
            _ => Ok(stated.to_owned()),
        }
    }

    fn with_unit(&self, mut computed: Computed) -> Result<Computed, NoValue> {
        let unit = self.unit_of(&computed.unit)?;
        if let (true, Some(given)) = (computed.unit.is_empty(), &self.entry.unit) {
            let rule = computed.how.find(';').unwrap_or(computed.how.len());
            computed.how.insert_str(rule, &format!(", in {unit} by {}", given.place));
        }
        computed.unit = unit;
        Ok(computed)
    }

    /// The runs of the blanks, where they are to be subtracted.
    fn blanks(&self, subtract: bool) -> Result<Vec<&Run<'_>>, NoValue> {
        if !subtract {
            return Ok(Vec::new());
        }
        let blanks = || self.others.iter().filter(|other| other.entry.role == Role::Blank);
        // Numbers alone are subtracted as they are, so that what is said of their units must be the same.
        let unit =
            |entry: &SampleEntry| entry.unit.as_ref().map(|given| (Unit::parse(&given.text).ok(), given.text.clone()));
        let silent = |run: &Run<'_>| run.value("concentration").is_some_and(|value| value.unit.is_empty());
        let of_blank = |other: &Other<'_>| match unit(other.entry) {
            None if silent(other.run) => Some((None, "no unit that is said".to_owned())),
            given => given,
        };
        if let Some((own, named)) = unit(self.entry)
            && let Some((_, other)) = blanks().filter_map(of_blank).find(|(other, _)| *other != own)
        {
            let message = format!("the blank is in {other}, the sample in {named}");
            let help = "give sample and blank the same `unit` in the samples";
            return Err(NoValue::new(&codes::MEASUREMENT_WITHOUT_VALUE, message, help));
        }
        let blanks: Vec<&Run<'_>> = blanks().map(|other| other.run).collect();
        if blanks.is_empty() {
            let help = "name the file of the diluent in the samples with `role: blank`";
            let message = "the blank is to be subtracted, and no run is a blank";
            return Err(NoValue::new(&codes::MEASUREMENT_WITHOUT_VALUE, message, help));
        }
        Ok(blanks)
    }

    /// Calls `with` with the factor that is given beside the file: by the entry of the samples in any case, by the lot file for
    /// a sample in any case and for others where their file records none, by the command line where the file records none.
    fn given<T>(&self, with: impl FnOnce(Option<GivenDilution<'_>>) -> Result<T, NoValue>) -> Result<T, NoValue> {
        let silent = records_no_factor(self.run);
        // The fact is one of the lot: a control or reference has a factor of its own where its file records one.
        let of_this = silent || self.entry.role.is_of_lot();
        let of_entry = self.entry.dilution.as_ref().map(|given| (given.value, format!("{}", given.place)));
        let of_lot = self.facts.filter(|_| of_this).and_then(|facts| {
            let (_, quantity) = facts.quantities.iter().find(|(name, _)| name == "dilution")?;
            let place = facts.place.as_ref().map_or("the lot file".to_owned(), ToString::to_string);
            Some((quantity.value, place))
        });
        let set = self.dilution.filter(|_| silent).map(|factor| (*factor, format!("{DILUTION_OF_RUN}{factor}")));
        let all: Vec<(Decimal, String)> = of_entry.into_iter().chain(of_lot).chain(set).collect();
        let Some((factor, from)) = all.first() else { return with(None) };
        if let Some((other, place)) = all.iter().find(|(other, _)| other.exact() != factor.exact()) {
            let message = format!("a dilution of {factor} comes from {from}, and one of {other} from {place}");
            let help = "give one factor, in one place";
            return Err(NoValue::new(&codes::DILUTION_STATED_TWICE, message, help));
        }
        with(Some(GivenDilution { factor, from }))
    }
}

/// Whether the factor has to come from beside the file.
pub(super) fn records_no_factor(run: &Run<'_>) -> bool {
    run.dilution == Dilution::NotRecorded || run.events.is_some()
}

/// Whether the concentration as measured lies where the instrument counts in proportion.
fn in_linear_range(source: &Source<'_>, range: Option<&Limits>) -> Result<(), NoValue> {
    let Some(range) = range else { return Ok(()) };
    let (value, unit) = as_measured(source.run)?;
    within(&value, &source.unit_of(&unit)?, range)
}

fn within(value: &Exact, unit: &str, range: &Limits) -> Result<(), NoValue> {
    let factor = Unit::parse(unit).ok().and_then(|unit| unit.factor_to(&range.unit));
    let outside = |value: &Exact| {
        let below = range
            .lower
            .as_ref()
            .is_some_and(|limit| *value < limit.value || (!limit.inclusive && *value == limit.value));
        let above = range
            .upper
            .as_ref()
            .is_some_and(|limit| *value > limit.value || (!limit.inclusive && *value == limit.value));
        below || above
    };
    match factor.map(|factor| value * &factor) {
        Some(value) if !outside(&value) => Ok(()),
        _ => {
            let shown = value.to_decimal_string(counts::SHOWN_DIGITS).0;
            let message = format!("{shown} {unit} were measured, outside the linear range {}", range.text);
            Err(NoValue::new(&data::codes::OUTSIDE_LINEAR_RANGE, message, "dilute differently and measure again"))
        }
    }
}
