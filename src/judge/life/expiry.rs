//! Expiry and retest dates of a lot on the day of judgement.

use super::Beside;
use crate::data::{Determination, LotFacts, ParentDates};
use crate::expiry::{LabelDate, LotEvent, Remaining, remaining};
use crate::finding::Finding;
use crate::judge::outcome::Outcome;
use crate::judge::{Point, TestReport, Use, codes};
use crate::spec::{Assessment, Expiry, Measured, Origin, ParentLife, StatedPeriod};
use jiff::civil::Date;

/// Events that make a lot what its release tests are of.
const MAKING: [LotEvent; 6] = [
    LotEvent::Manufactured,
    LotEvent::Harvested,
    LotEvent::Filtered,
    LotEvent::Formulated,
    LotEvent::Filled,
    LotEvent::FreezeDried,
];

/// Events of a material that lie behind it when another lot is made of it.
const BULK: [LotEvent; 3] = [LotEvent::Manufactured, LotEvent::Harvested, LotEvent::Filtered];

/// What the dates of a lot come to.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpiryReport {
    /// The day of judgement.
    pub as_of: Date,
    /// The event from which the rule counts, with its day where it is known.
    pub start: Option<(LotEvent, Option<Date>)>,
    /// The rule in words: `18 months from filling, to the anniversary`.
    pub rule: Option<String>,
    /// The last day by the rule.
    pub by_rule: Option<Date>,
    /// The expiry date that the lot states.
    pub stated: Option<LabelDate>,
    /// The last day of each parent that binds the lot.
    pub by_parents: Vec<(String, Date)>,
    /// The last day of use: the earliest of all of them; `None` where none is known.
    pub last_day: Option<Date>,
    /// The retest date: the earlier of the stated one and that of the rule.
    pub retest: Option<Date>,
    /// What is left to the last day.
    pub remaining: Option<Remaining>,
    /// What is left to the retest date.
    pub to_retest: Option<Remaining>,
    /// Where the lot stands.
    pub state: LifeState,
}

/// Where a lot stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifeState {
    /// In its shelf life, and before its retest date if it has one.
    InLife,
    /// After its retest date, without results of a re-examination.
    RetestDue,
    /// After its retest date, with results of a re-examination.
    Reexamined,
    /// After its last day.
    Expired,
    /// A date that the rule needs is not known.
    NotKnown,
}

impl LifeState {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            LifeState::InLife => "in_life",
            LifeState::RetestDue => "retest_due",
            LifeState::Reexamined => "reexamined",
            LifeState::Expired => "expired",
            LifeState::NotKnown => "not_known",
        }
    }
}

impl Beside<'_, '_> {
    /// The dates of the lot.
    pub(super) fn expiry(&self, findings: &mut Vec<Finding>) -> Option<ExpiryReport> {
        let rule = self.spec.expiry.as_deref();
        let stated = self.facts.and_then(|facts| facts.expires);
        let stated_retest = self.facts.and_then(|facts| facts.retest);
        if rule.is_none() && stated.is_none() && stated_retest.is_none() {
            return None;
        }
        let day = rule.and_then(|rule| self.facts.and_then(|facts| facts.day_of(rule.from)));
        let ends = |life: &Option<StatedPeriod>| {
            let (rule, period) = (rule?, life.as_ref()?.period?);
            period.last_day(day?, rule.last_day)
        };
        let by_rule = rule.and_then(|rule| ends(&rule.shelf_life));
        let retest_by_rule = rule.and_then(|rule| ends(&rule.retest));
        let by_parents = rule.map_or_else(Vec::new, |rule| self.parents(rule, findings));
        let earliest = |days: &mut dyn Iterator<Item = Option<Date>>| days.flatten().min();
        let of_parents = by_parents.iter().map(|(_, last)| Some(*last));
        let last_of = |label: Option<LabelDate>| label.and_then(LabelDate::last_day);
        let last_day = earliest(&mut [by_rule, last_of(stated)].into_iter().chain(of_parents));
        let retest = earliest(&mut [retest_by_rule, last_of(stated_retest)].into_iter());
        let as_of = self.context.as_of;
        let mut report = ExpiryReport {
            as_of,
            start: rule.map(|rule| (rule.from, day)),
            rule: rule.map(in_words),
            by_rule,
            stated,
            by_parents,
            last_day,
            retest,
            remaining: last_day.map(|last| remaining(as_of, last)),
            to_retest: retest.map(|last| remaining(as_of, last)),
            state: LifeState::InLife,
        };
        if let Some(rule) = rule {
            self.order_of_days(rule, day, findings);
            self.compare(rule, &report, [retest_by_rule, last_of(stated_retest)], findings);
            report.state = self.known(rule, day, findings);
        }
        self.on_the_day(&mut report, findings);
        Some(report)
    }

