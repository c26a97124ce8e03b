//! Exports of temperature loggers: lines about the device, a header, and one reading a row.
//!
//! No two loggers write alike, and all write the same: a time, a temperature, and much around it. Recognised is any text
//! with a header of a time and a temperature over rows that begin with a day. What decides is never guessed: whether
//! `04/11` is in April, whether `41` is in °C, and how long it was between two readings of a clock that was set back.

mod clock;
mod header;
mod order;
mod stamp;
mod temperature;

pub use clock::Clock;
pub use stamp::DateOrder;

use super::cells::{counted, field};
use super::codes;
use super::content::Content;
use super::damage::Damage;
use super::grid::{Grid, Row};
use super::record::{Dilution, Recording, Run, Value};
use crate::finding::Finding;
use crate::quantity::{DecimalMark, Exact, Reading};
use header::Layout;
use jiff::civil::DateTime;
use stamp::Written;
use std::collections::BTreeMap;
use temperature::{Scale, TemperatureCell};

/// What the caller knows and a file may leave open.
#[derive(Clone, Debug, Default)]
pub struct LoggerRules {
    /// Which number of a date is the day.
    pub order: Option<DateOrder>,
    /// The clock of the logger, where the file names no offset from UTC.
    pub clock: Option<Clock>,
}

/// What one logger recorded.
#[derive(Clone, Debug)]
pub struct TemperatureLog {
    /// How the file was read, in words.
    pub detected: String,
    /// Model and serial number, as printed; empty when the file names none.
    pub device: String,
    /// Whether the readings are tied to UTC: the logs of two loggers can be laid beside each other.
    pub tied_to_utc: bool,
    /// Lines about the device and the journey.
    pub facts: Vec<Value>,
    /// One for each sensor, never empty.
    pub channels: Vec<LoggedChannel>,
    /// What there is to say about the file.
    pub findings: Vec<Finding>,
}

/// The readings of one sensor.
#[derive(Clone, Debug)]
pub struct LoggedChannel {
    /// The label of its column.
    pub name: String,
    /// Field of its readings, from 1.
    pub column: u32,
    /// Its readings in the order of time, no two at the same moment; never empty. A row that holds a time and nothing else is one without a temperature.
    pub readings: Vec<LoggedTemperature>,
}

/// One reading.
#[derive(Clone, Debug)]
pub struct LoggedTemperature {
    /// Seconds since 1970, in UTC where the log is tied to it, else on the clock of the logger.
    pub second: i64,
    /// The moment in one form: `2026-11-03T08:15:00+01:00`; without an offset where none is known.
    pub moment: String,
    /// The cell as written.
    pub text: String,
    /// Its unit: `°C` or `°F`.
    pub unit: &'static str,
    /// The temperature in °C, exactly; none where the cell holds none.
    pub celsius: Option<Exact>,
    /// Why there is none.
    pub no_number: Option<String>,
    /// Whether there is a number that is the temperature of no product.
    pub impossible: bool,
    /// Line, from 1.
    pub line: u64,
}

impl LoggedTemperature {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Whether the content is a log.
pub(super) fn recognise(content: &Content<'_>) -> bool {
    content.text().is_some_and(|text| header::find(text).is_some())
}

/// Reads a log by what the file itself says.
pub(super) fn read<'b>(content: &Content<'b>) -> Result<Recording<'b>, Vec<Finding>> {
    let log = temperature_log(content, &LoggerRules::default())?;
    let mut recording = Recording::new("temperature-logger", log.detected);
    recording.instrument.clone_from(&log.device);
    recording.values = log.facts;
    recording.findings = log.findings;
    recording.runs = log.channels.into_iter().map(run).collect();
    Ok(recording)
}

