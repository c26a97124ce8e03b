//! Rows to determinations: a block of rows becomes what the judge looks at.
//!
//! This runs for every row of every lot, millions of times, so a plain row costs no allocation: text is borrowed from
//! the block, and names and units are looked up once for each way in which they are written.

use super::block::{LotBlock, RowAt, push_fault};
use super::cell::{same, shown, shown_bytes, trimmed};
use super::codes;
use super::determination::{Correction, CorrectionReason, Details, Determination, LotData, LotFacts, RowStatus};
use super::header::Column;
use super::layout::{Body, Context, Layout, Layouts};
use super::names::{Meaning, TestNames};
use super::table::{mark_at, place};
use super::uncertainty::{UNCERTAINTY_FORM, uncertainty};
use super::words;
use crate::finding::{Code, Finding};
use crate::quantity::{Decimal, DecimalMark, Exact, MAX_DIGITS, Reading, Unit};
use crate::spec::Role;
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Spellings of tests and units that are remembered; a file has a few dozen, a hostile one millions.
const REMEMBERED: usize = 4096;

/// Turns blocks into lots; one for each thread, because it remembers what it has seen.
#[derive(Debug)]
pub struct RowReader<'s> {
    layouts: &'s Layouts,
    spellings: Spellings<'s>,
}

impl<'s> RowReader<'s> {
    /// A reader for rows of these layouts.
    pub fn new(layouts: &'s Layouts) -> RowReader<'s> {
        RowReader { layouts, spellings: Spellings::default() }
    }

    /// Reads the rows of one lot.
    pub fn read<'b>(&mut self, block: &'b LotBlock, facts: Option<&'b LotFacts>) -> LotData<'b>
    where
        's: 'b,
    {
        let mut lot = LotData {
            lot: &block.lot,
            determinations: Vec::with_capacity(block.rows.len()),
            faults: block.faults.clone(),
            facts,
        };
        for fault in facts.iter().flat_map(|facts| &facts.faults) {
            push_fault(&mut lot.faults, fault.clone());
        }
        // Checking all bytes at once is several times faster than cell by cell.
        let whole = std::str::from_utf8(&block.bytes).ok();
        for at in &block.rows {
            let Some(layout) = self.layouts.inputs.get(at.input as usize) else { continue };
            self.spellings.use_mark(layout.mark);
            match Row::of(block, whole, at) {
                Some(row) => self.row(row, layout, &mut lot),
                None => push_fault(&mut lot.faults, not_text(block, at, layout)),
            }
        }
        lot
    }

    #[inline]
    fn row<'b>(&mut self, row: Row<'b>, layout: &'s Layout, lot: &mut LotData<'b>)
    where
        's: 'b,
    {
        if !layout.unnamed.is_empty() {
            report_unnamed_cells(&row, layout, lot);
        }
        let mut reading = Rows { row, layout, names: &self.layouts.names, spellings: &mut self.spellings, lot };
        match &layout.body {
            Body::Long { test, value, unit } => reading.long(*test, *value, *unit),
            Body::Wide(columns) => reading.wide(columns),
        }
    }
}

/// One row of a block, as text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'b> {
    text: &'b str,
    ends: &'b [u32],
    input: u32,
    pub line: u64,
}

impl<'b> Row<'b> {
    /// Nothing when a cell is not text. `whole` is the text of the block, if all of it is text.
    #[inline]
    fn of(block: &'b LotBlock, whole: Option<&'b str>, at: &RowAt) -> Option<Row<'b>> {
        let ends = block.ends.get(at.first_end..at.first_end + at.fields as usize)?;
        let end = at.start + ends.last().copied().unwrap_or(0) as usize;
        let text = match whole {
            Some(whole) => whole.get(at.start..end)?,
            None => std::str::from_utf8(block.bytes.get(at.start..end)?).ok()?,
        };
        Some(Row { text, ends, input: at.input, line: at.line })
    }

    /// A cell; fields from 0.
    #[inline]
    pub(crate) fn cell(&self, field: usize) -> &'b str {
        self.text.get(self.range(field)).unwrap_or_default()
    }

    /// The bytes of a cell; fields from 0.
    #[inline]
    pub(crate) fn bytes(&self, field: usize) -> &'b [u8] {
        self.text.as_bytes().get(self.range(field)).unwrap_or_default()
    }

    #[inline]
    fn range(&self, field: usize) -> Range<usize> {
        let start = if field == 0 { 0 } else { self.ends.get(field - 1).map_or(0, |end| end + 1) };
        start as usize..self.ends.get(field).copied().unwrap_or(0) as usize
    }

    /// A cell of a column that the table may not have, without white space around it.
    #[inline]
    pub(crate) fn optional(&self, field: Option<usize>) -> &'b str {
        field.map_or("", |field| trimmed(self.cell(field)))
    }
}

