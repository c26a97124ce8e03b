//! Whether the data are in the order of bytes that the file states.

use super::EXPORT_AGAIN;
use crate::finding::Finding;
use crate::instrument::codes;
use crate::instrument::events::{ByteOrder, Events, Storage};

/// Events looked at.
const LOOKED_AT: usize = 256;

/// That most values make no sense in the stated order and nearly all do in the other.
///
/// A floating point value makes no sense when it is not finite, or not zero and outside 1e-12 to 1e15 in size; an integer,
/// when it is larger than its range. Integers that fill their field cannot be told.
pub(super) fn check(events: &Events<'_>) -> Option<Finding> {
    let stated = match events.channels().first()?.storage {
        Storage::Unsigned { order, .. } | Storage::Single(order) | Storage::Double(order) => order,
    };
    let other = if stated == ByteOrder::Little { ByteOrder::Big } else { ByteOrder::Little };
    let (wrong, looked_at) = senseless(events, stated);
    if wrong * 2 <= looked_at {
        return None;
    }
    let (wrong_in_other, _) = senseless(&events.in_order(other), other);
    if wrong_in_other * 50 > looked_at {
        return None;
    }
    let words = |order| if order == ByteOrder::Little { "least" } else { "most" };
    let message = format!(
        "$BYTEORD says that the {} significant byte comes first, but in this order {wrong} of {looked_at} values looked at \
         make no sense, and in the other {wrong_in_other}: the data are not in the order that the file states",
        words(stated)
    );
    Some(Finding::new(&codes::FILE_DAMAGED, message).help(EXPORT_AGAIN))
}

/// Values that make no sense, and values looked at.
fn senseless(events: &Events<'_>, order: ByteOrder) -> (usize, usize) {
    const MOST_CHANNELS: usize = 64;
    let (mut wrong, mut looked_at) = (0, 0);
    let mut block = [0.0; LOOKED_AT];
    for (position, channel) in events.channels().iter().enumerate().take(MOST_CHANNELS) {
        match channel.storage {
            Storage::Unsigned { bytes, mask, .. } if bytes > 1 => {
                let count = events.len().min(LOOKED_AT);
                looked_at += count;
                wrong += (0..count).filter(|event| events.unmasked(position, *event, order) > mask).count();
            }
            Storage::Unsigned { .. } => {}
            Storage::Single(_) | Storage::Double(_) => {
                let count = events.raw(position, 0, &mut block);
                looked_at += count;
                let makes_sense = |value: &f64| *value == 0.0 || (1e-12..=1e15).contains(&value.abs());
                wrong += block.iter().take(count).filter(|value| !makes_sense(value)).count();
            }
        }
    }
    (wrong, looked_at)
}
