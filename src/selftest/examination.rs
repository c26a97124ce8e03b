//! Many cases, and what they come to together.

use super::{Case, Outcome, run};
use crate::spec::hexadecimal;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// One file of a set of cases, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    /// Its name inside the set, with `/` between folders.
    pub file: String,
    /// SHA-256 of the file, lower-case hexadecimal; none when it cannot be opened.
    pub sha256: Option<String>,
    /// The case; none when the file holds none.
    pub case: Option<Case>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Examined {
    /// Reads and runs the case in a file; what is no case is broken, with the reason.
    pub fn new(file: String, bytes: &[u8]) -> Examined {
        let sha256 = Some(hexadecimal(&Sha256::digest(bytes)));
        let read = std::str::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned());
        match read.and_then(|text| Case::parse(text).map_err(|error| error.to_string())) {
            Ok(case) => Examined { file, sha256, outcome: run(&case), case: Some(case) },
            Err(reason) => Examined { file, sha256, case: None, outcome: Outcome::Broken(reason) },
        }
    }

    /// A file or folder that cannot be opened: broken, with the reason.
    pub fn unopened(file: String, reason: String) -> Examined {
        Examined { file, sha256: None, case: None, outcome: Outcome::Broken(reason) }
    }

    /// The id of the case, or the name of the file that holds none.
    pub fn name(&self) -> &str {
        self.case.as_ref().map_or(&self.file, |case| &case.id)
    }

    /// The topic of the case; for what is no case, the folder of the file.
    pub fn topic(&self) -> &str {
        let folder = || self.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.case.as_ref().map_or_else(folder, Case::topic)
    }
}

/// How many cases came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Every case agrees, misses, is broken or is not supported.
    pub cases: usize,
    /// Cases of which every value was obtained.
    pub agree: usize,
    /// Cases with a value that was not obtained.
    pub miss: usize,
    /// Cases that could not be read or run.
    pub broken: usize,
    /// Cases of methods that are not built.
    pub not_supported: usize,
    /// Single values that were compared.
    pub values: usize,
    /// Those that agree with a correction of the reference only.
    pub corrected: usize,
}

impl Totals {
    /// Counts cases.
    pub fn of<'e>(examined: impl IntoIterator<Item = &'e Examined>) -> Totals {
        let mut totals = Totals::default();
        for Examined { outcome, .. } in examined {
            totals.cases += 1;
            totals.values += outcome.values().len();
            totals.corrected += outcome.corrected().count();
            match outcome {
                Outcome::Agrees(_) => totals.agree += 1,
                Outcome::Misses(_) => totals.miss += 1,
                Outcome::NotSupported => totals.not_supported += 1,
                Outcome::Broken(_) => totals.broken += 1,
            }
        }
        totals
    }

    /// The exit code: 1 when a case misses or is broken or there is none, else 3 when a method is not supported, else 0.
    pub fn exit(&self) -> u8 {
        if self.miss + self.broken > 0 || self.cases == 0 {
            1
        } else if self.not_supported > 0 {
            3
        } else {
            0
        }
    }
}

/// Every method that is not built, with the number of its cases, in alphabetical order.
pub fn unsupported_methods(examined: &[Examined]) -> BTreeMap<&str, usize> {
    let mut methods = BTreeMap::new();
    let missing = examined.iter().filter(|one| one.outcome == Outcome::NotSupported);
    for case in missing.filter_map(|one| one.case.as_ref()) {
        *methods.entry(case.method.as_str()).or_default() += 1;
    }
    methods
}

/// The digest of a set of cases: SHA-256 over the lines that `sha256sum` would print for its files, in their order.
pub fn digest_of_cases(examined: &[Examined]) -> String {
    let mut lines = String::new();
    for Examined { file, sha256, .. } in examined {
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "{}  {file}", sha256.as_deref().unwrap_or("unreadable"));
    }
    hexadecimal(&Sha256::digest(lines.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examined(method: &str, n: usize) -> Examined {
        let text = format!(
            r#"{{"id": "a/b", "what": "", "source": "", "method": "{method}", "inputs": {{"data": [1, 2, 3]}},
                 "expected": {{"n": {n}}}, "tolerance": {{}}}}"#
        );
        Examined::new("a/b.json".to_owned(), text.as_bytes())
    }

    #[test]
    fn the_worst_case_decides_and_nothing_is_no_success() {
        let (good, wrong, later) = (examined("univariate_nist", 3), examined("univariate_nist", 4), examined("m", 3));
        let broken = Examined::new("x.json".to_owned(), b"{");
        let exit = |cases: &[&Examined]| Totals::of(cases.iter().copied()).exit();
        assert_eq!(exit(&[]), 1);
        assert_eq!(exit(&[&good, &good]), 0);
        assert_eq!(exit(&[&good, &later]), 3);
        assert_eq!(exit(&[&good, &later, &wrong]), 1);
        assert_eq!(exit(&[&later, &broken]), 1);
        assert_eq!(unsupported_methods(&[good, later.clone(), later]), BTreeMap::from([("m", 2)]));
    }

    #[test]
    fn what_is_no_case_is_broken_and_named() {
        let case = Examined::new("folder/x.json".to_owned(), &[0xff]);
        assert_eq!(case.outcome, Outcome::Broken("the file is not UTF-8".to_owned()));
        assert_eq!((case.name(), case.topic()), ("folder/x.json", "folder"));
    }
}
