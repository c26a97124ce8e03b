//! Bytes to whatever instrument file they are, and to one format that they need not be: `--as` forces any.

#![no_main]

use evqc::instrument::{Content, FORMATS, read, recognise};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|bytes: &[u8]| {
    let content = Content::new(&Arc::from("f"), bytes);
    let outcome = read(&content, None);
    evqc_fuzz::check(&content, &outcome);
    if let (Ok(format), Ok(recording)) = (recognise(&content), &outcome) {
        assert_eq!(format.name, recording.format);
    }
    if let Some(format) = FORMATS.get(bytes.len() % FORMATS.len()) {
        evqc_fuzz::check(&content, &read(&content, Some(format)));
    }
});
