//! From a specification to what its lines say.

use super::model::*;
use crate::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use crate::quantity::{Decimal, Exact, Notation, RoundingRule, Unit, format_at_place};
use crate::spec::{
    Acquisition, Alternative, Among, Assessment, Check, Compensation, ControlExpectation, Criterion, DecisionRule,
    EventStatistic, Expected, Handling, Limit, Limits, Measured, Origin, Plan, Quantity, SizeStatistic, Specification,
    Test, Uncertainty, UncertaintyAmount, ValidityCheck,
};

/// What a test of the specification says.
pub fn sentence(spec: &Specification, test: &Test) -> Sentence {
    let mut approach = vec![];
    let mut rules = vec![];
    let requirement = match &test.assessment {
        Assessment::Panel(panel) => {
            approach.extend(test.procedure.iter().map(|procedure| Approach::Procedure(Some(procedure.clone()))));
            let statement = statement(spec, &panel.statement);
            Requirement::Panel { statement, written: panel.text.clone() }
        }
        Assessment::Measured(measured) => {
            way(spec, test, measured, &mut approach);
            value_rules(spec, test, measured, &mut rules);
            run_rules(spec, measured, &mut rules);
            Requirement::Value(conditionals(spec, test, &measured.accept))
        }
    };
    if let Assessment::Measured(measured) = &test.assessment
        && !measured.shelf_life.is_empty()
    {
        rules.push(Rule::ShelfLife(conditionals(spec, test, &measured.shelf_life)));
    }
    if let Assessment::Measured(measured) = &test.assessment {
        rules.extend(measured.trend.as_deref().map(|trend| Rule::Trend(trend.clone())));
    }
    let standing = standing(spec, test);
    let (id, name, stage) = (test.id.clone(), test.name.clone(), test.stage.clone());
    Sentence { id, name, category: test.category, stage, approach, requirement, rules, standing }
}

/// How the product may be stored and carried.
pub fn handling(handling: &Handling) -> HandlingSaid {
    let transport = handling.transport.as_ref();
    let budget = handling.budget.iter().map(|row| BudgetSaid {
        side: row.side,
        threshold: quantity(&row.threshold),
        at_most: row.at_most.in_words(),
        used: row.used.clone(),
        source: row.source.clone(),
    });
    let mkt = transport.and_then(|rule| rule.mkt.as_ref());
    HandlingSaid {
        storage: window(&handling.storage),
        kind: handling.kind(),
        between: handling.between,
        longest_gap: handling.longest_gap.in_words(),
        readings: transport.and_then(|rule| rule.readings.as_ref()).map(window),
        excursion: transport.and_then(|rule| rule.excursion.as_ref()).map(|span| span.in_words()),
        mkt: mkt.map(|rule| [quantity(&rule.limit), rule.window.in_words(), format!("{} K", rule.enthalpy.pretty())]),
        source: transport.and_then(|rule| rule.source.clone()),
        budget: budget.collect(),
        thaw: handling.thaw.as_ref().map(quantity),
        not_arrhenius: handling.not_arrhenius.as_deref().map(on_one_line),
    }
}

/// By which way there is a value.
fn way(spec: &Specification, test: &Test, measured: &Measured, approach: &mut Vec<Approach>) {
    approach.push(Approach::Procedure(test.procedure.clone()));
    if !test.methods.is_empty() {
        approach.push(Approach::Methods(test.methods.clone()));
    }
    if let Origin::Derived(index) = measured.origin
        && let Some(derived) = spec.derived.get(index)
    {
        approach.push(Approach::Formula { formula: derived.text.clone(), unit: derived.unit.to_string() });
    }
    approach.extend(measured.from.as_ref().map(|from| taken(spec, from)));
}

