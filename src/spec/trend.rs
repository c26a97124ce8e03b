//! How a shelf life follows from the stability results of a test: `trend:`.

use super::attributes::is_words;
use super::codes;
use super::fields::{Fields, mapping};
use super::keys;
use super::lines::LineReader;
use super::model::{Criterion, Measured};
use crate::finding::Finding;
use crate::source::Place;
use serde_json::{Value, json};

/// The choices of a regression of stability results on time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trend {
    /// Where the attribute goes; `None`: not said.
    pub direction: Option<Direction>,
    /// The scale on which it is a straight line.
    pub transform: Transform,
    /// What enters the regression.
    pub values: TrendValues,
    /// The confidence bound; `None`: by the limits.
    pub bound: Option<BoundSides>,
    /// The error that poolability is tested with.
    pub pooling: Pooling,
    /// The error of batches that are not pooled.
    pub error: ErrorTerm,
    /// What the bound may reach.
    pub limit: LimitForm,
    /// The course of the attribute.
    pub course: Course,
    /// How a computed release limit is rounded.
    pub release_limit: ReleaseRounding,
    /// Where the key stands.
    pub place: Place,
}

impl Trend {
    /// What holds for a test that says nothing; `place` is that of the test.
    pub fn default_at(place: &Place) -> Trend {
        Trend {
            direction: None,
            transform: Transform::None,
            values: TrendValues::Reportable,
            bound: None,
            pooling: Pooling::FullModel,
            error: ErrorTerm::Pooled,
            limit: LimitForm::AsWritten,
            course: Course::Linear,
            release_limit: ReleaseRounding::Inwards,
            place: place.clone(),
        }
    }

    /// For the digest: defaults written out.
    pub(super) fn json(&self) -> Value {
        json!({
            "direction": self.direction.map(Direction::as_str),
            "transform": self.transform.as_str(),
            "values": self.values.as_str(),
            "bound": self.bound.map(BoundSides::as_str),
            "pooling": self.pooling.as_str(),
            "error": self.error.as_str(),
            "limit": self.limit.as_str(),
            "model": self.course.as_str(),
            "release_limit": self.release_limit.as_str(),
        })
    }
}

/// Declares a closed list of words of the language.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$what])* $variant),*
        }

        impl $name {
            /// Every one, in the order of the words.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// The word in specifications and reports.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word),*
                }
            }
        }
    };
}

words! {
    /// Where an attribute goes with time.
    Direction {
        /// Down, so that the lower limit counts.
        Decreasing = "decreasing",
        /// Up, so that the upper limit counts.
        Increasing = "increasing",
        /// It may go both ways.
        Either = "either",
    }
}

words! {
    /// The scale on which an attribute is a straight line of time.
    Transform {
        /// As it is.
        None = "none",
        /// Natural logarithm.
        Log = "log",
        /// Square root.
        SquareRoot = "square root",
        /// Square.
        Square = "square",
        /// Reciprocal.
        Reciprocal = "reciprocal",
    }
}

words! {
    /// What enters the regression.
    TrendValues {
        /// Reportable values, not rounded.
        Reportable = "reportable",
        /// Every determination.
        Determinations = "determinations",
    }
}

words! {
    /// The sides of a confidence bound.
    BoundSides {
        /// One side at 95 %.
        One = "one-sided",
        /// Both sides, 2.5 % each.
        Two = "two-sided",
    }
}

words! {
    /// The error that poolability is tested with.
    Pooling {
        /// That of the model with a line for each batch.
        FullModel = "full model",
        /// That of the model in question.
        ReducedModel = "reduced model",
    }
}

words! {
    /// The error of batches that are not pooled.
    ErrorTerm {
        /// Of all batches together.
        Pooled = "pooled",
        /// Of each batch by itself.
        Individual = "individual",
    }
}

words! {
    /// What the confidence bound may reach.
    LimitForm {
        /// The limit as written.
        AsWritten = "as written",
        /// What rounds to the limit.
        Rounded = "rounded",
    }
}

words! {
    /// The course of an attribute.
    Course {
        /// A straight line, on the scale of the transform.
        Linear = "linear",
        /// A fast and a slow part.
        Biexponential = "biexponential",
        /// A Weibull curve.
        Weibull = "weibull",
    }
}

words! {
    /// How a computed release limit becomes one that can be written into a specification.
    ReleaseRounding {
        /// To the last place of the limits, towards the conforming side.
        Inwards = "inwards",
        /// To the nearest number of that place.
        Nearest = "nearest",
        /// Not at all.
        NotRounded = "not rounded",
    }
}

