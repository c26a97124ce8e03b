//! The rows above the size data.

use super::labels::{self, Holds};
use super::{Cell, Summary, column, is_title, number, warnings, words};
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::dates;
use crate::instrument::grid::Row;
use crate::instrument::record::{Dilution, DilutionFactor, Percentiles, Value};
use crate::quantity::{DecimalMark, Reading};
use jiff::civil::Date;
use std::borrow::Cow;

/// What the title block says before the name of the software.
const WRITTEN_BY: &str = "Created with ";

impl<'c> Summary<'c, '_> {
    /// Reads every section.
    pub(super) fn sections(&mut self) {
        let mut section = "";
        let mut index = 1;
        while let Some(row) = self.grid.row(index) {
            index += 1;
            let label = row.cell(0);
            if label.starts_with('[') {
                section = label;
            } else if is_title(label) {
                self.damaged(row.line, 1, "a second summary begins here: the file is two files put together");
                return;
            } else if section == "[Size Data]" {
                index = self.size_data(index - 1);
            } else if row.filled() > 0 {
                self.row(section, row);
            }
        }
    }

    fn row(&mut self, section: &'c str, row: Row<'c>) {
        let label = row.cell(0);
        match section {
            "" => self.title(label),
            "[Experiment Details]" if label == "Filename:" => {}
            "[Experiment Details]" if labels::of_captures(section, label).is_none() => self.detail(row),
            "[Exclusion Regions]" | "[Data Included]" => self.free(section, row),
            "[Diffusion Coefficient Data]" => {}
            _ => self.of_captures(section, row),
        }
    }

    fn title(&mut self, line: &str) {
        if let Some(software) = line.strip_prefix(WRITTEN_BY) {
            self.recording.software = software.to_owned();
            self.states = states(software);
        }
    }

    /// One value for the whole file.
    fn detail(&mut self, row: Row<'c>) {
        let label = row.cell(0);
        let name = labels::of_details(label).map_or_else(|| Cow::Owned(label.to_owned()), Cow::Borrowed);
        let text = row.cell(1);
        match &*name {
            "sample_name" | "sample_description" if !text.is_empty() => {
                self.recording.runs.iter_mut().for_each(|run| text.clone_into(&mut run.sample));
            }
            "time_captured" => {
                let date = day(text);
                if date.is_none() && !text.is_empty() {
                    let place = self.content.place(row.line, column(1));
                    self.recording.findings.push(dates::not_taken(place, text, dates::DAY_OR_MONTH));
                }
                self.recording.runs.iter_mut().for_each(|run| run.date = date);
            }
            _ => {}
        }
        self.recording.values.extend(words(row, 1, name));
    }

    /// A line of text.
    fn free(&mut self, section: &str, row: Row<'c>) {
        let data = section == "[Data Included]";
        self.percentiles_promised |= data && row.cell(0).contains("Percentiles");
        let name = if data { "data_included" } else { "exclusion_regions" };
        self.recording.values.extend(words(row, 0, Cow::Borrowed(name)));
    }

    fn of_captures(&mut self, section: &str, row: Row<'c>) {
        let label = row.cell(0);
        let (name, holds) = match labels::of_captures(section, label) {
            Some((name, holds)) => (Cow::Borrowed(name), holds),
            None => {
                self.unknown(section, row);
                (Cow::Owned(label.to_owned()), Holds::Words)
            }
        };
        let captures = self.captures.len();
        if holds != Holds::Check && row.filled() > captures + 3 {
            let message = format!("the row `{label}` has {} values for {captures} captures", row.filled() - 1);
            self.damaged(row.line, column(captures + 3), message);
        }
        if holds == Holds::Check {
            warnings::collect(row, captures, &mut self.warned);
        }
        for index in 1..=captures {
            let findings = &mut self.recording.findings;
            let value = match holds {
                Holds::Number(unit) => number(self.content, Cell::of(row, index), name.clone(), unit, findings),
                Holds::Words | Holds::Check => words(row, index, name.clone()),
                Holds::Dilution => {
                    let dilution = self.dilution(row, index);
                    self.takes_dilution(row, index, dilution);
                    None
                }
            };
            let Some(value) = value else { continue };
            self.same_as_before(&value, index);
            if let Some(run) = self.recording.runs.get_mut(index - 1) {
                run.values.push(value);
            }
        }
        if let Holds::Number(unit) = holds {
            self.over_captures(row, name, unit, "");
        }
    }

    /// A row of the results that is not known may be kept as words, but not one about the dilution: whether the
    /// concentration was multiplied is then not known either.
    fn unknown(&mut self, section: &str, row: Row<'c>) {
        let label = row.cell(0);
        if section == "[Results]" && label.to_ascii_lowercase().contains("dilution") {
            let message = format!(
                "the row `{label}` is not known, so it is not known whether the concentration is multiplied by a factor"
            );
            self.damaged(row.line, 1, message);
        }
    }

    fn takes_dilution(&mut self, row: Row<'c>, index: usize, dilution: Dilution) {
        let Some(run) = self.recording.runs.get_mut(index - 1) else { return };
        let other = match (&run.dilution, &dilution) {
            (Dilution::Applied(known), Dilution::Applied(new)) if known.value.exact() != new.value.exact() => {
                Some(format!("the dilution factor is {} here and {} in line {}", new.text, known.text, known.line))
            }
            _ => None,
        };
        run.dilution = dilution;
        if let Some(message) = other {
            self.damaged(row.line, column(index), message);
        }
    }

    /// A number that stands twice is the same both times.
    fn same_as_before(&mut self, value: &Value, index: usize) {
        let before = self.recording.runs.get(index - 1).and_then(|run| run.value(&value.quantity));
        let Some(before) = before.filter(|before| before.text != value.text && is_number(before) && is_number(value))
        else {
            return;
        };
        let message = format!("{} is {} here and {} in line {}", value.quantity, value.text, before.text, before.line);
        self.damaged(value.line, value.column, message);
    }

    /// The columns `Average` and `Standard Error`, which are about the file.
    pub(super) fn over_captures(&mut self, row: Row<'c>, name: Cow<'static, str>, unit: &'static str, weighting: &str) {
        for (index, about) in [(1, "average over all captures"), (2, "standard error over all captures")] {
            let index = self.captures.len() + index;
            let value = number(self.content, Cell::of(row, index), name.clone(), unit, &mut self.recording.findings);
            self.recording.values.extend(value.map(|mut value| {
                value.of = match weighting {
                    "" => about.to_owned(),
                    weighting => format!("{weighting}, {about}"),
                };
                value
            }));
        }
    }

    /// NTA multiplies by the factor where one is recorded.
    fn dilution(&mut self, row: Row<'c>, index: usize) -> Dilution {
        let text = row.cell(index);
        match Reading::parse(text, DecimalMark::Point) {
            Reading::Number(value) if !value.is_zero() && !value.is_negative() => Dilution::Applied(DilutionFactor {
                value,
                text: text.to_owned(),
                line: row.line,
                column: column(index),
            }),
            Reading::Empty => Dilution::NotRecorded,
            _ if text.eq_ignore_ascii_case("Not recorded") => Dilution::NotRecorded,
            _ => {
                let message = format!("the dilution factor should be a number above 0 or `Not recorded`, not `{text}`");
                let finding = Finding::new(&codes::VALUE_NOT_READABLE, message);
                self.recording.findings.push(finding.at(self.content.place(row.line, column(index)), 1));
                Dilution::NotRecorded
            }
        }
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value.reading, Reading::Number(_))
}

