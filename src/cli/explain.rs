//! `evqc explain`: what a finding code means.

use super::{Failure, args::ExplainArgs, print};
use crate::finding::{Code, did_you_mean};
use std::fmt::Write;

/// Every finding code of the program, in alphabetical order.
pub fn all_codes() -> Vec<&'static Code> {
    let rooms = [
        crate::spec::codes::CODES,
        crate::data::CODES,
        crate::judge::CODES,
        crate::report::codes::CODES,
        super::codes::CODES,
    ];
    let mut codes: Vec<&'static Code> = rooms.concat();
    codes.sort_by_key(|code| code.name);
    codes
}

/// Runs the command.
///
/// # Errors
/// Wrong usage when there is no such code.
pub fn run(args: &ExplainArgs) -> Result<u8, Failure> {
    let codes = all_codes();
    let Some(wanted) = &args.code else {
        print(&list(&codes))?;
        return Ok(0);
    };
    let bare = wanted.trim_matches(|c| c == '[' || c == ']');
    match codes.iter().find(|code| code.name == bare) {
        Some(code) => print(&page(code))?,
        None => {
            let hint = did_you_mean(bare, codes.iter().map(|code| code.name))
                .map_or_else(|| "`evqc explain` lists them all".to_owned(), |close| format!("did you mean `{close}`?"));
            return Err(Failure::usage(format!("there is no finding code `{bare}`; {hint}")));
        }
    }
    Ok(0)
}

fn list(codes: &[&Code]) -> String {
    let mut text = String::new();
    for code in codes {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:<34} {:<8} {}", code.name, code.severity, code.what);
    }
    text
}

/// The page of one code as plain text.
pub fn page(code: &Code) -> String {
    let indented = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    format!(
        "{}[{}]\n\n  {}.\n\n  Why\n{}\n  Example\n{}\n  What to do\n{}\n  Source\n{}",
        code.severity,
        code.name,
        code.what,
        indented(code.why),
        indented(code.example),
        indented(code.remedy),
        indented(code.source),
    )
}
