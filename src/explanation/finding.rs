//! What a finding is, and what is done about it, in Chinese.
//!
//! The English stands with each code; the sentence about the numbers of a lot is English in both languages.

/// The table: code, what it is, what to do.
const TABLE: &str = include_str!("findings.tsv");

/// The Chinese of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChineseFinding {
    /// The code.
    pub code: &'static str,
    /// What it means, in one sentence without a full stop.
    pub what: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Every code that has its Chinese, in the order of the table.
pub fn chinese_findings() -> impl Iterator<Item = ChineseFinding> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some(ChineseFinding { code: cells.next()?, what: cells.next()?, remedy: cells.next()? })
    })
}

/// The Chinese of one code; a test holds the table against all codes of the program, so that none is without.
pub fn chinese_finding(code: &str) -> Option<ChineseFinding> {
    chinese_findings().find(|finding| finding.code == code)
}
