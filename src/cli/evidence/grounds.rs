//! Whether a certificate of an archive was made from the files that the lots of the archive were judged by.
//!
//! Equal verdicts and outcomes do not show it: other values may come to the same.

use super::names::last_part;
use crate::certificate::Certificate;
use crate::cli::inputs::SAMPLES;
use crate::finding::Finding;
use crate::integrity::{self, Entry, Judged};
use crate::order;
use std::collections::BTreeSet;

/// The parts that files have in a judgement, as a certificate names them.
const ROLES: [&str; 4] = ["results", "samples", "lots", "waivers"];

/// What the lots of an archive were judged by.
pub(super) struct Grounds<'e>(Vec<Ground<'e>>);

/// A file that the lots were judged by.
struct Ground<'e> {
    role: &'static str,
    path: &'e str,
    sha256: String,
}

impl<'e> Grounds<'e> {
    /// The files of an archive that have a part in the judgement.
    pub(super) fn of(entries: &'e [Entry], judged: &Judged) -> Self {
        let beside: BTreeSet<String> = match judged.samples.is_empty() {
            true => order::collect(judged.data.iter().filter_map(|path| beside(path))),
            false => BTreeSet::new(),
        };
        let data: BTreeSet<&str> = order::collect(judged.data.iter().map(String::as_str));
        // One workbook may hold results on one sheet, and facts of lots on another.
        let roles = |path: &String| {
            let all = [
                ("results", data.contains(&**path)),
                ("samples", judged.samples.contains(path) || beside.contains(path)),
                ("lots", judged.lots.as_ref() == Some(path)),
                ("waivers", judged.waivers.as_ref() == Some(path)),
            ];
            all.into_iter().filter(|(_, is_it)| *is_it)
        };
        let grounds = entries.iter().flat_map(|entry| {
            let ground = |role| Ground { role, path: &entry.path, sha256: integrity::sha256(&entry.bytes) };
            roles(&entry.path).map(move |(role, _)| ground(role))
        });
        Grounds(grounds.collect())
    }

    /// The finding, where a certificate names a file that it was made from, and the archive has another one in that part, or none.
    pub(super) fn differ(&self, name: &str, certificate: &Certificate) -> Option<Finding> {
        let inputs = certificate.content.record.inputs.iter();
        let mut judged = inputs.filter(|input| ROLES.contains(&&*input.role) && !input.sha256.is_empty());
        let other = judged.find(|input| !self.of_role(&input.role).any(|one| one.sha256 == input.sha256))?;
        let is_named_so = |one: &&Ground<'_>| last_part(one.path) == other.name;
        let found = self.of_role(&other.role).find(is_named_so).or_else(|| self.of_role(&other.role).next());
        let instead = match found {
            Some(one) => format!("{} (SHA-256 {}) in its place", one.path, one.sha256),
            None => "no file in its place".to_owned(),
        };
        let message = format!(
            "{name} is a certificate of lot {}: it was made from {} ({}, SHA-256 {}), and the archive has {instead}",
            certificate.content.lot.id, other.name, other.role, other.sha256
        );
        Some(Finding::of_file(&integrity::CERTIFICATE_OF_ANOTHER, name, message).help(
            "make the archive from the files that the certificate was issued from, or issue the certificate from these",
        ))
    }

    fn of_role(&self, role: &str) -> impl Iterator<Item = &Ground<'e>> {
        self.0.iter().filter(move |one| one.role == role)
    }
}

/// Where the file that says what an instrument file is lies, where it is not named.
fn beside(path: &str) -> Option<String> {
    let (folder, _) = path.rsplit_once('/')?;
    Some(format!("{folder}/{SAMPLES}"))
}