/// How this version states percentiles; `docs/formats.md` has the comparison.
fn states(software: &str) -> Option<Percentiles> {
    let version = software.strip_prefix("NTA ")?.split(' ').next()?;
    match version {
        "3.2" => Some(Percentiles::OneBinLower),
        "3.4" => Some(Percentiles::InsideBins),
        _ => None,
    }
}

/// The day in `10:52:35  14/03/2019`: day before month, as the software writes it; where both could be the month, the
/// settings of the computer might have exchanged them, and there is no day beyond doubt.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.split_whitespace().nth(1)?.splitn(3, '/');
    let (day, month): (i8, i8) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let date = Date::new(parts.next()?.parse().ok()?, month, day).ok()?;
    (day > 12 || day == month).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_taken_only_when_it_cannot_be_a_month() {
        assert_eq!(day("10:52:35  14/03/2019"), Some(Date::constant(2019, 3, 14)));
        assert_eq!(day("10:52:35  03/04/2019"), None);
        assert_eq!(day("10:52:35  04/04/2019"), Some(Date::constant(2019, 4, 4)));
        assert_eq!(day("10:52:35  14/13/2019"), None);
        assert_eq!(day(""), None);
    }

    #[test]
    fn only_known_versions_say_how_they_state_percentiles() {
        assert_eq!(states("NTA 3.2 Dev Build 3.2.16"), Some(Percentiles::OneBinLower));
        assert_eq!(states("NTA 3.4 Build 3.4.003"), Some(Percentiles::InsideBins));
        assert_eq!(states("NTA 3.3 Dev Build 3.3.301"), None);
        assert_eq!(states("something"), None);
    }
}
