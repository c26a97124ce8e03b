//! Certificates of the sample, and of what can go wrong with it.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests run the program, read what it wrote, and say loudly what was not tested"
)]

#[path = "certificate/archived.rs"]
mod archived;
#[path = "certificate/as_read.rs"]
mod as_read;
#[path = "certificate/bench.rs"]
mod bench;
#[path = "certificate/beside.rs"]
mod beside;
#[path = "certificate/claims.rs"]
mod claims;
#[path = "certificate/contents.rs"]
mod contents;
#[path = "certificate/contradictions.rs"]
mod contradictions;
#[path = "certificate/decided.rs"]
mod decided;
#[path = "certificate/forged.rs"]
mod forged;
#[path = "certificate/forms.rs"]
mod forms;
#[path = "certificate/hostile.rs"]
mod hostile;
#[path = "certificate/in_chinese.rs"]
mod in_chinese;
#[path = "certificate/laboratory.rs"]
mod laboratory;
#[path = "certificate/languages.rs"]
mod languages;
#[path = "certificate/lines.rs"]
mod lines;
#[path = "support/needed.rs"]
mod needed;
#[path = "certificate/page_commands.rs"]
mod page_commands;
#[cfg(feature = "pdf")]
#[path = "certificate/page_text.rs"]
mod page_text;
#[path = "certificate/persons.rs"]
mod persons;
#[path = "certificate/read_back.rs"]
mod read_back;
#[path = "certificate/refusals.rs"]
mod refusals;
#[path = "certificate/reissue.rs"]
mod reissue;
#[path = "certificate/run_values.rs"]
mod run_values;
#[path = "certificate/runs.rs"]
mod runs;
#[path = "certificate/signed_files.rs"]
mod signed_files;
#[path = "certificate/signing.rs"]
mod signing;
#[path = "certificate/situations.rs"]
mod situations;
#[path = "certificate/templates.rs"]
mod templates;
#[path = "certificate/told.rs"]
mod told;
#[path = "certificate/verified.rs"]
mod verified;
#[path = "certificate/vouched.rs"]
mod vouched;
