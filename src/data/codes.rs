//! The findings about result files and lot files.

use crate::finding::{Code, Severity, codes};

codes! {
    OUTSIDE_LINEAR_RANGE: "outside-linear-range", Error,
        what: "A concentration as measured lies outside the range in which the instrument counts in proportion",
        why: "Above it particles hide each other, below it the background counts; the factor multiplies the error.",
        example: "linear_range: 1e7 to 1e9 particles/mL      # and 3.1e9 was measured at a dilution of 100",
        remedy: "Dilute differently and measure again.",
        source: "R-314, table 3.3; R-337";
    INPUT_NOT_READABLE: "input-not-readable", Error,
        what: "A file could not be opened or read to its end",
        why: "Results that could not be read were not judged, so nothing can be said about the lots they belong to.",
        example: "evqc check spec.yaml results/      # a folder, a missing file, no permission",
        remedy: "Check the path and the permissions; name files, not folders.",
        source: "R-910";
    LOT_IDS_ALIKE: "lot-ids-alike", Warning,
        what: "Two lots of the data have ids that look the same",
        why: "Rows of one lot under two ids are two lots: a result that fails can be out of sight of whoever asks for the other one. There is no certificate of either.",
        example: "lot,test,value\nEV-3101,ph,7.2\nEV\u{2013}3101,endotoxin,0.9      # a dash instead of the hyphen",
        remedy: "Write the id of a lot in one way in every row.",
        source: "R-102; evqc";
    INPUT_EMPTY: "input-empty", Error,
        what: "A file holds nothing, not even a header",
        why: "An export that failed leaves an empty file; it must not look like a lot without faults.",
        example: "(a file of 0 bytes)",
        remedy: "Export the results again.",
        source: "R-910";
    INPUT_WITHOUT_ROWS: "input-without-rows", Error,
        what: "A file holds a header and no row",
        why: "Nothing was delivered, so nothing can be judged.",
        example: "lot,test,value",
        remedy: "Export the results again, or leave the file out.",
        source: "R-910";
    ENCODING_NOT_RECOGNISED: "encoding-not-recognised", Error,
        what: "The encoding of a file cannot be told from its content",
        why: "The same bytes are a Chinese character in one encoding and `°±` in another; a guess could change a unit.",
        example: "lot,note\nL1,(bytes B1 B0)",
        remedy: "Save the file as UTF-8, or name the encoding with --encoding.",
        source: "R-910";
    TEXT_NOT_VALID: "text-not-valid", Error,
        what: "Bytes of a file are not text in its encoding",
        why: "A replaced or dropped character can change a value or a unit; evqc replaces nothing.",
        example: "lot,test,value\nL1,size (byte B5),110",
        remedy: "Save the file as UTF-8 again, or name its encoding with --encoding.",
        source: "R-910";
    SEPARATOR_NOT_RECOGNISED: "separator-not-recognised", Error,
        what: "The character that separates the fields cannot be told from the header",
        why: "Splitting at the wrong character moves values into other columns.",
        example: "lot;test,value",
        remedy: "Use one separator throughout, or name it with --separator.",
        source: "R-910";
    DECIMAL_MARK_NOT_RECOGNISED: "decimal-mark-not-recognised", Error,
        what: "Point and comma in the values of a file do not show which of them is the decimal mark",
        why: "`1,234` is 1.234 or 1234, a factor of a thousand; evqc does not choose.",
        example: "lot;test;value\nL1;protein;1,234",
        remedy: "Write the values with one decimal mark, or name it with --decimal.",
        source: "R-1106";
    COLUMN_MISSING: "column-missing", Error,
        what: "A column that every table needs is not there",
        why: "Without it no row can be assigned to a lot, a test or a value.",
        example: "test,value\nph,7.2",
        remedy: "Long tables need `lot`, `test` and `value`; wide tables need `lot` and a column for each test.",
        source: "R-910";
    COLUMN_TWICE: "column-twice", Error,
        what: "Two columns mean the same",
        why: "There is no telling which of the two holds the result.",
        example: "lot,batch,test,value",
        remedy: "Keep one of the two columns, or rename the other and list it under `ignore_columns`.",
        source: "R-910";
    COLUMN_UNKNOWN: "column-unknown", Error,
        what: "A column is neither known nor listed as one to ignore",
        why: "A mistyped `status` or a test that the specification does not know would otherwise vanish in silence.",
        example: "lot,test,value,statsu",
        remedy: "Correct the name, list it under `ignore_columns` in the specification, or give --ignore-column.",
        source: "R-910";
    COLUMN_AMBIGUOUS: "column-ambiguous", Error,
        what: "A column of a wide table names several tests, and there is no stage column to tell them apart",
        why: "A result would be judged against the limit of another stage.",
        example: "lot,Particle concentration [particles/mL]",
        remedy: "Use the test id as the column name, or add a `stage` column.",
        source: "R-910";
    COLUMN_NEEDS_LONG_FORM: "column-needs-long-form", Error,
        what: "A column that belongs to a single value stands in a table with several tests in a row",
        why: "A detection limit, an uncertainty or a correction would count for every test of the row.",
        example: "lot,ph,endotoxin [EU/mL],loq",
        remedy: "Deliver these results as a long table, one row per value.",
        source: "evqc";
    COLUMN_UNIT_UNKNOWN: "column-unit-unknown", Error,
        what: "The unit in the header of a wide column is not known",
        why: "Values in an unknown unit cannot be compared with a limit.",
        example: "lot,endotoxin [IE/mL]",
        remedy: "Write the unit in one of the forms that the page Units of the documentation lists (units.md).",
        source: "R-335";
    ROW_RAGGED: "row-ragged", Error,
        what: "A row has more or fewer fields than the header",
        why: "A lost or added separator, often a decimal comma without quotes, moves values into other columns.",
        example: "lot,test,value,unit\nL1,cd63_positive,79,4,%",
        remedy: "Put cells that contain the separator in quotes, or export with another separator.",
        source: "R-910";
    CELL_WITHOUT_COLUMN: "cell-without-column", Error,
        what: "A cell stands under an empty header",
        why: "A value without a name cannot be judged and must not be dropped.",
        example: "lot,test,value,\nL1,ph,7.2,7.9",
        remedy: "Name the column, or empty the cell.",
        source: "R-910";
    CELL_TOO_LONG: "cell-too-long", Error,
        what: "A cell is longer than 1 MiB",
        why: "No result is that long; the file is damaged, or not a table.",
        example: "lot,test,value\nL1,ph,777777777...",
        remedy: "Export the results again.",
        source: "evqc";
    QUOTE_NOT_CLOSED: "quote-not-closed", Error,
        what: "A quoted cell never ends",
        why: "Everything behind the quote, other lots included, would be taken for the content of one cell.",
        example: "lot,test,value\nL1,\"ph,7.2",
        remedy: "Close the quote; write a quote inside a cell twice.",
        source: "R-910";
    QUOTE_OVER_ROWS: "quote-over-rows", Error,
        what: "A quoted cell contains lines that look like rows of the table",
        why: "A stray quote swallows the rows up to the next one, which may belong to other lots.",
        example: "lot,test,value,comment\nL1,ph,7.2,\"checked\nL1,ph,7.9,\nL2,ph,7.1,\"ok",
        remedy: "Remove the stray quote, or write it twice.",
        source: "R-910";
    LOT_ID_MISSING: "lot-id-missing", Error,
        what: "It cannot be told to which lot a row belongs",
        why: "The row may hold the result that decides about any of the lots, so none of them can be concluded.",
        example: "lot,test,value\n,ph,7.2",
        remedy: "Write the lot id in every row, also where a spreadsheet shows it once for several rows.",
        source: "R-910";
    SHEET_CELLS_MERGED: "sheet-cells-merged", Error,
        what: "Merged cells of a workbook show one value for several rows or columns of a table",
        why: "The file has the value in the first cell alone: a status `pending` or `invalid` that the sheet shows for two rows would hold for one.",
        example: "lot,test,value,status\nL1,sterility,no growth,pending      # merged with the cell below\nL2,sterility,no growth,",
        remedy: "Unmerge the cells, and write the value into each row that it is for.",
        source: "R-910";
    SHEET_DATE_FOR_ID: "sheet-date-for-id", Error,
        what: "A column of ids in a workbook, or one of conditions, holds a date, or a number that is shown with an exponent or with other digits",
        why: "Spreadsheet programs make dates of ids such as `04/02/26` and `1-2` or of the condition `2-8`, 2.40E+08 of `24E07` and 26.1 of `26.10`; what was typed is nowhere in the file, and what they made of it is no id that anybody gave.",
        example: "lot,test,value\n2026-02-04,ph,7.2      # a date cell, typed as the lot 04/02/26",
        remedy: "Give the column the format `Text`, and write its ids again.",
        source: "R-101";
    SHEET_CELL_MARKED: "sheet-cell-marked", Error,
        what: "Letters of a cell in a workbook are struck out or raised, where that changes what it says",
        why: "Joined to the others, a footnote or a letter that was struck out makes another id, another name, or another observation than the one that was made; and what is struck out in a record, an approval or a reason, is withdrawn.",
        example: "lot,test,value\nEV-202B1,sterility,no growth      # the 1 is a raised footnote",
        remedy: "Write the cell again with letters that all stand alike, and footnotes and what was struck out into a column of remarks.",
        source: "R-101";
    LOT_ID_NOT_PRINTABLE: "lot-id-not-printable", Error,
        what: "A lot id contains control or invisible characters",
        why: "Two ids that look alike would be two lots, and a certificate could not name the lot.",
        example: "lot,test,value\nL\\u{0}1,ph,7.2",
        remedy: "Write the lot id with printable characters only.",
        source: "R-910";
    LOT_TOO_LARGE: "lot-too-large", Error,
        what: "The rows of one lot exceed 1 GiB",
        why: "A lot is judged as a whole in memory; a lot of this size is a damaged file or a missing lot id.",
        example: "(hundreds of millions of rows with one lot id)",
        remedy: "Check the lot column.",
        source: "evqc";
    TEST_NAME_MISSING: "test-name-missing", Error,
        what: "A row names no test",
        why: "Its value cannot be compared with anything and must not be dropped.",
        example: "lot,test,value\nL1,,7.2",
        remedy: "Write the id or the name of the test.",
        source: "R-910";
    TEST_NOT_IN_SPECIFICATION: "test-not-in-specification", Error,
        what: "A row names a test that the specification does not have",
        why: "A mistyped name would make a result vanish; an unlisted test has no criterion.",
        example: "lot,test,value\nL1,cd36_positive,88",
        remedy: "Correct the name, or list it under `columns` of the test it belongs to.",
        source: "R-910";
    TEST_NAME_AMBIGUOUS: "test-name-ambiguous", Error,
        what: "A row names several tests, and its stage does not tell which",
        why: "The value would be judged against the limit of another stage.",
        example: "lot,test,value\nL1,Particle concentration,2e10",
        remedy: "Fill in the `stage` column, or use the test id.",
        source: "R-910";
    TEST_NOT_MEASURED: "test-not-measured", Error,
        what: "A row gives a value for a test that takes none",
        why: "A panel is decided by its members, and a derived attribute is computed from its inputs at full precision.",
        example: "lot,test,value\nL1,identity_panel,pass",
        remedy: "Deliver the results of the members, or of the tests in the formula.",
        source: "R-336";
    UNIT_NOT_KNOWN: "unit-not-known", Error,
        what: "A row has a unit that is not known",
        why: "A value in an unknown unit cannot be compared with a limit.",
        example: "lot,test,value,unit\nL1,endotoxin,0.05,IE/mL",
        remedy: "Write the unit in one of the forms that the page Units of the documentation lists (units.md).",
        source: "R-335";
    UNIT_TWICE: "unit-twice", Error,
        what: "A row has one unit in its value cell and another in its unit cell",
        why: "There is no telling which of the two is meant.",
        example: "lot,test,value,unit\nL1,protein,5 ug/mL,mg/mL",
        remedy: "Write the unit once, in the unit column.",
        source: "R-335";
    TEXT_BEHIND_QUOTE: "text-behind-quote", Error,
        what: "Text stands behind the closing quote of a cell",
        why: "Most readers join the two in silence: `\"0\"2` becomes 02, a number that nobody wrote.",
        example: "lot,test,value,unit\nL1,endotoxin,\"0\"2,EU/mL",
        remedy: "Put the quotes around the whole cell; write a quote inside a cell twice.",
        source: "RFC 4180, section 2";
    DATE_NOT_READABLE: "date-not-readable", Error,
        what: "A date is not written year first, or is no day of the calendar",
        why: "`03/04/2026` is two different days; incubation times and expiry depend on it.",
        example: "lot,test,value,date\nL1,sterility,no growth,03/04/2026",
        remedy: "Write dates as 2026-04-03.",
        source: "R-910";
    UNCERTAINTY_NOT_READABLE: "uncertainty-not-readable", Error,
        what: "The uncertainty of a row is no positive number",
        why: "A decision rule rests on it; a row whose uncertainty cannot be read may be nearer to its limit than it looks.",
        example: "lot,test,value,unit,uncertainty\nL1,endotoxin,0.21,EU/mL,small",
        remedy: "Write the expanded uncertainty as a number in the unit of the row, with a unit, or in percent of the value; `(k=2)` may follow.",
        source: "R-406";
    STATUS_NOT_KNOWN: "status-not-known", Error,
        what: "The status of a row is none of the known words",
        why: "Whether a result counts must not depend on a guess.",
        example: "lot,test,value,status\nL1,ph,7.2,ok",
        remedy: "Write `valid`, `invalid`, `pending` or `not tested`, or leave the cell empty.",
        source: "R-319";
    ROLE_NOT_KNOWN: "role-not-known", Error,
        what: "The role of a row is none of the known words",
        why: "A control that is taken for a sample, or a sample for a control, changes the verdict.",
        example: "lot,test,value,role\nL1,ph,7.2,spike",
        remedy: "Write `sample`, `control`, `blank`, `reference` or `retest`, or leave the cell empty for a sample.",
        source: "R-312";
    CONTROL_NOT_NAMED: "control-not-named", Error,
        what: "A control row does not name its control, or a sample row names one",
        why: "A control without a name meets no validity check, and a sample result under a control's name is ambiguous.",
        example: "lot,test,value,role,control\nL1,endotoxin,98,control,",
        remedy: "Fill in the `control` column of control rows, and leave it empty for samples and retests.",
        source: "R-312";
    HEADER_REPEATED: "header-repeated", Warning,
        what: "The header stands again between the rows",
        why: "It is what joining files leaves behind; the line holds no result and was left out.",
        example: "lot,test,value\nL1,ph,7.2\nlot,test,value\nL2,ph,7.3",
        remedy: "Give the files one by one instead of joining them.",
        source: "evqc";
    ROWS_BLANK: "rows-blank", Note,
        what: "A file has blank lines, or lines of separators only",
        why: "They hold no result; they are counted so that nothing is left out in silence.",
        example: "lot,test,value\n\nL1,ph,7.2\n,,",
        remedy: "Nothing has to be done.",
        source: "R-910";
    FURTHER_FINDINGS: "further-findings", Note,
        what: "A file has more findings of one kind than are listed",
        why: "A list of a million like findings helps nobody; the count is complete.",
        example: "(a file without lot ids)",
        remedy: "Correct the listed ones first; the others mostly have the same cause.",
        source: "evqc";
    LOT_FACTS_TWICE: "lot-facts-twice", Error,
        what: "A lot stands twice in the lot file",
        why: "There is no telling which of the two rows holds.",
        example: "lot,manufactured\nL1,2026-03-09\nL1,2026-03-10",
        remedy: "Keep one row per lot.",
        source: "evqc";
    LOT_FACT_NOT_READABLE: "lot-fact-not-readable", Error,
        what: "A cell of the lot file holds no plain number",
        why: "A label claim or a fact enters limits and formulas; it must be a number.",
        example: "lot,dose_volume [mL]\nL1,about 2",
        remedy: "Write the number, with the unit in the header or behind it.",
        source: "R-337";
    LOT_FACT_UNIT: "lot-fact-unit", Error,
        what: "A value of the lot file has no unit, or one of another kind than the specification needs",
        why: "Units are converted inside one dimension only; a volume cannot stand for a mass.",
        example: "lot,dose_volume [mg]\nL1,2",
        remedy: "Give the unit in brackets in the header, or behind the value.",
        source: "R-335";
}

#[cfg(test)]
mod tests {
    use super::CODES;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_complete_and_named_once() {
        let mut names = BTreeSet::new();
        for code in CODES {
            assert!(names.insert(code.name), "{} stands twice", code.name);
            assert!(code.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", code.name);
            assert!(!code.what.ends_with('.'), "{}", code.name);
            assert!(code.why.ends_with('.') && code.remedy.ends_with('.'), "{}", code.name);
            assert!(!code.example.is_empty() && !code.source.is_empty(), "{}", code.name);
        }
    }
}