/// What is taken from instrument files.
fn taken(spec: &Specification, from: &Acquisition) -> Approach {
    let name = |index: usize| spec.gates.get(index).map_or_else(|| "?".to_owned(), |gate| gate.name.clone());
    match from {
        Acquisition::Size { statistic, weight, cumulative } => {
            let between = matches!(statistic, SizeStatistic::Percentile(_) | SizeStatistic::Span);
            let cumulative = between.then_some(*cumulative);
            Approach::Size { statistic: statistic.clone(), weight: *weight, cumulative }
        }
        Acquisition::Concentration { subtract_blank } => Approach::Concentration { blank_subtracted: *subtract_blank },
        Acquisition::Stated { quantity, of } => Approach::Stated { quantity: quantity.clone(), of: of.clone() },
        Acquisition::Events { gate, statistic } => {
            let statistic = match statistic {
                EventStatistic::Percent { of } => EventsTaken::Percent(of.map(name)),
                EventStatistic::Count => EventsTaken::Count,
                EventStatistic::Concentration => EventsTaken::Concentration,
                EventStatistic::Median { channel } => EventsTaken::Median(channel.clone()),
            };
            let compensated = spec.compensation == Some(Compensation::FromFile);
            Approach::Events { gate: name(*gate), statistic, compensated }
        }
    }
}

/// The gates that a value from events rests on: each once, behind those that it uses.
fn gates(spec: &Specification, from: &Acquisition) -> Vec<GateSaid> {
    let Acquisition::Events { gate, statistic } = from else { return Vec::new() };
    let mut used = Vec::new();
    collect(spec, *gate, &mut used);
    if let EventStatistic::Percent { of: Some(of) } = statistic {
        collect(spec, *of, &mut used);
    }
    used.sort_unstable();
    used.into_iter().filter_map(|index| spec.gates.get(index)).map(|gate| gate_said(spec, gate)).collect()
}

/// A gate uses earlier ones only, so this ends.
fn collect(spec: &Specification, index: usize, used: &mut Vec<usize>) {
    let Some(gate) = spec.gates.get(index).filter(|_| !used.contains(&index)) else { return };
    used.push(index);
    let members = match &gate.geometry {
        Geometry::All(members) | Geometry::Any(members) => members.as_slice(),
        Geometry::Not(member) => std::slice::from_ref(member),
        Geometry::Ranges(_) | Geometry::Polygon { .. } => &[],
    };
    gate.within.iter().chain(members).for_each(|earlier| collect(spec, *earlier, used));
}

fn gate_said(spec: &Specification, gate: &Gate) -> GateSaid {
    let name = |index: &usize| spec.gates.get(*index).map_or_else(|| "?".to_owned(), |gate| gate.name.clone());
    let axis = |axis: &Axis| AxisSaid { channel: axis.channel.clone(), scale: scale(axis.scale) };
    let bound = |bound: &Option<Bound>| {
        bound.as_ref().map(|bound| match bound {
            Bound::At(at) => BoundSaid::At(at.to_string()),
            Bound::Quantile { p, control } => BoundSaid::Quantile { percent: percent(*p), control: control.clone() },
        })
    };
    let encloses = match &gate.geometry {
        Geometry::Ranges(ranges) => {
            Enclosed::Ranges(ranges.iter().map(|(on, above, below)| (axis(on), bound(above), bound(below))).collect())
        }
        Geometry::Polygon { x, y, vertices } => Enclosed::Polygon {
            x: axis(x),
            y: axis(y),
            corners: vertices.iter().map(|(x, y)| format!("({x}, {y})")).collect(),
        },
        Geometry::All(members) => Enclosed::All(members.iter().map(name).collect()),
        Geometry::Any(members) => Enclosed::Any(members.iter().map(name).collect()),
        Geometry::Not(member) => Enclosed::Not(name(member)),
    };
    GateSaid { name: gate.name.clone(), within: gate.within.as_ref().map(name), encloses }
}

fn scale(scale: Scale) -> String {
    match scale {
        Scale::Linear => "linear".to_owned(),
        Scale::Log { t, m } => format!("log(T={t}, M={m})"),
        Scale::Logicle { t, w, m, a } => format!("logicle(T={t}, W={w}, M={m}, A={a})"),
        Scale::Arcsinh { t, m, a } => format!("arcsinh(T={t}, M={m}, A={a})"),
    }
}

/// A probability in percent, with the digits it was written with.
fn percent(p: f64) -> String {
    let exact = Exact::from_f64_shortest(p).map(|p| &p * &Exact::from_i64(100));
    exact.map_or_else(|| p.to_string(), |percent| percent.to_decimal_string(12).0)
}

