//! Bytes to the reader of temperature logs, by what they say themselves and by rules from outside: nothing panics, every
//! value is where it says, and the readings of a log are in the order of time, no two at one moment.

#![no_main]

use evqc::instrument::temperature_logger::{Clock, DateOrder, LoggerRules, temperature_log};
use evqc::instrument::{Content, by_name, read};
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|bytes: &[u8]| {
    let content = Content::new(&Arc::from("f"), bytes);
    let format = by_name("temperature-logger").expect("the format is there");
    evqc_fuzz::check(&content, &read(&content, Some(format)));
    let clock = Clock::parse("CET-1CEST,M3.5.0,M10.5.0/3");
    for order in DateOrder::ALL {
        let rules = LoggerRules { order: Some(order), clock: clock.clone() };
        match temperature_log(&content, &rules) {
            Ok(log) => {
                assert!(!log.channels.is_empty());
                for channel in &log.channels {
                    assert!(!channel.readings.is_empty());
                    assert!(channel.readings.windows(2).all(|pair| pair[0].second < pair[1].second));
                    assert!(channel.readings.iter().all(|one| one.celsius.is_some() != one.no_number.is_some()));
                }
            }
            Err(findings) => assert!(!findings.is_empty()),
        }
    }
});
