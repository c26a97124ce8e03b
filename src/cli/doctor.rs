//! `evqc doctor`: what there is to say of this installation.

use super::args::DoctorArgs;
use super::output::{self, Target, terminal_width};
use super::{Failure, colours_on_stdout, keys, today, trail};
use crate::installation::{
    Clock, Executable, Facts, Folder, Font, Key, NumberShown, Platform, Program, Specifications, Tally, Terminal,
    TrailFound, examine,
};
use crate::integrity::{SOURCE_SHA256, sha256};
use crate::order;
use crate::plot::letters_looked_at;
use crate::quantity::{Decimal, DecimalMark, Notation, format_at_place};
use crate::report::{DOCTOR_FORMATS, DoctorReport, HumanOptions, listing};
use crate::spec::{FILES, library_sha256, read_files};
use crate::trail::TRAIL_NAME;
use jiff::tz::TimeZone;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Runs the command: 0 when all is as expected, 3 when something expected is not known, 5 when something is not as expected.
///
/// # Errors
/// Wrong usage, or a report that cannot be written.
pub fn run(args: &DoctorArgs) -> Result<u8, Failure> {
    let executable = std::env::current_exe().unwrap_or_default();
    let inputs: Vec<&Path> = args.key.iter().chain([&executable]).map(PathBuf::as_path).collect();
    let outputs = output::outputs(&args.output, DOCTOR_FORMATS, &inputs, |name, target| {
        let known = DOCTOR_FORMATS.iter().map(|(known, _)| *known).find(|known| *known == name)?;
        let colour = *target == Target::Stdout && colours_on_stdout();
        Some((known, HumanOptions { colour, width: args.width.unwrap_or_else(terminal_width) }))
    })?;
    let expected = args.expect_sha256.as_deref().map(digest).transpose()?;
    let moment = today::moment(None).map_err(Failure::usage)?;
    let facts = Facts {
        program: program(expected),
        platform: platform(),
        locale: locale(),
        numbers: numbers(),
        clock: clock(&moment),
        terminal: Terminal {
            is_terminal: std::io::stdout().is_terminal(),
            columns: args.width.unwrap_or_else(terminal_width),
            colours: colours_on_stdout(),
        },
        folders: folders(args),
        keys: args.key.iter().map(|path| key(path)).collect(),
        fonts: letters_looked_at().into_iter().map(|(name, read)| Font { name, read }).collect(),
        specifications: specifications(),
    };
    let checks = examine(&facts);
    let report = DoctorReport { checks: &checks, day: moment.time.date() };
    output::spare(outputs.iter().filter_map(|output| output.target.file()))?;
    for output in &outputs {
        let (name, options) = output.format;
        // The form is one of the list.
        let bytes =
            report.render(name, options).ok_or_else(|| Failure::internal(format!("-o {name}: no such form")))?;
        let bytes = bytes.map_err(|error| Failure::internal(format!("-o {}: {error}", output.name)))?;
        let written = output.target.write(|out| out.write_all(&bytes));
        written.map_err(|error| Failure::internal(format!("a report could not be written: {error}")))?;
    }
    Ok(Tally::of(&checks).exit())
}

/// A digest as it is compared: 64 hexadecimal digits, or a line of `sha256sum`.
fn digest(text: &str) -> Result<String, Failure> {
    let digits = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    if digits.len() == 64 && digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    Err(Failure::usage(format!("--expect-sha256 {text}: expected the 64 hexadecimal digits of a SHA-256")))
}

fn program(expected_sha256: Option<String>) -> Program {
    Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        source_sha256: SOURCE_SHA256.to_owned(),
        target: env!("EVQC_TARGET").to_owned(),
        compiler: env!("EVQC_COMPILER").to_owned(),
        features: if cfg!(feature = "pdf") { "pdf".to_owned() } else { String::new() },
        is_development: cfg!(debug_assertions),
        executable: executable(),
        expected_sha256,
    }
}

/// The file that runs. The path that the system names may be another file by now; what is read says so by its digest.
fn executable() -> Result<Executable, String> {
    let path = std::env::current_exe().map_err(|error| error.to_string())?;
    let shown = path.display().to_string();
    let bytes = std::fs::read(&path).map_err(|error| format!("{shown}: {error}"))?;
    Ok(Executable { path: shown, bytes: bytes.len() as u64, sha256: sha256(&bytes) })
}

fn platform() -> Platform {
    let line = |path: &str| std::fs::read_to_string(path).ok().map(|text| text.trim().to_owned());
    let edition = line("/etc/os-release").and_then(|text| {
        let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
        Some(name.trim_matches('"').to_owned())
    });
    Platform {
        os: std::env::consts::OS.to_owned(),
        architecture: std::env::consts::ARCH.to_owned(),
        edition,
        kernel: line("/proc/sys/kernel/osrelease"),
    }
}