    /// A stated date later than the rule, or the parents, allow.
    fn compare(&self, rule: &Expiry, report: &ExpiryReport, retest: [Option<Date>; 2], findings: &mut Vec<Finding>) {
        let from = report.start.and_then(|(event, day)| Some(format!("{} on {}", event.noun(), day?)));
        let from = from.unwrap_or_default();
        let stated = report.stated.and_then(|label| Some((label, label.last_day()?)));
        if let (Some((label, last)), Some(allowed), Some(life)) = (stated, report.by_rule, &rule.shelf_life)
            && last > allowed
        {
            let message =
                format!("the lot states expiry {}, and {} from {from} end on {allowed}", label.in_words(), life.text);
            let help =
                format!("correct the label to {}, or the date of {}", latest_label(label, allowed), rule.from.noun());
            findings.push(self.of_lot(Finding::new(&codes::EXPIRY_BEYOND_RULE, message).help(help), Some(&rule.place)));
        }
        if let ([Some(allowed), Some(last)], Some(life)) = (retest, &rule.retest)
            && last > allowed
        {
            let message = format!("the lot states a retest on {last}, and {} from {from} end on {allowed}", life.text);
            let help = format!("correct the retest date to {allowed} or earlier, or the date of {}", rule.from.noun());
            findings.push(self.of_lot(Finding::new(&codes::EXPIRY_BEYOND_RULE, message).help(help), Some(&rule.place)));
        }
        for (parent, allowed) in &report.by_parents {
            if let Some((label, _)) = stated.filter(|(_, last)| last > allowed) {
                let (code, help) = (&codes::EXPIRY_BEYOND_PARENTS, latest_label(label, *allowed));
                let message = format!(
                    "the lot states expiry {}, after {allowed}, the last day of its parent lot {parent}",
                    label.in_words()
                );
                let finding = Finding::new(code, message).help(format!("correct the label to {help}"));
                findings.push(self.of_lot(finding, Some(&rule.place)));
            }
        }
    }

    /// Days that cannot be: of a parent made after the lot, of anything made after the day of
    /// judgement, of a result that is older than the lot.
    fn order_of_days(&self, rule: &Expiry, day: Option<Date>, findings: &mut Vec<Finding>) {
        let as_of = self.context.as_of;
        let mut impossible = |message: String| {
            let finding = Finding::new(&codes::LOT_DATES_CONTRADICT, message).help("correct the date that is wrong");
            findings.push(self.of_lot(finding, Some(&rule.place)));
        };
        let made = |event: &LotEvent| MAKING.contains(event) || *event == LotEvent::Frozen;
        if let Some(day) = day.filter(|day| made(&rule.from) && *day > as_of) {
            impossible(format!("the day of {} is {day}, judged on {as_of}", rule.from.noun()));
        }
        for parent in self.facts.iter().flat_map(|facts| &facts.dates_of_parents) {
            let counted = rule.parents.as_ref().map(|parents| parents.from);
            let days = parent.events.iter().filter(|(event, _)| made(event) || Some(*event) == counted);
            for (event, of_parent) in days {
                let (lot, noun) = (&parent.lot, event.noun());
                match day {
                    _ if *of_parent > as_of => {
                        impossible(format!(
                            "the day of {noun} of the parent lot {lot} is {of_parent}, judged on {as_of}"
                        ));
                    }
                    Some(day) if day < *of_parent && (Some(*event) == counted || BULK.contains(event)) => {
                        let own = rule.from.noun();
                        impossible(format!(
                            "the day of {noun} of the parent lot {lot} is {of_parent}, after that of {own} of the lot, {day}"
                        ));
                    }
                    _ => {}
                }
            }
        }
        let Some(day) = day.filter(|_| MAKING.contains(&rule.from)) else { return };
        let early: Vec<&str> = self
            .tests
            .iter()
            .filter(|report| self.is_before(report, day))
            .map(|report| report.test.id.as_str())
            .collect();
        if !early.is_empty() {
            let message =
                format!("a result of {} is dated before {} of the lot on {day}", some_of(&early), rule.from.noun());
            let help = "correct the date; results of the material before that day carry its own stage or lot";
            findings.push(self.of_lot(Finding::new(&codes::RESULT_BEFORE_LOT, message).help(help), Some(&rule.place)));
        }
    }

