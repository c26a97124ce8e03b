//! The squares of a code for cameras.

use super::DocumentError;
use qrcode::{Color, EcLevel};

/// Empty squares around the code.
///
/// # Source
/// ISO/IEC 18004:2015, section 5.3.8: four.
const QUIET: f32 = 4.0;

/// A code for cameras in units of its squares.
pub(super) struct Squares {
    across: usize,
    /// The dark squares, joined along each row: left, top and length, from the corner of the empty edge.
    pub(super) bars: Vec<(f32, f32, f32)>,
}

impl Squares {
    /// # Errors
    /// [`DocumentError::QrCode`] where the content is too long.
    pub(super) fn new(content: &str) -> Result<Squares, DocumentError> {
        let code = qrcode::QrCode::with_error_correction_level(content, EcLevel::M);
        let code = code.map_err(|error| DocumentError::QrCode { length: content.len(), why: error.to_string() })?;
        let across = code.width();
        let mut bars = Vec::new();
        for (row, colours) in code.to_colors().chunks(across).enumerate() {
            let mut from = None;
            for (at, dark) in colours.iter().map(|colour| *colour == Color::Dark).chain([false]).enumerate() {
                match (dark, from) {
                    (true, None) => from = Some(at),
                    (false, Some(start)) => {
                        bars.push((start as f32 + QUIET, row as f32 + QUIET, (at - start) as f32));
                        from = None;
                    }
                    _ => {}
                }
            }
        }
        Ok(Squares { across, bars })
    }

    /// Side of the whole with the empty edge.
    pub(super) fn side(&self) -> f32 {
        self.across as f32 + 2.0 * QUIET
    }

    /// Width of the empty edge.
    #[cfg(feature = "pdf")]
    pub(super) fn quiet(&self) -> f32 {
        QUIET
    }
}
