//! Every report format: what it says about three known lots, that nothing bad looks green, that foreign text stays text.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests read files and print")]

#[path = "report/fixture.rs"]
mod fixture;

#[path = "report/golden.rs"]
mod golden;
#[path = "report/hostile.rs"]
mod hostile;
#[path = "report/html.rs"]
mod html;
#[path = "report/never_green.rs"]
mod never_green;
#[path = "report/structure.rs"]
mod structure;
#[path = "report/words.rs"]
mod words;

use evqc::report::{FORMATS, Format, HumanOptions, by_name};

/// The format of this name, without colour, for a terminal of 100 columns.
fn format(name: &str) -> Box<dyn Format> {
    by_name(name, &HumanOptions::default()).unwrap()
}

#[test]
fn every_listed_format_exists_and_no_other() {
    for (name, what) in FORMATS {
        assert!(by_name(name, &HumanOptions::default()).is_some(), "{name}");
        assert!(!what.is_empty());
    }
    assert!(by_name("yaml", &HumanOptions::default()).is_none());
}
