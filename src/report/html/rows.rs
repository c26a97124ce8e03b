//! One line of the data for each lot: what its own is, and nothing that its specification says already.
//!
//! A lot is a list `[id, specification, verdict, tests, findings, rest]`, a test a list `[test, outcome, criterion, result,
//! margin, determinations, rest]`. The script of the page (`page/script.js`) is the only reader; both change together, with
//! the name of the layout. Determinations stand by their difference from the one before, since in most files only value
//! and line change.

use super::compact::{Fields, List};
use super::{head, statement, translated};
use crate::data::{Details, Determination, Drawings, GateEnd, SizeRun};
use crate::expiry::Remaining;
use crate::explanation::life::time_unit_in_chinese;
use crate::explanation::{self, chinese};
use crate::judge::{
    BoundKind, ClaimAxis, ClaimState, DecisionStatement, LotReport, Outcome, Point, Reportable, ReportableValue,
    TestReport, UncertaintyOrigin, Use, Verdict, flags,
};
use crate::plot::{self, Figure, FigureError, Mark};
use crate::quantity::{Exact, Unit};
use crate::report::beside::{Scale, unit};
use crate::report::decision;
use crate::report::figures;
use crate::report::format::RunInputs;
use crate::report::origin;
use crate::report::remark::Remark;
use crate::report::wording;
use crate::source::Place;
use crate::spec::{Assessment, Role};
use std::sync::Arc;

/// Significant digits of ends of zones as printed.
const DIGITS: u32 = 6;

/// Significant digits of the bounds that are compared with limits, as in the other formats.
const DIGITS_OF_A_BOUND: u32 = 4;

/// Width and height of a picture in the page.
const PICTURE: (u32, u32) = (720, 300);

/// The line of a lot.
pub(super) fn write(
    lot: &LotReport<'_>,
    run: &RunInputs<'_>,
    drawings: &Drawings,
    remarks: &[Remark<'_>],
    out: &mut Vec<u8>,
) {
    let names: Vec<&str> = run.names.iter().map(|name| &**name).collect();
    let mut row = List::open(out);
    row.text(lot.lot);
    row.text(head::key(lot.spec));
    row.position(Verdict::ALL.iter().position(|verdict| *verdict == lot.verdict).unwrap_or(0));
    row.list(|tests| {
        let mut last = Last::default();
        for report in &lot.tests {
            tests.list(|row| test(row, lot, report, run, &mut last));
        }
    });
    row.list(|list| {
        for remark in remarks {
            list.list(|row| self::remark(row, remark, &names, Some(lot)));
        }
    });
    row.fields(|fields| {
        smallest_margin(fields, lot);
        rest_of_lot(fields, lot);
        size_runs(fields, &drawings.sizes);
        gate_ends(fields, &drawings.gate_ends);
        pictures(fields, lot, &drawings.sizes);
    });
    row.end();
}

/// A finding: `[code, severity, test, message, place, further places, help]`.
pub(super) fn remark(row: &mut List<'_>, remark: &Remark<'_>, names: &[&str], lot: Option<&LotReport<'_>>) {
    row.text(remark.code.name);
    row.whole(remark.severity as i64);
    let at = remark.test.and_then(|test| lot?.tests.iter().position(|other| std::ptr::eq(other, test)));
    row.whole(at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1));
    row.text(&remark.message);
    let place = |row: &mut List<'_>, place: Option<&Place>, note: &str| {
        row.list(|row| {
            let Some(place) = place else { return };
            match names.iter().position(|name| *name == &*place.file) {
                Some(at) => row.position(at),
                None => row.text(&place.file),
            }
            row.whole(i64::try_from(place.line).unwrap_or(0));
            row.whole(i64::from(place.column));
            if !note.is_empty() {
                row.text(note);
            }
        });
    };
    place(row, remark.place.as_deref(), "");
    row.list(|list| remark.related.iter().for_each(|(at, note)| place(list, Some(at), note)));
    row.text(remark.help.unwrap_or_default());
}