/// From determinations to the outcome.
fn value_rules(spec: &Specification, test: &Test, measured: &Measured, rules: &mut Vec<Rule>) {
    if measured.origin == Origin::Delivered {
        rules.push(Rule::Reportable(plan(&measured.plan)));
    }
    let is_number = |one: &Alternative| !matches!(one.criterion, Criterion::Qualitative(_));
    if measured.accept.iter().any(is_number) {
        rules.push(Rule::Unit(measured.unit.to_string()));
    }
    let gates = measured.from.as_ref().map(|from| gates(spec, from)).unwrap_or_default();
    if !gates.is_empty() {
        rules.push(Rule::Gates(gates));
    }
    // Of events the way says it.
    if !matches!(measured.from, Some(Acquisition::Events { .. })) {
        rules.extend(measured.of.clone().map(Rule::Denominator));
    }
    let criteria = || measured.accept.iter().chain(&measured.shelf_life);
    if criteria().any(|one| matches!(one.criterion, Criterion::Numeric(_) | Criterion::Label(_))) {
        rules.push(Rule::Rounding { rule: test.rounding, to: rounded_to(test.rounding, criteria()) });
        rules.push(Rule::Decision(decision(measured.decide)));
        rules.push(Rule::Censored(measured.censored));
    }
    rules.extend(measured.uncertainty.as_ref().map(|stated| Rule::Uncertainty(uncertainty(stated))));
    rules.extend(measured.loq.as_ref().map(|loq| Rule::QuantitationLimit(quantity(loq))));
    rules.extend(measured.individual.as_ref().map(|limits| Rule::Individual(window(limits))));
    rules.extend(measured.alert.as_ref().map(|limits| Rule::Alert(window(limits))));
    rules.extend(measured.action.as_ref().map(|limits| Rule::Action(window(limits))));
}

/// When a value has standing.
fn run_rules(spec: &Specification, measured: &Measured, rules: &mut Vec<Rule>) {
    rules.extend(measured.range.as_ref().map(|limits| Rule::Range(window(limits))));
    rules.extend(measured.linear_range.as_ref().map(|limits| Rule::LinearRange(window(limits))));
    if let Some(ceiling) = &measured.plausible {
        rules.push(Rule::Ceiling {
            size: id(spec, ceiling.size),
            density: quantity(&ceiling.density),
            protein_share: format!("{} %", ceiling.protein_share.pretty()),
        });
    }
    let checks =
        |checks: &[ValidityCheck]| checks.iter().map(|check| run_check(spec, measured, &check.check)).collect();
    if !measured.valid_if.is_empty() {
        rules.push(Rule::ValidIf(checks(&measured.valid_if)));
    }
    if !measured.requires.is_empty() {
        rules.push(Rule::Requires(checks(&measured.requires)));
    }
    rules.extend(measured.final_after_days.map(Rule::FinalAfter));
    rules.extend(measured.skip.as_ref().map(|skip| Rule::Periodic {
        every: skip.every,
        from: skip.from.clone(),
        justification: skip.justification.clone(),
    }));
    if !measured.second_stage.is_empty() {
        rules.push(Rule::SecondStage(measured.second_stage.iter().map(|index| id(spec, *index)).collect()));
    }
    rules.extend(measured.retest.as_ref().map(|retest| Rule::Retest(plan(retest))));
}

/// What the line is worth, and what it rests on.
fn standing(spec: &Specification, test: &Test) -> Vec<Standing> {
    let mut standing = vec![Standing::Required(test.required)];
    standing.extend(test.panel.map(|panel| Standing::DecidedBy(id(spec, panel))));
    let delivered = matches!(&test.assessment, Assessment::Measured(measured) if measured.origin == Origin::Delivered);
    if delivered {
        standing.push(Standing::Waivable(!test.never_waive));
    }
    if !test.columns.is_empty() {
        standing.push(Standing::AlsoCalled(test.columns.clone()));
    }
    standing.extend(test.text.clone().map(Standing::Verbatim));
    let source = test.source.and_then(|index| spec.references.get(index));
    standing.push(Standing::Source(source.map(|source| {
        [Some(source.key.clone()), Some(source.title.clone()), source.place.clone(), source.doi.clone()]
    })));
    standing.push(Standing::Evidence(test.evidence));
    standing.push(Standing::Rationale(test.rationale.as_deref().map(on_one_line)));
    for parameter in spec.unset_parameters() {
        if names(test, &parameter.name) {
            standing.push(Standing::OpenParameter(parameter.name.clone(), parameter.why.as_deref().map(on_one_line)));
        }
    }
    standing
}

