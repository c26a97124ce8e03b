//! Where events come from: columns of data values, a stretch of events at a time.

use super::{Compensation, CytometryError};

/// A source of events.
pub trait Columns {
    /// Number of events.
    fn events(&self) -> usize;

    /// Position of a channel.
    ///
    /// # Errors
    /// Why there is none, as a sentence for the reader.
    fn position(&self, channel: &str) -> Result<usize, String>;

    /// Writes the data values of a channel from event `start` on; how many, fewer than asked for at the end.
    fn fill(&self, position: usize, start: usize, out: &mut [f64]) -> usize;
}

/// Events of one stretch.
pub(super) const BLOCK: usize = 1024;

/// Reads some channels of a source, compensated where the matrix has them.
pub(super) struct Reader<'c> {
    columns: &'c dyn Columns,
    wanted: Vec<Wanted>,
    /// The matrix with the positions of its channels, where a wanted channel is one of them.
    compensation: Option<(&'c Compensation, Vec<usize>)>,
    detectors: Vec<Vec<f64>>,
    values: Vec<Vec<f64>>,
}

struct Wanted {
    name: String,
    position: usize,
    /// Its place in the matrix.
    dye: Option<usize>,
}

impl<'c> Reader<'c> {
    pub(super) fn new(
        columns: &'c dyn Columns,
        compensation: Option<&'c Compensation>,
        names: &[&str],
    ) -> Result<Reader<'c>, CytometryError> {
        let position = |name: &str| columns.position(name).map_err(CytometryError::Channel);
        let matrix: Vec<usize> = match compensation {
            Some(compensation) => {
                compensation.channels().iter().map(|name| position(name)).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        let wanted = names.iter().map(|name| {
            let position = position(name)?;
            let dye = matrix.iter().position(|of_matrix| *of_matrix == position);
            Ok(Wanted { name: (*name).to_owned(), position, dye })
        });
        let wanted: Vec<Wanted> = wanted.collect::<Result<_, CytometryError>>()?;
        let needed = wanted.iter().any(|wanted| wanted.dye.is_some());
        let compensation = compensation.filter(|_| needed).map(|compensation| (compensation, matrix));
        let detectors = compensation.as_ref().map_or(0, |(_, positions)| positions.len());
        Ok(Reader {
            columns,
            compensation,
            detectors: vec![vec![0.0; BLOCK]; detectors],
            values: vec![vec![0.0; BLOCK]; wanted.len()],
            wanted,
        })
    }

    /// Loads the stretch that begins at an event; how many events it has.
    ///
    /// # Errors
    /// A value is not finite.
    pub(super) fn load(&mut self, start: usize) -> Result<usize, CytometryError> {
        let count = BLOCK.min(self.columns.events().saturating_sub(start));
        if let Some((_, positions)) = &self.compensation {
            for (position, detector) in positions.iter().zip(&mut self.detectors) {
                self.columns.fill(*position, start, detector);
            }
        }
        let detectors: Vec<&[f64]> = self.detectors.iter().map(Vec::as_slice).collect();
        for (wanted, values) in self.wanted.iter().zip(&mut self.values) {
            match (&self.compensation, wanted.dye) {
                (Some((compensation, _)), Some(dye)) => compensation.dye(dye, &detectors, values),
                _ => {
                    self.columns.fill(wanted.position, start, values);
                }
            }
            if let Some(at) = values.iter().take(count).position(|value| !value.is_finite()) {
                return Err(CytometryError::NotFinite { channel: wanted.name.clone(), event: start + at + 1 });
            }
        }
        Ok(count)
    }

    /// The values of a wanted channel in the stretch that was loaded, by its place among the wanted.
    pub(super) fn values(&self, wanted: usize) -> &[f64] {
        self.values.get(wanted).map(Vec::as_slice).unwrap_or_default()
    }
}
