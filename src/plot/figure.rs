//! What is drawn.

use super::Axis;

/// A picture with two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it shows, above the picture.
    pub title: String,
    /// One more line below the title; empty: none.
    pub subtitle: String,
    /// What a reader who cannot see it is told: the message of the picture in one or two sentences.
    pub description: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What stands in the picture; later ones are drawn over earlier ones.
    pub marks: Vec<Mark>,
}

/// One thing in a picture. Places are (x, y) in the units of the axes.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Single values.
    Points {
        /// Name in the legend; empty: not listed there.
        name: String,
        /// Which series it belongs to; decides colour, marker and dash.
        series: usize,
        /// The places.
        places: Vec<(f64, f64)>,
    },
    /// Results that were judged, marked by what was found; over the marker of a series where one stands there.
    Judged {
        /// Name in the legend; empty: not listed there.
        name: String,
        /// What was found.
        standing: Standing,
        /// The places.
        places: Vec<(f64, f64)>,
    },
    /// Joined places.
    Line {
        /// Name in the legend; empty: not listed there.
        name: String,
        /// Which series it belongs to.
        series: usize,
        /// Whether it is the edge of what is known (a confidence bound) and not the line itself.
        bound: bool,
        /// Whether the marker of the series stands on it every so often, so that lines are told apart without colour. Not for
        /// a line through values or fitted to them, which have markers of their own.
        signs: bool,
        /// The places, in the order in which they are joined.
        places: Vec<(f64, f64)>,
    },
    /// Bars that stand on the horizontal axis: a distribution.
    Bars {
        /// Name in the legend; empty: not listed there.
        name: String,
        /// Which series it belongs to.
        series: usize,
        /// Lower edge, upper edge and height of each.
        bars: Vec<(f64, f64, f64)>,
    },
    /// A level across the whole width: a limit.
    Level {
        /// Name in the legend.
        name: String,
        /// What it is.
        role: Role,
        /// Where, on the vertical axis.
        at: f64,
    },
    /// A moment over the whole height: a crossing, a claim.
    Moment {
        /// Name in the legend.
        name: String,
        /// What it is.
        role: Role,
        /// Where, on the horizontal axis.
        at: f64,
    },
    /// A window over the whole height: sizes that count, a range of storage.
    Window {
        /// Name in the legend.
        name: String,
        /// Which window of the picture it is, from 0; decides its strokes, so that windows over each other are told apart.
        nth: usize,
        /// Its ends, on the horizontal axis.
        from: f64,
        /// The other end.
        to: f64,
    },
    /// A zone beside a limit over the whole height, in which a rule with a guard band makes no statement or refuses.
    Guard {
        /// Name in the legend; empty: not listed there.
        name: String,
        /// Its ends, on the horizontal axis.
        from: f64,
        /// The other end.
        to: f64,
    },
}

/// What a line across the picture stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What decides: a limit below which nothing is accepted; the side below it is marked.
    AtLeast,
    /// What decides: a limit above which nothing is accepted; the side above it is marked.
    AtMost,
    /// What warns or informs: an alert limit, a release limit beside the one of the shelf life.
    Advice,
    /// What asks for something to be done: an action limit.
    Action,
    /// What the data say: a crossing.
    Result,
    /// How far a rule lets one go: a ceiling of extrapolation.
    Ceiling,
    /// What is claimed.
    Claim,
}

/// What was found of a result; each has a shape and a colour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It meets its criterion.
    Passes,
    /// It does not.
    Fails,
    /// Neither is stated.
    Open,
}

/// Why a figure cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// Nothing to draw.
    #[error("the figure `{0}` has no value to draw")]
    Empty(String),
    /// A place that is no number, or not above zero on a logarithmic axis.
    #[error("the figure `{0}` has a value that its axis cannot show")]
    NotOnAxis(String),
    /// The drawing library refused.
    #[error("the figure `{0}` could not be drawn: {1}")]
    Refused(String, String),
}

impl Mark {
    /// The name in the legend; empty: not listed.
    pub fn name(&self) -> &str {
        match self {
            Mark::Points { name, .. }
            | Mark::Judged { name, .. }
            | Mark::Line { name, .. }
            | Mark::Bars { name, .. }
            | Mark::Level { name, .. }
            | Mark::Moment { name, .. }
            | Mark::Window { name, .. }
            | Mark::Guard { name, .. } => name,
        }
    }

    /// The places on the horizontal axis that the picture must hold.
    fn horizontal(&self) -> Vec<f64> {
        match self {
            Mark::Points { places, .. } | Mark::Judged { places, .. } | Mark::Line { places, .. } => {
                places.iter().map(|place| place.0).collect()
            }
            Mark::Bars { bars, .. } => bars.iter().flat_map(|bar| [bar.0, bar.1]).collect(),
            Mark::Level { .. } => Vec::new(),
            Mark::Moment { at, .. } => vec![*at],
            Mark::Window { from, to, .. } | Mark::Guard { from, to, .. } => vec![*from, *to],
        }
    }

    /// The places on the vertical axis that the picture must hold.
    fn vertical(&self) -> Vec<f64> {
        match self {
            Mark::Points { places, .. } | Mark::Judged { places, .. } | Mark::Line { places, .. } => {
                places.iter().map(|place| place.1).collect()
            }
            Mark::Bars { bars, .. } => bars.iter().map(|bar| bar.2).collect(),
            Mark::Level { at, .. } => vec![*at],
            Mark::Moment { .. } | Mark::Window { .. } | Mark::Guard { .. } => Vec::new(),
        }
    }
}

impl Figure {
    /// The ends of both axes, on their scales: (x from, x to), (y from, y to).
    ///
    /// # Errors
    /// [`FigureError`] where there is nothing to draw or an axis cannot show a value.
    pub(super) fn ends(&self) -> Result<(Ends, Ends), FigureError> {
        let bars = self.marks.iter().any(|mark| matches!(mark, Mark::Bars { .. }));
        let x = self.marks.iter().flat_map(Mark::horizontal);
        let y = self.marks.iter().flat_map(Mark::vertical);
        let floor = (bars && self.y.scale == super::Scale::Linear).then_some(0.0);
        Ok((self.ends_of(&self.x, x.collect(), bars)?, self.ends_of(&self.y, y.chain(floor).collect(), bars)?))
    }

    fn ends_of(&self, axis: &Axis, mut values: Vec<f64>, tight: bool) -> Result<Ends, FigureError> {
        if values.is_empty() {
            return Err(FigureError::Empty(self.title.clone()));
        }
        values.extend(axis.holds);
        for value in &mut values {
            *value = axis.scale.of(*value).ok_or_else(|| FigureError::NotOnAxis(self.title.clone()))?;
        }
        Ok(Axis::ends(&values, tight))
    }
}

/// Both ends of an axis, on its scale.
pub(super) type Ends = (f64, f64);
