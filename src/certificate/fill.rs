//! From a judged lot, the laboratory and the certificate facts to what a certificate says.

use super::criterion;
use super::facts::Facts;
use super::lab::{Lab, Manufacturer, Statement};
use super::model::*;
use super::notation;
use super::open;
use super::profile::{Languages, Meaning, Profile};
use super::remark;
use super::stamp::Stamp;
use super::terms::{self, TERMINOLOGY_VERSION};
use super::test_line;
use super::unsigned;
use super::unused_runs::NOT_SHOWN;
use super::words::Words;
use crate::data::{Determination, Unused, UnusedRun};
use crate::dosing::Route;
use crate::expiry::LabelDate;
use crate::explanation::life::{self, ExpirySaid};
use crate::finding::{Finding, Severity};
use crate::judge::{
    CorrectedBeside, ExpiryReport, LotReport, NOT_DUE_FOR_PERIODIC_TEST, Outcome, Point, RELEASE_NOT_JUDGED,
    ROWS_OF_ANOTHER_STAGE, TEST_WAIVED, TestReport, Use, Verdict, Waiver, corrected_beside,
};
use crate::lookalike;
use crate::quantity::Decimal;
use crate::report::{asides, wording};
use crate::spec::{Parameter, ProductKind, Status};
use jiff::civil::Date;
use std::sync::Arc;

/// What a certificate is made from.
#[derive(Clone, Copy, Debug)]
pub struct Material<'m> {
    /// The judged lot.
    pub lot: &'m LotReport<'m>,
    /// Names of the result files, by the position that determinations carry.
    pub files: &'m [Arc<str>],
    /// Runs of instrument files that the results do not rest on.
    pub unused: &'m [UnusedRun],
    /// The laboratory, where there is a file of it.
    pub lab: Option<&'m Lab>,
    /// The certificate facts of the lot.
    pub facts: &'m Facts,
    /// The waivers of the run.
    pub waivers: &'m [Waiver],
    /// Whose mandatory fields are asked for.
    pub profile: Profile,
    /// Languages of the print.
    pub languages: Languages,
    /// The day of judgement.
    pub as_of: Date,
}

impl Material<'_> {
    /// A text of the facts, else a fact about the product from the specification.
    fn product(&self, key: &str) -> Option<Words> {
        let own = self.facts.words(&format!("product.{key}")).cloned();
        // What a template leaves to the sponsor is not there.
        let of_spec = || self.lot.spec.product_fact(key).filter(|text| *text != "sponsor to set").map(Words::same);
        own.or_else(of_spec)
    }

    fn words(&self, key: &str) -> Option<Words> {
        self.facts.words(key).cloned()
    }

    fn stamp(&self, key: &str) -> Option<String> {
        self.facts.stamp(key).map(|stamp| stamp.text.clone())
    }

    /// A moment of the facts, else the day of judgement.
    fn stamp_or_today(&self, key: &str) -> String {
        self.stamp(key).unwrap_or_else(|| Stamp::day(self.as_of).text)
    }
}

/// What the certificate says, but for missing fields and the files of the run.
pub(super) fn content(of: &Material<'_>) -> Content {
    let lot = of.lot;
    let document = of.profile.document_of(of.lot.verdict == Verdict::Conforms);
    let tests: Vec<TestLine> = lot.tests.iter().map(|test| test_line::line(of, test)).collect();
    let chinese_prevails = of.lab.and_then(|lab| lab.chinese_prevails).unwrap_or(of.profile == Profile::Cn);
    Content {
        title: Words::of(document.title()),
        document,
        profile: of.profile.as_str().to_owned(),
        language: of.languages.as_str().to_owned(),
        authoritative: if chinese_prevails { "zh" } else { "en" }.to_owned(),
        number: number(of),
        issued: of.stamp_or_today("issued"),
        evaluated: of.stamp_or_today("evaluated"),
        replaces: replaces(of),
        laboratory: laboratory(of),
        requester: requester(of),
        manufacturer: of.lab.and_then(|lab| lab.manufacturer.as_ref()).map(maker),
        authorisation: of.facts.name("authorisation").map(str::to_owned),
        product: product(of),
        provenance: provenance(of),
        lot: the_lot(of),
        sample: sample(of),
        specification: specification(of),
        stage: stage(of),
        intended_use: of.facts.intended_use.map(|intended| intended.as_str().to_owned()),
        external: external(of, &tests),
        tests,
        history: lot.tests.iter().flat_map(|test| history(of, test)).collect(),
        runs_not_used: runs_not_used(of),
        deviations: deviations(of),
        not_performed: not_performed(of),
        comments: of.facts.comments.clone(),
        conclusion: conclusion(of),
        statements: statements(of, chinese_prevails),
        certification: certification(of),
        signatories: signatories(of),
        missing: Vec::new(),
        record: Record {
            tool: "evqc".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            tool_sha256: env!("EVQC_SOURCE_SHA256").to_owned(),
            as_of: of.as_of.to_string(),
            terminology: TERMINOLOGY_VERSION.to_owned(),
            inputs: Vec::new(),
            configuration: Configuration::default(),
            layout: of.lab.and_then(|lab| lab.layout.version.clone()),
        },
    }
}

