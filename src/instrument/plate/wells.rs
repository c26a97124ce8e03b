//! The runs of a file, by plate and well.

use super::cell::Cell;
use super::gaps::say_what_is_no_number;
use super::short;
use crate::finding::Finding;
use crate::instrument::content::Content;
use crate::instrument::record::{Recording, Run, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The runs of a file by plate and well.
#[derive(Debug, Default)]
pub(in crate::instrument) struct Wells {
    plates: Vec<String>,
    index: BTreeMap<(usize, String), usize>,
    /// The labels under which each well has a result.
    labels: BTreeSet<(usize, String, String)>,
    runs: Vec<(usize, Run<'static>)>,
}

impl Wells {
    /// Begins a plate; `None` when there is one of this name already.
    pub(in crate::instrument) fn begin(&mut self, name: &str) -> Option<usize> {
        if self.plates.iter().any(|plate| plate == name) {
            return None;
        }
        self.plates.push(name.to_owned());
        Some(self.plates.len() - 1)
    }

    /// The plate of this name.
    pub(in crate::instrument) fn plate(&self, name: &str) -> Option<usize> {
        self.plates.iter().position(|plate| plate == name)
    }

    /// The only plate there is.
    pub(in crate::instrument) fn only(&self) -> Option<usize> {
        (self.plates.len() == 1).then_some(0)
    }

    /// The run of a well, begun at this cell when it is new.
    pub(in crate::instrument) fn run(&mut self, plate: usize, well: &str, cell: Cell<'_>) -> &mut Run<'static> {
        let next = self.runs.len();
        let at = *self.index.entry((plate, well.to_owned())).or_insert(next);
        if at == next {
            let run = Run { name: well.to_owned(), line: cell.line, column: cell.column, ..Run::default() };
            self.runs.push((plate, run));
        }
        // `at` is `next`, which was pushed just now, or was pushed before; the fallback is never taken.
        let last = self.runs.len() - 1;
        &mut self.runs[at.min(last)].1
    }

    /// Adds a result to a well; two results of one quantity are told apart by their labels.
    ///
    /// # Errors
    /// That the well has a result under this label already: the table stands twice.
    pub(in crate::instrument) fn result(
        &mut self,
        content: &Content<'_>,
        (plate, well): (usize, &str),
        (cell, value): (Cell<'_>, Value),
        label: &str,
    ) -> Result<&mut Run<'static>, Finding> {
        if !self.labels.insert((plate, well.to_owned(), label.to_owned())) {
            return Err(twice(content, &value, well, label));
        }
        let run = self.run(plate, well, cell);
        add(content, run, value, label)?;
        Ok(run)
    }

    /// The run of a well, where it has one.
    pub(in crate::instrument) fn known(&mut self, plate: usize, well: &str) -> Option<&mut Run<'static>> {
        let at = *self.index.get(&(plate, well.to_owned()))?;
        self.runs.get_mut(at).map(|(_, run)| run)
    }

    /// All runs of a plate.
    pub(in crate::instrument) fn of_plate(&mut self, plate: usize) -> impl Iterator<Item = &mut Run<'static>> {
        self.runs.iter_mut().filter(move |(of, _)| *of == plate).map(|(_, run)| run)
    }

    /// Whether no well has a value.
    pub(in crate::instrument) fn without_values(&self) -> bool {
        self.runs.iter().all(|(_, run)| run.values.is_empty())
    }

    /// Hands the runs over; with several plates, their names begin with that of their plate.
    pub(in crate::instrument) fn finish(self, content: &Content<'_>, recording: &mut Recording<'_>) {
        let several = self.plates.len() > 1;
        for (plate, mut run) in self.runs {
            if several && let Some(name) = self.plates.get(plate) {
                run.name = format!("{name} {}", run.name);
            }
            recording.runs.push(run);
        }
        say_what_is_no_number(content, recording);
    }
}

/// Adds a value to a run; two values of one quantity are told apart by their full label.
///
/// # Errors
/// That the run has this value already: the table stands twice.
pub(in crate::instrument) fn add(
    content: &Content<'_>,
    run: &mut Run<'_>,
    mut value: Value,
    label: &str,
) -> Result<(), Finding> {
    let taken = |run: &Run<'_>, value: &Value| {
        run.values.iter().any(|other| other.quantity == value.quantity && other.of == value.of)
    };
    if taken(run, &value) {
        label.clone_into(&mut value.of);
    }
    if taken(run, &value) {
        return Err(twice(content, &value, &run.name, label));
    }
    run.values.push(value);
    Ok(())
}

fn twice(content: &Content<'_>, value: &Value, well: &str, label: &str) -> Finding {
    content.damaged(value.line, value.column, format!("well {well} has \"{}\" twice", short(label)))
}
