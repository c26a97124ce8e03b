//! What a certificate is refused for: not a draft is made then, since it would say something that cannot be.

use super::codes;
use super::contradict;
use super::delivered;
use super::facts::Facts;
use super::fill::Material;
use super::kind::DocumentKind;
use super::lab::Lab;
use super::model::{Content, Signature, TestLine};
use super::names;
use super::outlived;
use super::persons;
use super::profile::{Meaning, Profile};
use super::pseudonym;
use super::stamp::Stamp;
use super::translated;
use super::unsigned;
use crate::claims;
use crate::expiry::LotEvent;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::judge::{
    LotReport, Outcome, Point, TEST_WAIVED, TestReport, Verdict, before_step, is_of_earlier_step, last_step,
};
use crate::quantity::{TimeUnit, number_of_time};
use crate::report::wording;
use crate::source::Place;
use crate::spec::codes::MALFORMED_DATE;
use crate::spec::{Status, unjudged};
use jiff::civil::Date;
use std::cmp::Ordering;

/// Everything that the certificate is refused for; empty: nothing.
pub(super) fn refusals(of: &Material<'_>, content: &Content) -> Vec<Finding> {
    if of.lot.verdict == Verdict::NotEvaluable {
        let message =
            format!("lot {} is not evaluable{}: there is no certificate, not even a draft", of.lot.lot, why(of.lot));
        return vec![Finding::new(&codes::CERTIFICATE_REFUSED, message).help("evqc check says it all, with places")];
    }
    let mut all = unknown_names(of);
    all.extend(translated::not_translations(of));
    all.extend(names::given_twice(of));
    all.extend(pseudonym::donor_without_id(content));
    all.extend(names::of_no_test(of));
    all.extend(texts_not_judged(of));
    all.extend(typed_in_running_lines(of, content));
    all.extend(contradict::contradictions(of));
    all.extend(without_procedure(content));
    all.extend(without_report(content));
    all.extend(batch_certificate(content, of.profile));
    all.extend(out_of_order(of, content));
    all.extend(issued_far_ahead(content));
    all.extend(outlived::at_issue(of, content));
    all.extend(persons::objections(content, &[]));
    all.extend(other_sample(of));
    all.extend(unsigned::in_content(content));
    all.extend(delivered::claims_in_data(of, content));
    all
}

/// What keeps signatures from making a certificate of a content: their order in time, one person in two roles, a function
/// that is not the one of the signatory.
pub fn objections(content: &Content, signatures: &[Signature]) -> Vec<Finding> {
    let mut all: Vec<Finding> = [("issue", &content.issued), ("evaluation", &content.evaluated)]
        .into_iter()
        .filter(|(_, text)| Stamp::parse(text).is_err())
        .map(|(what, text)| about(content, &MALFORMED_DATE, &format!("`{text}` is no date of {what}")))
        .collect();
    all.extend(signed_out_of_order(content, signatures));
    all.extend(outlived::by_signatures(content, signatures));
    all.extend(persons::objections(content, signatures));
    all.extend(unsigned::in_signatures(content, signatures));
    all
}

/// The first reasons why a lot is not evaluable.
fn why(lot: &LotReport<'_>) -> String {
    const SHOWN: usize = 3;
    let of_lot = lot.findings.iter().filter(|finding| finding.severity() == Severity::Error);
    let of_lot = of_lot.map(|finding| finding.message.clone());
    let broken = lot.tests.iter().filter(|test| test.outcome == Outcome::NotEvaluable);
    let of_test = |test: &TestReport<'_>, message: &str| match message.contains(&test.test.id) {
        true => message.to_owned(),
        false => format!("{}: {message}", test.test.id),
    };
    let of_tests = broken.flat_map(|test| test.reasons.iter().map(move |reason| of_test(test, &reason.message)));
    let all: Vec<String> = of_lot.chain(of_tests).collect();
    let more = if all.len() > SHOWN { "; ..." } else { "" };
    let first: Vec<String> = all.into_iter().take(SHOWN).collect();
    if first.is_empty() { String::new() } else { format!(" ({}{more})", first.join("; ")) }
}