/// The smallest margin of the lot, as a number and as printed: a print is for the eye (`->99999 %`) and orders no lots.
/// Where the second stage of a test decided, its margin counts and not that of the first.
fn smallest_margin(fields: &mut Fields<'_>, lot: &LotReport<'_>) {
    let deciding = lot.tests.iter().filter(|test| !test.flags.decided_by_second_stage);
    let margins = deciding.filter_map(|test| test.margin().filter(|margin| margin.is_finite()));
    let Some(least) = margins.reduce(f64::min) else { return };
    fields.list("margin", |list| {
        list.number(Some(least));
        list.text(&wording::margin_text(least));
    });
}

fn rest_of_lot(fields: &mut Fields<'_>, lot: &LotReport<'_>) {
    let said = statement::of_lot(lot);
    if statement::usual(lot.spec, lot.verdict).as_ref() != Some(&said) {
        fields.texts("statement", &said);
    }
    if let Some(choice) = &lot.spec_choice {
        fields.texts("choice", &[choice.clone(), translated::choice(choice).unwrap_or_else(|| choice.clone())]);
    }
    if let Some(scope) = &lot.scope {
        fields.texts("scope", &[scope.clone(), wording::scope_in_chinese(scope)]);
    }
    // A lot without a row in the lot file has no facts, only the lack of them.
    if let Some(facts) = lot.facts.filter(|facts| facts.place.is_some()) {
        fields.list("facts", |list| {
            let mut fact = |name: &str, text: String| list.texts([name.to_owned(), text]);
            facts.days().for_each(|(event, day)| fact(&format!("event.{}", event.as_str()), day.to_string()));
            facts.expires.iter().for_each(|label| fact("fact.expires", label.to_string()));
            facts.retest.iter().for_each(|label| fact("fact.retest", label.to_string()));
            facts.freeze_thaw_cycles.iter().for_each(|count| fact("fact.cycles", count.to_string()));
            facts.parents.iter().for_each(|parent| fact("fact.parent", parent.clone()));
            for (name, quantity) in &facts.label {
                fact("fact.label", format!("{name} = {}", wording::quantity(quantity)));
            }
            for (name, quantity) in &facts.quantities {
                fact("fact.quantity", format!("{name} = {}", wording::quantity(quantity)));
            }
        });
    }
    life(fields, lot);
}

/// Dates, times of use and handling: name, value in both languages, state; name and state being those of words of the page.
fn life(fields: &mut Fields<'_>, lot: &LotReport<'_>) {
    let Some(life) = &lot.life else { return };
    fields.list("life", |list| {
        let mut both = |name: &str, texts: [String; 2], state: &str| {
            list.list(|row| {
                row.text(name);
                row.texts(texts);
                row.text(state);
            });
        };
        let same = |text: String| [text.clone(), text];
        if let Some(expiry) = &life.expiry {
            let days = |left: Option<Remaining>| left.map_or_else(String::new, |left| format!(" ({:+} d)", left.days));
            both("life.state", same(String::new()), &format!("life.{}", expiry.state.as_str()));
            if let Some((english, rule)) = expiry.rule.as_ref().zip(lot.spec.expiry.as_ref()) {
                both("life.rule", [english.clone(), translated::life_rule(rule)], "");
            }
            if let Some((event, day)) = expiry.start {
                let day = day.map_or(wording::NOTHING.to_owned(), |day| day.to_string());
                both(&format!("event.{}", event.as_str()), same(day), "");
            }
            expiry.by_rule.iter().for_each(|day| both("life.byRule", same(day.to_string()), ""));
            expiry.stated.iter().for_each(|label| both("fact.expires", same(label.to_string()), ""));
            for (parent, day) in &expiry.by_parents {
                both("life.parent", same(format!("{parent}: {day}")), "");
            }
            expiry
                .last_day
                .iter()
                .for_each(|day| both("life.lastDay", same(format!("{day}{}", days(expiry.remaining))), ""));
            expiry
                .retest
                .iter()
                .for_each(|day| both("fact.retest", same(format!("{day}{}", days(expiry.to_retest))), ""));
        }
        for claim in &life.claims {
            let state = match claim.state {
                ClaimState::NoData => "life.noData",
                ClaimState::Supported => "life.supported",
                ClaimState::NotSupported => "life.notSupported",
            };
            let name = match &claim.axis {
                ClaimAxis::Time(clock) => format!("event.{}", clock.event.as_str()),
                ClaimAxis::Cycles(_) => "fact.cycles".to_owned(),
            };
            let end = claim.axis.end();
            let chinese = translated::time(&end);
            both(&name, [end, chinese], state);
        }
        if let Some(handling) = &life.handling {
            let cycles = handling.cycles.map_or_else(|| wording::NOTHING.to_owned(), |cycles| cycles.to_string());
            let most = handling.most.map_or_else(String::new, |most| format!(" (≤ {most})"));
            both("fact.cycles", same(format!("{cycles}{most}")), &format!("outcome.{}", handling.state.as_str()));
        }
    });
}

