//! Panels: statements over the outcomes of other tests (R-1006).

use super::codes;
use super::lot_report::{LotReport, Reason, Reportable, ReportableValue, TestReport};
use super::outcome::Outcome;
use super::reports::Reports;
use super::stop::Stop;
use crate::spec::{Assessment, Panel, Specification, Statement, Test};

/// What is known of a statement: three-valued logic after Kleene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Truth {
    Holds,
    Fails,
    /// Not accepted by a decision rule, and not shown to lie outside its limits, or contested: does not hold, and is no evidence
    /// of the opposite either.
    Refused,
    Unknown,
}

/// Judges a panel from the reports of its members.
///
/// A panel fails as soon as nothing that is still unknown could rescue it. It passes only when its statement holds and
/// every required member has a result: a listed test that was not reported is missing even when the others suffice.
pub(super) fn judge<'a>(spec: &'a Specification, panel: &'a Panel, reports: &Reports<'a>, report: &mut TestReport<'a>) {
    let members = panel.statement.members();
    let outcome = |index: usize| reports.get(index).map_or(Outcome::NotApplicable, |report| report.outcome);
    let words: Vec<String> =
        members.iter().map(|&index| format!("{} {}", spec.tests[index].id, word(outcome(index)))).collect();
    report.reportable = Some(Reportable { value: ReportableValue::Panel(words.join(", ")), n: members.len() });
    let truth_of = |index: usize| truth_of(reports.get(index));
    report.refused = truth(&panel.statement, &truth_of) == Truth::Refused;
    report.outcome = match outcome_of(spec, panel, &members, &outcome, &truth_of) {
        Ok(outcome) => outcome,
        Err(stop) => {
            report.reasons.extend(stop.reasons);
            stop.outcome
        }
    };
}

/// The member's own outcome in the words of a panel.
fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "met",
        Outcome::Fail => "not met",
        Outcome::NotApplicable => "not reported",
        other => other.as_str(),
    }
}

fn outcome_of(
    spec: &Specification,
    panel: &Panel,
    members: &[usize],
    outcome: &dyn Fn(usize) -> Outcome,
    truth_of: &dyn Fn(usize) -> Truth,
) -> Result<Outcome, Stop> {
    if members.iter().all(|&index| outcome(index) == Outcome::NotApplicable) {
        return Ok(Outcome::NotApplicable);
    }
    let list = |wanted: &dyn Fn(usize) -> bool| {
        let names: Vec<&str> =
            members.iter().filter(|&&index| wanted(index)).map(|&index| spec.tests[index].id.as_str()).collect();
        names.join(", ")
    };
    let broken = list(&|index| outcome(index) == Outcome::NotEvaluable);
    if !broken.is_empty() {
        let message = format!("{broken} could not be evaluated");
        return Err(Stop::not_evaluable(Reason::new(&codes::PANEL_NOT_CONCLUDED, message).clause(&panel.place)));
    }
    let truth = truth(&panel.statement, truth_of);
    let open = list(&|index| {
        spec.tests[index].required && !matches!(outcome(index), Outcome::Pass | Outcome::Fail | Outcome::Waived)
    });
    match truth {
        Truth::Fails | Truth::Refused => Err(Stop::new(
            Outcome::Fail,
            Reason::new(&codes::PANEL_NOT_MET, not_met(spec, panel, outcome, truth_of)).clause(&panel.place),
        )),
        Truth::Holds if open.is_empty() => Ok(Outcome::Pass),
        _ => {
            let undecided = list(&|index| matches!(truth_of(index), Truth::Unknown | Truth::Refused));
            let message = format!("no usable result for {}", if open.is_empty() { undecided } else { open });
            Err(Stop::new(
                Outcome::Inconclusive,
                Reason::new(&codes::PANEL_NOT_CONCLUDED, message).clause(&panel.place),
            ))
        }
    }
}

/// Whether panels that are required ask of a test that it is not met, and none that it is.
pub(super) fn is_excluded(spec: &Specification, test: &Test) -> bool {
    let Some(index) = spec.tests.iter().position(|other| std::ptr::eq(other, test)) else { return false };
    let panels = spec.tests.iter().filter_map(|test| match &test.assessment {
        Assessment::Panel(panel) => Some((test.required, &panel.statement)),
        Assessment::Measured(_) => None,
    });
    let mut found = (false, false);
    for (is_required, statement) in panels {
        let (asked_for, excluded) = places_of(index, statement, false);
        found = (found.0 || asked_for, found.1 || excluded && is_required);
    }
    found == (false, true)
}

