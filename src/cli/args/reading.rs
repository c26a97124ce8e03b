//! How what is judged is read: one set of options wherever a lot is judged.

use crate::integrity::ReadingSettings;
use clap::{Args, ValueEnum, ValueHint};

/// What stands beside the results, and how tables are written.
#[derive(Clone, Debug, Args, Default)]
pub struct ReadingArgs {
    /// Which lot the instrument files belong to (else `samples.yaml` beside them; may be repeated)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Data")]
    pub samples: Vec<String>,
    /// Lot facts: dates, label claims, dose volumes
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Data")]
    pub lots: Option<String>,
    /// Sheet of a workbook with the results (else the one whose header has a lot column)
    #[arg(long, value_name = "NAME", help_heading = "Data")]
    pub sheet: Option<String>,
    /// Sheet of a workbook with the lot facts (else the one whose header has a lot column)
    #[arg(long, value_name = "NAME", requires = "lots", help_heading = "Data")]
    pub lots_sheet: Option<String>,
    /// Character between fields, or `tab` (else detected)
    #[arg(long, value_name = "CHAR", help_heading = "Data")]
    pub separator: Option<String>,
    /// Decimal mark (else detected)
    #[arg(long, value_enum, value_name = "MARK", help_heading = "Data")]
    pub decimal: Option<Mark>,
    /// Encoding: utf-8, utf-16le, utf-16be, gb18030 or windows-1252 (else detected)
    #[arg(long, value_name = "NAME", help_heading = "Data")]
    pub encoding: Option<String>,
    /// A column that carries nothing to judge (may be repeated)
    #[arg(long = "ignore-column", value_name = "NAME", help_heading = "Data")]
    pub ignore_columns: Vec<String>,
}

impl ReadingArgs {
    /// Those that are no files: what they say can change a result, and stands in no digest of a file.
    pub fn settings(&self) -> ReadingSettings {
        ReadingSettings {
            sheet: self.sheet.clone(),
            lots_sheet: self.lots_sheet.clone(),
            separator: self.separator.clone(),
            decimal: self.decimal.map(|mark| mark.as_str().to_owned()),
            encoding: self.encoding.clone(),
            ignore_columns: self.ignore_columns.clone(),
        }
    }
}

/// The decimal mark of a result file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Mark {
    /// 0.25
    Point,
    /// 0,25
    Comma,
}

impl Mark {
    /// The word of the option.
    pub fn as_str(self) -> &'static str {
        match self {
            Mark::Point => "point",
            Mark::Comma => "comma",
        }
    }

    /// The mark of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Mark::Point, Mark::Comma].into_iter().find(|mark| mark.as_str() == word)
    }
}
