//! Bytes to the readers of ZetaView files, also those that do not recognise it: nothing panics, every value is where it
//! says, every distribution is one.

#![no_main]

use evqc::instrument::{Content, by_name, read};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|bytes: &[u8]| {
    let content = Content::new(&Arc::from("f"), bytes);
    for name in ["zetaview-size", "zetaview-positions", "zetaview-profile"] {
        let format = by_name(name).expect("the format is there");
        evqc_fuzz::check(&content, &read(&content, Some(format)));
    }
});
