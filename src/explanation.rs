//! A line of a specification as one sentence, in English and in Chinese.
//!
//! [`sentence`] fills a [`Sentence`] from a test of the specification, once; [`english`] and [`chinese`] say it. Neither
//! language is made from the other, and neither looks at the specification: what a sentence holds is said by both, because
//! a renderer that leaves out a part does not compile without a warning. Numbers, units, names and texts of the
//! specification stand in both as they are (R-1101).

pub mod chinese;
pub mod english;
mod fill;
mod finding;
pub mod life;
mod model;

pub use fill::{decision, demand, handling, last_place, plan, sentence, uncertainty};
pub use finding::{ChineseFinding, chinese_finding, chinese_findings};
pub use model::*;
