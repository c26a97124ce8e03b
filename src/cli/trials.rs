//! `evqc trials`: the catalogue of clinical trials.

use super::args::{TrialFilterArgs, TrialsCommand};
use super::{Failure, output, spec};
use crate::dosing::Route;
use crate::finding::did_you_mean;
use crate::report::{TRIAL_FORMATS, TrialReport};
use crate::spec::{Specification, listed};
use crate::trials::{self, Catalogue, Currency, Filter, GivenBy, Offer, PHASES, Record, serving};

/// Runs the command.
///
/// # Errors
/// Wrong usage, or what keeps a report from being written.
pub fn run(command: &TrialsCommand) -> Result<u8, Failure> {
    let catalogue = catalogue()?;
    match command {
        TrialsCommand::List { filter, output, width } => {
            let filter = asked(filter, &catalogue)?;
            write(&catalogue, trials::find(&catalogue, &filter), false, output, *width)
        }
        TrialsCommand::Show { ids, output, width } => {
            let found = ids.iter().map(|id| one(&catalogue, id)).collect::<Result<Vec<_>, Failure>>()?;
            write(&catalogue, found, true, output, *width)
        }
    }
}

/// The catalogue that is compiled in.
///
/// # Errors
/// An internal error when it has a fault, which a test excludes.
pub(super) fn catalogue() -> Result<Catalogue, Failure> {
    trials::catalogue().map_err(|findings| {
        let first = findings.first().map_or_else(String::new, |finding| format!(": {}", finding.message));
        Failure::internal(format!("the catalogue of trials cannot be read{first}"))
    })
}

/// The specifications of the library, as far as choosing among them needs it.
pub fn offers() -> Vec<Offer> {
    let offer = |file: &crate::spec::LibraryFile| {
        let specification = spec::read(&file.source(), &[]).specification?;
        Some(offer_of(file.folder(), &specification))
    };
    listed().filter_map(offer).collect()
}

fn offer_of(folder: &str, specification: &Specification) -> Offer {
    let of = |key: &str| {
        let fact = specification.product.iter().find(|(name, _)| name == key);
        fact.map_or("", |(_, text)| text.as_str())
    };
    let about = [&specification.id, &specification.title, of("vesicle"), of("source")].join(" ").replace('-', " ");
    Offer { id: specification.id.clone(), folder: folder.to_owned(), routes: specification.routes(), about }
}

fn write(
    catalogue: &Catalogue,
    records: Vec<&Record>,
    in_full: bool,
    options: &[String],
    width: Option<usize>,
) -> Result<u8, Failure> {
    let outputs = output::outputs(options, TRIAL_FORMATS, &[], |name, _| {
        TRIAL_FORMATS.iter().map(|(known, _)| *known).find(|known| *known == name)
    })?;
    // A list for a terminal does not say what serves a record, and reading the library takes a moment.
    let all_human = outputs.iter().all(|output| output.format == "human");
    let offers = if in_full || !all_human { offers() } else { Vec::new() };
    let entries = records.into_iter().map(|record| (record, serving(record, &offers))).collect();
    let width = width.unwrap_or_else(output::terminal_width);
    let report = TrialReport { catalogue, entries, in_full, width };
    for output in outputs {
        let Some(text) = report.render(output.format).transpose()? else { continue };
        let written = output.target.write(|out| out.write_all(text.as_bytes()));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(0)
}

fn one<'c>(catalogue: &'c Catalogue, id: &str) -> Result<&'c Record, Failure> {
    if let Some(record) = catalogue.record(id) {
        return Ok(record);
    }
    if let Some((name, why)) = catalogue.left_out.iter().find(|(name, _)| name.eq_ignore_ascii_case(id)) {
        return Err(Failure::usage(format!("{name} is not in the catalogue. {why}")));
    }
    let hint = nearest_id(catalogue, id)
        .map_or_else(|| "; `evqc trials list` lists them".to_owned(), |close| format!("; did you mean `{close}`?"));
    Err(Failure::usage(format!("there is no record `{id}`{hint}")))
}

/// The id most like a word: a number with a digit wrong or missing, or a name.
fn nearest_id<'c>(catalogue: &'c Catalogue, id: &str) -> Option<&'c str> {
    did_you_mean(id, catalogue.records.iter().map(|record| record.id.as_str()))
}

/// The filter, its words checked.
fn asked(args: &TrialFilterArgs, catalogue: &Catalogue) -> Result<Filter, Failure> {
    Ok(Filter {
        route: args.route.as_deref().map(route).transpose()?,
        source: args.source.clone(),
        indication: args.indication.clone(),
        phase: args.phase.as_deref().map(|phase| word("--phase", phase, PHASES)).transpose()?,
        product: args.product.clone(),
        review: args.review.as_deref().map(|review| self::review(review, catalogue)).transpose()?,
        currency: args.currency.as_deref().map(currency).transpose()?,
    })
}

fn route(text: &str) -> Result<GivenBy, Failure> {
    match (text, Route::parse(text)) {
        (_, Some(route)) => Ok(GivenBy::Route(route)),
        ("other", None) => Ok(GivenBy::Other),
        ("not stated", None) => Ok(GivenBy::NotStated),
        _ => {
            let words: Vec<&str> = Route::ALL.map(Route::as_str).into_iter().chain(["other", "not stated"]).collect();
            Err(unknown("--route", text, &words))
        }
    }
}

fn currency(text: &str) -> Result<Currency, Failure> {
    let found = Currency::ALL.into_iter().find(|currency| currency.as_str() == text);
    found.ok_or_else(|| unknown("--currency", text, &Currency::ALL.map(Currency::as_str)))
}

fn review(text: &str, catalogue: &Catalogue) -> Result<String, Failure> {
    let keys: Vec<&str> = catalogue.reviews.iter().map(|review| review.key.as_str()).collect();
    word("--review", text, &keys)
}

fn word(option: &str, text: &str, words: &[&str]) -> Result<String, Failure> {
    let found = words.iter().find(|word| **word == text);
    found.map(|word| (*word).to_owned()).ok_or_else(|| unknown(option, text, words))
}

fn unknown(option: &str, text: &str, words: &[&str]) -> Failure {
    let hint =
        did_you_mean(text, words.iter().copied()).map_or(String::new(), |close| format!("did you mean `{close}`? "));
    Failure::usage(format!("{option} {text}: {hint}The words are {}", words.join(", ")))
}
