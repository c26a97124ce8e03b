//! The keys `expiry` and `in_use`: how long a product may be kept, and how long it may be used once it was touched.

use super::codes;
use super::fields::{Fields, Text, mapping};
use super::formula::shown as shown_unit;
use super::grammar;
use super::keys;
use super::model::{Evidence, Quantity, Reference};
use super::parameters::Parameters;
use super::raw::{Key, Node};
use crate::expiry::{LastDay, LotEvent, Period};
use crate::finding::{Finding, did_you_mean};
use crate::quantity::{Exact, Unit};
use crate::source::Place;

/// `expiry:`: how long a lot may be kept.
#[derive(Clone, Debug)]
pub struct Expiry {
    /// The shelf life, where there is one.
    pub shelf_life: Option<StatedPeriod>,
    /// The time to the retest date, where there is one.
    pub retest: Option<StatedPeriod>,
    /// The event that both are counted from.
    pub from: LotEvent,
    /// Which day is the last one.
    pub last_day: LastDay,
    /// Whether a lot never outlives its parent lots.
    pub not_beyond_parents: bool,
    /// The rule for the parents, where a parent states no expiry date of its own, or a later one.
    pub parents: Option<ParentLife>,
    /// The tests that re-examine a lot after its retest date, by position in [`super::Specification::tests`]; empty: every
    /// required test.
    pub reexamine: Vec<usize>,
    /// What it rests on.
    pub grounds: Grounds,
    /// Where the key stands.
    pub place: Place,
}

/// How long a parent lot may be kept.
#[derive(Clone, Debug)]
pub struct ParentLife {
    /// Its shelf life.
    pub shelf_life: StatedPeriod,
    /// The event that it is counted from.
    pub from: LotEvent,
    /// Which day is the last one.
    pub last_day: LastDay,
}

/// A period as written and as it is counted.
#[derive(Clone, Debug)]
pub struct StatedPeriod {
    /// As written, parameters filled in.
    pub text: String,
    /// `None` while a parameter in it has no value.
    pub period: Option<Period>,
}

/// What a time rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// The cited source, by position in [`super::Specification::references`].
    pub source: Option<usize>,
    /// Evidence grade; that of the source unless the key says otherwise.
    pub evidence: Option<Evidence>,
}

/// `in_use:`: how long, and after how many freeze-thaw cycles, a product may be used.
#[derive(Clone, Debug)]
pub struct InUse {
    /// The clocks, in the order of a life.
    pub clocks: Vec<Clock>,
    /// The validated number of freeze-thaw cycles, where there is one.
    pub freeze_thaw: Option<FreezeThaw>,
    /// Where the key stands.
    pub place: Place,
}

/// A time of use that begins with an event.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The event.
    pub event: LotEvent,
    /// The claimed time.
    pub within: StatedTime,
    /// How far from a time point a sample may be taken; `None`: not at all.
    pub tolerance: Option<StatedTime>,
    /// What it rests on.
    pub grounds: Grounds,
    /// Where its key stands.
    pub place: Place,
}

/// A time as written and in minutes.
#[derive(Clone, Debug)]
pub struct StatedTime {
    /// As written, parameters filled in.
    pub text: String,
    /// With its digits; `None` while a parameter in it has no value.
    pub quantity: Option<Quantity>,
}

impl StatedTime {
    /// In minutes; `None` while a parameter in it has no value.
    pub fn minutes(&self) -> Option<Exact> {
        let quantity = self.quantity.as_ref()?;
        Some(&quantity.value.exact() * &minutes_of(&quantity.unit)?)
    }
}

/// How many minutes a unit of time has; `None` for a unit of another kind, and for months, which have no fixed length.
pub fn minutes_of(unit: &Unit) -> Option<Exact> {
    unit.factor_to(&Unit::parse("min").ok()?)
}

/// The validated number of freeze-thaw cycles.
#[derive(Clone, Debug)]
pub struct FreezeThaw {
    /// As written, parameters filled in.
    pub text: String,
    /// The most cycles; `None` while a parameter in it has no value.
    pub cycles: Option<u32>,
    /// What it rests on.
    pub grounds: Grounds,
    /// Where its key stands.
    pub place: Place,
}

/// Most freeze-thaw cycles that are read.
const MOST_CYCLES: u32 = 1000;