/// Whose size distributions there are: `[test, name, file, line, weighting]`.
fn size_runs(fields: &mut Fields<'_>, sizes: &[SizeRun]) {
    if sizes.is_empty() {
        return;
    }
    fields.list("sizes", |list| {
        for run in sizes {
            list.list(|row| {
                row.position(run.test);
                row.text(&run.name);
                row.text(&run.file);
                row.position(usize::try_from(run.line).unwrap_or(0));
                row.text(run.weighting);
            });
        }
    });
}

/// The ends of gates that controls set: `[gate, channel, end as the specification says it, value]`, the gate by its position.
fn gate_ends(fields: &mut Fields<'_>, ends: &[GateEnd]) {
    if ends.is_empty() {
        return;
    }
    fields.list("gateEnds", |list| {
        for end in ends {
            list.list(|row| {
                row.position(end.gate);
                row.text(&end.channel);
                row.text(&head::quantile(end.p, &end.control));
                row.number(Some(end.value));
            });
        }
    });
}

/// Pictures that the program has drawn: of size distributions `[weighting, ...]`, of courses over time `[test, ...]`, the
/// test by its position; behind that the drawing, see [`drawing`], and of a course a 1 where its points have different
/// limits. What a picture shows, the page says above it in the language of the reader.
fn pictures(fields: &mut Fields<'_>, lot: &LotReport<'_>, sizes: &[SizeRun]) {
    let distributions = figures::distributions(lot, sizes);
    if !distributions.is_empty() {
        fields.list("distributions", |list| {
            for (weighting, figure) in distributions {
                list.list(|row| {
                    row.text(weighting);
                    drawing(row, figure);
                });
            }
        });
    }
    let courses = figures::over_time(lot);
    if !courses.is_empty() {
        fields.list("courses", |list| {
            for (test, figure) in courses {
                list.list(|row| {
                    row.position(test.index);
                    drawing(row, figure);
                    if figures::limits_differ(lot, test) {
                        row.whole(1);
                    }
                });
            }
        });
    }
}

/// A figure without its title, as a drawing without the name of its kind, which looks like an address; behind it the width
/// of the picture without its legend, and the names of the legend in full, which a drawing shortens. A figure that cannot be
/// drawn is an empty text, and behind it why: the name of a word of the page, and what the drawing library says. A page never
/// leaves a picture out in silence.
fn drawing(row: &mut List<'_>, figure: Figure) {
    let bare = Figure { title: String::new(), subtitle: String::new(), ..figure };
    match plot::svg(&bare, PICTURE.0, PICTURE.1) {
        Ok(drawn) => {
            row.text(&drawn.replacen(" xmlns=\"http://www.w3.org/2000/svg\"", "", 1).replace('\n', ""));
            let beside = plot::legend(&bare, PICTURE.0);
            row.position(usize::try_from(PICTURE.0.saturating_sub(beside)).unwrap_or(0));
            row.texts(bare.marks.iter().map(Mark::name).filter(|name| !name.is_empty()));
        }
        Err(error) => {
            row.text("");
            let (why, said) = match error {
                FigureError::Empty(_) => ("empty", String::new()),
                FigureError::NotOnAxis(_) => ("notOnAxis", String::new()),
                FigureError::Refused(_, said) => ("refused", said),
            };
            row.text(why);
            row.text(&said);
        }
    }
}