fn number(of: &Material<'_>) -> Option<String> {
    let own = of.facts.name("number").map(str::to_owned);
    let filled = |pattern: &String| {
        pattern
            .replace("{spec}", &of.lot.spec.id)
            .replace("{version}", &of.lot.spec.version)
            .replace("{date}", &of.as_of.to_string())
            // Last, so that braces in a lot id fill in nothing.
            .replace("{lot}", of.lot.lot)
    };
    own.or_else(|| of.lab?.number.as_ref().map(filled))
}

fn replaces(of: &Material<'_>) -> Option<Replaced> {
    let stated = of.facts.replaces.as_ref()?;
    Some(Replaced {
        number: stated.number.clone(),
        date: stated.date.as_ref().map(|stamp| stamp.text.clone()),
        content_sha256: None,
        reason: stated.reason.clone(),
        changes: stated.changes.clone(),
        found: Vec::new(),
    })
}

fn laboratory(of: &Material<'_>) -> Laboratory {
    let lab = of.lab;
    Laboratory {
        name: lab.and_then(|lab| lab.name.clone()),
        address: lab.and_then(|lab| lab.address.clone()),
        contact: lab.and_then(|lab| lab.contact.clone()),
        place_of_testing: lab.and_then(|lab| lab.place_of_testing.clone()),
    }
}

fn requester(of: &Material<'_>) -> Option<Words> {
    let stated = of.words("requester")?;
    Some(if stated == Words::same("internal") { Words::of(&terms::INTERNAL) } else { stated })
}

fn maker(of: &Manufacturer) -> Maker {
    let site = |site: &super::lab::Site| MakerSite {
        name: site.name.clone(),
        address: site.address.clone(),
        activity: site.activity.clone(),
        licence: site.licence.clone(),
    };
    Maker {
        name: of.name.clone(),
        address: of.address.clone(),
        licence: of.licence.clone(),
        sites: of.sites.iter().map(site).collect(),
    }
}

fn product(of: &Material<'_>) -> Product {
    Product {
        name: of.product("name"),
        vesicle: of.product("vesicle"),
        kind: of.lot.spec.stated_kind().map(|kind| kind.as_str().to_owned()),
        strength: of.product("strength"),
        strength_basis: of.product("strength_basis"),
        dosage_form: of.product("dosage_form"),
        route: of.product("route").map(route_in_chinese),
        container: of.product("container"),
        fill_volume: of.product("fill_volume"),
        pack_size: of.product("pack_size"),
        storage: of.product("storage"),
        shipping: of.product("shipping"),
        in_use: of.product("in_use"),
    }
}

/// Routes that are stated in one language, in both.
fn route_in_chinese(stated: Words) -> Words {
    let each: Option<Vec<Words>> = stated
        .en
        .trim_matches(['[', ']'])
        .split(',')
        .map(|route| Some(Words::new(route.trim(), Route::parse(route)?.in_chinese())))
        .collect();
    let is_translated = !stated.is_same() || stated.zh.chars().any(lookalike::is_chinese);
    each.filter(|_| !is_translated).map_or(stated, |routes| Words::join(&routes, ", ", "、"))
}

fn provenance(of: &Material<'_>) -> Provenance {
    let said = |key: &str| of.words(&format!("provenance.{key}"));
    let source = of.lot.spec.product_fact("source").map(Words::same);
    Provenance {
        parent_cell: said("parent_cell").or(source),
        tissue: said("tissue"),
        donor: said("donor"),
        bank: said("bank"),
        passage: said("passage"),
        medium: said("medium"),
        isolation: said("isolation"),
        buffer: said("buffer"),
        lineage: of.lot.facts.map(|facts| facts.parents.clone()).unwrap_or_default(),
        lineage_not_judged: of.lot.parents_not_judged.clone(),
    }
}

fn the_lot(of: &Material<'_>) -> Lot {
    let facts = of.lot.facts;
    let expiry = of.lot.life.as_ref().and_then(|life| life.expiry.as_ref());
    let manufactured = facts.and_then(|facts| facts.manufactured).or(of.facts.manufactured);
    // The label of the lot as it is written; the rule gives the day where the lot has no label.
    let stated = expiry.and_then(|expiry| expiry.stated).map(|label| label.to_string());
    let last_day = expiry.and_then(|expiry| expiry.last_day).map(|day| day.to_string());
    Lot {
        id: of.lot.lot.to_owned(),
        repacker_lot: of.facts.name("batch.repacker_lot").map(str::to_owned),
        size: of.words("batch.size"),
        containers: of.facts.containers,
        manufactured: manufactured.map(|day| day.to_string()),
        manufacture_rule: of.words("batch.manufacture_rule"),
        expiry: stated.or(last_day),
        expiry_rule: expiry.and_then(|expiry| expiry.rule.clone()),
        expiry_rule_words: expiry.and_then(|expiry| rule_with_start(of, expiry)),
        expiry_from: expiry.and_then(counted_from),
        retest: expiry.and_then(|expiry| expiry.retest).map(|day| day.to_string()),
        label: label(of),
    }
}