/// A finding about a lot.
pub(super) fn about(content: &Content, code: &'static crate::finding::Code, message: &str) -> Finding {
    Finding::new(code, format!("lot {}: {message}", content.lot.id))
}

fn unknown_names(of: &Material<'_>) -> Vec<Finding> {
    let ids = || of.lot.spec.tests.iter().map(|test| test.id.as_str());
    let unknown_test = |id: &str, place: &Option<Place>| {
        (!ids().any(|known| known == id)).then(|| {
            let message = format!("the specification {} has no test `{id}`", of.lot.spec.id);
            let finding = Finding::new(&codes::CERTIFICATE_NAME_UNKNOWN, message);
            let finding = place.iter().fold(finding, |finding, place| finding.at(place.clone(), 1));
            match did_you_mean(id, ids()) {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help("use the id of a test of the specification"),
            }
        })
    };
    let of_tests = of.facts.tests.iter().filter_map(|(id, (_, place))| unknown_test(id, place));
    let of_deviations = of.facts.deviations.iter().flat_map(|deviation| {
        deviation.tests.iter().filter_map(|id| unknown_test(id, &deviation.place)).collect::<Vec<_>>()
    });
    of_tests.chain(of_deviations).chain(unknown_laboratories(of.facts, of.lab)).collect()
}

/// External laboratories that the facts name and that lab.yaml does not know.
fn unknown_laboratories(facts: &Facts, lab: Option<&Lab>) -> Vec<Finding> {
    let known = || lab.map_or(&[][..], |lab| &lab.laboratories).iter().map(|(name, _)| name.as_str());
    let unknown = facts.tests.values().filter_map(|(test, place)| {
        let name = test.laboratory.as_deref().filter(|name| !known().any(|one| one == *name))?;
        let message = format!("`{name}` is not under `laboratories` of the laboratory file");
        let finding = Finding::new(&codes::CERTIFICATE_NAME_UNKNOWN, message);
        let finding = place.iter().fold(finding, |finding, place| finding.at(place.clone(), 1));
        Some(match did_you_mean(name, known()) {
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => finding.help("add it to `laboratories` of the laboratory file"),
        })
    });
    unknown.collect()
}

/// Texts of the specification with numbers of no criterion: they stand beside the criterion in print.
fn texts_not_judged(of: &Material<'_>) -> Vec<Finding> {
    let one = |test: &crate::spec::Test| {
        let first = unjudged(of.lot.spec, test).into_iter().next()?;
        let message = format!("the `text` of {} states `{first}`, which was not judged", test.id);
        let finding = Finding::new(&codes::TEXT_NOT_OF_CRITERION, message).at(test.place.clone(), 1);
        Some(finding.help("correct `text` or `accept` in the specification"))
    };
    of.lot.spec.tests.iter().filter_map(one).collect()
}

