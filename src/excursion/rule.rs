//! The rules of the product, one by one, and what they come to.

use super::codes;
use super::course::{is_beyond, strict};
use super::kinetics::Kinetics;
use super::words;
use super::{Beyond, Journey, Logged};
use crate::finding::Finding;
use crate::quantity::Exact;
use crate::spec::{Handling, KineticRule, Limits, Side, StorageKind};

/// Which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// The range of every reading.
    Readings,
    /// The longest single excursion.
    LongestExcursion,
    /// The mean kinetic temperature.
    MeanKineticTemperature,
    /// A row of the stability budget: side and temperature are those of [`Check::beyond`].
    Budget,
    /// Whether a frozen product thawed.
    Thaw,
}

impl CheckKind {
    /// The name in machine-readable reports.
    pub fn as_str(self) -> &'static str {
        match self {
            CheckKind::Readings => "readings",
            CheckKind::LongestExcursion => "longest excursion",
            CheckKind::MeanKineticTemperature => "mean kinetic temperature",
            CheckKind::Budget => "budget",
            CheckKind::Thaw => "thaw",
        }
    }
}

/// What a rule comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is met.
    Met,
    /// The log does not tell.
    NotKnown,
    /// It is not met.
    NotMet,
}

impl Status {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::NotKnown => "not known",
            Status::NotMet => "not met",
        }
    }
}

/// A rule and what was found. The texts are numbers with units, the same in every language.
#[derive(Clone, Debug)]
pub struct Check {
    /// Which rule.
    pub kind: CheckKind,
    /// Of a budget: side and temperature.
    pub beyond: Option<(Side, Exact)>,
    /// What it comes to.
    pub status: Status,
    /// What is allowed: `2 to 15 °C`, `24 h`.
    pub allowed: String,
    /// What was found: `5 to 14 °C`, `4 h`; empty where nothing was.
    pub found: String,
    /// Why it is not known; none where it is.
    pub unknown: Option<Unknown>,
}

/// Why the log does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It begins or ends in an excursion: the rest of it could break the rule.
    Open,
    /// What the lot used before is not known.
    UsedBefore,
    /// It proves no time over which a mean could be taken.
    NoTime,
}

/// What the rules come to for one sensor, from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    Met,
    NotProven,
    NotMet,
}

/// Every rule of the product against what the sensor recorded.
pub(super) fn checks(journey: &Journey, handling: &Handling) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(rule) = &handling.transport {
        checks.extend(rule.readings.as_ref().map(|limits| readings(journey, limits)));
        checks.extend(rule.excursion.as_ref().map(|span| longest(journey, &span.seconds, span.in_words())));
        checks.extend(rule.mkt.as_ref().map(|rule| mean(journey, rule)));
    }
    checks.extend(journey.beyond.iter().filter_map(budget));
    if let Some(thaw) = &handling.thaw {
        let limit = thaw.value.exact();
        let highest = journey.highest.as_ref();
        let thawed = highest.is_some_and(|highest| highest.celsius > limit);
        let found = highest.map(|highest| words::celsius(&highest.celsius)).unwrap_or_default();
        let one = check(CheckKind::Thaw, thawed, words::celsius(&limit), found);
        checks.push(one.unless_open(is_cut(journey, Side::Above)));
    }
    checks
}

fn check(kind: CheckKind, broken: bool, allowed: String, found: String) -> Check {
    let status = if broken { Status::NotMet } else { Status::Met };
    Check { kind, beyond: None, status, allowed, found, unknown: None }
}

impl Check {
    /// A rule that is met so far is not known where the log cuts off an excursion whose rest could break it.
    fn unless_open(self, open: bool) -> Check {
        if open && self.status == Status::Met { self.not_known(Unknown::Open) } else { self }
    }

    fn not_known(self, why: Unknown) -> Check {
        Check { status: Status::NotKnown, unknown: Some(why), ..self }
    }
}

/// Whether the log begins or ends in an excursion on this side.
fn is_cut(journey: &Journey, side: Side) -> bool {
    journey.excursions.iter().any(|stretch| stretch.side == side && stretch.is_open())
}

/// The range of every reading; how far the rest of an excursion went that the log cuts off is not known.
fn readings(journey: &Journey, limits: &Limits) -> Check {
    let ends = [(Side::Above, &journey.highest, &limits.upper), (Side::Below, &journey.lowest, &limits.lower)];
    let broken = ends.iter().any(|(side, extreme, limit)| {
        matches!((extreme, limit), (Some(extreme), Some(limit)) if is_beyond(*side, &extreme.celsius, &limit.value, strict(limit)))
    });
    let open = ends.iter().any(|(side, _, limit)| limit.is_some() && is_cut(journey, *side));
    let found = match (&journey.lowest, &journey.highest) {
        (Some(lowest), Some(highest)) => {
            format!("{} … {}", words::celsius(&lowest.celsius), words::celsius(&highest.celsius))
        }
        _ => String::new(),
    };
    check(CheckKind::Readings, broken, limits.text.clone(), found).unless_open(open)
}

