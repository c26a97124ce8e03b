//! Single events of a flow cytometer, read where they lie.

/// Events of a run.
#[derive(Clone, Debug)]
pub struct Events<'b> {
    /// Channels in file order.
    pub channels: Vec<Channel>,
    /// The DATA segment.
    pub bytes: &'b [u8],
}

/// A channel of a flow cytometer.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Short name, `$PnN`.
    pub name: String,
    /// Stain, `$PnS`; mostly empty.
    pub stain: String,
}