/// A number of a lot or a certificate in a line that stands on every page of every certificate.
fn typed_in_running_lines(of: &Material<'_>, content: &Content) -> Vec<Finding> {
    let Some(layout) = of.lab.map(|lab| &lab.layout) else { return Vec::new() };
    let lines = [("header", &layout.header), ("footer", &layout.footer)];
    let texts = lines.into_iter().flat_map(|(key, words)| words.iter().map(move |words| (key, words)));
    let texts = texts.flat_map(|(key, words)| [(key, &words.en), (key, &words.zh)]);
    let numbers = [Some(&content.lot.id), content.number.as_ref()];
    let one = |(key, text): (&'static str, &String)| {
        let number = numbers.into_iter().flatten().find_map(|number| claims::typed(text, number))?;
        let message =
            format!("the words of `layout.{key}` of lab.yaml have a number of a lot or a certificate (\"{number}\")");
        let finding = about(content, &codes::CLAIM_WITHOUT_SIGNATORY, &message);
        Some((
            key,
            finding.help("leave it out: the line stands on every certificate, and evqc prints the numbers of each"),
        ))
    };
    let mut found: Vec<(&'static str, Finding)> = texts.filter_map(one).collect();
    found.dedup_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Lines that need a procedure: all but those that do not apply.
fn without_procedure(content: &Content) -> Option<Finding> {
    let open = |line: &&TestLine| {
        let stated =
            line.procedure.as_deref().map(str::trim).filter(|text| !text.is_empty() && *text != "sponsor to set");
        line.outcome != "not_applicable" && stated.is_none()
    };
    let tests: Vec<&str> = content.tests.iter().filter(open).map(|line| line.id.as_str()).collect();
    (!tests.is_empty()).then(|| {
        about(content, &codes::PROCEDURE_NOT_STATED, &format!("no procedure is stated for {}", each_once(&tests)))
            .help("add `procedure: NUMBER VERSION` to the tests in the specification")
    })
}

fn without_report(content: &Content) -> Option<Finding> {
    let open = |line: &&TestLine| {
        line.laboratory.as_ref().is_some_and(|laboratory| laboratory.external && laboratory.report.is_none())
            && line.result.is_some()
    };
    let tests: Vec<&str> = content.tests.iter().filter(open).map(|line| line.id.as_str()).collect();
    (!tests.is_empty()).then(|| {
        let message = format!("the external laboratory's report is not stated for {}", each_once(&tests));
        about(content, &codes::EXTERNAL_REPORT_NOT_STATED, &message)
            .help("add `tests: {ID: {report: NUMBER}}` to the certificate facts")
    })
}

fn each_once(ids: &[&str]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for id in ids {
        if !all.contains(id) {
            all.push(id);
        }
    }
    all.join(", ")
}

/// What makes a batch certificate another document than a certificate of analysis.
fn batch_certificate(content: &Content, profile: Profile) -> Option<Finding> {
    if profile != Profile::Annex16Batch {
        return None;
    }
    let sites = content.manufacturer.as_ref().is_some_and(|maker| !maker.sites.is_empty());
    // Statement and certifier stand only where the lot conforms; a lot that does not gets a report.
    let is_report = content.document != DocumentKind::BatchCertificate;
    let certified = is_report || content.signatories.iter().any(|one| one.meaning == "certified");
    let stated = is_report || content.certification.is_some();
    let parts = [
        (sites, "sites of manufacture and quality control (lab.yaml: `manufacturer.sites`)"),
        (content.authorisation.is_some(), "authorisation or trial number (facts: `authorisation`)"),
        (certified, "a certifier (lab.yaml: a signatory with `meaning: certified`)"),
        (stated, "the certification statement (lab.yaml: `certification`)"),
    ];
    let missing: Vec<&str> = parts.into_iter().filter(|(there, _)| !there).map(|(_, part)| part).collect();
    (!missing.is_empty()).then(|| {
        about(
            content,
            &codes::BATCH_CERTIFICATE_INCOMPLETE,
            &format!("a batch certificate needs {}", missing.join("; ")),
        )
    })
}

/// Why a lot has no certification although a batch certificate is asked for: what does not conform is not certified, and gets a
/// report. Nothing: the document is what is asked for.
pub fn certification_withheld(content: &Content) -> Option<String> {
    let withheld =
        content.profile == Profile::Annex16Batch.as_str() && content.document != DocumentKind::BatchCertificate;
    let why = if content.conclusion.verdict == Verdict::DoesNotConform.as_str() {
        "the lot does not conform"
    } else {
        "there is no conclusion on the lot"
    };
    withheld.then(|| format!("certification is withheld, because {why}; this is a report and no batch certificate"))
}

/// A date with what it is.
struct Dated {
    what: String,
    stamp: Stamp,
}

fn dated(what: impl Into<String>, text: Option<&str>) -> Option<Dated> {
    Some(Dated { what: what.into(), stamp: Stamp::parse(text?).ok()? })
}

/// The days of the steps that end with the product as it is sampled.
struct Making {
    before_filling: [Option<Dated>; 3],
    filled: Option<Dated>,
    freeze_dried: Option<Dated>,
    /// The last of these steps of a filled lot, or its freezing.
    last: Option<Dated>,
}

impl Making {
    fn all(&self) -> impl Iterator<Item = &Option<Dated>> {
        self.before_filling.iter().chain([&self.filled, &self.freeze_dried])
    }
}

fn making(of: &Material<'_>) -> Making {
    let day = |event: LotEvent| {
        let day = of.lot.facts.and_then(|facts| facts.day_of(event)).map(|day| day.to_string());
        dated(event.noun(), day.as_deref())
    };
    Making {
        before_filling: [LotEvent::Harvested, LotEvent::Filtered, LotEvent::Formulated].map(day),
        filled: day(LotEvent::Filled),
        freeze_dried: day(LotEvent::FreezeDried),
        last: of.lot.facts.and_then(last_step).and_then(|(event, day)| dated(event.noun(), Some(&day.to_string()))),
    }
}

/// What an evaluation rests on beside the results, each with its day: the version of the specification unless it is a
/// draft, which is written before it is in force; corrections, and waivers that stand in for a test.
fn evidence(of: &Material<'_>) -> Vec<Option<Dated>> {
    let day = |what: String, day: Option<Date>| dated(what, day.map(|day| day.to_string()).as_deref());
    let effective = of.lot.spec.effective.filter(|_| of.lot.spec.status != Status::Draft);
    let mut all = vec![day("the effective date of the specification".to_owned(), effective)];
    for test in &of.lot.tests {
        let corrections = of.lot.determinations_of(test).filter_map(|(row, _)| wording::corrects(row)?.on);
        all.push(day(format!("the last correction of {}", test.test.id), corrections.max()));
        let places = test.reasons.iter().filter(|reason| reason.code == &TEST_WAIVED).map(|reason| &reason.place);
        let waivers = places.filter_map(|place| of.waivers.iter().find(|waiver| place.as_ref() == Some(&waiver.place)));
        all.extend(
            waivers.map(|waiver| day(format!("the approval of the waiver of {}", test.test.id), waiver.approved)),
        );
    }
    all
}

/// Pairs of dates in an impossible order, each named with both.
fn out_of_order(of: &Material<'_>, content: &Content) -> Vec<Finding> {
    let manufactured = dated("manufacture", content.lot.manufactured.as_deref());
    let made = making(of);
    let sampled = dated("sampling", content.sample.sampled.as_deref());
    let received = dated("receipt of the sample", content.sample.received.as_deref());
    let evaluated = dated("evaluation", Some(&content.evaluated));
    let judged = dated("the day of judgement", Some(&content.record.as_of));
    let issued = dated("issue", Some(&content.issued));
    let mut pairs: Vec<(&Option<Dated>, &Option<Dated>)> = vec![
        (&sampled, &received),
        (&sampled, &evaluated),
        (&received, &evaluated),
        (&evaluated, &judged),
        (&evaluated, &issued),
        (&manufactured, &made.last),
        (&manufactured, &evaluated),
        (&made.filled, &made.freeze_dried),
    ];
    pairs.extend(made.before_filling.iter().map(|one| (one, &made.filled)));
    let evidence = evidence(of);
    pairs.extend(evidence.iter().map(|one| (one, &evaluated)));
    // Cells, supernatant and drug substance are sampled before the product is made.
    if content.tests.iter().filter(|line| line.result.is_some()).all(is_stage_of_product) {
        for one in made.all().chain([&manufactured]) {
            pairs.extend([(one, &sampled), (one, &received)]);
        }
    }
    let lines: Vec<LineDates<'_>> = content.tests.iter().map(|line| line_dates(of, line)).collect();
    let mut of_sampling: Vec<(&Option<Dated>, &Option<Dated>)> = Vec::new();
    for LineDates { line, earlier, sampled: own, start, end } in &lines {
        pairs.extend([
            (start, end),
            (start, &evaluated),
            (end, &evaluated),
            (own, start),
            (own, end),
            (own, &evaluated),
        ]);
        if let Some(before) = earlier {
            pairs.extend([(before, own), (before, start), (before, end)]);
            continue;
        }
        if own.is_none() {
            of_sampling.extend([(&sampled, start), (&sampled, end)]);
        }
        let here = !line.laboratory.as_ref().is_some_and(|laboratory| laboratory.external);
        pairs.extend(here.then_some([(&received, start), (&received, end)]).into_iter().flatten());
        if is_of_product(line) {
            pairs.extend(made.all().chain([&manufactured]).flat_map(|one| [(one, own), (one, end)]));
        }
    }
    let known = |pairs: Vec<(&'_ Option<Dated>, &'_ Option<Dated>)>, help: &str| {
        let pairs = pairs.into_iter().filter_map(|(earlier, later)| Some((earlier.as_ref()?, later.as_ref()?)));
        impossible(content, pairs, help)
    };
    let mut all = known(pairs, CORRECT);
    all.extend(known(of_sampling, SAMPLED_APART));
    all.extend(tested_too_early(of, content));
    // Nobody signs on a day before that of judgement.
    all.extend(known(vec![(&judged, &issued)], ISSUED_BEFORE));
    all
}

/// Results of a time in storage of which not even half can have passed since the lot was made: days that were typed as months, or
/// those of another lot. A pull that was only early is one all the same. Days have no hours: up to a day more than
/// their difference has passed.
fn tested_too_early(of: &Material<'_>, content: &Content) -> Vec<Finding> {
    let Some(made) = of.lot.facts.and_then(|facts| facts.manufactured).or(of.facts.manufactured) else {
        return Vec::new();
    };
    let one = |test: &TestReport<'_>| {
        let Point::Stability { time, time_unit, .. } = test.point else { return None };
        let months = number_of_time(time)?.exact().to_f64() * TimeUnit::parse(time_unit)?.months().to_f64();
        let days = of.lot.determinations_of(test).filter_map(|(row, _)| row.details.as_deref());
        let day = days.filter_map(|details| details.pulled.or(details.date)).max()?;
        let passed = i64::from((day - made).get_days());
        let is_too_early = months > 0.0 && ((passed + 1) as f64) < months * DAYS_IN_A_MONTH / 2.0;
        is_too_early.then(|| {
            let (id, unit) = (&test.test.id, time_unit.trim());
            let message = format!(
                "the result of {id} after {time} {unit} is of {day}, {passed} days after manufacture on {made}"
            );
            about(content, &codes::DATES_OUT_OF_ORDER, &message)
                .help("correct the time point, its unit, or the date that is wrong")
        })
    };
    of.lot.tests.iter().filter_map(one).collect()
}

/// Days in a month on average: a year of 365.25 days has twelve.
const DAYS_IN_A_MONTH: f64 = 30.4375;

/// The dates of a line of the specification.
struct LineDates<'c> {
    line: &'c TestLine,
    /// Of a test of an earlier step (a harvest, say) the event that comes before it, where its day is known. Such a test has
    /// another sample than the lot.
    earlier: Option<Option<Dated>>,
    sampled: Option<Dated>,
    start: Option<Dated>,
    end: Option<Dated>,
}