/// Whether the criteria of a test name a parameter that has no value.
fn names(test: &Test, parameter: &str) -> bool {
    let Assessment::Measured(measured) = &test.assessment else { return false };
    let criteria = measured.accept.iter().chain(&measured.shelf_life).map(|one| &one.text);
    let limits = [&measured.individual, &measured.alert, &measured.action].into_iter().flatten().map(|one| &one.text);
    criteria.chain(limits).any(|text| text.contains(&format!("{{{parameter}}}")))
}

fn id(spec: &Specification, index: usize) -> String {
    spec.tests.get(index).map_or_else(|| "?".to_owned(), |test| test.id.clone())
}

fn statement(spec: &Specification, of: &crate::spec::Statement) -> Statement {
    use crate::spec::Statement as Stated;
    let each = |parts: &[Stated]| parts.iter().map(|part| statement(spec, part)).collect();
    match of {
        Stated::Member(index) => Statement::Member(id(spec, *index)),
        Stated::All(parts) => Statement::All(each(parts)),
        Stated::AtLeast(least, parts) => Statement::AtLeast(*least, each(parts)),
        Stated::NoneOf(parts) => Statement::NoneOf(each(parts)),
    }
}

fn conditionals(spec: &Specification, test: &Test, alternatives: &[Alternative]) -> Vec<Conditional> {
    let one = |one: &Alternative| Conditional {
        when: one.when.clone(),
        demand: demand(&one.criterion, claim(spec, test)),
        written: one.text.clone(),
    };
    alternatives.iter().map(one).collect()
}

/// The label claim of the specification for a test.
fn claim(spec: &Specification, test: &Test) -> Option<String> {
    spec.label.iter().find(|(attribute, _)| *attribute == test.id).map(|(_, claim)| quantity(claim))
}

/// What a criterion demands; `claim` is the label claim of the specification, where it has one.
pub fn demand(criterion: &Criterion, claim: Option<String>) -> Demand {
    match criterion {
        Criterion::Numeric(limits) => Demand::Window(window(limits)),
        Criterion::Label(limits) => Demand::OfLabel { window: window(limits), claim },
        Criterion::Qualitative(expected) => observed(expected),
        Criterion::Report => Demand::Reported,
    }
}

fn observed(expected: &Expected) -> Demand {
    match expected {
        Expected::Negative => Demand::Negative,
        Expected::Positive => Demand::Positive,
        Expected::Complies => Demand::Complies,
        Expected::OneOf(texts) => Demand::OneOf(texts.clone()),
    }
}

fn window(limits: &Limits) -> Window {
    let end = |limit: &Limit| End { number: limit.written.pretty(), inclusive: limit.inclusive };
    Window {
        lower: limits.lower.as_ref().map(end),
        upper: limits.upper.as_ref().map(end),
        unit: limits.unit.to_string(),
        written: limits.text.clone(),
    }
}

/// How determinations become a value.
pub fn plan(plan: &Plan) -> Replicates {
    let levels = plan
        .levels
        .as_ref()
        .map(|levels| [(levels.outer.clone(), levels.outer_count), (levels.inner.clone(), levels.inner_count)]);
    Replicates { summary: plan.summary, count: plan.count, levels }
}

/// To what the value is rounded for each limit, each once.
fn rounded_to<'a>(rule: RoundingRule, criteria: impl Iterator<Item = &'a Alternative>) -> Vec<RoundedTo> {
    let mut all: Vec<RoundedTo> = Vec::new();
    for one in criteria {
        let (Criterion::Numeric(limits) | Criterion::Label(limits)) = &one.criterion else { continue };
        for limit in limits.lower.iter().chain(&limits.upper) {
            if let Some(to) = one_rounded_to(rule, &limit.written).filter(|to| !all.contains(to)) {
                all.push(to);
            }
        }
    }
    all
}