/// Reads `expiry`.
pub(super) fn expiry(
    fields: &Fields<'_>,
    ids: &[String],
    references: &[Reference],
    parameters: &mut Parameters,
    findings: &mut Vec<Finding>,
) -> Option<Expiry> {
    let (inner, place) = inside(fields, "expiry", keys::EXPIRY, findings)?;
    let mut reader = Reader { parameters, references, findings };
    let shelf_life = reader.period(&inner, "shelf_life");
    let retest = reader.period(&inner, "retest");
    if inner.node("shelf_life").is_none() && inner.node("retest").is_none() {
        let message = "`expiry` states neither a shelf life nor a time to a retest";
        let help = "add `shelf_life: 18 months`, or `retest: 12 months`";
        reader
            .findings
            .push(Finding::new(&codes::EXPIRY_INCOMPLETE, message).at(inner.place.clone(), inner.width).help(help));
        return None;
    }
    if let (Some(life), Some(due), Some(key)) = (&shelf_life, &retest, inner.key("retest"))
        && let (Some(ends), Some(comes)) = (life.period, due.period)
        && comes.is_longer_than(ends)
    {
        let message = format!("the retest after {} comes when the shelf life of {} has ended", due.text, life.text);
        let finding = Finding::new(&codes::RETEST_BEYOND_SHELF_LIFE, message).at(key.place.clone(), key.width);
        reader.findings.push(finding.help("correct one of the two"));
    }
    let (from, last_day) = (reader.start(&inner), reader.last_day(&inner, [&shelf_life, &retest]));
    let parents = reader.parents(&inner);
    let not_beyond = inner.word("not_beyond", keys::NOT_BEYOND, reader.findings);
    if let (Some(_), None, Some(key)) = (&parents, not_beyond, inner.key("parents")) {
        let message = "`parents` is the rule for parent lots, and nothing says that it binds this product";
        let help = "add `not_beyond: parents`, or remove `parents`";
        let finding = Finding::new(&codes::EXPIRY_INCOMPLETE, message);
        reader.findings.push(finding.at(key.place.clone(), key.width).help(help));
    }
    let reexamine = reader.reexamine(&inner, ids);
    let grounds = reader.grounds(&inner);
    let from = from?;
    Some(Expiry {
        shelf_life,
        retest,
        from,
        last_day,
        not_beyond_parents: not_beyond.is_some(),
        parents,
        reexamine,
        grounds,
        place,
    })
}

/// Reads `in_use`.
pub(super) fn in_use(
    fields: &Fields<'_>,
    references: &[Reference],
    parameters: &mut Parameters,
    findings: &mut Vec<Finding>,
) -> Option<InUse> {
    let (inner, place) = inside(fields, "in_use", keys::IN_USE, findings)?;
    let mut reader = Reader { parameters, references, findings };
    let clocks: Vec<Clock> = LotEvent::OF_USE.into_iter().filter_map(|event| reader.clock(&inner, event)).collect();
    let freeze_thaw = reader.freeze_thaw(&inner);
    if inner.is_empty() {
        let message = "`in_use` states no clock and no number of freeze-thaw cycles";
        let help = "add `reconstituted: {within: 1 h}`, or `freeze_thaw: {cycles: 3}`";
        findings.push(Finding::new(&codes::IN_USE_INCOMPLETE, message).at(inner.place.clone(), inner.width).help(help));
    }
    Some(InUse { clocks, freeze_thaw, place })
}

/// The fields of a key that holds a map, with its place.
fn inside<'f>(
    fields: &Fields<'f>,
    name: &str,
    table: &'static [keys::Entry],
    findings: &mut Vec<Finding>,
) -> Option<(Fields<'f>, Place)> {
    let entries = mapping(fields.node(name)?, name, findings)?;
    let (place, width) = fields.key(name).map_or_else(|| (fields.place.clone(), 1), at);
    Some((Fields::new(entries, table, (place.clone(), width), format!("`{name}`"), findings), place))
}

fn at(key: &Key) -> (Place, u32) {
    (key.place.clone(), key.width)
}