fn line_dates<'c>(of: &Material<'_>, line: &'c TestLine) -> LineDates<'c> {
    let test = of.lot.spec.tests.iter().find(|test| test.id == line.id);
    let earlier = test.filter(|test| is_of_earlier_step(of.lot.spec, test)).map(|test| {
        let (event, day) = before_step(of.lot.facts?, test)?;
        dated(event.noun(), Some(&day.to_string()))
    });
    LineDates {
        line,
        earlier,
        sampled: dated(format!("the sampling for {}", line.id), line.sampled.as_deref()),
        start: dated(format!("the start of {}", line.id), line.started.as_deref()),
        end: dated(format!("the completion of {}", line.id), line.completed.as_deref()),
    }
}

/// How many days after the day of judgement a date of issue may lie: all sign between the two.
const LONGEST_WAY_TO_ISSUE: i64 = 90;

/// A date of issue so far ahead of the day of judgement that it can only be a slip: it would be printed on a certificate that is
/// signed today.
fn issued_far_ahead(content: &Content) -> Option<Finding> {
    let (judged, issued) = (Stamp::parse(&content.record.as_of).ok()?, Stamp::parse(&content.issued).ok()?);
    let days = i64::from((issued.date - judged.date).get_days());
    (days > LONGEST_WAY_TO_ISSUE).then(|| {
        let message = format!(
            "issue on {} is {days} days after the day of judgement on {}; at most {LONGEST_WAY_TO_ISSUE} are allowed",
            issued.text, judged.text
        );
        about(content, &codes::DATES_OUT_OF_ORDER, &message).help(
            "state `issued` in the facts, a day on which all will have signed, or judge anew with a later --as-of",
        )
    })
}