/// The rule of the expiry date with the day that it counts from: `shelf life 18 months from filling 2026-01-30, last day anniversary`.
fn rule_with_start(of: &Material<'_>, expiry: &ExpiryReport) -> Option<Words> {
    let rule = expiry.rule.as_deref()?;
    let said = life::life(of.lot.spec)?.expiry?;
    let named = |id: &String| {
        let test = of.lot.spec.tests.iter().find(|test| test.id == *id);
        test.map_or_else(|| Words::same(id), |test| test_line::bare_test_name(of, test))
    };
    let tests = Words::join(&said.reexamine.iter().map(named).collect::<Vec<_>>(), ", ", "、");
    let chinese =
        ExpirySaid { reexamine: said.reexamine.first().map(|_| tests.zh).into_iter().collect(), ..said.clone() };
    let alone = Words::new(rule, life::expiry_in_chinese(&chinese));
    let words = match (counted_from(expiry), expiry.start) {
        (Some(from), Some((event, _))) => match rule.split_once(&format!(", from {},", event.noun())) {
            Some((before, behind)) => {
                let behind = behind.replacen("last day: day before", "last day the day before", 1);
                let behind = behind.replacen("last day: ", "last day ", 1);
                // Parents stand behind the start.
                let (start, parents) = from.en.split_once("; ").unwrap_or((&*from.en, ""));
                let parents = if parents.is_empty() { String::new() } else { format!("; {parents}") };
                Words::new(format!("{before} from {start},{behind}{parents}"), format!("{}；{}", alone.zh, from.zh))
            }
            None => Words::join(&[alone, from], "; ", "；"),
        },
        _ => alone,
    };
    Some(words.then(&Words::new(beyond_the_rule(&said, &tests.en), "")).then(&label_before_rule(expiry)))
}

/// That the date on the label is earlier than the rule gives, and what that gives.
fn label_before_rule(expiry: &ExpiryReport) -> Words {
    let label = expiry.stated.and_then(LabelDate::last_day);
    match expiry.by_rule.filter(|by_rule| label.is_some_and(|label| label < *by_rule)) {
        Some(day) => Words::new(
            format!("; the rule gives {day}, and the label an earlier day"),
            format!("；按规则为 {day}，标签所载日期较早"),
        ),
        None => Words::default(),
    }
}

/// What the rule leaves to the specification, in English: the tests of a re-examination, and how long a parent lot may be used.
fn beyond_the_rule(said: &ExpirySaid, tests: &str) -> String {
    let tests = if tests.is_empty() { "every required test" } else { tests };
    let again = said.retest.as_ref().map(|_| format!("; examined again by {tests}"));
    let parents = said.parents.as_ref().map(|(life, from, last_day)| {
        format!("; a parent lot may be used for {life} from {}, last day: {}", from.noun(), last_day.as_str())
    });
    again.into_iter().chain(parents).collect()
}

/// The day that the rule of the expiry date counts from, and the last day of each parent lot.
fn counted_from(expiry: &ExpiryReport) -> Option<Words> {
    let (event, day) = expiry.start?;
    let day = day.map_or_else(|| terms::NO_RESULT.en.to_owned(), |day| day.to_string());
    let start = Words::new(format!("{} {day}", event.noun()), format!("{} {day}", life::event_in_chinese(event)));
    let parents = expiry.by_parents.iter().map(|(lot, last)| {
        let (parent, until) = (&terms::LINEAGE, &terms::UNTIL);
        Words::new(
            format!("{} {lot} {} {last}", parent.en, until.en),
            format!("{} {lot} {} {last}", parent.zh, until.zh),
        )
    });
    Some(Words::join(&std::iter::once(start).chain(parents).collect::<Vec<_>>(), "; ", "；"))
}

/// The label claims: those of the lot, and of the specification where the lot states none.
pub(super) fn claims<'m>(of: &Material<'m>) -> Vec<&'m (String, crate::spec::Quantity)> {
    let of_lot = of.lot.facts.map_or(&[][..], |facts| &facts.label);
    let unclaimed = of.lot.facts.map_or(&[][..], |facts| &facts.unclaimed);
    let of_spec = of.lot.spec.label.iter().filter(|(name, _)| {
        !of_lot.iter().any(|(own, _)| own == name) && !unclaimed.iter().any(|(own, _)| own == name)
    });
    of_lot.iter().chain(of_spec).collect()
}

fn label(of: &Material<'_>) -> Vec<NamedText> {
    let text = |(name, claim): &(String, crate::spec::Quantity)| NamedText {
        name: match of.lot.spec.tests.iter().find(|test| test.id == *name) {
            Some(test) => test_line::bare_test_name(of, test),
            None => Words::same(name),
        },
        text: notation::claim(claim),
    };
    claims(of).into_iter().map(text).collect()
}

fn sample(of: &Material<'_>) -> Sample {
    let mut ids = of.facts.samples.clone();
    if ids.is_empty() {
        for row in of.lot.determinations.iter().filter(|row| !row.sample.is_empty()) {
            if !ids.iter().any(|known| known == row.sample) {
                ids.push(row.sample.to_owned());
            }
        }
    }
    Sample {
        ids,
        plan: of.words("sample.plan"),
        sampled: of.stamp("sample.sampled"),
        quantity: of.words("sample.quantity"),
        received: of.stamp("sample.received"),
        condition: of.words("sample.condition"),
    }
}

fn specification(of: &Material<'_>) -> SpecificationNamed {
    let spec = of.lot.spec;
    SpecificationNamed {
        id: spec.id.clone(),
        version: spec.version.clone(),
        title: spec.title.clone(),
        status: spec.status.as_str().to_owned(),
        effective: spec.effective.map(|day| day.to_string()),
        // A draft has been approved by nobody, whatever the facts say.
        approver: of.words("approver").filter(|_| spec.status != Status::Draft),
        sha256: spec.sha256.clone(),
        parameters: spec
            .parameters
            .iter()
            .filter(|one| one.set)
            .filter_map(|one| parameter(of, one))
            .chain(dilution(of))
            .collect(),
    }
}

