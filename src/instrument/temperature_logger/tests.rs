use super::*;
use std::sync::Arc;

fn log(text: &str, rules: &LoggerRules) -> Result<TemperatureLog, Vec<String>> {
    let content = Content::new(&Arc::from("log.csv"), text.as_bytes());
    assert!(recognise(&content), "{text}");
    temperature_log(&content, rules)
        .map_err(|findings| findings.into_iter().map(|one| format!("{}: {}", one.code.name, one.message)).collect())
}

fn plain(text: &str) -> TemperatureLog {
    log(text, &LoggerRules::default()).unwrap()
}

fn celsius(log: &TemperatureLog) -> Vec<Option<String>> {
    let readings = log.channels[0].readings.iter();
    readings.map(|reading| reading.celsius.as_ref().map(|celsius| celsius.to_decimal_string(6).0)).collect()
}

fn codes_of(log: &TemperatureLog) -> Vec<&str> {
    log.findings.iter().map(|finding| finding.code.name).collect()
}

/// The layout of HOBOware: a title, quoted labels with the offset and serial number, events in columns of their own.
const HOBO: &str = "\"Plot Title: EV transport\"\n\
\"#\",\"Date Time, GMT-05:00\",\"Temp, °F (LGR S/N: 10679014, SEN S/N: 10679014)\",\"Host Connected (LGR S/N: 10679014)\",\"End Of File (LGR S/N: 10679014)\"\n\
1,11/20/26 08:00:00 AM,41.0,,\n2,11/20/26 08:15:00 AM,46.4,,\n3,11/20/26 08:20:11 AM,,Logged,\n4,11/20/26 08:30:00 AM,42.8,,\n";

#[test]
fn a_hobo_export_is_read_with_its_offset_and_fahrenheit() {
    let log = plain(HOBO);
    assert_eq!(celsius(&log), ["5", "8", "6"].map(|text| Some(text.to_owned())));
    let first = &log.channels[0].readings[0];
    assert_eq!((first.moment.as_str(), first.unit, first.line), ("2026-11-20T08:00:00-05:00", "°F", 3));
    assert!(log.tied_to_utc && log.detected.contains("the only order in which every date is one"), "{}", log.detected);
    assert_eq!(codes_of(&log), ["row-without-reading"]);
}

/// The layout of EasyLog of Lascar: a name in place of `#`, limits and the serial number in the first row only.
#[test]
fn an_easylog_export_has_limits_beside_its_readings() {
    let log = plain(
        "Fridge 3,Time,Celsius(°C),High Alarm,Low Alarm,Serial Number\n\
         1,2026-11-03 08:00:00,5.0,8.0,2.0,010012345\n2,2026-11-03 08:05:00,5.5\n",
    );
    assert_eq!(celsius(&log), ["5", "5.5"].map(|text| Some(text.to_owned())));
    assert_eq!((log.channels.len(), log.channels[0].column), (1, 3));
    assert_eq!(codes_of(&log), ["time-zone-not-stated"]);
}

#[test]
fn a_head_of_keys_states_unit_zone_and_order() {
    let log = plain(
        "Device model;TX-1\nSerial number;SN 77\nTime zone;UTC+01:00\nDate format;dd/MM/yyyy\nTemperature unit;°C\n\n\
         Date;Time;Temperature;Alarm\n04/11/2026;08:00;5,0;\n04/11/2026;08:10;9,5;HIGH\n",
    );
    assert_eq!(log.device, "TX-1 SN 77");
    assert_eq!(celsius(&log), ["5", "9.5"].map(|text| Some(text.to_owned())));
    assert_eq!(log.channels[0].readings[0].moment, "2026-11-04T08:00:00+01:00");
    assert!(log.detected.contains("decimal comma, dates day-month-year (as stated)"), "{}", log.detected);
    assert_eq!(codes_of(&log), ["instrument-warning"]);
}