/// Signatures that are not between evaluation and issue, or not in the order of their meanings.
fn signed_out_of_order(content: &Content, signatures: &[Signature]) -> Vec<Finding> {
    let (evaluated, issued) = (dated("evaluation", Some(&content.evaluated)), dated("issue", Some(&content.issued)));
    let signed = |one: &Signature| {
        let meaning = one.meaning.as_deref().and_then(Meaning::by_name);
        let what = match meaning {
            Some(meaning) => format!("the signature of {} ({})", one.name.en, meaning.as_str()),
            None => format!("the signature of {}", one.name.en),
        };
        Some((meaning, dated(what, Some(&one.time))?))
    };
    let signed: Vec<(Option<Meaning>, Dated)> = signatures.iter().filter_map(signed).collect();
    let mut pairs: Vec<(&Dated, &Dated)> = Vec::new();
    for (_, signature) in &signed {
        pairs.extend(evaluated.as_ref().map(|evaluated| (evaluated, signature)));
    }
    let late = signed.iter().filter_map(|(_, signature)| Some((signature, issued.as_ref()?)));
    let late = impossible(
        content,
        late,
        "state `issued` in the facts, a day on which all will have signed, and sign that draft",
    );
    for (meaning, earlier) in &signed {
        pairs.extend(
            signed.iter().filter(|(later, _)| meaning < later && meaning.is_some()).map(|(_, at)| (earlier, at)),
        );
    }
    let mut all = impossible(content, pairs.into_iter(), CORRECT);
    all.extend(late);
    all
}