/// A parameter that was set for the run.
fn parameter(material: &Material<'_>, of: &Parameter) -> Option<ParameterStated> {
    let value = wording::quantity(of.value.as_ref()?);
    let record = material.facts.parameters.iter().find(|one| one.name == of.name).map(|one| one.record.clone());
    Some(ParameterStated {
        name: of.name.clone(),
        value,
        specification: of.stated.as_ref().map(wording::quantity),
        record,
    })
}

/// The name of the dilution factor that the command gives to runs whose files record none.
pub(super) const DILUTION: &str = "dilution";

/// That factor, where a value of the lot was computed with it.
fn dilution(of: &Material<'_>) -> Option<ParameterStated> {
    let factor = of.lot.determinations.iter().find_map(dilution_of_run)?;
    let record = of.facts.parameters.iter().find(|one| one.name == DILUTION).map(|one| one.record.clone());
    Some(ParameterStated { name: DILUTION.to_owned(), value: factor.pretty(), specification: None, record })
}

/// The dilution factor that the command gave for a value.
pub(super) fn dilution_of_run(row: &Determination<'_>) -> Option<Decimal> {
    row.details.as_deref().filter(|_| row.fault.is_none())?.dilution_of_run()
}

impl ParameterStated {
    /// Whether the run has another value than the specification. One that is written with other digits is another, since
    /// results are rounded to them.
    pub fn is_overridden(&self) -> bool {
        self.specification.as_ref().is_some_and(|stated| *stated != self.value)
    }

    /// Whether the specification leaves the value to the run, and nobody says where it is recorded that this one holds.
    pub fn is_without_record(&self) -> bool {
        self.specification.is_none() && self.record.is_none()
    }

    /// What was set, beside what the specification says.
    pub fn words(&self) -> Words {
        let filled = |term: &terms::Term, value: &str| {
            Words::new(term.en.replace("{value}", value), term.zh.replace("{value}", value))
        };
        let stated = self.specification.as_ref();
        let stated = stated.map_or_else(
            || Words::of(&terms::SPECIFICATION_LEAVES),
            |stated| filled(&terms::SPECIFICATION_SAYS, stated),
        );
        let set = Words::same(format!("{} ", self.name)).then(&filled(&terms::SET_FOR_RUN, &self.value));
        let record = self.record.as_ref().map(|record| filled(&terms::RECORDED_IN, record));
        let parts: Vec<Words> = [set, stated].into_iter().chain(record).collect();
        Words::join(&parts, ", ", "，")
    }
}

/// The part of the specification that was judged.
fn scope_in_words(scope: &str) -> Words {
    Words::new(scope, wording::scope_in_chinese(scope))
}

/// The stage that was judged: release, and each kind of time point that the lot has results at (field 18).
fn stage(of: &Material<'_>) -> Words {
    if let Some(scope) = &of.lot.scope {
        return scope_in_words(scope);
    }
    let kinds = [&terms::RELEASE_TESTING, &terms::STABILITY_POINT, &terms::IN_USE_POINT];
    let kind = |test: &TestReport<'_>| match test.point {
        Point::Release => kinds[0],
        Point::Stability { .. } => kinds[1],
        Point::InUse { .. } => kinds[2],
    };
    let judged = || of.lot.tests.iter().filter(|test| test.outcome != Outcome::NotApplicable).map(kind);
    let there = kinds.into_iter().filter(|wanted| judged().any(|kind| kind == *wanted));
    Words::join(&there.map(Words::of).collect::<Vec<_>>(), "; ", "；")
}

/// Every value that was contested, invalidated or repeated, or that led to no pass, beside those that counted; a first stage
/// that is not met led to none, whatever the second one says.
fn history(of: &Material<'_>, test: &TestReport<'_>) -> Vec<HistoryEntry> {
    let contested = |row: &Determination<'_>, used| wording::is_set_aside(used) || wording::is_investigated(row);
    let repeated = of.lot.determinations_of(test).any(|(row, used)| contested(row, used));
    let invalid = test.outcome == Outcome::Invalid;
    let pending = test.outcome == Outcome::Pending;
    let unmet = invalid
        || remark::is_first_stage(test)
        || matches!(test.outcome, Outcome::Fail | Outcome::Inconclusive | Outcome::NotEvaluable | Outcome::Missing);
    let told = |row: &Determination<'_>, used| {
        let counted = used == Use::Counted || wording::corrects(row).is_some();
        // A value is no secret for as long as another one is awaited.
        let beside_awaited = pending && used == Use::Unused && test_line::has_value(row);
        wording::is_set_aside(used)
            || beside_awaited
            || ((repeated || unmet) && counted)
            || (invalid && used == Use::Control)
    };
    let name = test_line::name(of, test);
    let rows = of.lot.determinations_of(test).filter(|(row, used)| told(row, *used));
    rows.map(|(row, used)| history_entry(of, test, &name, row, used)).collect()
}

