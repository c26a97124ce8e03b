//! Which specifications of the library serve a record.

use super::model::{GivenBy, Record};
use crate::dosing::Route;

/// A specification as far as choosing needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: String,
    /// Its folder in the library.
    pub folder: String,
    /// Its routes.
    pub routes: Vec<Route>,
    /// What its product is made of: id, title, vesicle and source, in one line.
    pub about: String,
}

/// Why a specification serves a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was written for it.
    Own,
    /// It is for this route.
    Route,
    /// It is for vesicles of this origin.
    Source,
    /// It is for engineered vesicles.
    Engineered,
    /// It is for any drug product.
    General,
}

impl Reason {
    /// The reason in a word or two.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Own => "own",
            Reason::Route => "route",
            Reason::Source => "source",
            Reason::Engineered => "engineered",
            Reason::General => "any product",
        }
    }
}

/// A specification that serves a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service<'o> {
    /// The specification.
    pub offer: &'o Offer,
    /// Why.
    pub reason: Reason,
}

/// The general specification of a drug product, which serves where nothing else does.
const GENERAL: &str = "drug-product";

/// The specifications for a record, the most particular first: those written for it, the first by its route, by its
/// origin, and for engineered vesicles; else that of any drug product.
pub fn serving<'o>(record: &Record, offers: &'o [Offer]) -> Vec<Service<'o>> {
    let own = record.served_by.iter().filter_map(|id| offers.iter().find(|offer| offer.id == *id));
    let mut services: Vec<Service<'o>> = own.map(|offer| Service { offer, reason: Reason::Own }).collect();
    let in_folder = |folder: &'static str| offers.iter().filter(move |offer| offer.folder == folder);
    let route = match record.route {
        GivenBy::Route(route) => Some(route),
        GivenBy::Other | GivenBy::NotStated => record.served_as,
    };
    let by_route = route.and_then(|route| {
        // One route, and one specification for it alone, before one for several.
        in_folder("routes").filter(|offer| offer.routes.contains(&route)).min_by_key(|offer| offer.routes.len())
    });
    let by_source = origin(&record.tissue).and_then(|word| in_folder("sources").find(|offer| says(offer, word)));
    let engineered = record.engineered.then(|| by_words(record, in_folder("engineered").collect())).flatten();
    let mut add = |offer: Option<&'o Offer>, reason| {
        if let Some(offer) = offer.filter(|offer| services.iter().all(|service| service.offer.id != offer.id)) {
            services.push(Service { offer, reason });
        }
    };
    add(by_route, Reason::Route);
    add(by_source, Reason::Source);
    add(engineered, Reason::Engineered);
    if services.is_empty() {
        let general = offers.iter().find(|offer| offer.id == GENERAL);
        services.extend(general.map(|offer| Service { offer, reason: Reason::General }));
    }
    services
}

fn says(offer: &Offer, word: &str) -> bool {
    offer.about.to_lowercase().contains(word)
}

/// The word by which specifications of an origin are known.
fn origin(tissue: &str) -> Option<&'static str> {
    Some(match tissue {
        "umbilical cord" => "umbilical cord",
        "Wharton's jelly" => "wharton",
        "cord blood" => "cord blood",
        "adipose" => "adipose",
        "bone marrow" => "bone marrow",
        "placenta" => "placenta",
        "synovial fluid" => "synovial",
        "amniotic fluid" => "amniotic",
        "pluripotent stem cell" => "pluripotent",
        "cardiac progenitor" => "cardiac",
        "immune cell" => "immune",
        "platelet" | "plasma" => "platelet",
        _ => return None,
    })
}

/// The specification for engineered vesicles that shares a word with the record, else the first.
fn by_words<'o>(record: &Record, offers: Vec<&'o Offer>) -> Option<&'o Offer> {
    let about = format!("{} {}", record.product, record.source).to_lowercase();
    let kinds = [("cd24", "cd24"), ("sirna", "nucleic"), ("mir-", "nucleic")];
    let wanted = kinds.into_iter().find(|(word, _)| about.contains(word)).map(|(_, kind)| kind);
    let best = wanted.and_then(|kind| offers.iter().find(|offer| says(offer, kind)));
    best.or(offers.first()).copied()
}