/// What helps where a date is wrong.
const CORRECT: &str = "correct the date that is wrong";

/// What helps where the issue comes before the judgement.
const ISSUED_BEFORE: &str =
    "state `issued` in the facts, a day on which all will have signed, or judge with an earlier --as-of";

/// What helps where a test comes before the sampling of its lot.
const SAMPLED_APART: &str = "correct the date that is wrong; where the sample of this test was taken on another day, state it in the \
                             facts: `tests: {ID: {sampled: DAY}}`; a test of an earlier step has its `stage` in the specification";

/// A finding for each pair of which the later one comes first.
fn impossible<'d>(content: &Content, pairs: impl Iterator<Item = (&'d Dated, &'d Dated)>, help: &str) -> Vec<Finding> {
    let mut said: Vec<Finding> = Vec::new();
    for (earlier, later) in pairs.filter(|(earlier, later)| earlier.stamp.order(&later.stamp) == Ordering::Greater) {
        let message =
            format!("{} on {} is before {} on {}", later.what, later.stamp.text, earlier.what, earlier.stamp.text);
        let finding = about(content, &codes::DATES_OUT_OF_ORDER, &message).help(help);
        if !said.contains(&finding) {
            said.push(finding);
        }
    }
    said
}

fn is_stage_of_product(line: &TestLine) -> bool {
    line.stage.as_deref().is_none_or(|stage| stage.to_lowercase().contains("product"))
}

/// Tests of cells, supernatant and drug substance come before the product is made.
fn is_of_product(line: &TestLine) -> bool {
    is_stage_of_product(line) && line.point.is_none()
}

/// Results of a sample that the certificate does not name.
fn other_sample(of: &Material<'_>) -> Option<Finding> {
    let named = &of.facts.samples;
    let other = of
        .lot
        .determinations
        .iter()
        .map(|row| row.sample)
        .find(|sample| !sample.is_empty() && !named.is_empty() && !named.iter().any(|one| one == sample))?;
    let message = format!("lot {}: results of sample {other}, which is not among {}", of.lot.lot, named.join(", "));
    Some(Finding::new(&codes::SAMPLE_NOT_OF_THE_RESULTS, message))
}