/// A sensor as a run: its readings are its values, each about its moment.
fn run<'b>(channel: LoggedChannel) -> Run<'b> {
    let first = channel.readings.first();
    let value = |reading: &LoggedTemperature| Value {
        quantity: "temperature".into(),
        of: reading.moment.clone(),
        text: reading.text.clone(),
        reading: Reading::parse(&reading.text, DecimalMark::Point),
        unit: reading.unit.into(),
        line: reading.line,
        column: channel.column,
        no_number: reading.no_number.clone().map(Into::into),
    };
    Run {
        name: channel.name.clone(),
        line: first.map_or(0, |reading| reading.line),
        column: channel.column,
        date: first.and_then(|reading| reading.moment.get(..10)?.parse().ok()),
        values: channel.readings.iter().map(value).collect(),
        dilution: Dilution::NotApplicable,
        ..Run::default()
    }
}

/// Reads a log; the rules stand where the file leaves something open.
///
/// # Errors
/// What keeps it from being read: no header, an order of day and month or a unit that cannot be told, a clock that goes
/// back, two readings for one moment. Never empty.
pub fn temperature_log(content: &Content<'_>, rules: &LoggerRules) -> Result<TemperatureLog, Vec<Finding>> {
    let Some((grid, layout)) = content.text().and_then(header::find) else {
        let message = "no row names a time and a temperature above rows that begin with a day";
        return Err(vec![content.damaged(0, 0, message)]);
    };
    let mut reader =
        Reader { content, layout: &layout, findings: Vec::new(), damage: Damage::default(), skipped: None };
    let rows = reader.rows(&grid);
    if !reader.damage.is_empty() {
        return Err(reader.damage.into_findings());
    }
    if rows.is_empty() {
        return Err(vec![content.damaged(layout.line, 1, "the log has a header and no reading")]);
    }
    let order =
        stamp::order(content, &rows, rules.order.or(layout.order), layout.stamp).map_err(|finding| vec![finding])?;
    let timed = order::timed(content, &rows, order.order, &layout, rules).map_err(Damage::into_findings)?;
    let mark = temperature::decimal_mark(&grid, &layout);
    let mut channels = Vec::new();
    for column in &layout.temperatures {
        channels.push(reader.channel(*column, &grid, &timed, mark).map_err(|finding| vec![finding])?);
    }
    let channels = reader.without_repeats(channels).map_err(Damage::into_findings)?;
    reader.alarms(&grid, &timed.rows);
    reader.remark_clock(&timed, rules);
    let unit = channels.iter().filter_map(|channel| channel.readings.first()).map(|reading| reading.unit).next();
    let detected = [
        content.encoding().to_owned(),
        format!("separator {}", layout.separator_name()),
        if mark == DecimalMark::Comma { "decimal comma" } else { "decimal point" }.to_owned(),
        format!("dates {}", order.in_words()),
        timed.clock_in_words(),
        unit.unwrap_or("°C").to_owned(),
    ];
    Ok(TemperatureLog {
        detected: detected.join(", "),
        device: layout.device(),
        tied_to_utc: timed.tied_to_utc,
        facts: layout.facts.clone(),
        channels,
        findings: reader.findings,
    })
}

/// A row with the time as written.
#[derive(Debug)]
struct StampedRow {
    /// Position of the row in the grid.
    index: usize,
    /// Its line.
    line: u64,
    written: Written,
}

/// A row at its moment.
#[derive(Clone, Debug)]
struct TimedRow {
    index: usize,
    second: i64,
    moment: String,
}

/// Gathers what there is to say while a log is read.
struct Reader<'c, 'b> {
    content: &'c Content<'b>,
    layout: &'c Layout,
    findings: Vec<Finding>,
    damage: Damage,
    /// The first row that holds no reading, and how many there are.
    skipped: Option<(u64, usize)>,
}