/// Reads the texts of both keys.
struct Reader<'a> {
    parameters: &'a mut Parameters,
    references: &'a [Reference],
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    /// A quantity with its parameters filled in: its text for reports, and the quantity unless a parameter has no value.
    fn quantity(&mut self, text: Text) -> Option<(String, Option<Quantity>, Text)> {
        let filled = self.parameters.fill(text, self.findings)?;
        if filled.open {
            return Some((filled.shown, None, filled.text));
        }
        match grammar::quantity(&filled.text.text, &filled.text.text) {
            Ok(quantity) => Some((filled.shown, Some(quantity), filled.text)),
            Err(fault) => {
                self.findings.push(filled.text.fault(fault));
                None
            }
        }
    }

    fn period(&mut self, fields: &Fields<'_>, key: &str) -> Option<StatedPeriod> {
        let text = fields.text(key, self.findings)?;
        let (shown, quantity, text) = self.quantity(text)?;
        let Some(quantity) = quantity else { return Some(StatedPeriod { text: shown, period: None }) };
        let period = period(&quantity);
        if period.is_none() {
            let message = format!("`{key}` is `{}`, which is no time on the calendar", text.text.trim());
            let help = "write whole months, years, days or weeks: 18 months, 2 years, 30 d";
            self.findings.push(text.finding(&codes::MALFORMED_LIFE, message).help(help));
        }
        period.map(|period| StatedPeriod { text: shown, period: Some(period) })
    }

    /// The event that a life is counted from: there is no default, because authorities and dossiers name different ones.
    fn start(&mut self, fields: &Fields<'_>) -> Option<LotEvent> {
        if fields.node("from").is_none() {
            let help = format!("add `from:` with one of {}", LotEvent::STARTS.join(", "));
            self.findings.push(fields.missing("from").help(help));
        }
        let index = fields.word("from", LotEvent::STARTS, self.findings)?;
        LotEvent::ALL.get(index).copied()
    }

    fn last_day(&mut self, fields: &Fields<'_>, periods: [&Option<StatedPeriod>; 2]) -> LastDay {
        let index = fields.word("last_day", LastDay::WORDS, self.findings);
        let convention = index.and_then(|index| LastDay::ALL.get(index).copied()).unwrap_or_default();
        let in_days = |one: &&Option<StatedPeriod>| {
            one.as_ref().is_some_and(|stated| matches!(stated.period, Some(Period::Days(_))))
        };
        if convention == LastDay::EndOfMonth
            && periods.iter().any(in_days)
            && let Some(key) = fields.key("last_day")
        {
            let message = "a life in days does not run to the end of a month";
            let finding = Finding::new(&codes::MALFORMED_LIFE, message).at(key.place.clone(), key.width);
            self.findings.push(finding.help("write `anniversary` or `day before`, or the life in months"));
        }
        convention
    }

    fn parents(&mut self, fields: &Fields<'_>) -> Option<ParentLife> {
        let (inner, _) = inside(fields, "parents", keys::PARENT_LIFE, self.findings)?;
        if inner.node("shelf_life").is_none() {
            self.findings.push(inner.missing("shelf_life").help("add `shelf_life: 24 months`"));
        }
        let shelf_life = self.period(&inner, "shelf_life");
        let (from, last_day) = (self.start(&inner), self.last_day(&inner, [&shelf_life, &None]));
        Some(ParentLife { shelf_life: shelf_life?, from: from?, last_day })
    }

    fn reexamine(&mut self, fields: &Fields<'_>, ids: &[String]) -> Vec<usize> {
        let mut found = Vec::new();
        for text in fields.texts("reexamine", true, self.findings) {
            match ids.iter().position(|id| *id == text.text) {
                Some(index) if found.contains(&index) => {}
                Some(index) => found.push(index),
                None => {
                    let message = format!("no test is called `{}`", text.text);
                    let help = match did_you_mean(&text.text, ids.iter().map(String::as_str)) {
                        Some(close) => format!("did you mean `{close}`?"),
                        None => "name tests by their ids".to_owned(),
                    };
                    self.findings.push(text.finding(&codes::EXPIRY_UNKNOWN_TEST, message).help(help));
                }
            }
        }
        found
    }

    fn grounds(&mut self, fields: &Fields<'_>) -> Grounds {
        let source = fields.text("source", self.findings).and_then(|text| {
            let found = self.references.iter().position(|reference| reference.key == text.text);
            if found.is_none() {
                let message = format!("no reference is called `{}`", text.text);
                let known = self.references.iter().map(|reference| reference.key.as_str());
                let help = match did_you_mean(&text.text, known) {
                    Some(close) => format!("did you mean `{close}`?"),
                    None => "add it under `references`".to_owned(),
                };
                self.findings.push(text.finding(&codes::UNKNOWN_REFERENCE, message).help(help));
            }
            found
        });
        let of_source = source.and_then(|index| self.references.get(index)).and_then(|reference| reference.evidence);
        let own = fields.word("evidence", keys::EVIDENCE, self.findings).map(super::lines::evidence);
        Grounds { source, evidence: own.or(of_source) }
    }

    fn clock(&mut self, fields: &Fields<'_>, event: LotEvent) -> Option<Clock> {
        let (inner, place) = inside(fields, event.as_str(), keys::CLOCK, self.findings)?;
        if inner.node("within").is_none() {
            self.findings.push(inner.missing("within").help("add the claimed time, as in `within: 1 h`"));
        }
        let within = self.time(&inner, "within", false);
        let tolerance = self.time(&inner, "tolerance", true);
        if let (Some(within), Some(tolerance)) = (&within, &tolerance)
            && let (Some(claimed), Some(allowed)) = (within.minutes(), tolerance.minutes())
            && allowed >= claimed
            && let Some(Node { place, width, .. }) = inner.node("tolerance")
        {
            let message = format!("the tolerance {} is not less than the claimed time {}", tolerance.text, within.text);
            let finding = Finding::new(&codes::IN_USE_INCOMPLETE, message).at(place.clone(), *width);
            self.findings.push(finding.help("a time point must be told from the start: write a smaller tolerance"));
        }
        let grounds = self.grounds(&inner);
        Some(Clock { event, within: within?, tolerance, grounds, place })
    }

    fn time(&mut self, fields: &Fields<'_>, key: &str, zero: bool) -> Option<StatedTime> {
        let text = fields.text(key, self.findings)?;
        let (shown, quantity, text) = self.quantity(text)?;
        let Some(quantity) = quantity else { return Some(StatedTime { text: shown, quantity: None }) };
        if minutes_of(&quantity.unit).is_none() {
            let message = format!("`{key}` is in {}, it must be a time", shown_unit(&quantity.unit));
            let help = "write minutes, hours or days: 30 min, 1 h, 2 d";
            self.findings.push(text.finding(&codes::UNIT_MISMATCH, message).help(help));
            return None;
        }
        if quantity.value.is_negative() || quantity.value.is_zero() && !zero {
            let message = format!("`{key}` must be above zero, this is {}", text.text.trim());
            self.findings.push(text.finding(&codes::MALFORMED_LIFE, message).help("correct the number"));
            return None;
        }
        Some(StatedTime { text: shown, quantity: Some(quantity) })
    }

    fn freeze_thaw(&mut self, fields: &Fields<'_>) -> Option<FreezeThaw> {
        let (inner, place) = inside(fields, "freeze_thaw", keys::FREEZE_THAW, self.findings)?;
        if inner.node("cycles").is_none() {
            self.findings.push(inner.missing("cycles").help("add the validated number, as in `cycles: 3`"));
        }
        let grounds = self.grounds(&inner);
        let text = inner.number_text("cycles", self.findings)?;
        let (shown, quantity, text) = self.quantity(text)?;
        let Some(quantity) = quantity else {
            return Some(FreezeThaw { text: shown, cycles: None, grounds, place });
        };
        let whole = whole(&quantity.value.exact()).filter(|cycles| quantity.unit.is_none() && *cycles <= MOST_CYCLES);
        if whole.is_none() {
            let message = format!("`cycles` is `{}`, not a number of freeze-thaw cycles", text.text.trim());
            let help = format!("write a whole number from 0 to {MOST_CYCLES}");
            self.findings.push(text.finding(&codes::MALFORMED_LIFE, message).help(help));
        }
        whole.map(|cycles| FreezeThaw { text: shown, cycles: Some(cycles), grounds, place })
    }
}

/// A quantity as a period: whole months and years, or whole days and weeks.
fn period(quantity: &Quantity) -> Option<Period> {
    let in_unit = |unit: &str| {
        let factor = quantity.unit.factor_to(&Unit::parse(unit).ok()?)?;
        whole(&(&quantity.value.exact() * &factor))
    };
    in_unit("months").and_then(Period::months).or_else(|| in_unit("d").and_then(Period::days))
}

/// A number that is whole and not negative.
fn whole(number: &Exact) -> Option<u32> {
    let (text, exact) = number.to_decimal_string(12);
    exact.then(|| text.parse().ok()).flatten()
}