fn history_entry<'m>(
    of: &Material<'m>,
    test: &TestReport<'_>,
    name: &Words,
    row: &Determination<'m>,
    used: Use,
) -> HistoryEntry {
    let some = |text: &str| Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
    let details = row.details.as_deref();
    let correction = wording::corrects(row);
    let print = |number: &Decimal| notation::delivered(number, test);
    let see = of.lot.correction_of(row).map(|new| SeeEntry {
        value: wording::as_read(new, &print),
        file: test_line::bare_name(wording::file_name(new, of.files)).to_owned(),
        line: new.line,
    });
    // No value of an invalid run was used, nor of a test that lacks some.
    let said = match used {
        Use::Counted if test.outcome == Outcome::Invalid => Words::of(criterion::outcome(test.outcome)),
        Use::Counted if test.outcome == Outcome::Missing => Words::of(&terms::USE_INCOMPLETE),
        Use::Unused if test.outcome == Outcome::Pending => Words::of(&terms::USE_INCOMPLETE),
        // A value on which no result rests was not used for one.
        Use::Counted
            if test.reportable.is_none() && matches!(test.outcome, Outcome::Inconclusive | Outcome::NotEvaluable) =>
        {
            Words::of(criterion::outcome(test.outcome))
        }
        Use::Counted if remark::is_first_stage(test) => Words::of(&terms::USE_FIRST_STAGE),
        _ => Words::of(use_term(used)),
    };
    let old = of.lot.corrected_by(row).and_then(|old| old.unit.as_deref());
    let corrects = correction.and_then(|record| some(&wording::corrected(record, old, &print)));
    let beside = of.lot.correction_of(row).map_or_else(Vec::new, |new| corrected_beside(row, new));
    let value = wording::as_read(row, &print);
    HistoryEntry {
        test: test.test.id.clone(),
        name: name.clone(),
        value_words: criterion::observed_known(&value),
        value,
        label: which(of, test, row),
        used: used.as_str().to_owned(),
        words: with_correction(said, see.as_ref(), &beside, corrects.as_deref()),
        reason: details.and_then(|details| some(details.reason)),
        investigation: details.and_then(|details| some(details.investigation)),
        analyst: details.and_then(|details| some(details.analyst)),
        approver: details.and_then(|details| some(details.approver)),
        date: details.and_then(|details| details.date).map(|date| date.to_string()),
        see,
        corrects,
        corrected_by: correction.and_then(|record| some(record.by)),
        corrected_on: correction.and_then(|record| record.on).map(|day| day.to_string()),
    }
}

/// Which control, which sample of several or which determination of a plan of two levels a row is of.
fn which(of: &Material<'_>, test: &TestReport<'_>, row: &Determination<'_>) -> Option<String> {
    let control = row.details.as_deref().map_or("", |details| details.control).trim();
    if !control.is_empty() {
        return Some(control.to_owned());
    }
    let sample = row.sample.trim();
    let is_one_of_several = of.lot.determinations_of(test).any(|(other, _)| other.sample.trim() != sample);
    let sample = Some(sample.to_owned()).filter(|sample| !sample.is_empty() && is_one_of_several);
    let both: Vec<String> = sample.into_iter().chain(of_two_levels(test, row)).collect();
    (!both.is_empty()).then(|| both.join(", "))
}

/// Which determination of a plan of two levels a row is of: `injection 2, capture 1`.
fn of_two_levels(test: &TestReport<'_>, row: &Determination<'_>) -> Option<String> {
    let measured = wording::measured(test)?;
    // The determinations of the original and of the retest may stand on levels of different plans.
    let plans = [test.plan(), Some(&measured.plan), measured.retest.as_ref()];
    let levels = plans.into_iter().flatten().find_map(|plan| plan.levels.as_deref())?;
    let group = row.details.as_deref().map_or("", |details| details.group).trim();
    let [group, replicate] = [(levels.outer_singular(), group), (levels.inner_singular(), row.replicate.trim())]
        .map(|(what, number)| Some(format!("{what} {number}")).filter(|_| !number.is_empty()));
    let both: Vec<String> = group.into_iter().chain(replicate).collect();
    (!both.is_empty()).then(|| both.join(", "))
}

/// How a value was used, with what corrects it and what it corrects: `corrected, see 62 % (results.csv, line 7); corrects 26 %`.
/// What was corrected beside the value stands behind it.
fn with_correction(said: Words, see: Option<&SeeEntry>, beside: &[CorrectedBeside], corrects: Option<&str>) -> Words {
    let place = see.map(|SeeEntry { value, file, line }| {
        let value = criterion::observed(value);
        Words::new(
            format!(" {} ({file}, {} {line})", value.en, terms::LINE.en),
            format!(" {}（{file}，第 {line} {}）", value.zh, terms::LINE.zh),
        )
    });
    let corrects =
        corrects.map(|old| Words::of(&terms::CORRECTS).then(&Words::same(" ")).then(&criterion::observed(old)));
    let beside = beside.iter().filter(|_| see.is_some()).map(|CorrectedBeside { column, before, after }| {
        let none = terms::NO_RESULT.en;
        let text = |text: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
        let (before, after, term) = (text(before), text(after), column_term(column));
        Words::new(
            format!("{} {after} {} {before}", term.en, terms::INSTEAD_OF.en),
            format!("{} {after}，{} {before}", term.zh, terms::INSTEAD_OF.zh),
        )
    });
    let said = place.map_or(said.clone(), |place| said.then(&place));
    let all: Vec<Words> = std::iter::once(said).chain(beside).chain(corrects).collect();
    Words::join(&all, "; ", "；")
}