#[cold]
fn not_text(block: &LotBlock, at: &RowAt, layout: &Layout) -> Finding {
    let ends = block.ends.get(at.first_end..at.first_end + at.fields as usize).unwrap_or_default();
    let mut start = 0;
    for (field, end) in ends.iter().enumerate() {
        let cell = block.bytes.get(at.start + start..at.start + *end as usize).unwrap_or_default();
        start = *end as usize + 1;
        if let Err(error) = std::str::from_utf8(cell) {
            let offset = error.valid_up_to();
            let byte = cell.get(offset).copied().unwrap_or(0);
            let message =
                format!("byte {} (0x{byte:02X}) of the cell {} is not valid UTF-8", offset + 1, shown_bytes(cell));
            return Finding::new(&codes::TEXT_NOT_VALID, message)
                .at(place(&layout.name, at.line, field), 1)
                .help("save the file as UTF-8, or name its encoding with --encoding");
        }
    }
    Finding::new(&codes::TEXT_NOT_VALID, "the row is not valid UTF-8").at(place(&layout.name, at.line, 0), 1)
}

fn report_unnamed_cells(row: &Row<'_>, layout: &Layout, lot: &mut LotData<'_>) {
    for field in &layout.unnamed {
        let cell = row.cell(*field);
        if !cell.trim().is_empty() {
            let message = format!("the cell {} stands in a column without a name", shown(cell));
            let finding = Finding::new(&codes::CELL_WITHOUT_COLUMN, message)
                .at(place(&layout.name, row.line, *field), 1)
                .help("name the column, or empty the cell");
            push_fault(&mut lot.faults, finding);
        }
    }
}

/// One row being read.
pub(crate) struct Rows<'r, 's, 'b> {
    pub row: Row<'b>,
    pub layout: &'s Layout,
    pub names: &'s TestNames,
    pub spellings: &'r mut Spellings<'s>,
    pub lot: &'r mut LotData<'b>,
}

/// What a row says about all its values.
#[derive(Clone, Debug)]
pub(crate) struct About<'b> {
    pub role: Role,
    pub replicate: &'b str,
    pub stage: &'b str,
    pub sample: &'b str,
    pub details: Option<Box<Details<'b>>>,
    pub fault: Option<&'static Code>,
}

