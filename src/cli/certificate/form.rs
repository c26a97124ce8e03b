//! The forms of a certificate that are asked for, and where each goes.

use super::EVERY_LOT;
use crate::certificate::{Certificate, PageTemplate};
use crate::cli::args::CertificateArgs;
use crate::cli::output::{Target, write_together};
use crate::cli::{Failure, files, template, trail};
use crate::lookalike;
use crate::order;
use crate::spec::hexadecimal;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What stands for the lot in a path.
const HOLE: &str = "{lot}";

/// Most bytes of a lot id in a file name; longer ones end in a digest.
const LONGEST_NAME: usize = 100;

/// A form of a certificate and where it goes.
pub(super) struct Form {
    /// Its kind.
    pub(super) kind: Kind,
    /// The path with a hole for the lot; `None`: standard output.
    pub(super) path: Option<String>,
}

impl Form {
    /// Where it goes for the lot of a certificate; `None`: standard output.
    pub(super) fn path_of(&self, certificate: &Certificate) -> Option<PathBuf> {
        self.path_for(&certificate.content.lot.id)
    }

    fn path_for(&self, lot: &str) -> Option<PathBuf> {
        let pattern = self.path.as_ref()?;
        Some(PathBuf::from(pattern.replace(HOLE, &file_name(lot))))
    }

    /// A missing folder is found before the work, not after it.
    fn check_folder(&self) -> Result<(), Failure> {
        let folder = self.path.as_deref().and_then(|path| Path::new(path).parent());
        match folder.filter(|folder| !folder.as_os_str().is_empty() && !folder.to_string_lossy().contains(HOLE)) {
            Some(folder) if !folder.is_dir() => {
                Err(Failure::usage(format!("-o: there is no folder {}", folder.display())))
            }
            _ => Ok(()),
        }
    }
}

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The machine-readable twin.
    Json,
    /// PDF/A with the twin inside.
    Pdf,
    /// One page for a browser, with the twin inside.
    Html,
    /// Text.
    Markdown,
    /// A FHIR bundle.
    Fhir,
}

impl Kind {
    const ALL: [(&'static str, Kind); 6] = [
        ("json", Kind::Json),
        ("pdf", Kind::Pdf),
        ("html", Kind::Html),
        ("md", Kind::Markdown),
        ("markdown", Kind::Markdown),
        ("fhir", Kind::Fhir),
    ];

    fn by_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|(word, _)| word.eq_ignore_ascii_case(name)).map(|(_, kind)| kind)
    }
}

/// Reads `-o` options: a path by its ending, `FORM:PATH`, or the name of a form for standard output.
pub(super) fn forms(args: &CertificateArgs) -> Result<Vec<Form>, Failure> {
    for (option, text) in [("--number", &args.number), ("--reason", &args.reason)] {
        if text.as_deref().is_some_and(lookalike::is_blank) {
            return Err(Failure::usage(format!("{option}: is empty")));
        }
    }
    if args.reason.is_some() && args.replaces.is_none() && !trail::rules() {
        return Err(Failure::usage("--reason: says why a certificate is replaced; name that one with --replaces"));
    }
    if !args.trust.is_empty() && args.signatures.is_none() && args.replaces.is_none() {
        return Err(Failure::usage("--trust: is for --signatures, or for the certificate of --replaces"));
    }
    let several = args.only.len() > 1 || args.only.iter().any(|lot| lot == EVERY_LOT);
    let mut forms: Vec<Form> = Vec::new();
    for option in &args.output {
        let form = form(option)?;
        let holed = form.path.as_deref().is_some_and(|path| path.contains(HOLE));
        if several && !holed {
            return Err(Failure::usage(format!(
                "-o {option}: with several lots each certificate needs a name of its own; put {HOLE} into the path"
            )));
        }
        if form.path.is_none() && forms.iter().any(|other| other.path.is_none()) {
            return Err(Failure::usage(format!("-o {option}: another form goes to the same place")));
        }
        form.check_folder()?;
        forms.push(form);
    }
    if several && args.number.is_some() {
        return Err(Failure::usage(
            "--number: is for one certificate; number several by `number` of lab.yaml or of the facts",
        ));
    }
    if several && args.signatures.is_some() {
        return Err(Failure::usage("--signatures: is for one certificate"));
    }
    if several && args.replaces.is_some() {
        return Err(Failure::usage("--replaces: is for one certificate"));
    }
    Ok(forms)
}