/// What a column of a results file is called.
pub(super) fn column_term(column: &str) -> &'static terms::Term {
    match column {
        "started" => &terms::DATE_STARTED,
        "date" => &terms::DATE_READ,
        "pulled" => &terms::DATE_PULLED,
        "instrument" => &terms::INSTRUMENT,
        "analyst" => &terms::WHO_TESTED,
        "unit" => &terms::UNIT_OF_VALUE,
        "uncertainty" => &terms::UNCERTAINTY_OF_VALUE,
        "lod" => &terms::DETECTION_LIMIT,
        "loq" => &terms::QUANTITATION_LIMIT,
        "time" => &terms::TIME_POINT,
        "time_unit" => &terms::TIME_UNIT,
        "condition" => &terms::STORED_AT,
        "container" => &terms::CONTAINER_OF_SAMPLE,
        "orientation" => &terms::ORIENTATION,
        _ => &terms::METHOD_OF_VALUE,
    }
}

/// The runs of instrument files that deliver nothing, or not for every test; those of one file that the same is said of
/// together.
fn runs_not_used(of: &Material<'_>) -> Vec<RunsNotUsed> {
    let mut all: Vec<RunsNotUsed> = Vec::new();
    for run in of.unused {
        let one = run_not_used(of, run);
        let same = |known: &&mut RunsNotUsed| {
            (&known.file, &known.sample, &known.words, &known.reason)
                == (&one.file, &one.sample, &one.words, &one.reason)
        };
        match all.iter_mut().find(same) {
            Some(known) => {
                known.runs.extend(one.runs);
                known.values.extend(one.values);
            }
            None => all.push(one),
        }
    }
    all
}

fn run_not_used(of: &Material<'_>, run: &UnusedRun) -> RunsNotUsed {
    // The names come from an instrument, where nobody can change them.
    let name = |text: &str| {
        let shown = if unsigned::of_data(text).is_some() { NOT_SHOWN } else { text.trim() };
        Some(shown.to_owned()).filter(|text| !text.is_empty())
    };
    let (words, test, reason, value) = match &run.why {
        Unused::SetAside(why) => (Words::of(&terms::RUN_SET_ASIDE), None, Some(why.clone()), None),
        Unused::Failed(why) => (Words::of(&terms::RUN_FAILED), None, Some(why.clone()), None),
        Unused::LeftOut { test, value, unit } => {
            let known = of.lot.spec.tests.iter().find(|one| one.id == *test);
            let called = known.map_or_else(|| Words::same(test), |known| test_line::bare_test_name(of, known));
            let left = &terms::RUN_LEFT_OUT;
            let words = Words::new(format!("{} {}", left.en, called.en), format!("{}{}", left.zh, called.zh));
            let value = notation::raised(format!("{value} {unit}").trim_end());
            (words, Some(test.clone()), None, Some(value))
        }
    };
    RunsNotUsed {
        code: run.why.code().to_owned(),
        words,
        file: test_line::bare_name(&run.file).to_owned(),
        runs: name(&run.name).into_iter().collect(),
        sample: name(&run.sample),
        test,
        values: value.into_iter().collect(),
        reason: reason.filter(|reason| !reason.trim().is_empty()),
    }
}

/// How a value was used, in print.
pub(super) fn use_term(used: Use) -> &'static terms::Term {
    match used {
        Use::Counted => &terms::USE_COUNTED,
        Use::Control => &terms::USE_CONTROL,
        Use::Invalidated => &terms::USE_INVALIDATED,
        Use::Contested => &terms::USE_CONTESTED,
        Use::RetestNotCounted => &terms::USE_RETEST,
        Use::Standing => &terms::USE_STANDING,
        Use::Interim => &terms::USE_INTERIM,
        Use::Corrected => &terms::USE_CORRECTED,
        Use::CorrectionNotCounted => &terms::USE_CORRECTION_NOT_COUNTED,
        Use::Duplicate => &terms::USE_DUPLICATE,
        Use::Unused => &terms::USE_UNUSED,
    }
}

fn deviations(of: &Material<'_>) -> Vec<DeviationEntry> {
    let entry = |deviation: &super::facts::Deviation| DeviationEntry {
        reference: deviation.reference.clone(),
        text: deviation.text.clone(),
        tests: deviation.tests.clone(),
    };
    of.facts.deviations.iter().map(entry).collect()
}

/// Every test that was not done, with its authority: the waiver, else the specification (field 29).
fn not_performed(of: &Material<'_>) -> Vec<NotPerformed> {
    let (id, version) = (&of.lot.spec.id, &of.lot.spec.version);
    let optional = |test: &TestReport<'_>| NotPerformed {
        test: test.test.id.clone(),
        name: test_line::name(of, test),
        reason: Words::of(&terms::OPTIONAL_NOT_TESTED),
        authority: Some(Words::same(format!("{id} {version}"))),
    };
    let entry = |test: &TestReport<'_>| match test.outcome {
        Outcome::Waived => waived_test(of, test),
        _ if test_line::is_optional_and_left_out(of.lot, test) => Some(optional(test)),
        _ => None,
    };
    of.lot.tests.iter().filter_map(entry).collect()
}

/// A test that was waived with the reason, and the waiver or the justification of its periodic testing.
fn waived_test(of: &Material<'_>, test: &TestReport<'_>) -> Option<NotPerformed> {
    let reason = test.reasons.iter().find(|one| [&TEST_WAIVED, &NOT_DUE_FOR_PERIODIC_TEST].contains(&one.code))?;
    let waiver = of.waivers.iter().find(|waiver| reason.place.as_ref() == Some(&waiver.place));
    Some(NotPerformed {
        test: test.test.id.clone(),
        name: test_line::name(of, test),
        reason: waiver
            .map_or_else(|| open::said(of, reason.code, &reason.message), |waiver| Words::same(&waiver.reason)),
        authority: waiver.map(authority).or_else(|| periodic(test)),
    })
}