#[test]
fn an_order_that_is_not_certain_is_no_guess() {
    let text = "Date Time,Temperature (°C)\n04/11/2026 08:00,5.0\n05/11/2026 08:00,5.0\n";
    assert_eq!(
        log(text, &LoggerRules::default()).unwrap_err(),
        ["date-order-ambiguous: the dates can be read as day-month-year and as month-day-year"]
    );
    let rules = LoggerRules { order: Some(DateOrder::DayMonthYear), clock: None };
    assert_eq!(log(text, &rules).unwrap().channels[0].readings[1].moment, "2026-11-05T08:00:00");
    let certain = text.replace("05/11", "13/11");
    assert_eq!(plain(&certain).channels[0].readings[0].moment, "2026-11-04T08:00:00");
    let wrong = LoggerRules { order: Some(DateOrder::MonthDayYear), clock: None };
    assert_eq!(
        log(&certain, &wrong).unwrap_err(),
        ["instrument-file-damaged: the date is none in the stated order month-day-year"]
    );
}

/// Summer time ends on 25 October 2026 at 03:00 in Berlin: the hour from 2 to 3 passes twice.
const AUTUMN: &str = "Time,Temp (°C)\n2026-10-25 01:30,5\n2026-10-25 02:00,5\n2026-10-25 02:30,5\n2026-10-25 02:00,5\n\
                      2026-10-25 02:30,5\n2026-10-25 03:00,5\n";

#[test]
fn the_hour_that_passes_twice_takes_a_time_zone() {
    let refused = log(AUTUMN, &LoggerRules::default()).unwrap_err();
    assert_eq!(refused, ["clock-goes-back: the clock goes back by 30 min against the row before"]);
    let clock = Clock::parse("CET-1CEST,M3.5.0,M10.5.0/3");
    let log = log(AUTUMN, &LoggerRules { order: None, clock }).unwrap();
    let seconds: Vec<i64> = log.channels[0].readings.iter().map(|reading| reading.second).collect();
    assert!(seconds.windows(2).all(|pair| pair[1] - pair[0] == 1800), "{seconds:?}");
    assert_eq!(log.channels[0].readings[3].moment, "2026-10-25T02:00:00+01:00");
}

#[test]
fn the_hour_that_is_skipped_is_no_gap_in_its_time_zone_and_holds_no_reading() {
    let text = "Time,Temp (°C)\n2026-03-29 01:30,5\n2026-03-29 03:00,5\n";
    let seconds = |log: &TemperatureLog| log.channels[0].readings[1].second - log.channels[0].readings[0].second;
    assert_eq!(seconds(&plain(text)), 5400);
    let rules = LoggerRules { order: None, clock: Clock::parse("CET-1CEST,M3.5.0,M10.5.0/3") };
    assert_eq!(seconds(&log(text, &rules).unwrap()), 1800);
    let refused = log(&text.replace("03:00", "02:30"), &rules).unwrap_err();
    assert!(refused[0].contains("never shows 2026-03-29T02:30:00"), "{refused:?}");
}

#[test]
fn sensor_errors_are_readings_without_a_temperature() {
    let log = plain(
        "Time,Probe 1 temp (°C),Probe 2 temp (°C)\n2026-11-03 08:00,5.0,4.0\n2026-11-03 08:05,----,4.1\n\
         2026-11-03 08:10,Sensor fault,4.1\n2026-11-03 08:15,5.O,4.2\n",
    );
    assert_eq!(celsius(&log), [Some("5".to_owned()), None, None, None]);
    assert_eq!(log.channels.len(), 2);
    let messages: Vec<&str> = log.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.contains(&"`Sensor fault` stands in place of a temperature: the sensor failed"), "{messages:?}");
    assert!(messages.contains(&"`5.O` stands in place of a temperature: not a temperature that evqc knows"));
}

#[test]
fn a_logger_that_goes_blank_ran_on() {
    let log = plain(
        "Time,Temp (°C),Event\n2026-11-03 07:50,,Started\n2026-11-03 08:00,5,\n2026-11-03 08:02,,Button\n\
         2026-11-03 08:05,5,\n2026-11-03 08:10,,\n2026-11-03 18:00,,\n",
    );
    // The mark between two readings is none; what the logger wrote before the first and after the last one is kept.
    assert_eq!(celsius(&log), [None, Some("5".to_owned()), Some("5".to_owned()), None, None]);
    assert_eq!(log.channels[0].readings.last().unwrap().moment, "2026-11-03T18:00:00");
    assert!(codes_of(&log).contains(&"row-without-reading"), "{:?}", codes_of(&log));
    let marked = plain(
        "Time,Temp (°C),Event\n2026-11-03 08:00,,Started\n2026-11-03 08:00,5,\n2026-11-03 08:05,5,\n2026-11-03 08:05,,Stopped\n",
    );
    assert_eq!(celsius(&marked).len(), 2);
}