    /// Whether a test at release rests on a result that is dated before a day.
    fn is_before(&self, report: &TestReport<'_>, day: Date) -> bool {
        let rows = self.determinations.get(report.rows.clone()).unwrap_or_default();
        let uses = self.uses.get(report.rows.clone()).unwrap_or_default();
        let dated = |row: &Determination<'_>| row.details.as_ref().and_then(|details| details.date);
        report.point == Point::Release
            && report.test.stage.is_none()
            && rows.iter().zip(uses).any(|(row, used)| {
                matches!(used, Use::Counted | Use::Contested) && dated(row).is_some_and(|dated| dated < day)
            })
    }

    /// The last day of each parent; a finding for each of which none is known.
    fn parents(&self, rule: &Expiry, findings: &mut Vec<Finding>) -> Vec<(String, Date)> {
        if !rule.not_beyond_parents {
            return Vec::new();
        }
        let mut say = |message: String, help: &str| {
            if self.is_release() {
                let finding = Finding::new(&codes::PARENT_LIFE_NOT_KNOWN, message).help(help.to_owned());
                findings.push(self.of_lot(finding, Some(&rule.place)));
            }
        };
        let none = LotFacts::default();
        let facts = self.facts.unwrap_or(&none);
        if facts.parents.is_empty() {
            say(
                "the lot names no parent lot, and may not outlive one".to_owned(),
                "fill the column `parents` of the lot file (--lots), and give each parent a row of its own",
            );
        }
        let mut found = Vec::new();
        for parent in &facts.parents {
            match facts.dates_of_parents.iter().find(|dates| dates.lot == *parent) {
                None => say(
                    format!("the parent lot {parent} has no row in the lot file, so its last day is not known"),
                    "give it a row with the column `expires`, or with the day that its life is counted from",
                ),
                Some(dates) => match last_of_parent(dates, rule.parents.as_ref()) {
                    Some(last) => found.push((parent.clone(), last)),
                    None => say(
                        format!("no date of the parent lot {parent} tells its last day"),
                        "fill `expires` in its row, or the day that its life is counted from",
                    ),
                },
            }
        }
        found
    }

    /// Whether the day is known from which the rule counts. Elsewhere than at release it may still lie ahead.
    fn known(&self, rule: &Expiry, day: Option<Date>, findings: &mut Vec<Finding>) -> LifeState {
        if day.is_some() {
            return LifeState::InLife;
        }
        if self.is_release() {
            let message = format!(
                "the day of {} is not known, from which {} is counted",
                rule.from.noun(),
                match (&rule.shelf_life, &rule.retest) {
                    (Some(_), Some(_)) => "the shelf life and the time to the retest",
                    (Some(_), None) => "the shelf life",
                    _ => "the time to the retest",
                }
            );
            let help = format!("give a lot file with the column `{}` (--lots)", rule.from.as_str());
            let finding = Finding::new(&codes::EXPIRY_NOT_KNOWN, message).help(help);
            findings.push(self.of_lot(finding, Some(&rule.place)));
        }
        LifeState::NotKnown
    }

    /// Where the lot stands on the day of judgement, and how long it may still be used.
    fn on_the_day(&self, report: &mut ExpiryReport, findings: &mut Vec<Finding>) {
        let as_of = report.as_of;
        let key = self.spec.expiry.as_ref().map(|rule| &rule.place);
        if let Some(last) = report.last_day.filter(|last| *last < as_of) {
            report.state = LifeState::Expired;
            let message = format!("the lot expired: its last day was {last}, judged on {as_of}{}", why(report, last));
            let help = "it must not be used, and there is no statement of conformity; results are judged as they stand";
            findings.push(self.of_lot(Finding::new(&codes::LOT_EXPIRED, message).help(help), key));
            return;
        }
        if let Some(due) = report.retest.filter(|due| *due < as_of) {
            let lacking = self.not_reexamined(due);
            if lacking.is_empty() {
                report.state = LifeState::Reexamined;
                let message = format!("the retest date {due} is past, and every result of the re-examination is later");
                findings.push(self.of_lot(Finding::new(&codes::LOT_REEXAMINED, message), key));
            } else {
                report.state = LifeState::RetestDue;
                let message = format!(
                    "the retest date {due} is past, judged on {as_of}; no result after it of {}",
                    some_of(&lacking)
                );
                let help =
                    "examine the lot again, and give the results in a data file of their own, each with its `date`";
                findings.push(self.of_lot(Finding::new(&codes::RETEST_DUE, message).help(help), key));
            }
        }
        if let Some(message) = left(report) {
            findings.push(self.of_lot(Finding::new(&codes::REMAINING_LIFE, message), None));
        }
    }

