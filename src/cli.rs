//! The command line: one file per command, and the only room that prints, reads the clock, opens files or exits.

#![allow(clippy::disallowed_methods, reason = "this is the room that opens files and reads clock and environment")]

mod archive;
mod args;
mod bench;
mod bundle;
mod certificate;
mod check;
mod codes;
mod doctor;
mod dose;
mod evidence;
mod excursion;
mod explain;
mod files;
mod inputs;
mod issued;
mod keygen;
mod keys;
mod lot_table;
mod lots;
mod other_lots;
mod output;
mod pages;
mod pipeline;
mod plan;
mod plot;
mod processors;
mod read;
mod redraw;
mod rejudged;
mod replay;
mod selftest;
mod sign;
mod signatures;
mod spec;
mod spec_list;
mod spec_test;
mod specifications;
mod stability;
mod template;
mod today;
mod trail;
mod trials;
mod verification;
mod verify;
mod waivers;

pub use args::Cli;
pub use codes::CODES;
pub use explain::{all_codes, page};
pub use trials::offers;
pub use waivers::read as read_waivers;

use crate::finding::{Finding, Severity};
use crate::report::{HumanOptions, human_findings, wrap_whole};
use args::{ColorChoice, Command};
use clap::{CommandFactory, FromArgMatches};
use std::io::{IsTerminal, Write};

/// Exit code of wrong usage.
const USAGE: u8 = 2;
/// Exit code of specification or data that cannot be judged.
const NOT_EVALUABLE: u8 = 4;
/// Exit code of a signature, a digest or a replay that does not hold.
const INTEGRITY: u8 = 5;
/// Exit code of an error inside the program, or of a report that could not be written.
const INTERNAL: u8 = 70;

/// What ends a command before its result.
#[derive(Debug)]
pub struct Failure {
    exit: u8,
    message: String,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Failure { exit: USAGE, message: message.into() }
    }

    fn internal(message: impl Into<String>) -> Self {
        Failure { exit: INTERNAL, message: message.into() }
    }
}

/// What cannot be written as JSON is a fault of the program.
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::internal(format!("JSON could not be written: {error}"))
    }
}

/// Runs the program with the arguments of the process; returns its exit code.
pub fn main() -> u8 {
    let parsed = Cli::command().try_get_matches().and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, matches)));
    let (cli, matches) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            // Help and version go to standard output and are no error.
            let exit = if error.use_stderr() { USAGE } else { 0 };
            let _ = error.print();
            return exit;
        }
    };
    cli.color.apply();
    std::panic::set_hook(Box::new(stop));
    let outcome = trail::begin(&cli, &matches).and_then(|()| trail::seal(run(&cli)));
    match outcome {
        Ok(exit) => exit,
        Err(failure) => {
            remark(&format!("evqc: {}\n", crate::report::escape::visible(&failure.message)));
            failure.exit
        }
    }
}

/// A panic ends the process with an exit code of its own, whichever thread it is in: what was begun is never taken for a verdict.
fn stop(panic: &std::panic::PanicHookInfo<'_>) {
    let _ = writeln!(
        anstream::stderr(),
        "{panic}\nevqc: internal error; no verdict was reached. Please report it with the lines above."
    );
    std::process::exit(i32::from(INTERNAL));
}

fn run(cli: &Cli) -> Result<u8, Failure> {
    match &cli.command {
        Command::Check(args) => check::run(args, cli.quiet),
        Command::Read(args) => read::run(args),
        Command::Spec(command) => spec::run(command, cli.quiet),
        Command::Explain(args) => explain::run(args),
        Command::Plan(args) => plan::run(args),
        Command::Trials(command) => trials::run(command),
        Command::Certificate(args) => certificate::run(args, cli.quiet),
        Command::Dose(args) => dose::run(args, cli.quiet),
        Command::Plot(args) => plot::run(args, cli.quiet),
        Command::Stability(args) => stability::run(args),
        Command::Excursion(args) => excursion::run(args),
        Command::Keygen(args) => keygen::run(args),
        Command::Sign(args) => sign::run(args, cli.quiet),
        Command::Verify(args) => verify::run(args),
        Command::Bundle(args) => bundle::run(args, cli.quiet),
        Command::Replay(args) => replay::run(args),
        Command::Trail(command) => trail::run(command, cli.quiet),
        Command::Selftest(args) => selftest::run(args),
        Command::Doctor(args) => doctor::run(args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "evqc", &mut script);
            print(&String::from_utf8_lossy(&script))?;
            Ok(0)
        }
        Command::Man { folder } => pages::run(folder.as_deref()),
    }
}

impl ColorChoice {
    /// Tells every writer of the process.
    fn apply(self) {
        match self {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::AlwaysAnsi,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// Whether standard output takes colours.
fn colours_on_stdout() -> bool {
    match anstream::ColorChoice::global() {
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi => true,
        anstream::ColorChoice::Never => false,
        anstream::ColorChoice::Auto => {
            std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// Prints to standard output; a reader that closes it early is no error.
///
/// # Errors
/// Those of the stream.
fn print(text: &str) -> Result<(), Failure> {
    output::Target::Stdout
        .write(|out| out.write_all(text.as_bytes()))
        .map_err(|error| Failure::internal(format!("standard output: {error}")))
}

/// Prints what is said to a person to standard output, broken into lines of the terminal.
///
/// # Errors
/// Those of the stream.
fn tell(text: &str) -> Result<(), Failure> {
    print(&wrap_whole(text, on_stdout().width))
}

/// Prints remarks to standard error, broken into lines of the terminal.
fn remark(text: &str) {
    remark_as_it_is(&wrap_whole(text, output::width_of(&std::io::stderr())));
}

/// Prints to standard error what has its own lines, as findings that show what they are about.
fn remark_as_it_is(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// The finding with what to do: where nobody who found it knew more, what its code says.
fn advised(finding: Finding) -> Finding {
    match finding.help {
        Some(_) => finding,
        None => {
            let remedy = finding.code.remedy;
            finding.help(remedy)
        }
    }
}

/// Prints findings to standard error, for commands that show no source.
fn complain(findings: &[Finding]) {
    note_error(findings);
    let width = output::width_of(&std::io::stderr());
    remark_as_it_is(&human_findings(findings, HumanOptions { width, ..HumanOptions::PLAIN }));
}

/// Has an audit trail know of the first error: where the command writes nothing, it is what ended it.
fn note_error(findings: &[Finding]) {
    if let Some(error) = findings.iter().find(|finding| finding.severity() == Severity::Error) {
        trail::complained(error);
    }
}

/// What standard output takes: colours, and how wide a line may be.
fn on_stdout() -> HumanOptions {
    HumanOptions { colour: colours_on_stdout(), width: output::width_of(&std::io::stdout()) }
}
