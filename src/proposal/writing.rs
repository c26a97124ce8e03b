//! The proposal as a specification file.

use super::{History, LotValue, Proposal};

/// The text of the specification; `notes` say from which data it comes.
///
/// It reads without error: what only the sponsor can say has a word that marks it as open.
pub fn yaml(id: &str, notes: &[String], tests: &[(History, Proposal)]) -> String {
    let lots = tests.iter().map(|(history, _)| history.lots).max().unwrap_or(0);
    let mut text = format!(
        "# A proposal from historic lots, written by `evqc spec draft`. Every limit is a starting point that the sponsor has\n\
         # to justify or replace: what lots had in the past says nothing about what patients need.\n\
         evqc: 1\nid: {id}\nversion: 0.1.0\ntitle: {}\nstatus: draft\nrounding: usp  # a proposal too; there is no default\n\
         basis: {}\nnotes:\n{}tests:\n",
        quoted(&format!("Proposal from {lots} lots")),
        quoted(
            "No authority sets numerical release limits for extracellular vesicles; these are proposals from historic lots, \
             not confirmed by anyone."
        ),
        notes.iter().map(|note| format!("  - {}\n", quoted(note))).collect::<String>(),
    );
    tests.iter().for_each(|(history, proposal)| test(&mut text, history, proposal));
    text
}

fn test(text: &mut String, history: &History, proposal: &Proposal) {
    text.push_str(&format!("  {}:\n", history.id));
    let mut line = |key: &str, value: &str| text.push_str(&format!("    {key}: {value}\n"));
    line("name", &quoted(&history.name));
    line("category", "general  # to be set");
    let is_number = history.results.iter().any(|result| matches!(result.value, LotValue::Number { .. }));
    if let Some(stage) = &history.stage {
        line("stage", &quoted(stage));
    }
    match history.methods.as_slice() {
        [] => {}
        methods => {
            let methods: Vec<String> = methods.iter().map(|method| quoted(method)).collect();
            line("method", &format!("[{}]", methods.join(", ")));
        }
    }
    if !history.unit.is_none() {
        line("unit", &quoted(history.unit.symbol()));
    }
    if history.unit.symbol() == "%" && is_number {
        line("of", "not stated in the data");
    }
    if is_number {
        line("result", &plan(history));
    }
    line("accept", &quoted(&proposal.criterion));
    line("evidence", "sponsor to set");
    line("rationale", &quoted(&proposal.rationale));
}

/// As many determinations as every lot had.
fn plan(history: &History) -> String {
    let counts = || history.results.iter().map(|result| result.determinations);
    match (counts().min(), counts().max()) {
        (Some(least), Some(most)) if most > 1 && least == most => format!("mean of {least}"),
        (Some(least), Some(most)) if most > 1 => format!("mean of at least {least}"),
        _ => "single".to_owned(),
    }
}

/// A text as YAML and JSON quote it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