fn test(row: &mut List<'_>, lot: &LotReport<'_>, report: &TestReport<'_>, run: &RunInputs<'_>, last: &mut Last) {
    row.position(report.index);
    row.position(report.outcome.rank());
    row.whole(criterion(report));
    let text = wording::result(report);
    let unit = unit(report);
    row.text(without_unit(&text, unit));
    row.text(&wording::margin(report));
    row.list(|list| determinations(list, lot, report, run.names, last));
    row.fields(|fields| rest_of_test(fields, lot, report, run, without_unit(&text, unit)));
}

/// Position of the criterion that applied among those of its test; -1 without one.
fn criterion(report: &TestReport<'_>) -> i64 {
    let Assessment::Measured(measured) = &report.test.assessment else { return -1 };
    let Some(applied) = report.criterion else { return -1 };
    let at = measured.criteria().position(|alternative| std::ptr::eq(alternative, applied));
    at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1)
}

/// A result without the unit behind it.
fn without_unit<'t>(text: &'t str, unit: Option<&Unit>) -> &'t str {
    let symbol = unit.map_or("", Unit::symbol);
    match symbol.is_empty() {
        true => text,
        false => text.strip_suffix(symbol).map_or(text, |text| text.trim_end_matches(' ')),
    }
}

/// The number that a reader of the page takes a printed text for; the script does the same.
fn as_read(text: &str) -> Option<f64> {
    let bare = text.trim_start_matches(['<', '>', '≤', '≥', '≈']).replace("×10^", "e");
    let plain = bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'-' | b'+'));
    (plain && !bare.is_empty()).then(|| bare.parse().ok()).flatten()
}

/// Where a reader of the page takes a determination to stand: a bound was not measured at its number. The script does the same.
fn placed(text: &str) -> Option<f64> {
    if text.starts_with(['<', '>', '≤', '≥']) { None } else { as_read(text) }
}

fn rest_of_test(
    fields: &mut Fields<'_>,
    lot: &LotReport<'_>,
    report: &TestReport<'_>,
    run: &RunInputs<'_>,
    result: &str,
) {
    if let Some(Reportable { value: ReportableValue::Number { exact, bound, unit, .. }, n }) = &report.reportable {
        let value = figures::placed(report);
        if value != as_read(result) {
            fields.number("value", value);
        }
        fields.some("bound", bound.map(sign));
        if Some(unit.symbol()) != wording::measured(report).map(|measured| measured.unit.symbol()) {
            fields.text("unit", unit.symbol());
        }
        // The text is the rounded value; the unrounded one is shown beside it where it says more.
        let (whole, complete) = exact.to_decimal_string(12);
        if as_read(&whole) != as_read(result) {
            fields.text("unrounded", &if complete { whole } else { format!("≈{whole}") });
        }
        fields.position("n", *n);
    }
    // Beside the plan of the line, that of the retest which made the value.
    if let Some(plan) = report.plan().filter(|_| report.by_retest) {
        let in_chinese = chinese::replicates(&explanation::plan(plan)).trim_start().to_owned();
        fields.texts("plan", &[plan.to_string(), in_chinese]);
    }
    let written = wording::criterion(report);
    let known = report.criterion.map(|alternative| alternative.text.as_str());
    let panel = matches!(report.test.assessment, Assessment::Panel(_));
    if !panel && known.is_some_and(|known| known != written) {
        let typeset = wording::limits(report).map(|limits| wording::typeset(&written, limits));
        fields.text("criterion", &typeset.unwrap_or(written));
        fields.some("criterionZh", translated::applied(report).as_deref());
    }
    fields.some("resultZh", translated::panel(report).as_deref());
    members(fields, lot, report);
    let words: Vec<&str> = flags(lot, report).words().collect();
    fields.texts("flags", &words);
    if !report.counts() && wording::is_unmet(report.outcome) {
        fields.text("counts", if report.test.required { "panel" } else { "optional" });
    }
    fields.some("decidedBy", wording::decided_by(report, lot));
    point(fields, report);
    if let Some(statement) = &report.decision {
        fields.fields("decision", |fields| decided(fields, report, statement));
    }
    if !report.conversions.is_empty() {
        fields.list("conversions", |list| {
            report.conversions.iter().for_each(|(from, to)| list.texts([from.symbol(), to.symbol()]));
        });
    }
    fields.texts("computed", &origin::computation(lot, report, run.names));
    fields.some("outlier", wording::outlier(lot, report, run.names));
    fields.some("simulated", decision::simulation(lot, report, run.seed));
}