fn one_rounded_to(rule: RoundingRule, limit: &Decimal) -> Option<RoundedTo> {
    match rule {
        RoundingRule::PhEur if !limit.is_zero() => Some(RoundedTo::Figures(limit.significant_digits())),
        RoundingRule::Usp | RoundingRule::PhEur | RoundingRule::Chp => Some(RoundedTo::Place(last_place(limit))),
        RoundingRule::Gbt8170Full | RoundingRule::None => None,
    }
}

/// One unit of the last written digit of a limit: `0.01`, `0.1×10^10`.
pub fn last_place(limit: &Decimal) -> String {
    let unit = Exact::pow10(limit.last_place());
    let text = format_at_place(&unit, limit.last_place(), limit.notation());
    match limit.notation() {
        Notation::Plain => text,
        Notation::Scientific(_) => text.replace('e', "×10^"),
    }
}

/// How a value becomes an outcome.
pub fn decision(rule: DecisionRule) -> Decision {
    match rule {
        DecisionRule::Simple => Decision::Simple,
        DecisionRule::Guarded { ratio } => Decision::Guarded(ratio.pretty()),
        DecisionRule::FourZone { ratio } => Decision::FourZone(ratio.pretty()),
        DecisionRule::ConformanceProbability { minimum } => Decision::ConformanceProbability(minimum.pretty()),
        DecisionRule::ConfidenceBound { confidence } => Decision::ConfidenceBound(confidence.pretty()),
        DecisionRule::Tolerance { content, confidence } => {
            Decision::Tolerance { content: content.pretty(), confidence: confidence.pretty() }
        }
    }
}

/// Measurement uncertainty as stated.
pub fn uncertainty(stated: &Uncertainty) -> StatedUncertainty {
    let size = match &stated.amount {
        UncertaintyAmount::Relative(percent) => UncertaintySize::Relative(percent.pretty()),
        UncertaintyAmount::Absolute(amount) => UncertaintySize::Absolute(quantity(amount)),
        UncertaintyAmount::Replicates => UncertaintySize::Replicates,
        UncertaintyAmount::Counting => UncertaintySize::Counting,
        UncertaintyAmount::Bootstrap => UncertaintySize::Bootstrap,
    };
    // The word of a size that is not stated is no origin.
    let origin = stated.origin.clone().filter(|_| stated.amount.word().is_none());
    StatedUncertainty { size, coverage_factor: stated.coverage_factor.pretty(), origin }
}

fn run_check(spec: &Specification, measured: &Measured, check: &Check) -> RunCheck {
    match check {
        Check::Spread(spread, limits, among) => {
            RunCheck::Scatter { spread: *spread, among: scattering(&measured.plan, *among), window: window(limits) }
        }
        Check::Control { role, name, each, expect } => {
            let shows = match expect {
                ControlExpectation::Numeric(limits) => Shown::Window(window(limits)),
                ControlExpectation::OfSample(limits) => Shown::OfSample(window(limits)),
                ControlExpectation::Qualitative(expected) => Shown::Demand(observed(expected)),
            };
            RunCheck::Control { role: *role, name: name.clone(), each: *each, shows }
        }
        Check::SterilitySample { tested, batch, scheme } => {
            let batch = spec.facts.get(*batch).map_or_else(|| "?".to_owned(), |(name, _)| name.clone());
            RunCheck::Containers { tested: tested.clone(), batch, scheme: *scheme }
        }
    }
}

fn scattering(plan: &Plan, among: Among) -> Scattering {
    match (&plan.levels, among) {
        (Some(levels), Among::Inner) => Scattering::Within(levels.inner.clone(), levels.outer.clone()),
        (Some(levels), Among::Outer) => Scattering::Between(levels.outer.clone()),
        (_, Among::All) | (None, _) => Scattering::Determinations,
    }
}

/// A text of several lines as part of a sentence.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn quantity(quantity: &Quantity) -> String {
    with_unit(&quantity.value.pretty(), &quantity.unit)
}

fn with_unit(number: &str, unit: &Unit) -> String {
    match unit.to_string() {
        unit if unit.is_empty() => number.to_owned(),
        unit => format!("{number} {unit}"),
    }
}
