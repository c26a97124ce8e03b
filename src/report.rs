//! One file per format over the one lot report.
//!
//! [`wording`] is the single place where a judged test becomes words, [`remark`] the single place where what is wrong
//! gets its order, [`escape`] the single place where foreign text is made harmless; a format only lays things out.

pub mod asides;
mod audit;
mod beside;
mod changed;
pub mod codes;
mod csv;
pub mod decision;
pub mod diagnostic;
mod digests;
mod dose;
mod dose_json;
pub mod escape;
mod excursion;
mod explained;
mod figures;
mod format;
mod github;
mod gitlab;
mod html;
mod human;
mod installation;
mod json;
mod json_fill;
mod json_model;
mod jsonl;
mod junit;
mod key_twice;
mod layout;
pub mod listing;
mod markdown;
mod origin;
mod planning;
pub mod proof;
mod protocol;
pub mod reading;
mod recorded;
mod recorded_test;
pub mod remark;
mod sarif;
pub mod selftest;
mod stability;
mod suites;
pub mod test_page;
mod trials;
mod verification;
pub mod wording;

#[cfg(feature = "schemas")]
pub use audit::review_schema;
pub use audit::{REVIEW_FORMATS, REVIEW_SCHEMA_NAME, ReviewReport};
#[cfg(feature = "schemas")]
pub use changed::difference_schema;
pub use changed::{CHANGE_FORMATS, ChangeReport, LotsUnderBoth};
pub use csv::Csv;
pub use digests::Digests;
pub use dose::{DOSE_FORMATS, DoseAsked, DoseHuman};
pub use dose_json::DoseJson;
#[cfg(feature = "schemas")]
pub use dose_json::dose_schema;
#[cfg(feature = "schemas")]
pub use excursion::excursion_schema;
pub use excursion::{EXCURSION_FORMATS, ExcursionReport, ReadBeside, ReadLog};
#[cfg(feature = "schemas")]
pub use explained::explanation_schema;
pub use explained::{EXPLANATION_FORMATS, Explanation, Language};
pub use figures::{Drawn, Figures, LotFigures};
pub use format::*;
pub use github::GitHub;
pub use gitlab::GitLab;
pub use html::{Html, Template};
pub use human::{Human, HumanOptions, findings as human_findings};
#[cfg(feature = "schemas")]
pub use installation::doctor_schema;
pub use installation::{DOCTOR_FORMATS, DoctorReport};
pub use json::Json;
pub use json_model::SCHEMA_NAME;
#[cfg(feature = "schemas")]
pub use json_model::report_schema;
pub use jsonl::JsonLines;
pub use junit::JUnit;
pub use layout::{held, wrap_whole};
pub use markdown::Markdown;
pub use origin::formulas;
#[cfg(feature = "schemas")]
pub use planning::plan_schema;
pub use planning::{PLAN_FORMATS, PlanEntry, PlanReport};
pub use recorded::contradiction;
pub use sarif::Sarif;
#[cfg(feature = "schemas")]
pub use stability::stability_schema;
pub use stability::{NotRendered, SCHEMA_NAME as STABILITY_SCHEMA_NAME, STABILITY_FORMATS, StabilityReport, pictures};
#[cfg(feature = "schemas")]
pub use trials::trials_schema;
pub use trials::{TRIAL_FORMATS, TrialReport};
#[cfg(feature = "schemas")]
pub use verification::verification_schema;
pub use verification::{
    AS_STATED, Attachment, BesideContent, CertificateNamed, Checked, ClockSetRight, Compared, Covers, FileKind,
    JudgedAgain, Pages, Part, Redrawn, ReplacedNamed, Replay, TrailChecked, Unchecked, VERIFICATION_FORMATS,
    VerificationReport, VerifiedFile, VerifiedSignature, Vouched, program_named,
};

/// Name and purpose of every format, in the order of the documentation.
pub const FORMATS: &[(&str, &str)] = &[
    ("human", "for a terminal: a table of every test, then what is wrong, worst first"),
    ("json", "the whole report as one document, schema evqc-report/1"),
    ("jsonl", "one JSON object per line: run, lots, findings, summary"),
    ("junit", "JUnit XML: a test suite per lot, for CI servers"),
    ("sarif", "SARIF 2.1.0: findings with places, for code scanning"),
    ("github", "GitHub workflow commands: annotations on files"),
    ("gitlab", "GitLab code quality report"),
    ("markdown", "GitHub-flavoured Markdown, for a comment on a change"),
    ("html", "one page that opens without a network: every lot, limits as bars, in English and Chinese"),
    ("csv", "one line per lot, for spreadsheets and pipes"),
];

/// The format of this name; `options` matter to `human` only.
pub fn by_name(name: &str, options: &HumanOptions) -> Option<Box<dyn Format>> {
    Some(match name {
        "human" => Box::new(Human::new(*options)),
        "json" => Box::new(Json),
        "jsonl" => Box::new(JsonLines),
        "junit" => Box::new(JUnit),
        "sarif" => Box::new(Sarif::default()),
        "github" => Box::new(GitHub),
        "gitlab" => Box::new(GitLab),
        "markdown" => Box::new(Markdown),
        "html" => Box::new(Html::default()),
        "csv" => Box::new(Csv),
        _ => return None,
    })
}
