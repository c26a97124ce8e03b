//! Where a log begins: the row of labels, and what stands above it.

use super::clock;
use super::stamp::{DateOrder, Written};
use super::temperature::Scale;
use crate::instrument::cells::field;
use crate::instrument::grid::{Grid, Row};
use crate::instrument::record::Value;
use crate::quantity::Reading;
use jiff::tz::Offset;

/// Rows among which the header is looked for.
const HEAD: usize = 200;
/// Rows below the header among which the first reading is looked for: units and marks may stand between.
const BELOW: usize = 12;
/// What fields are separated by.
const SEPARATORS: [char; 4] = ['\t', ';', ',', '|'];

/// Labels of a time, as far as the first bracket or comma.
const TIMES: [&str; 24] = [
    "date time",
    "date/time",
    "datetime",
    "date & time",
    "date and time",
    "date-time",
    "timestamp",
    "time stamp",
    "time",
    "date",
    "reading time",
    "logged at",
    "recorded at",
    "datum/zeit",
    "datum/uhrzeit",
    "datum",
    "zeit",
    "uhrzeit",
    "date/heure",
    "日期时间",
    "时间",
    "日期",
    "记录时间",
    "采集时间",
];
/// Labels of a day, to which an hour in a column of its own belongs.
const DAYS: [&str; 3] = ["date", "datum", "日期"];
const HOURS: [&str; 5] = ["time", "zeit", "uhrzeit", "heure", "时间"];

/// Where things stand in a log.
#[derive(Debug)]
pub(super) struct Layout {
    separator: char,
    /// Position of the header among the rows.
    pub row: usize,
    /// Its line.
    pub line: u64,
    labels: Vec<String>,
    /// The column of the time, or of the day.
    pub stamp: usize,
    /// The column of the hour, where it has its own.
    hour: Option<usize>,
    /// Columns of measured temperatures.
    pub temperatures: Vec<usize>,
    /// Columns of alarms.
    pub alarms: Vec<usize>,
    /// What stands above the header.
    pub facts: Vec<Value>,
    /// The order of dates that the file states.
    pub order: Option<DateOrder>,
    /// The offset from UTC that the file states for all rows, with its words.
    pub offset: Option<(Offset, String)>,
    /// The unit that the head of the file states.
    unit: Option<Scale>,
}

impl Layout {
    /// The time of a row as written.
    pub fn stamp_text(&self, row: &Row<'_>) -> String {
        match self.hour {
            Some(hour) => format!("{} {}", row.cell(self.stamp), row.cell(hour)),
            None => row.cell(self.stamp).to_owned(),
        }
    }

    /// The label of a column.
    pub fn label(&self, column: usize) -> String {
        self.labels.get(column).cloned().unwrap_or_default()
    }

    /// The unit of a column, by its label or by the head of the file.
    pub fn scale(&self, column: usize) -> Option<Scale> {
        Scale::of_label(&self.label(column)).or(self.unit)
    }

    /// How the separator is called.
    pub fn separator_name(&self) -> String {
        if self.separator == '\t' { "tab".to_owned() } else { format!("'{}'", self.separator) }
    }

