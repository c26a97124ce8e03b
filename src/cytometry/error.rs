//! Why events cannot be gated.

use crate::stats::StatisticError;

/// What keeps events from being gated or summed up; the caller turns it into its own outcome.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CytometryError {
    /// The source of the events has no channel of this name, or several; it says so itself.
    #[error("{0}")]
    Channel(String),
    /// A stored value is not finite.
    #[error("the value of event {event} in channel \"{channel}\" is not finite")]
    NotFinite {
        /// Channel.
        channel: String,
        /// Event, from 1.
        event: usize,
    },
    /// A parameter of a scale outside the domain of its definition.
    #[error("{parameter} = {value} is outside the domain of the {scale} scale: {domain}")]
    Scale {
        /// `logicle`.
        scale: &'static str,
        /// `W`.
        parameter: &'static str,
        /// What was given.
        value: f64,
        /// `0 <= W <= M / 2`.
        domain: &'static str,
    },
    /// A gate that is not possible as it is written.
    #[error("gate \"{gate}\" {why}")]
    Gate {
        /// Its name.
        gate: String,
        /// What is wrong, as the rest of the sentence.
        why: String,
    },
    /// A control that a gate needs is not there.
    #[error("gate \"{gate}\" takes its threshold from the {control} control, and there is none")]
    NoControl {
        /// Gate.
        gate: String,
        /// Control.
        control: String,
    },
    /// A control has no event to take a threshold from.
    #[error("the {control} control has no event for the threshold of gate \"{gate}\"{within}")]
    EmptyControl {
        /// Gate.
        gate: String,
        /// Control.
        control: String,
        /// ` within "particles"`, or nothing.
        within: String,
    },
    /// A quantile that lies beyond what so few events of a control show.
    #[error(
        "the threshold of gate \"{gate}\" is the {p} quantile of {events} events of the {control} control, and fewer than one \
         of so many lies beyond it; it takes {needed} events"
    )]
    FewEvents {
        /// Gate.
        gate: String,
        /// Control.
        control: String,
        /// Probability of the quantile.
        p: f64,
        /// Events there are.
        events: usize,
        /// Events that it takes.
        needed: u64,
    },
    /// A matrix that is no spillover matrix.
    #[error("the spillover matrix {0}")]
    Spillover(String),
    /// A statistic that does not exist for these events.
    #[error(transparent)]
    Statistic(#[from] StatisticError),
}