/// Every form of every lot needs a place of its own, by whatever name: one would silently replace the other.
pub(super) fn check_places<'l>(forms: &[Form], lots: impl IntoIterator<Item = &'l str>) -> Result<(), Failure> {
    let lots: BTreeSet<&str> = order::collect(lots);
    let mut places: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for lot in lots {
        for path in forms.iter().filter_map(|form| form.path_for(lot)) {
            if let Some(other) = places.insert(files::whole_path(&path), lot) {
                let path = path.display();
                return Err(Failure::usage(match other == lot {
                    true => format!("-o {path}: another form goes to the same place"),
                    false => format!("-o {path}: certificates of {other} and {lot} go to the same place"),
                }));
            }
        }
    }
    Ok(())
}

fn form(option: &str) -> Result<Form, Failure> {
    if let Some(kind) = Kind::by_name(option) {
        return Ok(Form { kind, path: None });
    }
    let named = option.split_once(':').and_then(|(name, path)| Some((Kind::by_name(name)?, path)));
    let by_ending = || {
        if option.ends_with(".fhir.json") {
            return Some((Kind::Fhir, option));
        }
        let ending = Path::new(option).extension()?.to_str()?;
        Some((Kind::by_name(ending)?, option))
    };
    match named.or_else(by_ending) {
        Some((_, "")) => Err(Failure::usage(format!("-o {option}: there is no path"))),
        Some((kind, "-")) => Ok(Form { kind, path: None }),
        Some((kind, path)) => Ok(Form { kind, path: Some(path.to_owned()) }),
        None => {
            let known: Vec<&str> = Kind::ALL.into_iter().map(|(name, _)| name).collect();
            Err(Failure::usage(format!("-o {option}: no form of a certificate (known endings: {})", known.join(", "))))
        }
    }
}

/// The template of the page, read and tried before the work.
pub(super) fn page_template(args: &CertificateArgs, forms: &[Form]) -> Result<Option<PageTemplate>, Failure> {
    let Some(folder) = args.template.as_deref() else { return Ok(None) };
    if !forms.iter().any(|form| form.kind == Kind::Html) {
        return Err(Failure::usage("--template is for the HTML certificate; add -o coa.html"));
    }
    template::read(folder, PageTemplate::from_files).map(Some)
}

/// Writes the forms of a certificate to their places, all or none, and those without one to standard output.
pub(super) fn write_forms(forms: &[(Option<PathBuf>, Vec<u8>)]) -> Result<(), Failure> {
    let placed = forms.iter().filter_map(|(path, bytes)| Some((path.as_deref()?, bytes.as_slice())));
    let files: Vec<(&Path, &[u8])> = placed.collect();
    let missing = |(path, _): &(&Path, &[u8])| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())?;
        Some(Failure::usage(format!("{}: there is no folder {}", path.display(), folder.display())))
    };
    if let Some(failure) = files.iter().find_map(missing) {
        return Err(failure);
    }
    write_together(&files).map_err(|error| Failure::usage(format!("a certificate could not be written: {error}")))?;
    for (_, bytes) in forms.iter().filter(|(path, _)| path.is_none()) {
        let written = Target::Stdout.write(|out| out.write_all(bytes));
        written.map_err(|error| Failure::internal(error.to_string()))?;
    }
    Ok(())
}

/// A lot id as part of a file name: letters, digits, `.`, `_` and `-` as they are, every other byte as % and two digits, so
/// that two lots never share a name; a long one is cut and ends in a digest.
fn file_name(lot: &str) -> String {
    let mut name = String::new();
    for byte in lot.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => name.push(char::from(byte)),
            b'.' if !name.is_empty() => name.push('.'),
            other => name.push_str(&format!("%{other:02X}")),
        }
    }
    if name.len() > LONGEST_NAME {
        let digest = hexadecimal(&Sha256::digest(lot.as_bytes()));
        let kept: String = name.chars().take(LONGEST_NAME).collect();
        name = format!("{kept}-{}", digest.get(..16).unwrap_or_default());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn lot_ids_become_file_names_that_stay_apart() {
        assert_eq!(file_name("EV-2601"), "EV-2601");
        assert_eq!(file_name("../etc"), "%2E.%2Fetc");
        assert_eq!(file_name("批 1"), "%E6%89%B9%201");
        assert_ne!(file_name(&"a".repeat(500)), file_name(&"a".repeat(501)));
        assert!(file_name(&"批".repeat(500)).len() < 120);
    }
}