#[test]
fn what_no_product_can_be_is_no_temperature() {
    let log = plain(
        "Time,Temp (°C)\n2026-11-03 08:00,5\n2026-11-03 08:05,850\n2026-11-03 08:10,-300\n2026-11-03 08:15,1e40\n",
    );
    let impossible: Vec<bool> = log.channels[0].readings.iter().map(|reading| reading.impossible).collect();
    assert_eq!(impossible, [false, true, true, true]);
    assert_eq!(celsius(&log)[1..], [None, None, None]);
    assert!(log.findings.iter().any(|finding| finding.message.starts_with("`850` stands in place of a temperature")));
}

#[test]
fn repeats_count_once_and_contradictions_are_refused() {
    let text = "Time,Temp (°C)\n2026-11-03 08:00,5.0\n2026-11-03 08:00,5.0\n2026-11-03 08:05,5.1\n";
    let log_ = plain(text);
    assert_eq!(log_.channels[0].readings.len(), 2);
    assert_eq!(codes_of(&log_), ["reading-repeated", "time-zone-not-stated"]);
    let refused = log(&text.replacen("5.0", "9.9", 1), &LoggerRules::default()).unwrap_err();
    assert_eq!(refused, ["readings-conflict: two readings of 2026-11-03T08:00:00: 9.9 and 5.0"]);
}

#[test]
fn newest_first_is_turned_round() {
    let log = plain("Time,Temp (°C)\n2026-11-03 08:10,7\n2026-11-03 08:05,6\n2026-11-03 08:00,5\n");
    assert_eq!(celsius(&log), ["5", "6", "7"].map(|text| Some(text.to_owned())));
    assert!(log.detected.contains("newest reading first"));
    let mixed = "Time,Temp (°C)\n2026-11-03 08:10,7\n2026-11-03 08:05,6\n2026-11-03 08:20,5\n2026-11-03 08:30,5\n";
    assert!(temperature_log(&Content::new(&Arc::from("f"), mixed.as_bytes()), &LoggerRules::default()).is_err());
}

#[test]
fn without_a_unit_nothing_is_read() {
    let refused = log("Time,Temperature\n2026-11-03 08:00,41\n", &LoggerRules::default()).unwrap_err();
    assert!(refused[0].starts_with("temperature-unit-missing: `41` has no unit"), "{refused:?}");
    assert_eq!(celsius(&plain("Time,Temperature\n2026-11-03 08:00,41 °F\n")), [Some("5".to_owned())]);
}

#[test]
fn damage_is_told_with_its_line() {
    let text = "Time,Temp (°C)\n2026-11-03 08:00,5.0\nyesterday,5.0\n";
    let refused = log(text, &LoggerRules::default()).unwrap_err();
    assert!(refused[0].contains("`yesterday` is no time that evqc can read, and the row holds a temperature"));
    let twice = "Time,Temp (°C)\n2026-11-03 08:00,5.0\nTime,Temp (°C)\n2026-11-04 08:00,5.0\n";
    assert!(log(twice, &LoggerRules::default()).unwrap_err()[0].contains("two exports are in one file"));
}

#[test]
fn tables_of_results_and_kinetics_are_no_logs() {
    for text in [
        "lot,date,temperature (°C),value\nL1,2026-11-03 08:00,5,1\n",
        "Time,Temperature(°C),A1,A2\n00:00:30,37.0,0.1,0.2\n",
        "Date,Value\n2026-11-03 08:00,5\n",
    ] {
        assert!(!recognise(&Content::new(&Arc::from("f"), text.as_bytes())), "{text}");
    }
}
