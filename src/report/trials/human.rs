//! `human`: a table, or a page for each record.

use super::TrialReport;
use crate::report::escape::visible;
use crate::report::layout::{fit, wrap};
use crate::trials::{Catalogue, Dose, GivenBy, Record, Service};
use tabled::builder::Builder;
use tabled::settings::Style;

/// A terminal with fewer columns gets fewer columns of the table.
const NARROW: usize = 90;
/// Columns before the values of a page.
const INDENT: &str = "               ";

pub(super) fn render(report: &TrialReport<'_>) -> String {
    let records = report.entries.iter().map(|(record, _)| *record);
    if report.in_full {
        let pages = report.entries.iter().map(|(record, services)| page(report, record, services));
        return pages.collect::<Vec<_>>().join("\n");
    }
    let records: Vec<&Record> = records.collect();
    if records.is_empty() {
        return "No record fits.\n".to_owned();
    }
    let trials = records.iter().filter(|record| record.is_trial).count();
    let products = records.len() - trials;
    format!("{}\n{}\n", table(&records, report.width), wrap(&counted(trials, products), report.width, ""))
}

fn counted(trials: usize, products: usize) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{trials} trial{}, {products} product{} without a trial. Certainty: A to D and S, in words on the page of a record.",
        plural(trials),
        plural(products)
    )
}

fn table(records: &[&Record], width: usize) -> String {
    let narrow = width < NARROW;
    let mut rows = vec![row(["Id", "Phase", "Indication", "Product", "Route", "Dose", "C"].map(str::to_owned), narrow)];
    rows.extend(records.iter().map(|record| {
        let doses: Vec<String> = record.doses.iter().map(Dose::in_words).collect();
        let phase = record.phase.as_deref().unwrap_or("product");
        row(
            [
                record.id.clone(),
                phase.to_owned(),
                record.indication.clone().unwrap_or_default(),
                record.product.clone(),
                record.route.as_str().to_owned(),
                doses.join("; "),
                record.certainty.letter().to_owned(),
            ],
            narrow,
        )
    }));
    let widths = fit(&rows, width);
    let mut table = Builder::default();
    for row in &rows {
        table.push_record(row.iter().zip(&widths).map(|(cell, width)| wrap(&visible(cell), *width, "")));
    }
    table.build().with(Style::psql()).to_string()
}

/// A row; without phase, product and certainty where there is little room.
fn row(cells: [String; 7], narrow: bool) -> Vec<String> {
    let [id, phase, indication, product, route, dose, certainty] = cells;
    if narrow {
        vec![id, indication, route, dose]
    } else {
        vec![id, phase, indication, product, route, dose, certainty]
    }
}

fn page(report: &TrialReport<'_>, record: &Record, services: &[Service<'_>]) -> String {
    let catalogue = report.catalogue;
    let title = format!("{}: {}", record.id, record.product);
    let mut text = wrap(&visible(&title), report.width, "  ") + "\n";
    let mut line = |name: &str, value: &str| {
        let line = format!("  {name:<12} {}", visible(value));
        text.push_str(&format!("{}\n", wrap(&line, report.width, INDENT)));
    };
    let kind = if record.engineered { "engineered, " } else { "" };
    line("vesicles", &format!("{kind}{}", record.source));
    for (name, value) in facts(record) {
        line(name, &value);
    }
    for dose in &record.doses {
        line("dose", &dose_line(dose));
    }
    if record.doses.is_empty() {
        line("dose", "not stated in what was read");
    }
    for contradiction in catalogue.contradictions_of(&record.id) {
        line("disputed", &format!("{}: {}", contradiction.kind, contradiction.what));
    }
    if let Some(note) = &record.note {
        line("note", note);
    }
    line("listed by", &names(catalogue, &record.reviews));
    line("certainty", &format!("{}, {}", record.certainty.letter(), record.certainty.in_words()));
    for key in &record.read_in {
        line("read in", &source(catalogue, key));
    }
    for service in services {
        line("served by", &format!("{} ({})", service.offer.id, service.reason.as_str()));
    }
    text
}

/// What the record states, in the order of the page.
fn facts(record: &Record) -> Vec<(&'static str, String)> {
    let route = match (&record.route, &record.route_note) {
        (GivenBy::Other, Some(note)) => note.clone(),
        (route, Some(note)) => format!("{}: {note}", route.as_str()),
        (route, None) => route.as_str().to_owned(),
    };
    let registry = match (&record.registry, &record.also_registered) {
        (Some(registry), Some(other)) => Some(format!("{registry}, also {other}")),
        (registry, _) => registry.clone(),
    };
    let stated = [
        ("indication", record.indication.clone()),
        ("route", Some(route)),
        ("phase", record.phase.clone()),
        ("status", record.status.clone()),
        ("registry", registry),
        ("sponsor", record.sponsor.clone()),
        ("site", record.site.clone()),
        ("country", record.country.clone()),
        ("participants", record.participants.clone()),
    ];
    stated.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// `2e8 particles in 3 mL, daily for 5 days [zhu2022, B]`, with the words of the source.
fn dose_line(dose: &Dose) -> String {
    let volume = dose.volume.as_ref().map_or(String::new(), |volume| format!(" in {volume}"));
    let schedule = dose.schedule.as_ref().map_or(String::new(), |schedule| format!(", {schedule}"));
    let written = dose.as_written.as_ref().map_or(String::new(), |words| format!("; written as `{words}`"));
    let by = dose.said_by.join(", ");
    format!("{}{volume}{schedule}{written} [{by}; {}]", dose.in_words(), dose.certainty.letter())
}

/// The titles of reviews.
fn names(catalogue: &Catalogue, keys: &[String]) -> String {
    let title = |key: &String| {
        let review = catalogue.reviews.iter().find(|review| review.key == *key);
        review.map_or_else(|| key.clone(), |review| format!("{key}: {}", review.title))
    };
    match keys {
        [] => "no review, as far as established".to_owned(),
        keys => keys.iter().map(title).collect::<Vec<_>>().join("; "),
    }
}

fn source(catalogue: &Catalogue, key: &str) -> String {
    let Some(source) = catalogue.source(key) else { return key.to_owned() };
    let doi = source.doi.as_ref().map_or(String::new(), |doi| format!(", doi:{doi}"));
    let read = source.read.as_ref().map_or(String::new(), |read| format!(" ({read})"));
    format!("{key}: {}{doi}{read}", source.title)
}
