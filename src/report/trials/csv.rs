//! `csv`: one line per dose, and one for a record without any. Of several levels the lowest and the highest have columns; `dose`
//! says them all.

use super::TrialReport;
use crate::report::escape::csv_text;
use crate::trials::{Amount, Currency, Dose, Record};

const HEADER: &str = "id,record,phase,indication,product,kind,source,tissue,route,dose,dose_low,dose_high,unit,currency,per,volume,\
                      schedule,said_by,dose_certainty,reviews,certainty,contradictions,served_by\n";

pub(super) fn render(report: &TrialReport<'_>) -> String {
    let mut out = HEADER.as_bytes().to_vec();
    for (record, services) in &report.entries {
        let served = services.iter().map(|service| service.offer.id.as_str()).collect::<Vec<_>>().join(" ");
        let disputes = report.catalogue.contradictions_of(&record.id).map(|found| found.id.as_str());
        let disputes = disputes.collect::<Vec<_>>().join(" ");
        let tail = [record.reviews.join(" "), record.certainty.letter().to_owned(), disputes, served];
        let doses: Vec<[String; 10]> = record.doses.iter().map(of_dose).collect();
        let none = [const { String::new() }; 10];
        for dose in if doses.is_empty() { std::slice::from_ref(&none) } else { &doses } {
            let cells = of_record(record).into_iter().chain(dose.iter().cloned()).chain(tail.iter().cloned());
            for (column, cell) in cells.enumerate() {
                if column > 0 {
                    out.push(b',');
                }
                csv_text(&mut out, &cell);
            }
            out.push(b'\n');
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn of_record(record: &Record) -> [String; 9] {
    [
        record.id.clone(),
        if record.is_trial { "trial" } else { "product" }.to_owned(),
        record.phase.clone().unwrap_or_default(),
        record.indication.clone().unwrap_or_default(),
        record.product.clone(),
        if record.engineered { "engineered" } else { "natural" }.to_owned(),
        record.source.clone(),
        record.tissue.clone(),
        record.route.as_str().to_owned(),
    ]
}

/// The dose in words, lowest and highest amount, unit, currency, basis, volume, schedule, sources, certainty.
fn of_dose(dose: &Dose) -> [String; 10] {
    let amounts = dose.amount.amounts();
    let number = |amount: Option<&&Amount>| amount.map_or(String::new(), |amount| amount.number.clone());
    let unit = amounts.first().map_or(String::new(), |amount| amount.unit.symbol().to_owned());
    [
        dose.in_words(),
        number(amounts.first()),
        number(amounts.last()),
        unit,
        dose.currency().map_or("", Currency::as_str).to_owned(),
        dose.per.as_str().to_owned(),
        dose.volume.clone().unwrap_or_default(),
        dose.schedule.clone().unwrap_or_default(),
        dose.said_by.join(" "),
        dose.certainty.letter().to_owned(),
    ]
}