impl Reader<'_, '_> {
    /// The rows with a time. A row without a time is none: units below the header, marks of the logger, a summary at the
    /// end; but a temperature without a time is damage.
    fn rows(&mut self, grid: &Grid) -> Vec<StampedRow> {
        let mut rows = Vec::new();
        let header = grid.row(self.layout.row);
        let measured = self.measured(grid);
        for index in self.layout.row + 1..grid.len() {
            let Some(row) = grid.row(index).filter(|row| row.filled() > 0) else { continue };
            if header.is_some_and(|header| self.is_header_again(&header, &row)) {
                self.damage.push(self.content.damaged(
                    row.line,
                    1,
                    "the header stands here again: two exports are in one file",
                ));
                return rows;
            }
            let text = self.layout.stamp_text(&row);
            match Written::parse(&text) {
                Some(_) if measured.contains(&index) && self.is_blank(&row) => self.skip(&row),
                // A logger that is blank at the beginning or goes blank is one that ran on: the row is a reading.
                Some(written) => rows.push(StampedRow { index, line: row.line, written }),
                None if self.has_temperature(&row) => {
                    let message = format!("`{text}` is no time that evqc can read, and the row holds a temperature");
                    self.damage.push(self.content.damaged(row.line, field(self.layout.stamp), message));
                }
                None => self.skip(&row),
            }
        }
        rows
    }

    /// From the first row with a word or number in place of a temperature to the last one.
    fn measured(&self, grid: &Grid) -> std::ops::Range<usize> {
        let is_filled = |index: &usize| grid.row(*index).is_some_and(|row| !self.is_blank(&row));
        let mut rows = self.layout.row + 1..grid.len();
        match (rows.clone().find(is_filled), rows.rfind(is_filled)) {
            (Some(first), Some(last)) => first..last + 1,
            _ => 0..0,
        }
    }

    fn is_blank(&self, row: &Row<'_>) -> bool {
        self.layout.temperatures.iter().all(|column| row.cell(*column).is_empty())
    }

    fn is_header_again(&self, header: &Row<'_>, row: &Row<'_>) -> bool {
        let labels = self.layout.temperatures.iter().chain([&self.layout.stamp]);
        labels.into_iter().all(|column| row.cell(*column) == header.cell(*column))
    }

    fn has_temperature(&self, row: &Row<'_>) -> bool {
        let is_number = |column: &usize| {
            [DecimalMark::Point, DecimalMark::Comma]
                .iter()
                .any(|mark| temperature::number(row.cell(*column), *mark).is_some())
        };
        self.layout.temperatures.iter().any(is_number)
    }

    fn skip(&mut self, row: &Row<'_>) {
        let (_, count) = self.skipped.get_or_insert((row.line, 0));
        *count += 1;
    }

    /// The readings of a column.
    fn channel(
        &mut self,
        column: usize,
        grid: &Grid,
        timed: &order::Timed,
        mark: DecimalMark,
    ) -> Result<LoggedChannel, Finding> {
        let stated = self.layout.scale(column);
        let mut words: BTreeMap<String, (usize, Finding)> = BTreeMap::new();
        let mut readings = Vec::new();
        for timed in &timed.rows {
            let Some(row) = grid.row(timed.index) else { continue };
            let text = row.cell(column);
            let cell = TemperatureCell::parse(text, mark);
            let place = || self.content.place(row.line, field(column));
            let scale = cell.scale().or(stated);
            let Some(scale) = scale.or(cell.celsius(Scale::Celsius).is_none().then_some(Scale::Celsius)) else {
                let message = format!(
                    "`{text}` has no unit: neither its cell, its column nor the head of the file says °C or °F"
                );
                let finding = Finding::new(&codes::TEMPERATURE_UNIT_MISSING, message).at(place(), 1);
                return Err(
                    finding.help("export the log with its unit, or write °C or °F into the label of the column")
                );
            };
            let celsius = cell.celsius(scale);
            let no_number = celsius.is_none().then(|| cell.why_none().to_owned());
            if let Some(why) = &no_number {
                let message = match text.trim() {
                    "" => format!("an empty cell stands in place of a temperature: {why}"),
                    text => format!("`{text}` stands in place of a temperature: {why}"),
                };
                let code = if cell.is_known() { &codes::VALUE_NOT_A_NUMBER } else { &codes::VALUE_NOT_READABLE };
                let finding = Finding::new(code, message).at(place(), 1);
                words.entry(text.to_lowercase()).or_insert((0, finding)).0 += 1;
            }
            readings.push(LoggedTemperature {
                second: timed.second,
                moment: timed.moment.clone(),
                text: text.to_owned(),
                unit: scale.as_str(),
                impossible: celsius.is_none() && cell.has_number(),
                celsius,
                no_number,
                line: row.line,
            });
        }
        self.findings.extend(words.into_values().map(|(count, finding)| counted(finding, count, "readings")));
        Ok(LoggedChannel { name: self.layout.label(column), column: field(column), readings })
    }