/// The justification of periodic testing.
fn periodic(test: &TestReport<'_>) -> Option<Words> {
    let rule = wording::measured(test)?.skip.as_deref()?;
    Some(Words::same(&rule.justification))
}

/// Document, owner, approver and end of a waiver.
fn authority(waiver: &Waiver) -> Words {
    let named = |term: &'static terms::Term, text: &str| {
        Words::new(format!("{} {text}", term.en), format!("{} {text}", term.zh))
    };
    let mut parts = vec![
        Words::same(&waiver.reference),
        named(&terms::OWNER, &waiver.owner),
        named(&terms::WAIVER_APPROVED, &waiver.approver),
    ];
    parts.extend(waiver.expiry.map(|day| named(&terms::UNTIL, &day.to_string())));
    Words::join(&parts, "; ", "；")
}

fn external(of: &Material<'_>, tests: &[TestLine]) -> Vec<External> {
    let mut all: Vec<External> = Vec::new();
    for line in tests {
        // What does not apply to the stage that was judged has no result, whoever would have delivered it.
        let is_of_stage = line.outcome != Outcome::NotApplicable.as_str();
        let external = line.laboratory.as_ref().filter(|laboratory| laboratory.external && is_of_stage);
        let Some(laboratory) = external else { continue };
        let test = ExternalTest { test: line.id.clone(), name: line.name.clone(), report: laboratory.report.clone() };
        if let Some(known) = all.iter_mut().find(|known| known.name == laboratory.name) {
            known.tests.push(test);
            continue;
        }
        let known = of.lab.and_then(|lab| lab.laboratories.iter().find(|(_, one)| one.name == laboratory.name));
        let address = known.and_then(|(_, one)| one.address.clone());
        all.push(External { name: laboratory.name.clone(), address, tests: vec![test] });
    }
    all
}

/// The conclusion: one sentence where there is one, else what is open (R-107, R-1103).
fn conclusion(of: &Material<'_>) -> Conclusion {
    let lot = of.lot;
    let id = &lot.spec.id;
    let draft = Words::of(&terms::SPECIFICATION_DRAFT);
    let draft = Words::new(format!(" ({})", draft.en), format!("，{}", draft.zh));
    let version = Words::same(&lot.spec.version);
    let version = if lot.spec.status == Status::Draft { version.then(&draft) } else { version };
    let scope = lot.scope.as_deref().map(|scope| Words::new(", ", "，").then(&scope_in_words(scope)));
    let scope = scope.unwrap_or_default();
    let sentence = |en: &str, zh: &str| {
        Words::new(
            format!("The sample {en} with specification {id} version {}{}.", version.en, scope.en),
            format!("结论：本品按 {id}（版本 {}{}）检验，结果{zh}。", version.zh, scope.zh),
        )
    };
    // Criteria that were set for the run are not those of the specification, whatever the verdict.
    let set: Vec<Words> =
        specification(of).parameters.iter().filter(|one| one.is_overridden()).map(ParameterStated::words).collect();
    let sentence = |en: &str, zh: &str| match set.as_slice() {
        [] => sentence(en, zh),
        set => {
            let set = Words::join(set, "; ", "；");
            Words::new(
                format!(
                    "The sample {en} with the criteria of this run, which are not those of specification {id} version {}{}: {}.",
                    version.en, scope.en, set.en
                ),
                format!(
                    "结论：本品按本次评价所设标准检验，结果{zh}；该标准并非 {id}（版本 {}{}）所定：{}。",
                    version.zh, scope.zh, set.zh
                ),
            )
        }
    };
    let statement = match lot.verdict {
        Verdict::Conforms => sentence(terms::COMPLIES.en, terms::COMPLIES.zh).then(&asides(of)),
        Verdict::DoesNotConform => sentence(terms::DOES_NOT_COMPLY.en, terms::DOES_NOT_COMPLY.zh),
        Verdict::NotConcluded | Verdict::NotEvaluable => Words::of(&terms::NO_CONCLUSION),
    };
    let open = if lot.verdict == Verdict::Conforms { Vec::new() } else { against(of) };
    // Where failing tests alone decide, the table shows it.
    let only_fails = lot.verdict == Verdict::DoesNotConform && open.iter().all(|item| item.code.is_none());
    let open = if only_fails { Vec::new() } else { open };
    Conclusion { verdict: lot.verdict.as_str().to_owned(), statement, open }
}

/// What a sentence of conformity rests on and leaves out: the time points of a statement about the shelf life alone, the tests
/// that were not done under a waiver, and those that fail without being required.
fn asides(of: &Material<'_>) -> Words {
    let point = |point| Some(Words::new(wording::point_in_words(point)?, wording::point_in_chinese(point)?));
    let asides = asides::asides(of.lot, point, |test| test_line::name(of, test));
    let said = asides.into_iter().map(|([en, zh], what)| {
        let what = Words::join(&what, "; ", "；");
        Words::new(format!(" {en}: {}.", what.en), format!("{zh}：{}。", what.zh))
    });
    said.fold(Words::default(), |all, one| all.then(&one))
}