impl LineReader<'_, '_> {
    /// Reads `trend`.
    pub(super) fn trend(&mut self, fields: &Fields<'_>) -> Option<Box<Trend>> {
        let node = fields.node("trend")?;
        let entries = mapping(node, "trend", self.findings)?;
        let at = fields.key("trend").map_or((node.place.clone(), node.width), |key| (key.place.clone(), key.width));
        let place = at.0.clone();
        let inner = Fields::new(entries, keys::TREND, at, "`trend`", self.findings);
        let mut word = |key: &str, words: &[&str]| inner.word(key, words, self.findings);
        let direction = word("direction", keys::DIRECTIONS).and_then(|at| Direction::ALL.get(at).copied());
        let transform = word("transform", keys::TRANSFORMS).and_then(|at| Transform::ALL.get(at).copied());
        let values = word("values", keys::TREND_VALUES).and_then(|at| TrendValues::ALL.get(at).copied());
        let bound = word("bound", keys::BOUNDS).and_then(|at| BoundSides::ALL.get(at).copied());
        let pooling = word("pooling", keys::POOLINGS).and_then(|at| Pooling::ALL.get(at).copied());
        let error = word("error", keys::ERRORS).and_then(|at| ErrorTerm::ALL.get(at).copied());
        let limit = word("limit", keys::LIMIT_FORMS).and_then(|at| LimitForm::ALL.get(at).copied());
        let course = word("model", keys::DEGRADATIONS).and_then(|at| Course::ALL.get(at).copied());
        let release =
            word("release_limit", keys::RELEASE_ROUNDINGS).and_then(|at| ReleaseRounding::ALL.get(at).copied());
        let default = Trend::default_at(&place);
        Some(Box::new(Trend {
            direction,
            transform: transform.unwrap_or(default.transform),
            values: values.unwrap_or(default.values),
            bound,
            pooling: pooling.unwrap_or(default.pooling),
            error: error.unwrap_or(default.error),
            limit: limit.unwrap_or(default.limit),
            course: course.unwrap_or(default.course),
            release_limit: release.unwrap_or(default.release_limit),
            place,
        }))
    }

    /// A trend needs numbers, and a direction the limit on its side.
    pub(super) fn check_trend(&mut self, fields: &Fields<'_>, measured: &Measured) {
        let Some(trend) = &measured.trend else { return };
        let criteria = if measured.shelf_life.is_empty() { &measured.accept } else { &measured.shelf_life };
        let mut say = |code, message: String, help: &str| {
            self.findings.push(Finding::new(code, message).at(trend.place.clone(), 5).help(help));
        };
        if criteria.iter().any(|one| is_words(&one.criterion) || matches!(one.criterion, Criterion::Report)) {
            let message = format!("{} has no limit that a trend could reach", fields.what);
            return say(&codes::TREND_WITHOUT_LIMIT, message, "remove `trend`, or write a numeric limit");
        }
        let sides = |lower: bool| {
            criteria.iter().all(|one| match &one.criterion {
                Criterion::Numeric(limits) | Criterion::Label(limits) => {
                    // A limit with a parameter that has no value yet has neither side.
                    let open = limits.lower.is_none() && limits.upper.is_none();
                    open || if lower { limits.lower.is_some() } else { limits.upper.is_some() }
                }
                Criterion::Qualitative(_) | Criterion::Report => true,
            })
        };
        let missing = match trend.direction {
            Some(Direction::Decreasing) if !sides(true) => Some(("a decreasing", "lower")),
            Some(Direction::Increasing) if !sides(false) => Some(("an increasing", "upper")),
            _ => None,
        };
        if let Some((word, side)) = missing {
            let message = format!("{} has no {side} limit that {word} value could reach", fields.what);
            say(&codes::TREND_WITHOUT_LIMIT, message, "correct the direction, or write the limit");
        }
        let of_claim = criteria.iter().any(|one| matches!(one.criterion, Criterion::Label(_)));
        if trend.values == TrendValues::Determinations && of_claim {
            let message = format!("determinations of {} have no share of the label claim of their own", fields.what);
            say(&codes::TREND_WITHOUT_LIMIT, message, "write `values: reportable`");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_choices_are_in_one_order() {
        fn same<T: Copy>(all: &[T], word: fn(T) -> &'static str, words: &[&str]) {
            assert_eq!(all.iter().map(|one| word(*one)).collect::<Vec<_>>(), words);
        }
        same(Direction::ALL, Direction::as_str, keys::DIRECTIONS);
        same(Transform::ALL, Transform::as_str, keys::TRANSFORMS);
        same(TrendValues::ALL, TrendValues::as_str, keys::TREND_VALUES);
        same(BoundSides::ALL, BoundSides::as_str, keys::BOUNDS);
        same(Pooling::ALL, Pooling::as_str, keys::POOLINGS);
        same(ErrorTerm::ALL, ErrorTerm::as_str, keys::ERRORS);
        same(LimitForm::ALL, LimitForm::as_str, keys::LIMIT_FORMS);
        same(Course::ALL, Course::as_str, keys::DEGRADATIONS);
    }
}
