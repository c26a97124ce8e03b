//! The file of an archive that says how to read it without evqc.

use crate::cli::archive;
use crate::integrity::Judged;

/// What the file says that tells how to read the archive.
pub fn readme(judged: &Judged, as_of: &str, has_trail: bool) -> String {
    let trail = "trail/           the audit trail of the folder as it stood: who did what and why, one JSON object on each line\n";
    let trail = if has_trail { trail } else { "" };
    let command: Vec<String> = archive::command(judged, as_of).iter().map(|word| quoted(word)).collect();
    format!(
        "What one or more lots were judged by, with the report. Everything here is text, or a file as the laboratory gave it;\n\
         no special program is needed to read it.\n\n\
         report.json      the report: every test of every lot, with the values and the places they were read from\n\
         specification/   the specification; library/ holds what it inherits by name\n\
         data/            results, as delivered; lots/ and waivers/ likewise, where there are any\n\
         attachments/     what was put in beside: certificates, and what they were drawn from (laboratory file, logo, facts, template)\n\
         {trail}\
         manifest.json    the files with their digests, the program, and how the lots were judged\n\
         SHA256SUMS       the digests of all files, for `sha256sum --check SHA256SUMS`\n\n\
         To judge again: `evqc replay` on the archive, or in this folder\n\n\
         \u{20}   {}\n\n\
         which writes report.json to standard output.\n",
        command.join(" ")
    )
}

/// A word of a command as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
