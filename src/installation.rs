//! Whether evqc is installed as it was meant to be: what was found on a machine, against what is expected of it (R-912, IQ).
//!
//! Facts in, checks out: the command line gathers, this room decides. Nothing passes that was not looked at: what could not be
//! read is *not known*, and where something was expected of it the installation is not shown to be in order.

mod check;
mod facts;

pub use check::{Area, Check, State, Tally};
pub use facts::{
    Clock, Executable, Facts, Folder, Font, Key, NumberShown, Platform, Program, Specifications, Terminal, TrailFound,
};

use jiff::civil::{Date, date};

/// No clock can be right that is before the day on which the text of this version was closed.
pub const VERSION_DAY: Date = date(2026, 11, 22);

/// Everything there is to say of an installation, in the order of the protocol.
pub fn examine(facts: &Facts) -> Vec<Check> {
    let mut checks = program(&facts.program);
    checks.extend(platform(&facts.platform));
    checks.extend(locale(&facts.locale, &facts.numbers));
    checks.extend(clock(&facts.clock));
    checks.extend(terminal(&facts.terminal, &facts.locale));
    checks.extend(facts.folders.iter().flat_map(folder));
    checks.extend(facts.keys.iter().map(key));
    checks.extend(facts.fonts.iter().map(font));
    checks.push(specifications(&facts.specifications));
    checks
}

fn program(program: &Program) -> Vec<Check> {
    let record = |name: &str, found: &str| Check::recorded(Area::Program, name, found);
    let build = Check::new(Area::Program, "kind of build").expecting("a release build");
    vec![
        record("version", &program.version),
        record("text of the program, SHA-256", &program.source_sha256),
        executable(program),
        record("target", &program.target),
        record("compiler", &program.compiler),
        record("features", if program.features.is_empty() { "none" } else { &program.features }),
        match program.is_development {
            false => build.ok("release"),
            true => build.attention("development", "install the release build; this one is slower and checks itself"),
        },
    ]
}

/// The file that runs. That it is the one that was meant only its digest shows, and only where somebody says which.
fn executable(program: &Program) -> Check {
    const COMPARE: &str = "give the digest that came with the release: --expect-sha256";
    let check = Check::new(Area::Program, "executable, SHA-256");
    match (&program.executable, &program.expected_sha256) {
        (Err(why), None) => check.not_known(why),
        (Err(why), Some(expected)) => check.expecting(expected).not_known(why),
        (Ok(found), None) => check.noted(&found.in_words(), COMPARE),
        (Ok(found), Some(expected)) if found.sha256 == *expected => check.expecting(expected).ok(&found.in_words()),
        (Ok(found), Some(expected)) => check.expecting(expected).failed(
            &found.in_words(),
            "this is not the file that was meant: do not use it; get the release again and find out what this one is",
        ),
    }
}

fn platform(platform: &Platform) -> Vec<Check> {
    let check = |name: &str| Check::new(Area::Platform, name);
    let readable = |name: &str, found: &Option<String>| match found {
        Some(found) => check(name).recorded_as(found),
        None => check(name).not_known("this system does not say so where evqc looks"),
    };
    vec![
        check("operating system").recorded_as(&platform.os),
        check("architecture").recorded_as(&platform.architecture),
        readable("edition of the system", &platform.edition),
        readable("kernel", &platform.kernel),
    ]
}

/// The variables are recorded; that nothing follows from them the numbers show.
fn locale(variables: &[(String, String)], numbers: &[NumberShown]) -> Vec<Check> {
    let set: Vec<String> = variables.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let set = if set.is_empty() { "none is set".to_owned() } else { set.join(", ") };
    let shown = |part: fn(&NumberShown) -> &str| numbers.iter().map(part).collect::<Vec<_>>().join(" ");
    let (found, expected) = (shown(|number| &number.found), shown(|number| &number.expected));
    let printing = Check::new(Area::Locale, "numbers as they are printed").expecting(&expected);
    vec![
        Check::recorded(Area::Locale, "variables", &set),
        match (numbers.is_empty(), found == expected) {
            (true, _) => printing.not_known("no number was printed"),
            (false, true) => printing.ok(&found),
            (false, false) => {
                printing.failed(&found, "numbers are printed otherwise than they are documented: do not use it")
            }
        },
    ]
}