/// Of each member of a panel, in the order of the specification, its position among the tests of the lot: at the time point of
/// the panel, as it was judged; -1 where it has none there.
fn members(fields: &mut Fields<'_>, lot: &LotReport<'_>, report: &TestReport<'_>) {
    let Assessment::Panel(panel) = &report.test.assessment else { return };
    let at = |member: usize| lot.tests.iter().position(|test| test.index == member && test.point == report.point);
    fields.list("members", |list| {
        for member in panel.statement.members() {
            list.whole(at(member).and_then(|at| i64::try_from(at).ok()).unwrap_or(-1));
        }
    });
}

fn sign(bound: BoundKind) -> &'static str {
    wording::bound_sign(bound)
}

fn point(fields: &mut Fields<'_>, report: &TestReport<'_>) {
    let (kind, time, unit, condition, container, orientation) = match report.point {
        Point::Release => return,
        Point::Stability { time, time_unit, condition, container, orientation } => {
            ("stability", time, time_unit, condition, container, orientation)
        }
        Point::InUse { time, time_unit, condition } => ("in use", time, time_unit, condition, "", ""),
    };
    fields.list("point", |list| {
        list.text(kind);
        list.text(time.trim());
        list.texts([unit.trim(), time_unit_in_chinese(unit.trim())]);
        [condition, container, orientation].into_iter().for_each(|text| list.text(text));
    });
}

/// What the decision rests on: numbers as printed, and as numbers what the picture needs.
fn decided(fields: &mut Fields<'_>, report: &TestReport<'_>, statement: &DecisionStatement) {
    if let Some(known) = &statement.uncertainty {
        let expanded = known.expanded();
        fields.text("u", &decision::amount(&known.standard));
        fields.text("U", &decision::amount(&expanded));
        // Of a bound nobody knows how far from it the result lies.
        fields.number("half", Some(expanded.to_f64()).filter(|_| figures::bound(report).is_none()));
        fields.text("k", &known.coverage_factor.to_decimal_string(3).0);
        fields.some("df", known.degrees_of_freedom.map(|degrees| format!("{degrees:.1}")));
        fields.text("origin", decision::origin_word(&known.origin));
        if let UncertaintyOrigin::Specification(Some(report)) = &known.origin {
            fields.text("reference", report);
        }
    }
    fields.some("notKnown", statement.not_known.as_deref());
    if let Some((lower, upper)) = &statement.acceptance_zone {
        fields.list("zone", |list| {
            for end in [lower, upper] {
                list.number(end.as_ref().map(Exact::to_f64));
                list.text(&end.as_ref().map_or_else(String::new, |end| decision::shown(end, DIGITS)));
            }
        });
    }
    if let Some((lower, upper)) = statement.interval {
        fields.list("bounds", |list| {
            for end in [lower, upper] {
                list.number(end);
                let text = end.and_then(Exact::from_f64_shortest).map(|end| decision::shown(&end, DIGITS_OF_A_BOUND));
                list.text(&text.unwrap_or_default());
            }
        });
    }
    let asked = wording::measured(report).and_then(|measured| decision::asked(measured.decide));
    let [least, most] = if decision::is_of_bound(report) { ["≥ ", "≤ "] } else { [""; 2] };
    let found = statement.conformance.map(|one| decision::probability(one.conforming, one.nonconforming, asked));
    fields.some("p", found.map(|found| format!("{least}{found}")));
    fields.some("falseAccept", statement.false_accept_risk().map(|risk| format!("{most}{}", decision::small(risk))));
    fields.some("falseReject", statement.false_reject_risk().map(|risk| format!("{least}{}", decision::small(risk))));
    fields.some(
        "margin",
        statement.margin_in_uncertainties.map(|margin| format!("{:+.2}", margin.clamp(-99999.0, 99999.0))),
    );
}

