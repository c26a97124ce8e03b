//! The first line of the data in the page: the run, and of each specification everything that its lots share.

use super::compact::{Fields, List};
use super::{statement, translated};
use crate::cytometry::{Axis, Bound, Gate, Geometry, Scale};
use crate::explanation::{self, Sentence, chinese, english, sentence};
use crate::integrity::SOURCE_SHA256;
use crate::judge::{Outcome, Verdict};
use crate::quantity::Decimal;
use crate::report::format::Run;
use crate::report::remark;
use crate::report::wording;
use crate::spec::{
    Acquisition, Alternative, Assessment, Criterion, Expected, Limit, Limits, Measured, SizeStatistic, Specification,
    Statement, Test,
};

/// The layout of the data; the script of the page reads this one only.
pub(super) const LAYOUT: &str = "evqc-html/1";

/// Letters of the digest by which a lot names its specification.
const KEY: usize = 12;

/// By what a lot names its specification.
pub(super) fn key(spec: &Specification) -> &str {
    spec.sha256.get(..KEY).unwrap_or(&spec.sha256)
}

/// Writes the line.
///
/// # Errors
/// The settings cannot be written as JSON.
pub(super) fn write(run: &Run<'_>, template: (&str, &str, &str), out: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut head = Fields::open(out);
    head.text("layout", LAYOUT);
    head.fields("tool", |tool| {
        tool.text("name", "evqc");
        tool.text("version", env!("CARGO_PKG_VERSION"));
        tool.text("sha256", SOURCE_SHA256);
    });
    head.text("settings", &run.settings.sha256()?);
    head.fields("template", |fields| {
        fields.text("name", template.0);
        fields.text("version", template.1);
        fields.text("sha256", template.2);
    });
    head.text("asOf", &run.as_of.to_string());
    head.some("stage", run.stage);
    head.list("verdicts", |list| Verdict::ALL.iter().for_each(|verdict| list.text(verdict.as_str())));
    head.list("outcomes", |list| Outcome::ALL.iter().for_each(|outcome| list.text(outcome.as_str())));
    head.fields("summary", |fields| {
        let summary = &run.summary;
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        fields.whole("conforms", count(summary.conforms));
        fields.whole("does_not_conform", count(summary.does_not_conform));
        fields.whole("not_concluded", count(summary.not_concluded));
        fields.whole("not_evaluable", count(summary.not_evaluable));
        fields.whole("waived", count(summary.conforms_with_waivers));
        fields.whole("exit", i64::from(summary.exit()));
        fields.mark("run_not_evaluable", summary.run_not_evaluable);
        fields.texts("line", &[wording::summary(summary), super::chinese::summary(summary)]);
    });
    head.list("inputs", |list| {
        for input in run.inputs {
            list.list(|row| {
                row.text(&input.name);
                row.text(&input.sha256);
                row.whole(i64::try_from(input.rows).unwrap_or(i64::MAX));
                row.texts([input.detected.clone(), super::chinese::detected(&input.detected)]);
            });
        }
    });
    let names: Vec<&str> = run.inputs.iter().map(|input| &*input.name).collect();
    head.list("findings", |list| {
        remark::of_run(run).iter().for_each(|remark| list.list(|row| super::rows::remark(row, remark, &names, None)));
    });
    head.list("about", |list| {
        super::chinese::about(run).iter().for_each(|both| list.texts(both));
    });
    head.list("specs", |list| run.specs.iter().for_each(|spec| list.fields(|fields| specification(fields, spec))));
    head.end();
    Ok(())
}

