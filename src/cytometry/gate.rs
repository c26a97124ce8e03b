//! Gates as they are stated.

/// A transformation of channel values, with the parameters of Gating-ML 2.0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Values as they are.
    Linear,
    /// `flog(x, T, M)`.
    Log {
        /// Top of scale.
        t: f64,
        /// Decades.
        m: f64,
    },
    /// `logicle(x, T, W, M, A)`.
    Logicle {
        /// Top of scale.
        t: f64,
        /// Decades of the linear region.
        w: f64,
        /// Decades.
        m: f64,
        /// Additional negative decades.
        a: f64,
    },
    /// `fasinh(x, T, M, A)`.
    Arcsinh {
        /// Top of scale.
        t: f64,
        /// Decades.
        m: f64,
        /// Additional negative decades.
        a: f64,
    },
}

/// A channel on a scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The channel by its short name (`$PnN`) or, where no short name matches, its stain (`$PnS`).
    pub channel: String,
    /// The scale on which coordinates of the gate are written.
    pub scale: Scale,
}

/// Where a side of a gate comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Bound {
    /// A coordinate on the scale of the axis.
    At(f64),
    /// A quantile of the same channel in the events of a control, see [`super::with_thresholds`].
    Quantile {
        /// Probability, 0 < p < 1; the quantile is of type 7, over the events of the control in the gate around.
        p: f64,
        /// Name of the control: `isotype`, `unstained`, `detergent`.
        control: String,
    },
}

/// A gate and the one it lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Name.
    pub name: String,
    /// Position of the gate whose events alone are looked at, among those before it; `None`: all events.
    pub within: Option<usize>,
    /// What it encloses.
    pub geometry: Geometry,
}

/// What a gate encloses.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// Inside the bounds of every axis: one axis is a threshold, two a rectangle. Lower bounds are inside, upper bounds
    /// are not (Gating-ML 2.0, rectangular gates).
    Ranges(Vec<(Axis, Option<Bound>, Option<Bound>)>),
    /// Inside a polygon of vertices on two axes.
    Polygon {
        /// First axis.
        x: Axis,
        /// Second axis.
        y: Axis,
        /// Corners in order; the last is joined to the first.
        vertices: Vec<(f64, f64)>,
    },
    /// In all of these gates, by position.
    All(Vec<usize>),
    /// In at least one of them.
    Any(Vec<usize>),
    /// Not in this gate.
    Not(usize),
}
