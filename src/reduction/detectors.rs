//! Whether a control was taken as the sample was: a threshold says something of a sample at the same settings alone.

use super::codes;
use super::computed::NoValue;
use crate::instrument::{Channel, Run};
use crate::quantity::{Decimal, DecimalMark, Exact};

/// Compares the cytometer and, in the channels that are gated, voltage, gain and amplification of a control with those of a
/// sample, each where both files state it. A channel that is not there is for the gate to refuse.
///
/// # Errors
/// One of them differs; both values.
pub(super) fn same_settings(sample: &Run<'_>, control: &Run<'_>, name: &str, channels: &[&str]) -> Result<(), NoValue> {
    for (quantity, word) in [("cytometer", "$CYT"), ("cytometer_serial", "serial number of the cytometer")] {
        let text = |run: &Run<'_>| run.value(quantity).map(|value| value.text.trim().to_owned()).unwrap_or_default();
        compare(word, &text(sample), &text(control), name)?;
    }
    for channel in channels {
        let (Some(of_sample), Some(of_control)) = (found(sample, channel), found(control, channel)) else { continue };
        for (word, setting) in SETTINGS {
            compare(&format!("{word} of {channel}"), setting(of_sample).trim(), setting(of_control).trim(), name)?;
        }
    }
    Ok(())
}

/// A setting of a channel as it is written.
type Setting = fn(&Channel) -> &str;

const SETTINGS: [(&str, Setting); 3] = [
    ("voltage ($PnV)", |channel| &channel.voltage),
    ("gain ($PnG)", |channel| &channel.gain),
    ("amplification ($PnE)", |channel| &channel.amplification),
];

fn found<'r>(run: &'r Run<'_>, channel: &str) -> Option<&'r Channel> {
    let events = run.events.as_ref()?;
    events.channels().get(events.channel(channel).ok()?)
}

fn compare(what: &str, sample: &str, control: &str, name: &str) -> Result<(), NoValue> {
    if sample.is_empty() || control.is_empty() || same(sample, control) {
        return Ok(());
    }
    let message =
        format!("the {name} control was not taken as the sample was: {what} is {control}, that of the sample {sample}");
    let help = "take the control with the settings of the sample, on the same day and cytometer";
    Err(NoValue::new(&codes::CONTROL_SETTINGS_DIFFER, message, help))
}

/// Whether two texts say the same: `450` and `450.0`, `0,0` and `0.0,0.0`.
fn same(one: &str, other: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<Exact>> {
        let number = |part: &str| Decimal::parse(part.trim(), DecimalMark::Point).ok().map(|number| number.exact());
        text.split(',').map(number).collect()
    };
    one == other || numbers(one).is_some_and(|one| numbers(other).is_some_and(|other| one == other))
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn numbers_compare_by_their_values() {
        for (one, other) in [("450", "450.0"), ("0,0", "0.0, 0"), ("Aurora", "Aurora"), ("1", "1.0e0")] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [("450", "451"), ("4,1", "4,0"), ("4,1", "4"), ("Aurora", "LSR"), ("0,1", "0.1")] {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