    /// The tests of the re-examination without a counted result that is dated after the retest date.
    fn not_reexamined(&self, due: Date) -> Vec<&str> {
        let named = self.spec.expiry.as_ref().map_or(&[][..], |rule| &rule.reexamine);
        let asked = |report: &&TestReport<'_>| {
            let delivered = matches!(&report.test.assessment, Assessment::Measured(measured) if measured.origin == Origin::Delivered);
            let release = report.point == Point::Release;
            match named.is_empty() {
                true => {
                    let is_due = !matches!(report.outcome, Outcome::NotApplicable | Outcome::Waived);
                    delivered && release && report.test.required && is_due
                }
                false => release && named.contains(&report.index),
            }
        };
        let asked: Vec<&TestReport<'_>> = self.tests.iter().filter(asked).collect();
        if asked.is_empty() {
            return vec!["any test"];
        }
        let lacking = asked.into_iter().filter(|report| !self.is_after(report, due));
        lacking.map(|report| report.test.id.as_str()).collect()
    }

    /// Whether a test rests on results that are all dated after a day.
    fn is_after(&self, report: &TestReport<'_>, due: Date) -> bool {
        if let Assessment::Measured(measured) = &report.test.assessment
            && let Measured { origin: Origin::Derived(_), .. } = **measured
        {
            // What a computed value rests on are tests of their own.
            return true;
        }
        if matches!(report.test.assessment, Assessment::Panel(_)) {
            return true;
        }
        let rows = self.determinations.get(report.rows.clone()).unwrap_or_default();
        let uses = self.uses.get(report.rows.clone()).unwrap_or_default();
        let mut counted =
            rows.iter().zip(uses).filter(|(_, used)| matches!(used, Use::Counted | Use::Contested)).peekable();
        counted.peek().is_some()
            && counted
                .all(|(row, _)| row.details.as_ref().and_then(|details| details.date).is_some_and(|day| day > due))
    }
}

/// The rule as reports print it: `18 months from filling`, with the convention where it is not that of the anniversary.
fn in_words(rule: &Expiry) -> String {
    let life = rule.shelf_life.as_ref().map(|life| format!("shelf life {}", life.text));
    let retest = rule.retest.as_ref().map(|retest| format!("retest after {}", retest.text));
    let both = [life, retest].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let parents = if rule.not_beyond_parents { ", never beyond that of a parent lot" } else { "" };
    format!("{both}, from {}, last day: {}{parents}", rule.from.noun(), rule.last_day.as_str())
}

/// The last day of a parent: the earlier of what it states and what its rule gives.
fn last_of_parent(dates: &ParentDates, rule: Option<&ParentLife>) -> Option<Date> {
    let by_rule = rule.and_then(|rule| {
        let period = rule.shelf_life.period?;
        period.last_day(dates.day_of(rule.from)?, rule.last_day)
    });
    let stated = dates.expires.and_then(LabelDate::last_day);
    [by_rule, stated].into_iter().flatten().min()
}

/// The latest label of the same kind that a last day allows.
fn latest_label(label: LabelDate, allowed: Date) -> String {
    let month = |day: Date| LabelDate::Month { year: day.year(), month: day.month() };
    match label {
        LabelDate::Day(_) => allowed.to_string(),
        LabelDate::Month { .. } if allowed == allowed.last_of_month() => month(allowed).to_string(),
        LabelDate::Month { .. } => {
            let before = allowed.first_of_month().yesterday().ok();
            before.map_or_else(|| allowed.to_string(), |before| format!("{} or to {allowed}", month(before)))
        }
    }
}

/// Which of the dates made the last day, where it was not the stated one.
fn why(report: &ExpiryReport, last: Date) -> String {
    if report.stated.and_then(LabelDate::last_day) == Some(last) {
        return String::new();
    }
    if report.by_rule == Some(last)
        && let Some(rule) = &report.rule
    {
        return format!(" ({rule})");
    }
    let parent = report.by_parents.iter().find(|(_, day)| *day == last);
    parent.map_or_else(String::new, |(parent, _)| format!(" (that of its parent lot {parent})"))
}

/// What is left of a life, in one sentence. A date, and no word of use: that is for a person to decide.
fn left(report: &ExpiryReport) -> Option<String> {
    let as_of = report.as_of;
    let life = report.last_day.zip(report.remaining).map(|(last, left)| format!("expires {last}: {left}"));
    let due = report.retest.filter(|due| *due >= as_of).zip(report.to_retest);
    let retest = due.map(|(due, left)| format!("retest on {due}: {left}"));
    let parts: Vec<String> = [life, retest].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}, as of {as_of}", parts.join("; ")))
}

fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