fn clock(clock: &Clock) -> Vec<Check> {
    let check = |name: &str| Check::new(Area::Clock, name);
    let utc = format!("{:.0}, {}", clock.utc, clock.source);
    let not_before = check("time, UTC").expecting(&format!("not before {VERSION_DAY}"));
    let is_before = clock.utc.to_zoned(jiff::tz::TimeZone::UTC).date() < VERSION_DAY;
    let source = check("source of the time").expecting("system clock");
    let zone = check("zone of this machine").expecting("known");
    let names = check("names of time zones").expecting("found, such as Asia/Shanghai");
    vec![
        match is_before {
            false => not_before.ok(&utc),
            true => not_before.failed(&utc, "set the clock: this version did not exist yet at that time"),
        },
        match clock.source {
            "system clock" => source.ok(clock.source),
            other => source.attention(other, "the variable stands for the clock in every command; it is for tests"),
        },
        check("time, local").recorded_as(&clock.local),
        match &clock.zone {
            Some(name) => zone.ok(name),
            None => zone.attention("not known, so that UTC is used", "set the time zone of the machine, or TZ"),
        },
        match &clock.zone_names {
            Ok(()) => names.ok("found"),
            Err(why) => {
                names.attention(why, "install the time zone data of the system; temperature logs may name a zone")
            }
        },
    ]
}

fn terminal(terminal: &Terminal, locale: &[(String, String)]) -> Vec<Check> {
    let check = |name: &str| Check::new(Area::Terminal, name);
    let kind = if terminal.is_terminal { "a terminal" } else { "no terminal: a file or a pipe" };
    let colours = if terminal.colours { "yes" } else { "no" };
    let encoding = check("encoding that the variables name");
    let named = encoding_of(locale);
    let found = named.as_deref().unwrap_or("none is named");
    let is_utf8 = named.as_deref().is_some_and(|name| ["utf-8", "utf8"].contains(&name.to_lowercase().as_str()));
    vec![
        check("standard output").recorded_as(kind),
        check("columns").recorded_as(&terminal.columns.to_string()),
        check("colours").recorded_as(colours),
        match (terminal.is_terminal, is_utf8) {
            (false, _) => encoding.recorded_as(&format!("{found}; evqc writes UTF-8 in any case")),
            (true, true) => encoding.expecting("UTF-8").ok(found),
            (true, false) => encoding.expecting("UTF-8").attention(
                found,
                "evqc writes UTF-8: signs such as ≥ may be shown wrongly; choose a locale with UTF-8",
            ),
        },
    ]
}

/// What POSIX says: the first of these variables that is set and not empty.
fn encoding_of(locale: &[(String, String)]) -> Option<String> {
    let value = |name: &str| locale.iter().find(|(known, value)| known == name && !value.is_empty());
    let (_, first) = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(value)?;
    let encoding = first.split_once('.')?.1;
    Some(encoding.split('@').next().unwrap_or(encoding).to_owned())
}

fn folder(folder: &Folder) -> Vec<Check> {
    let check = |what: &str| Check::new(Area::Folders, &format!("{}: {what}", folder.name));
    let writing = check("files can be made").expecting("yes");
    let writing = match &folder.writable {
        Ok(()) => writing.ok("yes, one was made and taken away"),
        Err(why) => writing.failed(why, "choose another folder, or allow whoever runs evqc to write here"),
    };
    if folder.is_temporary {
        return vec![writing];
    }
    let trail = check("audit trail");
    let trail = match &folder.trail {
        TrailFound::None => trail.recorded_as("none rules this folder"),
        TrailFound::Holds { file, entries } => {
            trail.expecting("holds").ok(&format!("{file}, entries: {entries}, every line as it was written"))
        }
        TrailFound::Broken { why } => {
            trail.expecting("holds").failed(why, "see `evqc trail verify`; nothing is written here until it is mended")
        }
    };
    vec![writing, trail]
}

fn key(key: &Key) -> Check {
    let check = Check::new(Area::Keys, &key.name).expecting("a secret key that its owner alone can read");
    match (&key.open_to_others, &key.has_passphrase) {
        (Err(why), _) => check.not_known(why),
        (Ok(Some(what)), _) => check.failed(what, "take the permissions of others away: chmod 600"),
        (Ok(None), Err(why)) => check.failed(why, "name the file that `evqc keygen` made"),
        (Ok(None), Ok(true)) => check.ok("its owner alone can read it, and it has a passphrase"),
        (Ok(None), Ok(false)) => check.attention(
            "its owner alone can read it, and it has no passphrase",
            "whoever reads the file, from a backup too, can sign with it",
        ),
    }
}

fn font(font: &Font) -> Check {
    let check = Check::new(Area::BuiltIn, &format!("letters: {}", font.name)).expecting("readable");
    match &font.read {
        Ok(bytes) => check.ok(&format!("readable, {bytes} bytes")),
        Err(why) => check.failed(why, "the program file is damaged: install it again"),
    }
}

fn specifications(found: &Specifications) -> Check {
    let check = Check::new(Area::BuiltIn, "specifications of the library")
        .expecting("each is read, with the digest that was listed when the program was made");
    match (found.listed, found.faults.is_empty()) {
        (0, _) => check.not_known("none is listed"),
        (listed, true) => check.ok(&format!("{listed} of {listed}, SHA-256 of the list {}", found.sha256)),
        (_, false) => check.failed(&found.faults.join("; "), "the program file is damaged: install it again"),
    }
}

#[cfg(test)]
mod tests;
