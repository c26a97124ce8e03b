//! `evqc spec list`: the library, as far as the filters let it through.

use super::args::ListArgs;
use super::output::{self, Target};
use super::{Failure, colours_on_stdout};
use crate::dosing::Route;
use crate::finding::did_you_mean;
use crate::order;
use crate::report::HumanOptions;
use crate::report::listing::{self, LISTING_FORMATS, Listed, ListingFormat};

/// Runs the command.
///
/// # Errors
/// Wrong usage, a filter that nothing meets, or a report that cannot be written.
pub fn run(args: &ListArgs) -> Result<u8, Failure> {
    let outputs = output::outputs(&args.output, LISTING_FORMATS, &[], |name, target| {
        let colour = *target == Target::Stdout && colours_on_stdout();
        let width = args.width.unwrap_or_else(output::terminal_width);
        ListingFormat::by_name(name, HumanOptions { colour, width })
    })?;
    let mut listed = listing::library()?;
    listed.retain(|one| one.is_part() == args.parts);
    for filter in filters(args) {
        filter.check(&listed)?;
    }
    for filter in filters(args) {
        listed.retain(|one| filter.lets_through(one));
    }
    if listed.is_empty() {
        let options: Vec<String> =
            filters(args).map(|filter| format!("--{} {}", filter.option, filter.wanted)).collect();
        return Err(Failure::usage(format!("no specification meets {} at once; leave one out", options.join(" and "))));
    }
    output::spare(outputs.iter().filter_map(|output| output.target.file()))?;
    for output in outputs {
        let written = output.target.write(|out| output.format.write(&listed, out));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(0)
}

/// Chinese words of the filters, and the English ones in the library that they mean; [`Route`] knows those of the routes.
const CHINESE: [(&str, &str); 26] = [
    ("肛周", "perianal"),
    ("神经周围", "perineural"),
    ("烧伤", "burn"),
    ("脐带", "umbilical cord"),
    ("华通胶", "wharton"),
    ("脂肪", "adipose"),
    ("骨髓", "bone marrow"),
    ("胎盘", "placenta"),
    ("脐血", "cord blood"),
    ("滑膜液", "synovial"),
    ("神经干细胞", "neural stem cell"),
    ("免疫细胞", "immune cell"),
    ("血小板", "platelet"),
    ("牛奶", "milk"),
    ("心脏", "cardiac"),
    ("间充质", "mesenchymal"),
    ("细胞库", "cell bank"),
    ("供者", "donor"),
    ("收获液", "harvest"),
    ("上清", "supernatant"),
    ("原液", "drug substance"),
    ("制剂", "drug product"),
    ("成品", "drug product"),
    ("使用中", "in use"),
    ("冻干", "freeze-dried"),
    ("注射液", "solution for injection"),
];

/// The English words of a Chinese one, with or without an ending such as 给药 or 注射.
fn in_english(wanted: &str) -> Option<&'static str> {
    let bare = ["给药", "注射", "滴入", "液"].iter().find_map(|ending| wanted.strip_suffix(ending));
    let of = |word: &str| {
        let known = CHINESE.iter().find(|(chinese, _)| *chinese == word).map(|(_, english)| *english);
        let route = || Route::parse(word).filter(|_| !word.is_ascii()).map(Route::as_str);
        known.or_else(route)
    };
    of(wanted).or_else(|| bare.and_then(of))
}

/// What an option asks of a specification.
struct Filter<'a> {
    option: &'static str,
    wanted: &'a str,
    /// The texts of a specification in which the wanted one may stand.
    texts: fn(&Listed) -> Vec<&str>,
}

fn filters(args: &ListArgs) -> impl Iterator<Item = Filter<'_>> {
    fn fact<'a>(one: &'a Listed, name: &str) -> Vec<&'a str> {
        Some(one.fact(name)).filter(|text| !text.is_empty()).into_iter().collect()
    }
    fn filter<'a>(
        option: &'static str,
        wanted: &'a Option<String>,
        texts: fn(&Listed) -> Vec<&str>,
    ) -> Option<Filter<'a>> {
        wanted.as_deref().map(|wanted| Filter { option, wanted, texts })
    }
    /// The fact, and for the folder that is ordered by it the id and the title too: they say `perianal` or `immune cell`.
    fn named<'a>(one: &'a Listed, name: &str, folder: &str) -> Vec<&'a str> {
        let own = [one.id.as_str(), one.title.as_str()].into_iter().filter(|_| one.folder == folder);
        fact(one, name).into_iter().chain(own).collect()
    }
    [
        filter("source", &args.source, |one| named(one, "source", "sources")),
        filter("route", &args.route, |one| named(one, "route", "routes")),
        filter("form", &args.form, |one| fact(one, "dosage_form")),
        filter("stage", &args.stage, |one| one.stages.iter().map(String::as_str).collect()),
        filter("evidence", &args.evidence, |one| {
            one.evidence.iter().filter(|(_, number)| **number > 0).map(|(grade, _)| grade.as_str()).collect()
        }),
        filter("kind", &args.kind, |one| vec![one.kind.as_str()]),
    ]
    .into_iter()
    .flatten()
}

impl Filter<'_> {
    fn lets_through(&self, one: &Listed) -> bool {
        let wanted = in_english(self.wanted).unwrap_or(self.wanted).to_lowercase();
        (self.texts)(one).iter().any(|text| text.to_lowercase().contains(&wanted))
    }

    /// A filter that nothing meets is a slip of the pen, and what comes nearest is named.
    fn check(&self, listed: &[Listed]) -> Result<(), Failure> {
        if listed.iter().any(|one| self.lets_through(one)) {
            return Ok(());
        }
        let mut known: Vec<&str> = listed.iter().flat_map(self.texts).collect();
        order::sort(&mut known);
        known.dedup();
        let words = known.iter().flat_map(|text| text.split([' ', ','])).filter(|word| word.len() > 3);
        let hint = match did_you_mean(self.wanted, known.iter().copied().chain(words)) {
            Some(close) => format!("did you mean `{close}`?"),
            None if known.is_empty() => format!("none states its {}", self.option),
            None => format!("known: {}", known.join("; ")),
        };
        Err(Failure::usage(format!("--{} {}: no specification has it; {hint}", self.option, self.wanted)))
    }
}