/// Variables of languages and formats that are set, by name.
fn locale() -> Vec<(String, String)> {
    let is_one = |name: &str| name.starts_with("LC_") || ["LANG", "LANGUAGE", "TZ"].contains(&name);
    let texts = std::env::vars_os().map(|(name, value)| {
        let text = |part: std::ffi::OsString| part.to_string_lossy().into_owned();
        (text(name), text(value))
    });
    let mut set: Vec<(String, String)> = texts.filter(|(name, _)| is_one(name)).collect();
    order::sort(&mut set);
    set
}

/// Numbers that a locale could spoil: a decimal point, a power of ten, thousands, and digits that are kept.
fn numbers() -> Vec<NumberShown> {
    let exact = |text: &str, place, notation| {
        Decimal::parse(text, DecimalMark::Point).map(|decimal| format_at_place(&decimal.exact(), place, notation))
    };
    let kept = Decimal::parse("79.50", DecimalMark::Point).map(|decimal| decimal.to_string());
    [
        (Ok(format!("{:?}", 1234.5_f64)), "1234.5"),
        (exact("0.4999", -2, Notation::Plain), "0.50"),
        (exact("1.04e11", 10, Notation::Scientific(11)), "1.0e11"),
        (exact("1234567", 0, Notation::Plain), "1234567"),
        (kept, "79.50"),
    ]
    .into_iter()
    .map(|(found, expected)| NumberShown {
        found: found.unwrap_or_else(|error| error.to_string()),
        expected: expected.to_owned(),
    })
    .collect()
}

fn clock(moment: &today::Moment) -> Clock {
    let zone = TimeZone::try_system().ok();
    let local = moment.time.with_time_zone(zone.clone().unwrap_or(TimeZone::UTC));
    Clock {
        utc: moment.time.timestamp(),
        local: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        source: moment.source.as_str(),
        zone: zone.map(|zone| zone.iana_name().map_or_else(|| "known, without a name".to_owned(), str::to_owned)),
        zone_names: TimeZone::get("Asia/Shanghai").map(drop).map_err(|error| error.to_string()),
    }
}

/// The folders that were named, else the current one, and that for what does not last.
fn folders(args: &DoctorArgs) -> Vec<Folder> {
    let current = vec![Path::new(".").to_owned()];
    let named = if args.folder.is_empty() { &current } else { &args.folder };
    let mut folders: Vec<Folder> = named
        .iter()
        .map(|path| Folder {
            name: path.display().to_string(),
            is_temporary: false,
            writable: writable(path),
            trail: trail_of(path),
        })
        .collect();
    let temporary = std::env::temp_dir();
    folders.push(Folder {
        name: format!("{} (temporary files)", temporary.display()),
        is_temporary: true,
        writable: writable(&temporary),
        trail: TrailFound::None,
    });
    folders
}

/// Makes a file that has no name, or loses it at once.
fn writable(folder: &Path) -> Result<(), String> {
    tempfile::tempfile_in(folder).map(drop).map_err(|error| error.to_string())
}

/// The nearest trail at or above a folder.
fn trail_of(folder: &Path) -> TrailFound {
    let folder = match folder.canonicalize() {
        Ok(folder) => folder,
        Err(error) => return TrailFound::Broken { why: error.to_string() },
    };
    for above in folder.ancestors() {
        let path = above.join(TRAIL_NAME);
        if path.symlink_metadata().is_err() && !trail::is_gone(&path) {
            continue;
        }
        return match trail::read_trail(&path) {
            Ok((_, held, findings)) => match findings.first() {
                None => TrailFound::Holds {
                    file: path.display().to_string(),
                    entries: held.head().map_or(0, |head| head.number),
                },
                Some(finding) => TrailFound::Broken { why: finding.message.clone() },
            },
            Err(failure) => TrailFound::Broken { why: failure.message },
        };
    }
    TrailFound::None
}

fn key(path: &Path) -> Key {
    Key {
        name: path.display().to_string(),
        open_to_others: keys::who_else_can_read(path),
        has_passphrase: keys::has_passphrase(path),
    }
}

/// Every specification and part, read again and compared with the index that was written when the program was made.
fn specifications() -> Specifications {
    let read: Vec<(&str, String)> =
        read_files(FILES.iter()).map(|(file, specification)| (file.id(), specification.sha256)).collect();
    let mut faults: Vec<String> = Vec::new();
    let index = listing::library().unwrap_or_else(|error| {
        faults.push(format!("the index cannot be read: {error}"));
        Vec::new()
    });
    for file in FILES {
        let found = read.iter().find(|(id, _)| *id == file.id()).map(|(_, sha256)| sha256.as_str());
        let known = index.iter().find(|one| one.id == file.id()).map(|one| one.sha256.as_str());
        match (found, known) {
            (Some(found), Some(known)) if found == known => {}
            (None, _) => faults.push(format!("{} cannot be read", file.id())),
            (_, None) => faults.push(format!("{} is not in the index", file.id())),
            (Some(_), Some(_)) => faults.push(format!("{} has another digest than the index", file.id())),
        }
    }
    Specifications { listed: FILES.len(), sha256: library_sha256(), faults }
}