impl<'b> Rows<'_, '_, 'b> {
    /// Reports a fault of this row; fields from 0.
    #[cold]
    pub(crate) fn fault(
        &mut self,
        code: &'static Code,
        field: usize,
        message: String,
        help: Option<String>,
    ) -> &'static Code {
        let mut finding = Finding::new(code, message).at(place(&self.layout.name, self.row.line, field), 1);
        finding.help = help;
        push_fault(&mut self.lot.faults, finding);
        code
    }

    /// The decimal mark of a cell of this row; fields from 0.
    #[inline]
    pub(crate) fn mark(&self, field: usize) -> DecimalMark {
        mark_at(self.layout.sheet.as_ref(), self.layout.mark, self.row.line, field)
    }

    /// Reports an observation of which letters are struck out or raised: with a footnote joined to it, it is another one.
    pub(crate) fn marked_observation(&mut self, field: usize, reading: &Reading) -> Option<&'static Code> {
        let (cells, _) = self.layout.sheet.as_ref()?;
        if !matches!(reading, Reading::Text) || !cells.is_marked(self.row.line, field) {
            return None;
        }
        let cell = shown(self.row.cell(field));
        let message = format!("the observation {cell} has letters that are raised, as a footnote is, or struck out");
        let help = "write the cell again with letters that all stand alike, and a footnote into the column `comment`";
        Some(self.fault(&codes::SHEET_CELL_MARKED, field, message, Some(help.to_owned())))
    }

    /// Reports a cell of the record of this row that does not say what its letters joined say: an approval that somebody struck out is
    /// none, and with a footnote joined to it a name is that of another person.
    #[inline]
    fn unclear_cell(&mut self, field: Option<usize>, column: Column) -> Option<&'static Code> {
        let (cells, _) = self.layout.sheet.as_ref()?;
        let field = field.filter(|_| column != Column::Comment)?;
        let unclear = cells.unclear(self.row.line, field, is_name(column))?;
        let cell = shown(trimmed(self.row.cell(field)));
        let name = shown(self.layout.header.get(field).map_or("", String::as_str));
        let message = format!("the cell {cell} of the column {name} holds {}", unclear.holds);
        Some(self.fault(&codes::SHEET_CELL_MARKED, field, message, Some(unclear.help.to_owned())))
    }

    /// Adds a determination of this row: test, field and text of its value.
    #[inline(always)]
    pub(crate) fn add(
        &mut self,
        test: usize,
        (field, text): (usize, &'b str),
        reading: Reading,
        unit: Option<Cow<'b, Unit>>,
        mut about: About<'b>,
    ) {
        if let Some(details) = about.details.as_deref_mut()
            && (details.lod.is_some() || details.loq.is_some())
        {
            self.limits_of_method(details, unit.as_deref());
        }
        self.lot.determinations.push(Determination {
            test,
            role: about.role,
            reading,
            text,
            unit,
            replicate: about.replicate,
            stage: about.stage,
            sample: about.sample,
            input: self.row.input,
            line: self.row.line,
            column: (field + 1) as u32,
            details: about.details,
            fault: about.fault,
        });
    }

    /// Brings limits of detection and quantitation that have a unit of their own into that of the row. What no number comes of stays as
    /// it was read, so that no value is judged beside it.
    #[cold]
    fn limits_of_method(&self, details: &mut Details<'b>, unit: Option<&Unit>) {
        for (field, column) in &self.layout.context.details {
            let limit = match column {
                Column::Lod => &mut details.lod,
                Column::Loq => &mut details.loq,
                _ => continue,
            };
            if let Some(Reading::Malformed(_) | Reading::Text) = limit
                && let Some((Reading::Number(written), behind)) =
                    with_unit(trimmed(self.row.cell(*field)), self.mark(*field))
                && let Some(factor) = unit.and_then(|unit| behind.factor_to(unit))
                && let (text, true) = (&written.exact() * &factor).to_decimal_string(MAX_DIGITS as u32)
                && let Ok(number) = Decimal::parse(&text, DecimalMark::Point)
            {
                *limit = Some(Reading::Number(if factor == Exact::one() { written } else { number }));
            }
        }
    }

    /// Reads the columns beside the values.
    #[inline(always)]
    pub(crate) fn about(&mut self) -> About<'b> {
        let (row, context) = (self.row, &self.layout.context);
        let mut about = About {
            role: Role::Sample,
            replicate: unless_filler(row.optional(context.replicate)),
            stage: unless_filler(row.optional(context.stage)),
            sample: unless_filler(row.optional(context.sample)),
            details: None,
            fault: self.unclear_cell(context.stage, Column::Stage),
        };
        if !context.details.is_empty() {
            self.details(context, &mut about);
        }
        if context.role.is_some() || context.control.is_some() {
            self.role(context, &mut about);
        }
        about
    }

    #[inline(never)]
    fn role(&mut self, context: &Context, about: &mut About<'b>) {
        let unclear = self.unclear_cell(context.role, Column::Role);
        if let Some(code) = unclear.or_else(|| self.unclear_cell(context.control, Column::Control)) {
            about.fault = Some(code);
            return;
        }
        let (word, mut control) = (unless_filler(self.row.optional(context.role)), self.row.optional(context.control));
        let role = words::role(word);
        // Only a control can be called so.
        if role != Some(Role::Control) && words::says_none(control) {
            control = "";
        }
        if word.is_empty() && control.is_empty() {
            return;
        }
        match role {
            Some(role) => about.role = role,
            None => {
                let help = format!("write {}, or leave the cell empty for a sample", words::ROLE_WORDS);
                let message = format!("the role {} is not known", shown(word));
                about.fault = Some(self.fault(&codes::ROLE_NOT_KNOWN, context.role.unwrap_or(0), message, Some(help)));
            }
        }
        if word.is_empty() {
            about.role = Role::Control;
        }
        let needs_name = about.role == Role::Control;
        let takes_name = !about.role.is_of_lot();
        let field = context.control.or(context.role).unwrap_or(0);
        if needs_name && control.is_empty() {
            let message = "the control row does not name its control".to_owned();
            let help = Some("write the name of the control in the column `control`".to_owned());
            about.fault = Some(self.fault(&codes::CONTROL_NOT_NAMED, field, message, help));
        } else if !takes_name && !control.is_empty() && about.fault.is_none() {
            let message = format!("the {} row names the control {}", about.role.as_str(), shown(control));
            let help = Some("write `control` in the column `role`, or empty the cell".to_owned());
            about.fault = Some(self.fault(&codes::CONTROL_NOT_NAMED, field, message, help));
        }
        if !control.is_empty() {
            about.details.get_or_insert_default().control = control;
        }
    }

    #[inline(never)]
    fn details(&mut self, context: &Context, about: &mut About<'b>) {
        for (field, column) in &context.details {
            let cell = trimmed(self.row.cell(*field));
            let cell = if may_be_filler(*column) { cell } else { unless_filler(cell) };
            if cell.is_empty() {
                continue;
            }
            if let Some(code) = self.unclear_cell(Some(*field), *column) {
                about.fault = Some(code);
                continue;
            }
            let mark = self.mark(*field);
            let details = about.details.get_or_insert_default();
            match column {
                Column::Method => details.method = cell,
                Column::Instrument => details.instrument = cell,
                Column::Analyst => details.analyst = cell,
                Column::Reason => details.reason = cell,
                Column::Investigation => details.investigation = cell,
                Column::Approver => details.approver = cell,
                Column::Corrects => set_corrected_value(details.correction.get_or_insert_default(), cell, mark),
                Column::CorrectedBy => details.correction.get_or_insert_default().by = cell,
                Column::CorrectedOn => {
                    let on = self.date(*field, cell, &mut about.fault);
                    details.correction.get_or_insert_default().on = on;
                }
                Column::Time => details.time = cell,
                Column::TimeUnit => details.time_unit = cell,
                Column::Condition => details.condition = cell,
                Column::Container => details.container = cell,
                Column::Orientation => details.orientation = cell,
                Column::Pulled => details.pulled = self.date(*field, cell, &mut about.fault),
                Column::Uncertainty => match uncertainty(cell, mark) {
                    Ok(uncertainty) => details.uncertainty = Some(uncertainty),
                    Err(why) => {
                        let message = format!("the uncertainty {} cannot be used: {why}", shown(cell));
                        let help = Some(UNCERTAINTY_FORM.to_owned());
                        about.fault = Some(self.fault(&codes::UNCERTAINTY_NOT_READABLE, *field, message, help));
                    }
                },
                Column::Lod => details.lod = limit_of_method(cell, mark),
                Column::Loq => details.loq = limit_of_method(cell, mark),
                Column::Comment => details.comment = cell,
                Column::Group => details.group = cell,
                Column::Started => details.started = self.date(*field, cell, &mut about.fault),
                Column::Date => details.date = self.date(*field, cell, &mut about.fault),
                Column::Status => match words::status(cell) {
                    Some(status) => details.status = status,
                    None => {
                        details.status = RowStatus::Valid;
                        let help = Some(format!("write {}", words::STATUS_WORDS));
                        let message = format!("the status {} is not known", shown(cell));
                        about.fault = Some(self.fault(&codes::STATUS_NOT_KNOWN, *field, message, help));
                    }
                },
                // These have fields of their own.
                Column::Lot | Column::Test | Column::Value | Column::Unit | Column::Replicate => {}
                Column::Stage | Column::Sample | Column::Role | Column::Control => {}
            }
        }
        if let Some(details) = &mut about.details
            && details.correction.as_deref().is_some_and(corrects_nothing)
            // A value that was not there can be corrected: the reason says so.
            && CorrectionReason::of(details.reason).is_none()
        {
            details.correction = None;
        }
    }

    fn date(&mut self, field: usize, cell: &str, fault: &mut Option<&'static Code>) -> Option<Date> {
        let date = words::date(cell);
        if date.is_none() {
            let message = format!("the date {} cannot be read", shown(cell));
            let help = Some(words::DATE_FORM.to_owned());
            *fault = Some(self.fault(&codes::DATE_NOT_READABLE, field, message, help));
        }
        date
    }

    /// The one of several tests that the stage of the row chooses.
    #[cold]
    pub(crate) fn choose(&mut self, candidates: &[usize], stage: &str, name: &str, field: usize) -> Option<usize> {
        let chosen = self.names.by_stage(candidates, stage, name);
        if chosen.is_none() {
            let stage = if stage.is_empty() {
                "no stage is given".to_owned()
            } else {
                format!("the stage is {}", shown(stage))
            };
            let message = format!("{} can be {}; {stage}", shown(name), self.names.with_stages(candidates));
            let help = Some("fill in the `stage` column, or use the test id".to_owned());
            self.fault(&codes::TEST_NAME_AMBIGUOUS, field, message, help);
        }
        chosen
    }
}