    /// Model and serial number as the head of the file prints them.
    pub fn device(&self) -> String {
        let about = |words: &[&str]| {
            let fact = self.facts.iter().find(|fact| words.iter().any(|word| fact.quantity.contains(word)));
            fact.map(|fact| fact.text.as_str())
        };
        let model = about(&["model", "device_type", "logger_type", "device_name", "product", "型号"]);
        let serial = about(&["serial", "s/n", "device_id", "logger_id", "序列号", "设备编号"]);
        [model, serial.filter(|serial| Some(*serial) != model)].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// The log in a text; none where it is none.
pub(super) fn find(text: &str) -> Option<(Grid, Layout)> {
    let declared = text.lines().next().and_then(|line| line.trim().strip_prefix("sep=")?.chars().next());
    let start: String = text.lines().take(HEAD + BELOW).map(|line| format!("{line}\n")).collect();
    SEPARATORS.into_iter().filter(|separator| declared.is_none_or(|declared| declared == *separator)).find_map(
        |separator| {
            // The head alone tells whether it is a log; most texts are none.
            layout(&Grid::split(&start, separator, true), separator)?;
            let grid = Grid::split(text, separator, true);
            let layout = layout(&grid, separator)?;
            Some((grid, layout))
        },
    )
}

fn layout(grid: &Grid, separator: char) -> Option<Layout> {
    (0..grid.len().min(HEAD)).find_map(|index| {
        let row = grid.row(index)?;
        let labels: Vec<String> = row.cells().map(one_line).collect();
        if labels.iter().any(|label| is_of_results(label)) {
            return None;
        }
        let temperatures: Vec<usize> = positions(&labels, is_temperature);
        let stamp = labels.iter().position(|label| is_time(label) && !is_temperature(label));
        let stamp = stamp.filter(|_| !temperatures.is_empty())?;
        let hour = hour_beside(&labels, stamp);
        let alarms = positions(&labels, |label| is_alarm(&label.to_lowercase()));
        let mut layout = Layout {
            separator,
            row: index,
            line: row.line,
            stamp,
            hour,
            temperatures,
            alarms,
            facts: facts(grid, index),
            order: None,
            offset: None,
            unit: None,
            labels,
        };
        has_reading(grid, &mut layout).then(|| with_statements(layout))
    })
}

/// Whether a reading stands below the header. A day in a column of its own needs its hour; a time that has the day in it
/// needs none beside it.
fn has_reading(grid: &Grid, layout: &mut Layout) -> bool {
    for index in layout.row + 1..(layout.row + 1 + BELOW).min(grid.len()) {
        let Some(row) = grid.row(index) else { break };
        if layout.hour.is_some() && Written::parse(row.cell(layout.stamp)).is_some() {
            layout.hour = None;
        }
        if Written::parse(&layout.stamp_text(&row)).is_some() {
            return true;
        }
    }
    false
}

/// What the labels and the head of the file state of order, offset and unit.
fn with_statements(mut layout: Layout) -> Layout {
    let label = layout.label(layout.stamp);
    let hour = layout.hour.map(|column| layout.label(column)).unwrap_or_default();
    layout.order = DateOrder::stated(&label);
    layout.offset = [&label, &hour].into_iter().find_map(|label| Some((clock::offset(label)?, label.clone())));
    for fact in &layout.facts {
        let is_about = |words: &[&str]| words.iter().any(|word| fact.quantity.contains(word));
        if is_about(&["time_zone", "timezone", "timebase", "time_base", "utc_offset", "gmt_offset", "时区"]) {
            let found = clock::offset(&fact.text).map(|offset| (offset, fact.text.clone()));
            layout.offset = layout.offset.or(found);
        } else if is_about(&["date_format", "日期格式", "datumsformat"]) {
            layout.order = layout.order.or_else(|| DateOrder::stated(&fact.text));
        } else if is_about(&["unit", "单位", "einheit"]) {
            layout.unit = layout.unit.or_else(|| Scale::of_label(&fact.text));
        }
    }
    layout
}

fn positions(labels: &[String], is: impl Fn(&str) -> bool) -> Vec<usize> {
    labels.iter().enumerate().filter(|(_, label)| is(label)).map(|(at, _)| at).collect()
}

fn one_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A label without what stands in brackets or behind a comma, in lower case.
fn stem(label: &str) -> String {
    let folded = label.to_lowercase();
    folded.split(['(', '[', ',', '（']).next().unwrap_or_default().trim().to_owned()
}

fn is_time(label: &str) -> bool {
    let stem = stem(label);
    // `Time UTC+01:00` has its offset outside brackets.
    let stem = stem.split(" utc").next().and_then(|stem| stem.split(" gmt").next()).unwrap_or_default().trim();
    TIMES.contains(&stem)
}

/// The column of the hour beside one of the day.
fn hour_beside(labels: &[String], stamp: usize) -> Option<usize> {
    let is = |at: usize, words: &[&str]| labels.get(at).is_some_and(|label| words.contains(&stem(label).as_str()));
    if is(stamp, &DAYS) { (0..labels.len()).find(|at| is(*at, &HOURS)) } else { None }
}

/// Whether a label is that of a measured temperature: not of a limit, a set point or a dew point.
fn is_temperature(label: &str) -> bool {
    const NOT: [&str; 15] = [
        "dew", "露点", "limit", "alarm", "alert", "set", "mkt", "kinetic", "high", "low", "battery", "报警", "上限",
        "下限", "humid",
    ];
    let folded = label.to_lowercase();
    let names =
        ["temp", "celsius", "fahrenheit", "°c", "°f", "℃", "℉", "温度"].iter().any(|sign| folded.contains(sign));
    names && !NOT.iter().any(|word| stem(label).contains(word))
}

fn is_alarm(folded: &str) -> bool {
    ["alarm", "alert", "status", "event", "报警", "状态"].iter().any(|word| folded.contains(word))
}

/// Tables of results may have a day and a temperature beside each lot.
fn is_of_results(label: &str) -> bool {
    ["lot", "batch", "sample", "test", "well", "批号", "检验项目"].contains(&label.to_lowercase().as_str())
}

/// The lines above the header: a key with its value, in two fields or around a colon.
fn facts(grid: &Grid, header: usize) -> Vec<Value> {
    (0..header).filter_map(|index| fact(&grid.row(index)?)).collect()
}

fn fact(row: &Row<'_>) -> Option<Value> {
    let filled: Vec<usize> = (0..row.len()).filter(|column| !row.cell(*column).is_empty()).collect();
    let (key, value, column) = match filled.as_slice() {
        [] => return None,
        [only] => match row.cell(*only).split_once(':') {
            Some((key, value)) if !value.trim().is_empty() => (key, value.trim(), *only),
            _ => ("title", row.cell(*only), *only),
        },
        [first, second, ..] => (row.cell(*first), row.cell(*second), *second),
    };
    let quantity =
        key.trim().trim_end_matches([':', '：']).to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
    Some(Value {
        quantity: quantity.into(),
        of: String::new(),
        text: value.to_owned(),
        reading: Reading::Text,
        unit: "".into(),
        line: row.line,
        column: field(column),
        no_number: None,
    })
}