/// Whether a panel takes it for evidence that a test is not met: it stands below a `none of`.
pub(super) fn is_denied(spec: &Specification, test: &Test) -> bool {
    let Some(index) = spec.tests.iter().position(|other| std::ptr::eq(other, test)) else { return false };
    spec.tests.iter().any(|test| match &test.assessment {
        Assessment::Panel(panel) => denies(&panel.statement, index, false),
        Assessment::Measured(_) => false,
    })
}

/// Whether a statement holds the sooner, the less a member does.
fn denies(statement: &Statement, index: usize, is_denied: bool) -> bool {
    let (parts, is_denied) = match statement {
        Statement::Member(member) => return is_denied && *member == index,
        Statement::All(parts) | Statement::AtLeast(_, parts) => (parts, is_denied),
        Statement::NoneOf(parts) => (parts, !is_denied),
    };
    parts.iter().any(|part| denies(part, index, is_denied))
}

/// Whether a statement has a member where it helps, and directly below a `none of`, where it is what must not be.
fn places_of(index: usize, statement: &Statement, below_none: bool) -> (bool, bool) {
    let (parts, none) = match statement {
        Statement::Member(member) if *member == index => return (!below_none, below_none),
        Statement::Member(_) => return (false, false),
        Statement::All(parts) | Statement::AtLeast(_, parts) => (parts, false),
        Statement::NoneOf(parts) => (parts, true),
    };
    let places = parts.iter().map(|part| places_of(index, part, none));
    places.fold((false, false), |all, one| (all.0 || one.0, all.1 || one.1))
}

fn truth_of(report: Option<&TestReport<'_>>) -> Truth {
    match report.map(|report| (report.outcome, report.refused || report.is_contested())) {
        Some((Outcome::Pass, _)) => Truth::Holds,
        Some((Outcome::Fail, true)) => Truth::Refused,
        Some((Outcome::Fail, false)) => Truth::Fails,
        _ => Truth::Unknown,
    }
}

/// What was required, and which members stood against it.
fn not_met(
    spec: &Specification,
    panel: &Panel,
    outcome: &dyn Fn(usize) -> Outcome,
    truth_of: &dyn Fn(usize) -> Truth,
) -> String {
    let mut against = Vec::new();
    decisive(&panel.statement, truth_of, &mut against);
    let said: Vec<String> =
        against.iter().map(|&index| format!("{} is {}", spec.tests[index].id, word(outcome(index)))).collect();
    format!("required: {}; {}", panel.text, said.join(", "))
}

/// The members that make a statement what it is: those of the parts that have the same truth, below `none of` the opposite.
fn decisive(statement: &Statement, member: &dyn Fn(usize) -> Truth, found: &mut Vec<usize>) {
    let all = truth(statement, member);
    let (parts, wanted) = match (statement, all) {
        (Statement::Member(index), _) => {
            if !found.contains(index) {
                found.push(*index);
            }
            return;
        }
        (Statement::All(parts) | Statement::AtLeast(_, parts), same) => (parts, same),
        (Statement::NoneOf(parts), Truth::Holds) => (parts, Truth::Fails),
        (Statement::NoneOf(parts), Truth::Fails) => (parts, Truth::Holds),
        (Statement::NoneOf(parts), Truth::Unknown | Truth::Refused) => (parts, Truth::Unknown),
    };
    let stands = |truth: Truth| truth == wanted || (wanted != Truth::Holds && truth == Truth::Refused);
    for part in parts.iter().filter(|part| stands(truth(part, member))) {
        decisive(part, member, found);
    }
}

/// The members that keep a panel from being met, each with its report: those that stood against it, or that have no usable
/// result. Empty for a panel that is met, and for other tests.
pub fn members_against<'r, 'a>(lot: &'r LotReport<'a>, report: &TestReport<'a>) -> Vec<&'r TestReport<'a>> {
    let Assessment::Panel(panel) = &report.test.assessment else { return Vec::new() };
    let member = |index: usize| lot.tests.iter().find(|test| test.index == index && test.point == report.point);
    let mut found = Vec::new();
    match report.outcome {
        Outcome::Fail => decisive(&panel.statement, &|index| truth_of(member(index)), &mut found),
        Outcome::Inconclusive | Outcome::NotEvaluable => {
            found = panel.statement.members();
            found.retain(|&index| matches!(truth_of(member(index)), Truth::Unknown | Truth::Refused));
        }
        _ => {}
    }
    found.into_iter().filter_map(member).collect()
}