/// Everything that keeps a lot from conforming, of its tests and of the lot as a whole. Why a test fails stands in
/// its line.
fn against(of: &Material<'_>) -> Vec<OpenItem> {
    let in_the_way = of.lot.tests.iter().filter(|test| wording::is_in_the_way(test));
    let of_tests = in_the_way.map(|test| {
        let became = Words::of(criterion::outcome(test.outcome));
        let name = test_line::name(of, test);
        let reason = test.reasons.first().filter(|_| test.outcome != Outcome::Fail);
        OpenItem {
            test: Some(test.test.id.clone()),
            text: Words::new(format!("{}: {}", name.en, became.en), format!("{}：{}", name.zh, became.zh)),
            code: reason.map(|reason| reason.code.name.to_owned()),
            detail: reason.map(|reason| open::said(of, reason.code, &reason.message)),
        }
    });
    let decides = |finding: &&Finding| finding.severity() == Severity::Error || finding.code == &RELEASE_NOT_JUDGED;
    let of_lot = of.lot.findings.iter().filter(decides).map(|finding| OpenItem {
        test: None,
        text: open::what(finding.code),
        code: Some(finding.code.name.to_owned()),
        detail: Some(open::said(of, finding.code, &finding.message)),
    });
    of_tests.chain(of_lot).collect()
}

fn statements(of: &Material<'_>, chinese_prevails: bool) -> Vec<Stated> {
    let own = |term| Stated { text: Words::of(term), by: None };
    let mut all: Vec<Stated> = [&terms::ITEMS_TESTED, &terms::COPYING, &terms::NO_DECISION].map(own).into();
    if !of.lot.corrections.is_empty() {
        all.push(own(&terms::DATA_CHANGED));
    }
    if of.lot.findings.iter().any(|finding| finding.code == &ROWS_OF_ANOTHER_STAGE) {
        all.push(own(&terms::ROWS_NOT_JUDGED));
    }
    // Alone, a text has no other that it could prevail over.
    if of.languages == Languages::Both {
        all.push(own(if chinese_prevails { &terms::CHINESE_PREVAILS } else { &terms::ENGLISH_PREVAILS }));
    }
    let of_lab = of.lab.map_or(&[][..], |lab| &lab.statements);
    // Of a lot that does not conform, or has no conclusion, nobody claims anything, as nobody certifies it.
    let conforms = of.lot.verdict == Verdict::Conforms;
    let is_of_profile = |one: &Statement| one.profiles.is_empty() || one.profiles.contains(&of.profile);
    let stands = |one: &&Statement| is_of_profile(one) && (conforms || unsigned::in_statement(&one.text).is_none());
    all.extend(of_lab.iter().filter(stands).map(|one| Stated { text: one.text.clone(), by: one.by.clone() }));
    all
}

/// The certification stands on a batch certificate of a lot that conforms, and nowhere else.
fn certification(of: &Material<'_>) -> Option<Stated> {
    let stands = of.profile == Profile::Annex16Batch && of.lot.verdict == Verdict::Conforms;
    let stated = of.lab?.certification.as_ref().filter(|_| stands)?;
    Some(Stated { text: stated.text.clone(), by: stated.by.clone() })
}

/// Who has to sign, and as what. Of a lot that does not conform, or has no conclusion, nothing is certified: who would certify it
/// approves the report.
fn signatories(of: &Material<'_>) -> Vec<Signing> {
    let all = of.lab.map_or(&[][..], |lab| &lab.signatories);
    let is_withheld = of.profile == Profile::Annex16Batch && of.lot.verdict != Verdict::Conforms;
    let signing = |one: &super::lab::Signatory| Signing {
        name: one.name.clone(),
        function: one.function.clone(),
        meaning: if is_withheld && one.meaning == Meaning::Certified { Meaning::Approved } else { one.meaning }
            .as_str()
            .to_owned(),
    };
    all.iter().map(signing).collect()
}

/// Words for the status of a specification.
pub(super) fn status(status: &str) -> Words {
    let term = match status {
        _ if status == Status::Approved.as_str() => &terms::SPECIFICATION_APPROVED,
        _ if status == Status::Superseded.as_str() => &terms::SPECIFICATION_SUPERSEDED,
        _ if status == Status::Withdrawn.as_str() => &terms::SPECIFICATION_WITHDRAWN,
        _ => &terms::SPECIFICATION_DRAFT,
    };
    Words::of(term)
}

/// Words for the kind of vesicles.
pub(super) fn kind(kind: Option<&str>) -> Words {
    Words::of(match kind {
        Some(kind) if kind == ProductKind::Engineered.as_str() => &terms::ENGINEERED,
        Some(_) => &terms::NATURAL,
        None => &terms::NOT_STATED,
    })
}

impl Mark {
    /// The mark in print.
    pub fn words(self) -> Words {
        Words::of(match self {
            Mark::DoesNotConform => &terms::MARK_NOT_CONFORMING,
            Mark::NotConcluded => &terms::MARK_NOT_CONCLUDED,
            Mark::SpecificationSuperseded => &terms::MARK_SUPERSEDED,
            Mark::SpecificationNotApproved => &terms::MARK_SPECIFICATION,
            Mark::SpecificationOverridden => &terms::MARK_OVERRIDDEN,
            Mark::ParameterNotRecorded => &terms::MARK_PARAMETER,
            Mark::FieldsMissing => &terms::MARK_INCOMPLETE,
            Mark::NobodyApproves => &terms::MARK_NOBODY_APPROVES,
            Mark::NotSigned => &terms::MARK_UNSIGNED,
            Mark::SignatureWithoutMeaning => &terms::MARK_MEANING,
        })
    }
}
