//! What lies on the desk before any lot: the laboratory with its logo, the facts, the waivers, the choices of the command.

use crate::certificate::{self, Content, Facts, FactsFile, InputFile, Lab, Languages, Material, Profile};
use crate::cli::args::CertificateArgs;
use crate::cli::{Failure, check, files, inputs};
use crate::data::UnusedRun;
use crate::document::Picture;
use crate::finding::Finding;
use crate::judge::{LotReport, Waiver};
use crate::spec::{SourceText, hexadecimal};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::Arc;

/// What lies on the desk before any lot: the laboratory, the facts, the choices of the command.
pub(super) struct Desk {
    pub(super) lab: Option<Lab>,
    pub(super) logo: Option<Picture>,
    pub(super) facts: FactsFile,
    waivers: Vec<Waiver>,
    pub(super) profile: Profile,
    pub(super) languages: Languages,
    pub(super) number: Option<String>,
    as_of: Date,
    /// The files that were read for it.
    pub(super) inputs: Vec<InputFile>,
    /// The options that can change a result, as they would be written.
    pub(super) options: Vec<String>,
}

impl Desk {
    /// Reads the files of the desk; what is wrong with them, all of it.
    pub(super) fn open(args: &CertificateArgs, as_of: Date) -> Result<Result<Desk, Vec<Complaint>>, Failure> {
        let (mut complaints, mut inputs) = (Vec::new(), Vec::new());
        let mut lab = None;
        if let Some(name) = args.lab.as_deref() {
            lab = read_file(name, "laboratory", certificate::read_lab, &mut inputs, &mut complaints)?;
        }
        let mut facts = FactsFile::default();
        if let Some(name) = args.facts.as_deref() {
            facts =
                read_file(name, "facts", certificate::read_facts, &mut inputs, &mut complaints)?.unwrap_or_default();
        }
        // What is wrong with the waivers is told by the judgement, which reads them too.
        let dialect = inputs::dialect(&args.reading)?;
        let (waivers, _) = check::read_waivers(args.waivers.as_deref(), &dialect, as_of, &mut Vec::new())?;
        let logo = match (&lab, args.lab.as_deref()) {
            (Some(lab), Some(name)) => logo(lab, name, &mut inputs, &mut complaints)?,
            _ => None,
        };
        if !complaints.is_empty() {
            return Ok(Err(complaints));
        }
        let asked = |word: &Option<String>| word.clone().unwrap_or_default();
        let profile = Profile::by_name(&asked(&args.profile)).or(lab.as_ref().and_then(|lab| lab.profile));
        let languages = Languages::by_name(&asked(&args.lang)).or(lab.as_ref().and_then(|lab| lab.languages));
        Ok(Ok(Desk {
            lab,
            logo,
            facts,
            waivers,
            profile: profile.unwrap_or(Profile::Who),
            languages: languages.unwrap_or(Languages::English),
            number: args.number.clone(),
            as_of,
            inputs,
            options: options(args),
        }))
    }

    /// The facts of a lot.
    fn facts_of(&self, lot: &str) -> Facts {
        let mut facts = self.facts.of(lot);
        facts.names.extend(self.number.iter().map(|number| ("number".to_owned(), number.clone())));
        facts
    }

    /// Draws up the certificate of a lot, with the runs of instrument files that it does not rest on.
    pub(super) fn draw_up(
        &self,
        lot: &LotReport<'_>,
        files: &[Arc<str>],
        unused: &[UnusedRun],
    ) -> Result<Content, Vec<Finding>> {
        certificate::draw_up(&Material {
            lot,
            files,
            unused,
            lab: self.lab.as_ref(),
            facts: &self.facts_of(lot.lot),
            waivers: &self.waivers,
            profile: self.profile,
            languages: self.languages,
            as_of: self.as_of,
        })
    }
}

/// The options that can change a result, as they would be written. The lots that were asked for are none: a certificate is the
/// same whichever others are drawn beside it.
fn options(args: &CertificateArgs) -> Vec<String> {
    let stage = args.stage.iter().map(|stage| format!("--stage {stage}"));
    let set = args.set.iter().map(|set| format!("--set {set}"));
    let version = args.spec_version.iter().map(|version| format!("--spec-version {version}"));
    stage.chain(set).chain(version).chain(args.reading.settings().written()).collect()
}

/// Findings with the text that they are about.
pub(super) struct Complaint {
    pub(super) findings: Vec<Finding>,
    pub(super) source: Option<SourceText>,
}

/// Reads a file of the desk.
fn read_file<T>(
    name: &str,
    role: &str,
    read: fn(&SourceText) -> Result<T, Vec<Finding>>,
    inputs: &mut Vec<InputFile>,
    complaints: &mut Vec<Complaint>,
) -> Result<Option<T>, Failure> {
    // Read once, so that the digest is that of what was read: a pipe has nothing the second time.
    let bytes = files::bytes(Path::new(name))?;
    inputs.push(input_file(name, role, &bytes));
    let source = match SourceText::from_bytes(name, &bytes) {
        Ok(source) => source,
        Err(finding) => {
            complaints.push(Complaint { findings: vec![finding], source: None });
            return Ok(None);
        }
    };
    match read(&source) {
        Ok(read) => Ok(Some(read)),
        Err(findings) => {
            complaints.push(Complaint { findings, source: Some(source) });
            Ok(None)
        }
    }
}

/// The logo of the laboratory, whose file stands beside its own.
fn logo(
    lab: &Lab,
    lab_file: &str,
    inputs: &mut Vec<InputFile>,
    complaints: &mut Vec<Complaint>,
) -> Result<Option<Picture>, Failure> {
    let Some((named, place)) = &lab.logo else { return Ok(None) };
    let path = Path::new(lab_file).parent().unwrap_or(Path::new("")).join(named);
    let bytes = match files::bytes(&path) {
        Ok(bytes) => bytes,
        // The command names no logo; the laboratory file does.
        Err(failure) => {
            let message = format!("the logo {named} cannot be read: {}", failure.message);
            let finding = Finding::new(&certificate::LOGO_NOT_USABLE, message).at(place.clone(), 1);
            let finding =
                finding.help("put it there, correct its path (from the laboratory file), or leave `logo` out");
            complaints.push(Complaint { findings: vec![finding], source: None });
            return Ok(None);
        }
    };
    inputs.push(input_file(&path.to_string_lossy(), "logo", &bytes));
    let description = lab.name.as_ref().map_or("", |name| name.en.as_str());
    match certificate::logo(named, bytes, description, place) {
        Ok(picture) => Ok(Some(picture)),
        Err(finding) => {
            complaints.push(Complaint { findings: vec![finding], source: None });
            Ok(None)
        }
    }
}

/// A file with the digest of its bytes.
fn input_file(name: &str, role: &str, bytes: &[u8]) -> InputFile {
    InputFile { role: role.to_owned(), name: bare_name(name), sha256: hexadecimal(&Sha256::digest(bytes)) }
}

/// The name of a file without its folders.
pub(super) fn bare_name(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |bare| bare.to_string_lossy().into_owned())
}