fn specification(fields: &mut Fields<'_>, spec: &Specification) {
    fields.text("key", key(spec));
    fields.text("id", &spec.id);
    fields.text("version", &spec.version);
    fields.text("status", spec.status.as_str());
    fields.text("title", &spec.title);
    fields.text("name", &wording::spec_name(spec));
    fields.text("zh", &translated::spec_name(spec));
    fields.text("sha256", &spec.sha256);
    fields.text("file", &spec.file);
    fields.list("product", |list| {
        spec.product.iter().for_each(|(name, text)| list.texts([name, text]));
    });
    fields.fields("statements", |fields| {
        for verdict in Verdict::ALL {
            if let Some(usual) = statement::usual(spec, verdict) {
                fields.texts(verdict.as_str(), &usual);
            }
        }
    });
    if !spec.gates.is_empty() {
        fields.list("gates", |list| spec.gates.iter().for_each(|one| list.fields(|fields| gate(fields, spec, one))));
    }
    fields.list("tests", |list| spec.tests.iter().for_each(|one| list.fields(|fields| test(fields, spec, one))));
}

/// A gate as an outline: channels, and the ends of ranges or the corners of a polygon on the scales of its channels.
fn gate(fields: &mut Fields<'_>, spec: &Specification, gate: &Gate) {
    fields.text("name", &gate.name);
    fields.some("within", gate.within.and_then(|at| spec.gates.get(at)).map(|around| around.name.as_str()));
    let end = |list: &mut List<'_>, bound: &Option<Bound>| match bound {
        Some(Bound::At(at)) => list.number(Some(*at)),
        Some(Bound::Quantile { p, control }) => list.text(&quantile(*p, control)),
        None => list.number(None),
    };
    let names = |list: &[usize]| -> Vec<&str> {
        list.iter().filter_map(|at| spec.gates.get(*at)).map(|gate| gate.name.as_str()).collect()
    };
    match &gate.geometry {
        Geometry::Ranges(ranges) => fields.list("ranges", |list| {
            for (axis, low, high) in ranges {
                list.list(|row| {
                    row.text(&channel(axis));
                    end(row, low);
                    end(row, high);
                });
            }
        }),
        Geometry::Polygon { x, y, vertices } => {
            fields.texts("axes", &[channel(x), channel(y)]);
            fields.list("corners", |list| {
                for (x, y) in vertices {
                    list.list(|corner| [x, y].into_iter().for_each(|one| corner.number(Some(*one))));
                }
            });
        }
        Geometry::All(gates) => fields.texts("all", &names(gates)),
        Geometry::Any(gates) => fields.texts("any", &names(gates)),
        Geometry::Not(gate) => fields.texts("not", &names(&[*gate])),
    }
}

/// The end of a gate that a control sets, in the words of the specification: `quantile 99.5 % of isotype`.
pub(super) fn quantile(p: f64, control: &str) -> String {
    // Hundred times a fraction is no decimal number itself.
    const DECIMALS: f64 = 1e9;
    format!("quantile {} % of {control}", (p * 100.0 * DECIMALS).round() / DECIMALS)
}

fn channel(axis: &Axis) -> String {
    let scale = match axis.scale {
        Scale::Linear => "",
        Scale::Log { .. } => " (log)",
        Scale::Logicle { .. } => " (logicle)",
        Scale::Arcsinh { .. } => " (arcsinh)",
    };
    format!("{}{scale}", axis.channel)
}

fn test(fields: &mut Fields<'_>, spec: &Specification, test: &Test) {
    fields.text("id", &test.id);
    fields.text("name", &test.name);
    // Certificates call a test the same (R-1101).
    fields.some("zh", statement::chinese_name(test));
    fields.text("category", test.category.as_str());
    fields.some("stage", test.stage.as_deref());
    fields.some("procedure", test.procedure.as_deref());
    fields.mark("required", test.required);
    fields.some("verbatim", test.text.as_deref());
    fields.position("line", usize::try_from(test.place.line).unwrap_or(0));
    let said = sentence(spec, test);
    fields.texts("said", &[english::sentence(&said), chinese::sentence(&said)]);
    if let Some(reference) = test.source.and_then(|index| spec.references.get(index)) {
        fields.fields("source", |fields| {
            fields.text("key", &reference.key);
            fields.some("title", Some(&reference.title));
            fields.some("doi", reference.doi.as_deref());
            fields.some("where", reference.place.as_deref());
        });
    }
    match &test.assessment {
        Assessment::Measured(measured) => self::measured(fields, spec, measured, &said),
        Assessment::Panel(panel) => {
            fields.text("panel", &panel.text);
            fields.some("panelZh", chinese::panel(&said).as_deref());
            fields.list("members", |list| members(&panel.statement).into_iter().for_each(|at| list.position(at)));
        }
    }
    fields.text("rounding", test.rounding.as_str());
}