/// How many texts of a determination are told by their difference.
const TEXTS: usize = 22;

/// Their names in the data.
pub(super) const NAMES: [&str; TEXTS] = [
    "u",
    "r",
    "use",
    "role",
    "status",
    "control",
    "group",
    "method",
    "instrument",
    "analyst",
    "started",
    "date",
    "reason",
    "investigation",
    "approver",
    "uncertainty",
    "comment",
    "how",
    "see",
    "corrects",
    "corrected_by",
    "corrected_on",
];

/// The determination before, within a lot.
#[derive(Default)]
struct Last {
    line: u64,
    column: u32,
    input: u32,
    texts: [String; TEXTS],
    /// `replicate` of the first determination of the test before.
    first: String,
}

/// The determinations of a test: a text where all but the line is as expected, else a list of text and differences.
///
/// Expected is the next line, the same file and field, the next number of a replicate, and everything else unchanged; of
/// the first of a test the unit of the test and the replicate that the test before began with.
fn determinations(
    list: &mut List<'_>,
    lot: &LotReport<'_>,
    report: &TestReport<'_>,
    names: &[Arc<str>],
    last: &mut Last,
) {
    let own = wording::measured(report).map_or("", |measured| measured.unit.symbol());
    let scale = Scale::of(report);
    for (at, (row, used)) in lot.determinations_of(report).enumerate() {
        if at == 0 {
            last.texts[0] = own.to_owned();
            last.texts[1] = last.first.clone();
            last.first = row.replicate.to_owned();
        } else {
            last.texts[1] = following(&last.texts[1]);
        }
        let see = lot.correction_of(row).map(|new| wording::cell(new, names)).unwrap_or_default();
        determination(list, row, used, &scale, &see, last);
    }
}

/// The replicate after this one, where it is a number as it is counted: 1 to 9 digits, the first not 0. The script
/// of the page counts by the same rule; anything else is the same again.
fn following(replicate: &str) -> String {
    let counted = (1..=9).contains(&replicate.len())
        && !replicate.starts_with('0')
        && replicate.bytes().all(|byte| byte.is_ascii_digit());
    let number = replicate.parse::<u32>().ok().filter(|_| counted);
    number.map_or_else(|| replicate.to_owned(), |number| (number + 1).to_string())
}