/// The cell, or nothing where it holds a mark that fills it: in laboratories where no cell may stay blank, `/`, `-` or `n/a`
/// says that there is nothing to say.
fn unless_filler(cell: &str) -> &str {
    let has_digit = cell.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit && words::says_none(cell) { "" } else { cell }
}

/// Whether a mark that fills cells may be what the column says: `NA` can be somebody's initials, a value that was not
/// there can be corrected, and what people write is printed as they wrote it.
fn may_be_filler(column: Column) -> bool {
    matches!(
        column,
        Column::Analyst
            | Column::Approver
            | Column::CorrectedBy
            | Column::Corrects
            | Column::Investigation
            | Column::Reason
            | Column::Comment
    )
}

/// Whether a column holds the names of persons or of controls.
fn is_name(column: Column) -> bool {
    matches!(column, Column::Analyst | Column::Approver | Column::CorrectedBy | Column::Control)
}

/// Whether the columns of a correction are only filled.
fn corrects_nothing(correction: &Correction<'_>) -> bool {
    words::says_none(correction.corrects) && words::says_none(correction.by) && correction.on.is_none()
}

/// What a cell says of a limit of detection or quantitation; `not tested` states none.
fn limit_of_method(cell: &str, mark: DecimalMark) -> Option<Reading> {
    match Reading::parse(cell, mark) {
        Reading::NotTested => None,
        // Some systems write a limit as what is below it.
        Reading::Below(bound) => Some(Reading::Number(bound.value)),
        limit => Some(limit),
    }
}