fn members(statement: &Statement) -> Vec<usize> {
    statement.members().into_iter().collect()
}

fn measured(fields: &mut Fields<'_>, spec: &Specification, measured: &Measured, said: &Sentence) {
    fields.some("unit", Some(measured.unit.symbol()));
    // English as in every other format, Chinese as in the line of the specification.
    let (plan, decide) = (measured.plan.to_string(), measured.decide.to_string());
    let in_chinese = || chinese::replicates(&explanation::plan(&measured.plan)).trim_start().to_owned();
    fields.texts("plan", &[plan, chinese::plan(said).unwrap_or_else(in_chinese)]);
    fields.texts("decide", &[decide.clone(), chinese::decided(said).unwrap_or(decide)]);
    fields.text("censored", measured.censored.as_str());
    fields.some("of", measured.of.as_deref());
    if let Some(from) = &measured.from {
        let words = from.in_words(&spec.gates);
        fields.texts("from", &[words.clone(), chinese::acquired(said).unwrap_or(words)]);
    }
    if let Some(Acquisition::Size { statistic, weight, .. }) = &measured.from {
        fields.texts("size", &[statistic.to_string(), chinese::size_statistic(statistic)]);
        fields.text("weighting", weight.as_str());
        if let SizeStatistic::Fraction { from, to } = statistic {
            fields.list("window", |list| {
                [from, to].into_iter().for_each(|end| list.number(end.as_ref().map(Decimal::approximately)));
            });
        }
    }
    let spread = measured.plan.summary.is_scatter();
    fields.mark("spread", spread);
    fields.list("criteria", |list| {
        measured.criteria().for_each(|alternative| list.fields(|fields| criterion(fields, alternative)));
    });
    for (name, limits) in
        [("alert", &measured.alert), ("action", &measured.action), ("individual", &measured.individual)]
    {
        if let Some(limits) = limits {
            fields.fields(name, |fields| self::limits(fields, limits));
        }
    }
}

fn criterion(fields: &mut Fields<'_>, alternative: &Alternative) {
    let limits_of = match &alternative.criterion {
        Criterion::Numeric(limits) | Criterion::Label(limits) => Some(limits),
        Criterion::Qualitative(_) | Criterion::Report => None,
    };
    let text = limits_of.map(|limits| wording::typeset(&alternative.text, limits));
    let english = text.as_ref().unwrap_or(&alternative.text);
    fields.text("text", english);
    fields.some("zh", Some(translated::criterion(alternative)).filter(|chinese| chinese != english).as_deref());
    fields.position("line", usize::try_from(alternative.place.line).unwrap_or(0));
    match &alternative.criterion {
        Criterion::Numeric(limits) => self::limits(fields, limits),
        Criterion::Label(limits) => {
            fields.mark("label", true);
            self::limits(fields, limits);
        }
        Criterion::Qualitative(Expected::OneOf(texts)) => fields.texts("expected", texts),
        Criterion::Qualitative(_) | Criterion::Report => {}
    }
}

/// Both limits: number, as printed, whether it conforms itself.
fn limits(fields: &mut Fields<'_>, limits: &Limits) {
    fields.some("limitUnit", Some(limits.unit.symbol()));
    let mut end = |name: &str, limit: &Option<Limit>| {
        if let Some(limit) = limit {
            fields.list(name, |list| {
                list.number(Some(limit.approximately));
                list.text(&limit.written.pretty());
                list.whole(i64::from(limit.inclusive));
            });
        }
    };
    end("lower", &limits.lower);
    end("upper", &limits.upper);
}

/// Writes the words of the page: of each name the English and the Chinese.
pub(super) fn write_words(words: &[(String, String, String)], out: &mut Vec<u8>) {
    let mut list = List::open(out);
    for (name, english, chinese) in words {
        list.texts([name, english, chinese]);
    }
    list.end();
}