fn determination(
    list: &mut List<'_>,
    row: &Determination<'_>,
    used: Use,
    scale: &Scale<'_>,
    see: &str,
    last: &mut Last,
) {
    let none = Details::default();
    let details = row.details.as_deref().unwrap_or(&none);
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let (started, date) = (day(details.started), day(details.date));
    let correction = details.correction.as_deref();
    let corrected_on = day(correction.and_then(|record| record.on));
    let texts: [&str; TEXTS] = [
        row.unit.as_ref().map_or("", |unit| unit.symbol()),
        row.replicate,
        if used == Use::Counted { "" } else { used.as_str() },
        if row.role == Role::Sample { "" } else { row.role.as_str() },
        if details.status == Default::default() { "" } else { details.status.as_str() },
        details.control,
        details.group,
        details.method,
        details.instrument,
        details.analyst,
        &started,
        &date,
        details.reason,
        details.investigation,
        details.approver,
        details.uncertainty.as_ref().map_or("", |stated| stated.text),
        details.comment,
        details.how,
        see,
        correction.map_or("", |record| record.corrects),
        correction.map_or("", |record| record.by),
        &corrected_on,
    ];
    let (read, shown) = (placed(row.text), scale.of_row(row));
    let plain = row.line == last.line + 1
        && row.column == last.column
        && row.input == last.input
        && texts.iter().zip(&last.texts).all(|(text, last)| *text == last.as_str())
        && read == shown;
    if plain {
        list.text(row.text);
    } else {
        list.list(|item| {
            item.text(row.text);
            item.fields(|fields| {
                if row.line != last.line + 1 {
                    fields.position("line", usize::try_from(row.line).unwrap_or(0));
                }
                if row.column != last.column {
                    fields.position("column", usize::try_from(row.column).unwrap_or(0));
                }
                if row.input != last.input {
                    fields.position("file", usize::try_from(row.input).unwrap_or(0));
                }
                for (name, (text, last)) in NAMES.iter().zip(texts.iter().zip(&last.texts)) {
                    if *text != last.as_str() {
                        fields.text(name, text);
                    }
                }
                if read != shown {
                    fields.number("x", shown);
                }
            });
        });
    }
    (last.line, last.column, last.input) = (row.line, row.column, row.input);
    for (last, text) in last.texts.iter_mut().zip(texts) {
        if last != text {
            text.clone_into(last);
        }
    }
}

/// Whether a lot keeps its place in an overview of what is not in order.
pub(super) fn worst(lot: &LotReport<'_>) -> String {
    match lot.verdict {
        Verdict::Conforms => String::new(),
        _ => {
            let open = lot.tests.iter().filter(|test| wording::is_in_the_way(test));
            let named = open.map(|test| format!("{}: {}", wording::name(test, lot.spec), word(test.outcome)));
            named.collect::<Vec<_>>().join("; ")
        }
    }
}

fn word(outcome: Outcome) -> String {
    format!("{} {}", wording::outcome(outcome), statement::outcome(outcome))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::Axis;

    fn written(places: Vec<(f64, f64)>) -> serde_json::Value {
        let figure = Figure {
            title: "Potency".to_owned(),
            subtitle: String::new(),
            description: String::new(),
            x: Axis::linear("time (months)"),
            y: Axis::linear("potency (%)"),
            marks: vec![Mark::Points { name: "5 °C".to_owned(), series: 0, places }],
        };
        let mut out = Vec::new();
        let mut list = List::open(&mut out);
        drawing(&mut list, figure);
        list.end();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_figure_that_cannot_be_drawn_says_why() {
        let drawn = written(vec![(0.0, 101.0), (3.0, 98.0)]);
        assert!(drawn[0].as_str().unwrap().starts_with("<svg "), "{drawn}");
        let width = drawn[1].as_u64().unwrap();
        assert!((500..u64::from(PICTURE.0)).contains(&width), "{width}: the legend stands behind the picture");
        assert_eq!(written(vec![(0.0, f64::NAN)]), serde_json::json!(["", "notOnAxis", ""]));
        assert_eq!(written(Vec::new()), serde_json::json!(["", "empty", ""]));
        let words = super::super::words::built_in().in_order();
        for why in ["empty", "notOnAxis", "refused"] {
            assert!(words.iter().any(|(name, ..)| *name == format!("picture.failed.{why}")), "{why}");
        }
    }
}