/// Notes the value that a row corrects, with the unit behind it.
fn set_corrected_value<'b>(correction: &mut Correction<'b>, cell: &'b str, mark: DecimalMark) {
    correction.corrects = cell;
    correction.reading = Reading::parse(cell, mark);
    if let Reading::Malformed(_) | Reading::Text = correction.reading
        && let Some((number, behind)) = with_unit(cell, mark)
    {
        (correction.reading, correction.unit) = (number, Some(behind));
    }
}

/// How a test is written in the data, with what goes with it.
#[derive(Debug)]
struct Spelling<'s> {
    cell: Box<str>,
    meaning: Meaning,
    /// The spelling that stood in the row after it, last time.
    next: usize,
    /// The latest unit cell of this test, the unit it means, and why it means none.
    unit_cell: Box<str>,
    unit: Option<Cow<'s, Unit>>,
    unit_fault: Option<String>,
    /// The latest value cell of this test that is no plain number, and what it says.
    word: Box<str>,
    reading: Reading,
}

/// Every way in which tests were written so far.
#[derive(Debug, Default)]
pub(crate) struct Spellings<'s> {
    list: Vec<Spelling<'s>>,
    by_cell: HashMap<Box<str>, usize>,
    current: usize,
    /// The decimal mark under which words were read.
    mark: DecimalMark,
    units: HashMap<Box<str>, Result<Unit, String>>,
}