/// A member of a panel as a report has it.
#[derive(Clone, Copy, Debug)]
pub struct RecordedMember {
    /// What became of it.
    pub outcome: Outcome,
    /// Whether the lot is concluded without it.
    pub required: bool,
}

/// Whether a panel cannot have this outcome with these members; one of which nothing is recorded was not judged.
///
/// Which failing member was refused by its decision rule alone is not recorded: what either reading allows is no
/// contradiction.
pub fn panel_contradiction(
    statement: &Statement,
    outcome: Outcome,
    member: &dyn Fn(usize) -> Option<RecordedMember>,
) -> bool {
    let found = |of_failing: Truth| {
        truth(statement, &|index| match member(index).map(|member| member.outcome) {
            Some(Outcome::Pass) => Truth::Holds,
            Some(Outcome::Fail) => of_failing,
            _ => Truth::Unknown,
        })
    };
    let both = [found(Truth::Fails), found(Truth::Refused)];
    let open =
        statement.members().into_iter().filter_map(member).any(|member| {
            member.required && !matches!(member.outcome, Outcome::Pass | Outcome::Fail | Outcome::Waived)
        });
    match outcome {
        Outcome::Pass => open || !both.contains(&Truth::Holds),
        Outcome::Fail => !both.iter().any(|truth| matches!(truth, Truth::Fails | Truth::Refused)),
        // A panel is waived where no member has a result.
        Outcome::Waived => {
            let mut members = statement.members().into_iter().filter_map(member);
            members.any(|member| matches!(member.outcome, Outcome::Pass | Outcome::Fail))
        }
        _ => false,
    }
}

fn truth(statement: &Statement, member: &dyn Fn(usize) -> Truth) -> Truth {
    let count = |parts: &[Statement], wanted: Truth| parts.iter().filter(|part| truth(part, member) == wanted).count();
    match statement {
        Statement::Member(index) => member(*index),
        Statement::All(parts) => at_least(parts.len(), |wanted| count(parts, wanted)),
        Statement::AtLeast(k, parts) => at_least(*k as usize, |wanted| count(parts, wanted)),
        Statement::NoneOf(parts) => {
            match (count(parts, Truth::Holds), count(parts, Truth::Unknown) + count(parts, Truth::Refused)) {
                (0, 0) => Truth::Holds,
                (0, _) => Truth::Unknown,
                _ => Truth::Fails,
            }
        }
    }
}

fn at_least(needed: usize, count: impl Fn(Truth) -> usize) -> Truth {
    let (holding, unknown, refused) = (count(Truth::Holds), count(Truth::Unknown), count(Truth::Refused));
    if holding >= needed {
        Truth::Holds
    } else if holding + unknown + refused < needed {
        Truth::Fails
    } else if holding + unknown < needed {
        Truth::Refused
    } else {
        Truth::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_of_three(known: [Truth; 3]) -> Truth {
        let parts = (0..3).map(Statement::Member).collect();
        truth(&Statement::AtLeast(2, parts), &|index| known[index])
    }

    #[test]
    fn an_unknown_member_leaves_open_only_what_it_could_change() {
        use Truth::{Fails, Holds, Unknown};
        assert_eq!(two_of_three([Holds, Holds, Fails]), Holds);
        assert_eq!(two_of_three([Holds, Unknown, Fails]), Unknown);
        assert_eq!(two_of_three([Fails, Unknown, Fails]), Fails);
        assert_eq!(two_of_three([Holds, Holds, Unknown]), Holds);
        let none = Statement::NoneOf(vec![Statement::Member(0)]);
        assert_eq!(truth(&none, &|_| Unknown), Unknown);
        assert_eq!(truth(&none, &|_| Fails), Holds);
        // What a rule did not accept is not thereby absent.
        assert_eq!(two_of_three([Holds, Truth::Refused, Fails]), Truth::Refused);
        assert_eq!(truth(&none, &|_| Truth::Refused), Unknown);
        let nested = Statement::NoneOf(vec![Statement::All(vec![Statement::Member(0), Statement::Member(1)])]);
        assert_eq!(truth(&nested, &|index| if index == 0 { Truth::Refused } else { Holds }), Unknown);
    }
}
