//! The routes that a specification names under `product`.

use super::codes;
use super::fields::{Text, texts};
use super::model::Specification;
use super::raw::{Key, Node};
use crate::dosing::Route;
use crate::finding::{Finding, did_you_mean};

impl Specification {
    /// The routes of administration, in the order written; words that are no route are left out.
    pub fn routes(&self) -> Vec<Route> {
        let written = self.product.iter().find(|(key, _)| key == "route");
        written.map_or_else(Vec::new, |(_, text)| routes_in(text))
    }
}

/// The words for every route in both languages.
pub fn route_words() -> String {
    Route::ALL.map(|route| format!("{} {}", route.as_str(), route.in_chinese())).join(", ")
}

/// The words of a text, told apart by commas, that are no route.
pub fn words_of_no_route(text: &str) -> Vec<&str> {
    words(text).filter(|word| Route::parse(word).is_none()).collect()
}

/// The routes in a text, told apart by commas: `inhalation, nebulised` names one. Words that are no route are left out.
pub fn routes_in(text: &str) -> Vec<Route> {
    let mut routes = Vec::new();
    for route in words(text).filter_map(Route::parse) {
        if !routes.contains(&route) {
            routes.push(route);
        }
    }
    routes
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '、', '，', '；']).map(str::trim).filter(|word| !word.is_empty())
}

/// The routes under `product`; a word that is none is reported.
pub(super) fn read(product: &[(Key, Node)], findings: &mut Vec<Finding>) -> Vec<Route> {
    let Some((key, node)) = product.iter().find(|(key, _)| key.text == "route") else { return Vec::new() };
    let mut routes = Vec::new();
    // Faults of shape were reported with the other texts of `product`.
    for text in texts(node, &key.text, true, &mut Vec::new()) {
        unknown(&text, findings);
        routes.extend(routes_in(&text.text));
    }
    routes.dedup();
    routes
}

fn unknown(text: &Text, findings: &mut Vec<Finding>) {
    for word in words_of_no_route(&text.text) {
        let known = Route::ALL.map(Route::as_str);
        let list = known.join(", ");
        let help = match did_you_mean(word, known) {
            Some(close) => format!("did you mean `{close}`? The routes are {list}"),
            None => format!("the routes are {list}"),
        };
        findings
            .push(text.finding(&codes::ROUTE_NOT_KNOWN, format!("`{word}` is not a route that evqc knows")).help(help));
    }
}