impl<'s> Spellings<'s> {
    /// Finds the test that the cell names and makes it the current one.
    ///
    /// Mostly it is the test of the row before, or the one that followed it last time; the map is asked where the order
    /// changes, and the specification once for each spelling.
    #[inline]
    pub(crate) fn find(&mut self, row: &Row<'_>, field: usize, names: &TestNames) -> &Meaning {
        let cell = row.bytes(field);
        let is = |list: &[Spelling<'_>], at: usize| list.get(at).is_some_and(|known| same(known.cell.as_bytes(), cell));
        if !is(&self.list, self.current) {
            let next = self.list.get(self.current).map_or(0, |known| known.next);
            let found = if is(&self.list, next) { next } else { self.look_up(row.cell(field), names) };
            if let Some(known) = self.list.get_mut(self.current) {
                known.next = found;
            }
            self.current = found;
        }
        self.list.get(self.current).map_or(&Meaning::Unknown, |known| &known.meaning)
    }

    /// Forgets what was read under another decimal mark.
    #[inline]
    fn use_mark(&mut self, mark: DecimalMark) {
        if self.mark != mark {
            *self = Spellings { mark, ..Spellings::default() };
        }
    }

    #[cold]
    fn look_up(&mut self, cell: &str, names: &TestNames) -> usize {
        if let Some(known) = self.by_cell.get(cell) {
            return *known;
        }
        if self.list.len() >= REMEMBERED {
            self.list.clear();
            self.by_cell.clear();
            self.units.clear();
            self.current = 0;
        }
        let at = self.list.len();
        self.by_cell.insert(cell.into(), at);
        self.list.push(Spelling {
            cell: cell.into(),
            meaning: names.meaning(cell),
            next: at,
            unit_cell: "".into(),
            unit: None,
            unit_fault: None,
            word: "".into(),
            reading: Reading::Empty,
        });
        at
    }

    /// The unit that the cell of the current test means; `Err` says why it is none.
    #[inline]
    pub(crate) fn unit(
        &mut self,
        row: &Row<'_>,
        field: Option<usize>,
        names: &'s TestNames,
    ) -> Result<Option<Cow<'s, Unit>>, &str> {
        let (Some(known), Some(field)) = (self.list.get_mut(self.current), field) else { return Ok(None) };
        if !same(known.unit_cell.as_bytes(), row.bytes(field)) {
            let cell = row.cell(field);
            (known.unit, known.unit_fault) = match known_unit(&mut self.units, cell) {
                Ok(unit) => (unit.map(|unit| names.shared(unit, &known.meaning)), None),
                Err(reason) => (None, Some(reason)),
            };
            known.unit_cell = cell.into();
        }
        match &known.unit_fault {
            None => Ok(known.unit.clone()),
            Some(reason) => Err(reason),
        }
    }

    /// What a value cell of the current test says, where it holds no unit.
    ///
    /// Words are compared with the latest one of the test before they are looked up: `negative` follows `negative`.
    #[inline]
    pub(crate) fn reading(&mut self, cell: &str) -> Reading {
        let mark = self.mark;
        if cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return Reading::parse(cell, mark);
        }
        let Some(known) = self.list.get_mut(self.current) else { return Reading::parse(cell, mark) };
        if !same(known.word.as_bytes(), cell.as_bytes()) {
            known.reading = Reading::parse(cell, mark);
            known.word = cell.into();
        }
        known.reading
    }
}

#[cold]
fn known_unit(units: &mut HashMap<Box<str>, Result<Unit, String>>, cell: &str) -> Result<Option<Unit>, String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    if let Some(known) = units.get(cell) {
        return known.clone().map(Some);
    }
    if units.len() >= REMEMBERED {
        units.clear();
    }
    let unit = match Unit::parse(cell) {
        Ok(unit) => Ok(unit),
        // What has no unit, as the pH, is filled in like any other cell.
        Err(_) if words::says_none(cell) => return Ok(None),
        Err(error) => Err(error.to_string()),
    };
    units.insert(cell.into(), unit.clone());
    unit.map(Some)
}

/// The unit behind the number of a value cell that is no plain number, with what the number says.
#[cold]
pub(crate) fn with_unit(cell: &str, mark: DecimalMark) -> Option<(Reading, Unit)> {
    let (reading, written) = Reading::parse_with_unit(cell, mark);
    // `2 of 3`, `5 days later`: where no unit stands behind the number, the cell as a whole is what it is.
    Unit::parse(written?).ok().map(|unit| (reading, unit))
}