    /// Every channel with one reading for each moment: what stands twice alike counts once, what differs is damage.
    fn without_repeats(&mut self, channels: Vec<LoggedChannel>) -> Result<Vec<LoggedChannel>, Damage> {
        let mut damage = Damage::default();
        let mut repeated: Option<(Finding, usize)> = None;
        let mut kept = Vec::new();
        for mut channel in channels {
            let mut readings: Vec<LoggedTemperature> = Vec::with_capacity(channel.readings.len());
            for reading in std::mem::take(&mut channel.readings) {
                let Some(before) = readings.last_mut().filter(|before| before.second == reading.second) else {
                    readings.push(reading);
                    continue;
                };
                // A mark of the logger at the moment of a reading.
                if reading.is_blank() {
                    continue;
                }
                if before.is_blank() {
                    *before = reading;
                    continue;
                }
                let (place, first) =
                    (self.content.place(reading.line, channel.column), self.content.place(before.line, channel.column));
                if before.celsius == reading.celsius {
                    let message = format!("the reading of {} stands twice and counts once", reading.moment);
                    let finding =
                        Finding::new(&codes::READING_REPEATED, message).at(place, 1).with(first, "first here");
                    repeated.get_or_insert((finding, 0)).1 += 1;
                } else {
                    let message = format!("two readings of {}: {} and {}", reading.moment, before.text, reading.text);
                    damage
                        .push(Finding::new(&codes::READINGS_CONFLICT, message).at(place, 1).with(first, "first here"));
                }
            }
            channel.readings = readings;
            kept.push(channel);
        }
        self.findings.extend(repeated.map(|(finding, count)| counted(finding, count, "readings")));
        if damage.is_empty() { Ok(kept) } else { Err(damage) }
    }

    /// What the logger itself marks.
    fn alarms(&mut self, grid: &Grid, rows: &[TimedRow]) {
        for column in &self.layout.alarms {
            let marked = rows
                .iter()
                .filter_map(|timed| grid.row(timed.index))
                .filter(|row| temperature::is_alarm(row.cell(*column)));
            let marked: Vec<Row<'_>> = marked.collect();
            let Some(first) = marked.first() else { continue };
            let label = self.layout.label(*column);
            let message =
                format!("the logger itself marks readings: `{}` in the column `{label}`", first.cell(*column));
            let finding =
                Finding::new(&codes::INSTRUMENT_WARNING, message).at(self.content.place(first.line, field(*column)), 1);
            self.findings.push(counted(finding, marked.len(), "readings"));
        }
        if let Some((line, count)) = self.skipped {
            let message = "a row without a reading is passed over";
            let finding = Finding::new(&codes::ROW_WITHOUT_READING, message).at(self.content.place(line, 1), 1);
            self.findings.push(counted(finding, count, "rows"));
        }
    }

    fn remark_clock(&mut self, timed: &order::Timed, rules: &LoggerRules) {
        let place = self.content.place(self.layout.line, field(self.layout.stamp));
        if !timed.tied_to_utc {
            let message = "the file names no offset from UTC: times are those of the clock of the logger";
            self.findings.push(Finding::new(&codes::TIME_ZONE_NOT_STATED, message).at(place, 1));
        } else if rules.clock.is_some() && timed.from_file {
            let message = "the file states its offset from UTC itself: the time zone that was given is not used";
            self.findings.push(Finding::new(&codes::TIME_ZONE_NOT_STATED, message).at(place, 1));
        }
    }
}

/// The moment of a civil time, in words, with its offset where one is known.
fn moment(time: DateTime, offset: Option<jiff::tz::Offset>) -> String {
    let base = time.strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let Some(offset) = offset else { return base };
    let seconds = offset.seconds();
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{base}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests;