/// The longest excursion; one that the log cuts off may have been longer.
fn longest(journey: &Journey, at_most: &Exact, allowed: String) -> Check {
    let longest = journey.excursions.iter().map(|stretch| stretch.seconds()).max();
    let open = journey.excursions.iter().any(|stretch| stretch.is_open());
    let found = longest.as_ref().map_or_else(|| words::span(&Exact::zero()), words::span);
    let broken = longest.is_some_and(|longest| longest > *at_most);
    check(CheckKind::LongestExcursion, broken, allowed, found).unless_open(open)
}

/// The mean kinetic temperature, known only where the log proves a time.
fn mean(journey: &Journey, rule: &KineticRule) -> Check {
    let allowed = format!("{} °C", rule.limit.value.pretty());
    match &journey.kinetics {
        Kinetics::Worst { celsius, text, .. } => {
            let broken = *celsius > rule.limit.value.exact().to_f64();
            let one = check(CheckKind::MeanKineticTemperature, broken, allowed, text.clone());
            one.unless_open(is_cut(journey, Side::Above))
        }
        Kinetics::NoRule | Kinetics::Refused(_) => {
            check(CheckKind::MeanKineticTemperature, false, allowed, String::new()).not_known(Unknown::NoTime)
        }
    }
}

fn budget(beyond: &Beyond) -> Option<Check> {
    let budget = beyond.budget.as_ref()?;
    let total = budget.used.clone().unwrap_or_else(Exact::zero) + beyond.seconds.clone();
    // What this log holds alone may be too much already.
    let broken = total > budget.at_most;
    let one = Check {
        beyond: Some((beyond.side, beyond.threshold.clone())),
        ..check(CheckKind::Budget, broken, words::span(&budget.at_most), words::span(&total))
    };
    Some(match &budget.used {
        None if !broken => one.not_known(Unknown::UsedBefore),
        _ => one.unless_open(beyond.open),
    })
}

/// What the rules come to for one sensor; says why.
pub(super) fn conclude(
    logged: &Logged,
    journey: &Journey,
    handling: Option<&Handling>,
    findings: &mut Vec<Finding>,
) -> Verdict {
    let place = logged.points.first().map(|point| point.place.clone());
    let say = |code, message: String| {
        let finding = Finding::new(code, format!("{}: {message}", logged.name));
        match &place {
            Some(place) => finding.at(place.clone(), 1),
            None => finding,
        }
    };
    let Some(handling) = handling else {
        let message = "the specification has no `handling`, so that no storage range is known".to_owned();
        findings.push(say(&codes::NO_EXCURSION_RULE, message));
        return Verdict::NotProven;
    };
    let mut verdict = Verdict::Met;
    let mut worsen = |to: Verdict, finding: Finding| {
        verdict = verdict.max(to);
        findings.push(finding);
    };
    for gap in &journey.gaps {
        let what = if gap.unread { "holds no temperature" } else { "has no reading" };
        let length = words::span(&Exact::from_i64(gap.seconds));
        let message = format!(
            "the log {what} from {} to {} ({length}; up to {} is allowed)",
            gap.from,
            gap.to,
            handling.longest_gap.in_words()
        );
        worsen(Verdict::NotProven, say(&codes::LOG_HAS_GAPS, message).at(gap.place.clone(), 1));
    }
    if journey.readings == 0 {
        worsen(Verdict::NotProven, say(&codes::LOG_HAS_GAPS, "no reading holds a temperature".to_owned()));
    }
    let mut impossible = logged.points.iter().filter_map(|point| Some((point, point.impossible.as_deref()?)));
    if let Some((first, text)) = impossible.next() {
        let more = match impossible.count() {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let message = format!("`{text}` at {} is the temperature of no product{more}: the sensor failed", first.moment);
        worsen(Verdict::NotProven, say(&codes::TEMPERATURE_IMPOSSIBLE, message).at(first.place.clone(), 1));
    }
    if journey.readings == 1 {
        let message = "the log holds one temperature, which proves no time".to_owned();
        worsen(Verdict::NotProven, say(&codes::LOG_HAS_GAPS, message));
    }
    for check in &journey.checks {
        match check.status {
            Status::Met => {}
            Status::NotMet => worsen(Verdict::NotMet, not_met(check, &say)),
            Status::NotKnown => {
                if let Some(finding) = not_known(check, &say) {
                    worsen(Verdict::NotProven, finding);
                }
            }
        }
    }
    if journey.checks.iter().any(|check| check.unknown == Some(Unknown::Open)) {
        worsen(Verdict::NotProven, say(&codes::EXCURSION_LENGTH_OPEN, cut_off(journey)));
    }
    if let Some(message) = thaw_not_covered(journey, handling) {
        worsen(Verdict::NotProven, say(&codes::EXCURSION_NOT_COVERED, message));
    }
    for side in [Side::Above, Side::Below] {
        let Some(first) = journey.excursions.iter().find(|stretch| stretch.side == side) else { continue };
        let what = format!("{} {} from {}", side.as_str(), words::celsius(&first.limit), first.from_moment);
        if !has_rule(handling) {
            worsen(
                Verdict::NotProven,
                say(&codes::NO_EXCURSION_RULE, format!("{what}, and the specification has no rule for it")),
            );
        } else if !covers(handling, side) {
            worsen(
                Verdict::NotProven,
                say(&codes::EXCURSION_NOT_COVERED, format!("{what}, about which the rule says nothing")),
            );
        }
    }
    if verdict == Verdict::Met && !journey.excursions.is_empty() {
        let count = journey.excursions.len();
        let message = format!("{count} excursion(s) outside {}, which the rule allows", handling.storage.text);
        findings.push(say(&codes::EXCURSION_LISTED, message));
    }
    verdict
}

fn not_met(check: &Check, say: &dyn Fn(&'static crate::finding::Code, String) -> Finding) -> Finding {
    let (allowed, found) = (&check.allowed, &check.found);
    match (check.kind, &check.beyond) {
        (CheckKind::Thaw, _) => {
            say(&codes::THAW_DETECTED, format!("{found}, and the product counts as thawed above {allowed}"))
        }
        (CheckKind::Budget, Some((side, threshold))) => {
            let what = format!("{} {}", side.as_str(), words::celsius(threshold));
            say(&codes::HANDLING_RULE_NOT_MET, format!("{found} {what}, {allowed} are allowed"))
        }
        (kind, _) => say(&codes::HANDLING_RULE_NOT_MET, format!("{}: {found}, allowed {allowed}", kind.as_str())),
    }
}

/// What keeps a rule from being known; that the log cuts off an excursion is said once for all rules, that it proves no
/// time as its gaps are.
fn not_known(check: &Check, say: &dyn Fn(&'static crate::finding::Code, String) -> Finding) -> Option<Finding> {
    match (check.unknown, &check.beyond) {
        (Some(Unknown::UsedBefore), Some((side, threshold))) => {
            let what = format!("{} {}", side.as_str(), words::celsius(threshold));
            let message = format!("{} {what} in this log; how long the lot was there before is not known", check.found);
            Some(say(&codes::BUDGET_USE_NOT_KNOWN, message))
        }
        (Some(Unknown::NoTime), _) => {
            let message = format!("{}: the log proves no time over which it could be taken", check.kind.as_str());
            Some(say(&codes::LOG_HAS_GAPS, message))
        }
        _ => None,
    }
}

/// That the log begins or ends in an excursion.
fn cut_off(journey: &Journey) -> String {
    let open = || journey.excursions.iter().filter(|stretch| stretch.is_open());
    let Some(at_least) = open().map(|stretch| stretch.seconds()).max() else {
        return "the log begins or ends beyond a temperature of the rules: how long it was there is not known"
            .to_owned();
    };
    let where_ = match (open().any(|stretch| stretch.open_start), open().any(|stretch| stretch.open_end)) {
        (true, false) => "begins",
        (false, true) => "ends",
        _ => "begins and ends",
    };
    let at_least = words::span(&at_least);
    format!("the log {where_} in an excursion, which lasted at least {at_least}: the rest of it is not known")
}

/// A frozen product is judged by peak, by time beyond each temperature and by whether it thawed: without `thaw`
/// the last is not known once it was too warm.
fn thaw_not_covered(journey: &Journey, handling: &Handling) -> Option<String> {
    let warm = journey.excursions.iter().find(|stretch| stretch.side == Side::Above)?;
    (handling.kind() == StorageKind::Frozen && handling.thaw.is_none()).then(|| {
        format!(
            "above {} from {}, peak {}, and no `thaw` says from which temperature the product counts as thawed",
            words::celsius(&warm.limit),
            warm.from_moment,
            words::celsius(&warm.peak)
        )
    })
}

/// Whether the product has any rule for excursions.
fn has_rule(handling: &Handling) -> bool {
    let transport = handling.transport.as_ref();
    transport.is_some_and(|rule| rule.readings.is_some() || rule.excursion.is_some() || rule.mkt.is_some())
        || !handling.budget.is_empty()
}

/// Whether a rule speaks of every temperature beyond this end of the storage range: a range of readings does, and a budget
/// row whose temperature lies at that end or inside.
fn covers(handling: &Handling, side: Side) -> bool {
    let readings = handling.transport.as_ref().and_then(|rule| rule.readings.as_ref());
    let in_range = readings.is_some_and(|range| match side {
        Side::Above => range.upper.is_some(),
        Side::Below => range.lower.is_some(),
    });
    let end = match side {
        Side::Above => handling.storage.upper.as_ref(),
        Side::Below => handling.storage.lower.as_ref(),
    };
    let in_budget = |end: &Exact| {
        let rows = handling.budget.iter().filter(|row| row.side == side).map(|row| row.threshold.value.exact());
        rows.into_iter().any(|threshold| match side {
            Side::Above => threshold <= *end,
            Side::Below => threshold >= *end,
        })
    };
    in_range || end.is_some_and(|end| in_budget(&end.value))
}
