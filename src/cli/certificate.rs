//! `evqc certificate`: certificates of lots, each in the forms that are asked for.
//!
//! The lots are read and judged once, as `evqc check` judges them; every certificate is made from its lot report.

use super::args::{CertificateArgs, CheckArgs};
use super::files::FileLibrary;
use super::output::{Output, Target, write_whole};
use super::signatures::Signatures;
use super::{
    Failure, NOT_EVALUABLE, attached, check, codes, files, inputs, issued, remark, template, today, trail, verify,
};
use crate::certificate::{
    self, Certificate, Content, Dress, Facts, FactsFile, InputFile, Lab, Languages, Material, PageTemplate, Profile,
    Replaced, TrailNamed, TrailReviewed, Words,
};
use crate::document::{Attachment, Document, Picture, ReadBack, Relationship};
use crate::finding::{Finding, Severity, did_you_mean};
use crate::integrity;
use crate::judge::{LotReport, Waiver};
use crate::lookalike;
use crate::report::{Format, Pages, Piece, Run, RunInputs, diagnostic, escape};
use crate::source::Place;
use crate::spec::{Library, SourceText, hexadecimal};
use crate::trail::{TRAIL_NAME, Trail, last_review};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Exit code of a digest that does not hold.
const INTEGRITY: u8 = 5;

/// Lots that mean every lot.
const EVERY_LOT: &str = "all";

/// Name of the twin inside a PDF.
pub const TWIN_NAME: &str = "certificate.json";

/// Certificates whose forms are held at once.
const AT_ONCE: usize = 64;

/// What stands for the lot in a path.
const HOLE: &str = "{lot}";

/// Most bytes of a lot id in a file name; longer ones end in a digest.
const LONGEST_NAME: usize = 100;

/// Runs the command; the exit code is that of the worst lot, and 4 where a certificate is refused.
///
/// # Errors
/// Wrong usage, or a certificate that cannot be written.
pub fn run(args: &CertificateArgs, quiet: bool) -> Result<u8, Failure> {
    run_from(args, quiet, &FileLibrary)
}

/// Runs the command with specifications that are inherited from a library.
///
/// # Errors
/// As [`run`].
pub fn run_from(args: &CertificateArgs, quiet: bool, library: &dyn Library) -> Result<u8, Failure> {
    let as_of = today::today(args.as_of.as_deref()).map_err(Failure::usage)?;
    let forms = forms(args)?;
    let template = page_template(args, &forms)?;
    let desk = match Desk::open(args, as_of)? {
        Ok(desk) => desk,
        Err(findings) => {
            say(&findings, quiet);
            return Ok(NOT_EVALUABLE);
        }
    };
    let lab = args.lab.as_deref().map(Path::new);
    let old = match args.replaces.as_deref().map(|name| replaced(name, lab)).transpose()? {
        Some(Err(exit)) => return Ok(exit),
        Some(Ok(old)) => Some(*old),
        None => None,
    };
    let signatures = match Signatures::read(args)? {
        Ok(signatures) => signatures,
        Err(findings) => {
            say(&[Complaint { findings, source: None }], quiet);
            return Ok(INTEGRITY);
        }
    };
    let collected = Arc::new(Mutex::new(Collected::default()));
    let desk = Arc::new(desk);
    let collector = Collector { desk: Arc::clone(&desk), collected: Arc::clone(&collected) };
    let output: check::Output =
        Output { name: "certificate".to_owned(), format: Box::new(collector), target: Target::Stdout };
    let exit = check::run_from(&as_check(args, as_of), vec![output], quiet, library)?.summary.exit();
    // A poisoned lock means that a thread panicked; the run has ended with it.
    let collected = std::mem::take(&mut *collected.lock().map_err(|_| Failure::internal("a thread ended early"))?);
    let work = Issuing {
        args,
        desk: &desk,
        forms: &forms,
        template: template.as_ref(),
        old: old.as_ref(),
        signatures: signatures.as_ref(),
        quiet,
    };
    work.issue(collected, exit)
}

/// A form of a certificate and where it goes.
struct Form {
    /// Its kind.
    kind: Kind,
    /// The path with a hole for the lot; `None`: standard output.
    path: Option<String>,
}

impl Form {
    /// Where it goes for the lot of a certificate; `None`: standard output.
    fn path_of(&self, certificate: &Certificate) -> Option<PathBuf> {
        let pattern = self.path.as_ref()?;
        Some(PathBuf::from(pattern.replace(HOLE, &file_name(&certificate.content.lot.id))))
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
fn forms(args: &CertificateArgs) -> Result<Vec<Form>, Failure> {
    for (option, text) in [("--number", &args.number), ("--reason", &args.reason)] {
        if text.as_deref().is_some_and(lookalike::is_blank) {
            return Err(Failure::usage(format!("{option}: is empty")));
        }
    }
    if args.reason.is_some() && args.replaces.is_none() && !trail::rules() {
        return Err(Failure::usage("--reason: says why a certificate is replaced; name that one with --replaces"));
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
        if forms.iter().any(|other| other.path == form.path) {
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
fn page_template(args: &CertificateArgs, forms: &[Form]) -> Result<Option<PageTemplate>, Failure> {
    let Some(folder) = args.template.as_deref() else { return Ok(None) };
    if !forms.iter().any(|form| form.kind == Kind::Html) {
        return Err(Failure::usage("--template is for the HTML certificate; add -o coa.html"));
    }
    template::read(folder, PageTemplate::from_files).map(Some)
}

/// What lies on the desk before any lot: the laboratory, the facts, the choices of the command.
struct Desk {
    lab: Option<Lab>,
    logo: Option<Picture>,
    facts: FactsFile,
    waivers: Vec<Waiver>,
    profile: Profile,
    languages: Languages,
    number: Option<String>,
    as_of: Date,
    /// The files that were read for it.
    inputs: Vec<InputFile>,
    /// Files of the judgement that are no results, each with what it is.
    roles: Vec<(String, &'static str)>,
    /// The options that can change a result, as they would be written.
    options: Vec<String>,
}

impl Desk {
    /// Reads the files of the desk; what is wrong with them, all of it.
    fn open(args: &CertificateArgs, as_of: Date) -> Result<Result<Desk, Vec<Complaint>>, Failure> {
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
        let waivers = check::read_waivers(args.waivers.as_deref(), &mut Vec::new())?;
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
            roles: roles(args),
            options: options(args),
        }))
    }

    /// What a file of the judgement is.
    fn role_of(&self, name: &str) -> &'static str {
        match self.roles.iter().find(|(known, _)| known == name) {
            Some((_, role)) => role,
            None if bare_name(name) == inputs::SAMPLES => "samples",
            None => "results",
        }
    }

    /// The facts of a lot.
    fn facts_of(&self, lot: &str) -> Facts {
        let mut facts = self.facts.of(lot);
        facts.names.extend(self.number.iter().map(|number| ("number".to_owned(), number.clone())));
        facts
    }

    /// Draws up the certificate of a lot.
    fn draw_up(&self, lot: &LotReport<'_>, files: &[Arc<str>]) -> Result<Content, Vec<Finding>> {
        certificate::draw_up(&Material {
            lot,
            files,
            lab: self.lab.as_ref(),
            facts: &self.facts_of(lot.lot),
            waivers: &self.waivers,
            profile: self.profile,
            languages: self.languages,
            as_of: self.as_of,
        })
    }
}

/// The files of the judgement that are no results, each with what it is.
fn roles(args: &CertificateArgs) -> Vec<(String, &'static str)> {
    let lots = args.lots.iter().map(|name| (name.clone(), "lots"));
    let waivers = args.waivers.iter().map(|name| (name.clone(), "waivers"));
    let samples = args.samples.iter().map(|name| (name.clone(), "samples"));
    lots.chain(waivers).chain(samples).collect()
}

/// The options that can change a result, as they would be written. The lots that were asked for are none: a certificate is the
/// same whichever others are drawn beside it.
fn options(args: &CertificateArgs) -> Vec<String> {
    let stage = args.stage.iter().map(|stage| format!("--stage {stage}"));
    let set = args.set.iter().map(|set| format!("--set {set}"));
    let version = args.spec_version.iter().map(|version| format!("--spec-version {version}"));
    stage.chain(set).chain(version).collect()
}

/// Findings with the text that they are about.
struct Complaint {
    findings: Vec<Finding>,
    source: Option<SourceText>,
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
    let bytes = files::bytes(&path)?;
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

fn bare_name(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |bare| bare.to_string_lossy().into_owned())
}

/// What is said; `--quiet` keeps remarks away, and never the reason of a refusal.
fn told(findings: &[Finding], quiet: bool) -> Vec<Finding> {
    findings.iter().filter(|finding| !quiet || finding.severity() == Severity::Error).cloned().collect()
}

fn say(complaints: &[Complaint], quiet: bool) {
    for complaint in complaints {
        let sources: Vec<SourceText> = complaint.source.iter().cloned().collect();
        let told = told(&complaint.findings, quiet);
        if !told.is_empty() {
            remark(&diagnostic::render(&told, &sources, false));
        }
    }
}

/// The certificate that is to be replaced, or the exit code when it is none: a draft, or one that is not as it was issued.
fn replaced(name: &str, lab: Option<&Path>) -> Result<Result<Box<Certificate>, u8>, Failure> {
    let bytes = files::bytes(Path::new(name))?;
    let refused = |finding: Finding, exit: u8| {
        remark(&diagnostic::render(&[finding], &[], false));
        Ok(Err(exit))
    };
    let inside = match attached::twin(name, &bytes)? {
        Ok(inside) => inside,
        Err(finding) => return refused(*finding, INTEGRITY),
    };
    let twin = inside.as_deref().unwrap_or(&bytes);
    if let Err(error) = serde_json::from_slice::<Certificate>(twin) {
        let finding = Finding::new(
            &certificate::REPLACED_CERTIFICATE_NOT_READABLE,
            format!("{name} is not a certificate: {error}"),
        );
        return refused(finding, NOT_EVALUABLE);
    }
    let old = match verify::certificate(name, twin) {
        Ok(old) => old,
        Err(finding) => return refused(*finding, INTEGRITY),
    };
    if old.is_draft() {
        let message = format!("{name} is a draft, and was never a certificate that could be replaced");
        let finding = Finding::new(&certificate::REPLACED_A_DRAFT, message);
        return refused(finding.help("name the certificate that was issued; a draft is written anew"), NOT_EVALUABLE);
    }
    if inside.is_some() {
        let around = verify::Around::Folder { document: Path::new(name), lab, template: None };
        if verify::drawn_again(&bytes, twin, &around)? == Pages::Differ {
            let message = format!("{name}: its pages are not those of its twin");
            return refused(Finding::new(&integrity::PAGES_DIFFER, message), INTEGRITY);
        }
    }
    Ok(Ok(Box::new(old)))
}

/// What came of the lots.
#[derive(Default)]
struct Collected {
    /// Content or refusals by lot.
    lots: BTreeMap<String, Result<Content, Vec<Finding>>>,
    /// The files that were read.
    inputs: Vec<InputFile>,
    /// What there is to say about the run.
    findings: Vec<Finding>,
    /// The lots of the data, whether they were asked for or not; empty where nobody has to know them.
    seen: BTreeSet<String>,
}

/// The format that keeps contents instead of writing anything.
struct Collector {
    desk: Arc<Desk>,
    collected: Arc<Mutex<Collected>>,
}

impl Format for Collector {
    fn sees(&self, lot: &str) {
        if self.desk.facts.lots.is_empty() {
            return;
        }
        // A poisoned lock means that another thread panicked; the run ends with it.
        if let Ok(mut collected) = self.collected.lock() {
            collected.seen.insert(lot.to_owned());
        }
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, _piece: &mut Piece) {
        let drawn = self.desk.draw_up(lot, run.names);
        // A poisoned lock means that another thread panicked; the run ends with it.
        if let Ok(mut collected) = self.collected.lock() {
            collected.lots.insert(lot.lot.to_owned(), drawn);
        }
    }

    fn head(&self, run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        if let Ok(mut collected) = self.collected.lock() {
            let file = |input: &crate::data::Input| InputFile {
                role: self.desk.role_of(&input.name).to_owned(),
                name: bare_name(&input.name),
                sha256: input.sha256.clone(),
            };
            collected.inputs = run.inputs.iter().map(file).collect();
            collected.findings = run.findings.to_vec();
        }
        Ok(())
    }

    fn middle(&self, _run: &Run<'_>, _any: bool, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn tail(&self, _run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// What turns contents into files.
struct Issuing<'i> {
    args: &'i CertificateArgs,
    desk: &'i Desk,
    forms: &'i [Form],
    template: Option<&'i PageTemplate>,
    old: Option<&'i Certificate>,
    signatures: Option<&'i Signatures>,
    quiet: bool,
}

impl Issuing<'_> {
    /// Issues a certificate for each lot that has one; the exit code.
    fn issue(&self, mut collected: Collected, exit: u8) -> Result<u8, Failure> {
        let of_run = self.of_run(&collected);
        self.say(&of_run);
        if of_run.iter().any(|one| one.severity() == Severity::Error && one.code != &codes::LOT_NOT_FOUND) {
            return Ok(exit);
        }
        // Where nothing was judged there is nothing to compare with.
        if collected.seen.is_empty() && collected.lots.is_empty() {
            return Ok(exit);
        }
        let unknown = self.unknown_lots(&collected.seen);
        if !unknown.is_empty() {
            self.say(&unknown);
            return Ok(NOT_EVALUABLE);
        }
        refuse_doubles(&mut collected.lots);
        let mut inputs = std::mem::take(&mut collected.inputs);
        inputs.extend(self.desk.inputs.iter().cloned());
        let trails: Vec<Trail> = trail::texts()?.into_iter().map(|(_, _, trail)| trail).collect();
        let (mut worst, mut certificates) = (None, Vec::new());
        for (lot, drawn) in collected.lots {
            let drawn = match drawn {
                Ok(content) => self.replacing(content)?,
                Err(findings) => Err(findings),
            };
            match drawn {
                Ok(content) => {
                    let draft = certificate::issue(content, inputs.clone(), self.desk.options.clone(), Vec::new())?;
                    let signed = match self.signatures {
                        Some(signatures) => signatures.put_under(draft)?,
                        None => Ok(draft),
                    };
                    match signed {
                        Ok(certificate) => {
                            let template = self.template.map(PageTemplate::named);
                            let trails = trails.iter().filter_map(|trail| named(trail, &lot)).collect();
                            certificates.push(Certificate { template, trails, ..certificate });
                        }
                        Err(findings) => {
                            self.say(&findings);
                            return Ok(INTEGRITY);
                        }
                    }
                }
                Err(findings) => {
                    worst = worst.max(Some(NOT_EVALUABLE));
                    self.say(&findings);
                    self.note(&format!("lot {lot}: no certificate"));
                }
            }
        }
        // A few at a time, so that the bytes of thousands need not be held at once.
        for some in certificates.chunks(AT_ONCE) {
            for (certificate, drawn) in some.iter().zip(self.draw_all(some)?) {
                worst = worst.max(self.write(certificate, drawn)?);
            }
        }
        Ok(worst.unwrap_or(exit))
    }

    /// Every form of each certificate, drawn on all processors, in the order of the certificates.
    fn draw_all(&self, certificates: &[Certificate]) -> Result<Vec<Vec<Drawn>>, Failure> {
        let jobs = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(certificates.len());
        if jobs <= 1 {
            return Ok(certificates.iter().map(|certificate| self.draw(certificate)).collect());
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(certificate) = certificates.get(at) else { return done };
                done.push((at, self.draw(certificate)));
            }
        };
        let mut all: Vec<(usize, Vec<Drawn>)> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
            threads.into_iter().map(|thread| thread.join().ok()).collect::<Option<Vec<_>>>()
        })
        .ok_or_else(|| Failure::internal("a thread ended early"))?
        .concat();
        all.sort_by_key(|(at, _)| *at);
        Ok(all.into_iter().map(|(_, drawn)| drawn).collect())
    }

    /// What there is to say of the run; what is wrong with a specification has been said.
    fn of_run(&self, collected: &Collected) -> Vec<Finding> {
        let said = |finding: &&Finding| crate::spec::codes::CODES.contains(&finding.code);
        let mut all: Vec<Finding> = collected
            .findings
            .iter()
            .filter(|finding| finding.severity() > Severity::Note && !said(finding))
            .cloned()
            .collect();
        let known = || self.desk.facts.lots.keys().map(String::as_str);
        for lot in collected.lots.keys().filter(|lot| known().next().is_some() && !known().any(|one| one == *lot)) {
            let finding = Finding::new(
                &certificate::CERTIFICATE_FIELD_MISSING,
                format!("the certificate facts have no entry for lot {lot}"),
            );
            all.push(match did_you_mean(lot, known()) {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help("add it under `lots`"),
            });
        }
        all
    }

    /// Lots of the facts that the data do not have: what is said of them would be left out of the certificate that it is for.
    fn unknown_lots(&self, seen: &BTreeSet<String>) -> Vec<Finding> {
        let unknown = self.desk.facts.lots.iter().filter(|(lot, _)| !seen.contains(*lot));
        let finding = |(lot, (_, place)): (&String, &(Facts, Option<Place>))| {
            let message = format!("the certificate facts name lot {lot}, which has no row in the data");
            let finding = Finding::new(&certificate::CERTIFICATE_NAME_UNKNOWN, message);
            let finding = place.iter().fold(finding, |finding, place| finding.at(place.clone(), 1));
            finding.help(match did_you_mean(lot, seen.iter().map(String::as_str)) {
                Some(close) => format!("did you mean `{close}`?"),
                None => "correct the lot, or remove its entry".to_owned(),
            })
        };
        unknown.map(finding).collect()
    }

    fn say(&self, findings: &[Finding]) {
        let told = told(findings, self.quiet);
        if !told.is_empty() {
            remark(&diagnostic::render(&told, &[], false));
        }
    }

    fn note(&self, text: &str) {
        if !self.quiet {
            remark(&format!("{}\n", escape::visible(text)));
        }
    }

    /// The content with the certificate that it replaces and what changed.
    fn replacing(&self, mut content: Content) -> serde_json::Result<Result<Content, Vec<Finding>>> {
        let refusal = |code, message: String| Ok(Err(vec![Finding::new(code, message)]));
        if let Some(old) = self.old {
            let Some(number) = old.content.number.clone() else {
                return refusal(
                    &certificate::REPLACED_CERTIFICATE_NOT_READABLE,
                    "the replaced certificate has no number".to_owned(),
                );
            };
            if old.content.lot.id != content.lot.id {
                let message =
                    format!("the replaced certificate is of lot {}, not of {}", old.content.lot.id, content.lot.id);
                return refusal(&certificate::REPLACED_CERTIFICATE_NOT_READABLE, message);
            }
            let stated = content.replaces.take();
            let reason =
                self.args.reason.as_deref().map(Words::same).or(stated.as_ref().map(|stated| stated.reason.clone()));
            let Some(reason) = reason else {
                let message = "there is no reason why the certificate is replaced: give --reason".to_owned();
                return refusal(&certificate::REASON_NOT_STATED, message);
            };
            trail::because(&format!("replaces certificate {number}: {}", reason.en));
            content.replaces = Some(Replaced {
                number,
                date: Some(old.content.issued.clone()),
                content_sha256: Some(old.content_sha256.clone()),
                reason,
                changes: stated.map(|stated| stated.changes).unwrap_or_default(),
                found: certificate::changes(old, &content)?,
            });
        }
        match &content.replaces {
            Some(replaced)
                if content.number.as_deref().is_some_and(|number| issued::same_number(number, &replaced.number)) =>
            {
                let message = format!("the number {} is that of the certificate that is replaced", replaced.number);
                refusal(&certificate::CERTIFICATE_NUMBER_NOT_UNIQUE, message)
            }
            Some(Replaced { number, reason, .. })
                if ![&reason.en, &reason.zh].into_iter().all(|text| certificate::is_reason(text)) =>
            {
                let message = format!("`{}` does not say why the certificate {number} is replaced", reason.en);
                refusal(&certificate::REASON_NOT_STATED, message)
            }
            Some(replaced) if certificate::is_before(&content, replaced) => {
                let date = replaced.date.as_deref().unwrap_or_default();
                let message = format!(
                    "issue on {} is before issue of the replaced certificate {} on {date}",
                    content.issued, replaced.number
                );
                refusal(&certificate::DATES_OUT_OF_ORDER, message)
            }
            _ => Ok(Ok(content)),
        }
    }

    /// Every form of a certificate, or why it cannot be drawn.
    fn draw(&self, certificate: &Certificate) -> Vec<Drawn> {
        let twin = match certificate.twin() {
            Ok(twin) => twin,
            Err(error) => return vec![Err(not_drawn(certificate, "twin", &error.to_string())); self.forms.len()],
        };
        let twin_sha256 = hexadecimal(&Sha256::digest(twin.as_bytes()));
        let dress = Dress { lab: self.desk.lab.as_ref(), logo: self.desk.logo.as_ref(), twin_sha256: &twin_sha256 };
        let form = |form: &Form| match form.kind {
            Kind::Json => Ok(twin.clone().into_bytes()),
            Kind::Pdf => pdf(certificate, &with_twin(certificate, &dress, &twin), &twin_sha256),
            Kind::Html => self.html(certificate, &with_twin(certificate, &dress, &twin), &twin_sha256),
            Kind::Fhir => {
                let text = certificate::fhir_bundle(certificate);
                text.map(String::into_bytes).map_err(|error| not_drawn(certificate, "FHIR bundle", &error.to_string()))
            }
            Kind::Markdown => {
                let text = crate::document::markdown(&certificate::document(certificate, &dress));
                text.map(String::into_bytes).map_err(|error| not_drawn(certificate, "Markdown", &error.to_string()))
            }
        };
        self.forms.iter().map(form).collect()
    }

    /// The page, read back.
    fn html(&self, certificate: &Certificate, document: &Document, twin_sha256: &str) -> Drawn {
        let page = match self.template {
            Some(template) => template.html(certificate, document).map_err(|error| error.to_string()),
            None => crate::document::html(document).map_err(|error| error.to_string()),
        };
        let page = page.map_err(|why| not_drawn(certificate, "HTML", &why))?;
        says_the_twin(certificate, "HTML", twin_sha256, &crate::document::read_html(&page))?;
        Ok(page.into_bytes())
    }

    /// Writes a certificate in every form; an exit code where a form was not drawn, does not say what the twin says, or where
    /// something else stands in its place: then no form is written, since those that were would be of another certificate than
    /// the one that stays.
    fn write(&self, certificate: &Certificate, drawn: Vec<Drawn>) -> Result<Option<u8>, Failure> {
        let (mut worst, mut forms) = (None, Vec::new());
        // One number stands for one content: what is refused here is said once, whatever the forms.
        let paths = self.forms.iter().filter_map(|form| form.path_of(certificate));
        if let Some(taken) = paths.into_iter().find_map(|path| issued::has_the_number(certificate, &path)) {
            self.say(&[taken]);
            return Ok(Some(NOT_EVALUABLE));
        }
        for (form, drawn) in self.forms.iter().zip(drawn) {
            let refusal = match drawn {
                Ok(bytes) => {
                    let path = form.path_of(certificate);
                    let refusal =
                        path.as_deref().map(|path| self.stays(form.kind, path, &bytes)).transpose()?.flatten();
                    forms.push((path, bytes));
                    refusal
                }
                Err(finding) => Some(*finding),
            };
            if let Some(finding) = refusal {
                worst = worst.max(Some(exit_of(&finding)));
                self.say(&[finding]);
            }
        }
        match worst {
            Some(_) if self.forms.len() > 1 => {
                self.note(&format!("lot {}: no form was written", certificate.content.lot.id));
            }
            Some(_) => {}
            None => forms.iter().try_for_each(|(path, bytes)| write_form(path.as_deref(), bytes))?,
        }
        self.tell(certificate);
        Ok(worst)
    }

    /// The finding, where another document stands in the place of a file: an issued certificate stays, and so does a draft
    /// that somebody signed.
    fn stays(&self, kind: Kind, path: &Path, bytes: &[u8]) -> Result<Option<Finding>, Failure> {
        if path.is_dir() {
            return Err(Failure::usage(format!("a certificate could not be written: {}: is a folder", path.display())));
        }
        // A device holds no document, and may have no end.
        let stands = path.metadata().is_ok_and(|metadata| metadata.is_file());
        let Some(there) = stands.then(|| std::fs::read(path).ok()).flatten().filter(|there| there != bytes) else {
            return Ok(None);
        };
        let shown = path.display();
        let refusal = |message: String, help: &str| {
            Ok(Some(Finding::new(&certificate::CERTIFICATE_NOT_OVERWRITTEN, message).help(help)))
        };
        let other = format!("{shown}: another document stands there, and it stays");
        if !issued::is_draft(kind, &there) {
            return refusal(other, "write to another name, and say what it replaces");
        }
        if !self.args.overwrite {
            return refusal(other, "give --overwrite to replace a draft");
        }
        if let Some(signatures) = issued::signed_in(path, &there)? {
            let message =
                format!("{shown}: the draft that stands there is signed in {}, and it stays", signatures.display());
            return refusal(
                message,
                "write to another name: without the bytes that were signed the signatures show nothing",
            );
        }
        Ok(None)
    }

    /// Says what became of a certificate, and every mandatory field that it lacks.
    fn tell(&self, certificate: &Certificate) {
        let content = &certificate.content;
        let missing = content.missing.iter().map(|field| {
            let of = if field.tests.is_empty() { String::new() } else { format!(" of {}", field.tests.join(", ")) };
            let message = format!("lot {}: {}{of} (field {}) is missing", content.lot.id, field.name.en, field.number);
            Finding::new(&certificate::CERTIFICATE_FIELD_MISSING, message).help(format!("supply it: {}", field.supply))
        });
        self.say(&missing.collect::<Vec<_>>());
        let because: Vec<String> = certificate.draft_because.iter().map(|mark| mark.words().en).collect();
        self.note(&match because.is_empty() {
            true => format!("lot {}: {}", content.lot.id, content.title.en),
            false => format!("lot {}: draft, because {}", content.lot.id, because.join("; ")),
        });
    }
}

/// Writes a form to its place, or to standard output.
fn write_form(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let Some(path) = path else {
        let written = Target::Stdout.write(|out| out.write_all(bytes));
        return written.map_err(|error| Failure::internal(error.to_string()));
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(Failure::usage(format!("{}: there is no folder {}", path.display(), folder.display())));
    }
    write_whole(path, |out| out.write_all(bytes))
        .map_err(|error| Failure::usage(format!("a certificate could not be written: {error}")))
}

/// An audit trail as it stands before the entry of this run, with what it says of the review of a lot.
fn named(trail: &Trail, lot: &str) -> Option<TrailNamed> {
    let (first, head) = (trail.entries.first()?, trail.head()?);
    let review = last_review(trail, lot).map(|entry| TrailReviewed {
        entry: entry.number,
        by: entry.by.clone(),
        role: entry.role.clone(),
        documents: entry.written.iter().map(|file| file.sha256.clone()).collect(),
    });
    let (file, first) = (TRAIL_NAME.to_owned(), first.sha256.clone());
    Some(TrailNamed { file, first, entry: head.number, sha256: head.sha256, review })
}

/// The bytes of a form, or why there are none.
type Drawn = Result<Vec<u8>, Box<Finding>>;

/// The print with its twin inside.
pub fn with_twin(certificate: &Certificate, dress: &Dress<'_>, twin: &str) -> Document {
    let mut document = certificate::document(certificate, dress);
    document.attachments.push(Attachment {
        name: TWIN_NAME.to_owned(),
        media_type: "application/json".to_owned(),
        relationship: Relationship::Data,
        description: format!("machine-readable twin, schema {}", certificate.schema),
        bytes: twin.as_bytes().to_vec(),
    });
    document
}

#[cfg(feature = "pdf")]
fn pdf(certificate: &Certificate, document: &Document, twin_sha256: &str) -> Drawn {
    let refused = |why: String| not_drawn(certificate, "PDF", &why);
    let bytes = crate::document::pdf(document).map_err(|error| refused(error.to_string()))?;
    let read = crate::document::read_pdf(&bytes).map_err(refused)?;
    says_the_twin(certificate, "PDF", twin_sha256, &read)?;
    Ok(bytes)
}

/// A program without the PDF part has no such form.
#[cfg(not(feature = "pdf"))]
fn pdf(certificate: &Certificate, _document: &Document, _twin_sha256: &str) -> Drawn {
    Err(not_drawn(certificate, "PDF", "this program was built without the PDF part"))
}

/// The exit code of a form that was not written.
fn exit_of(finding: &Finding) -> u8 {
    if finding.code == &certificate::FORM_DIFFERS { INTEGRITY } else { NOT_EVALUABLE }
}

/// Whether a form that was read back says what the twin says.
fn says_the_twin(
    certificate: &Certificate,
    form: &str,
    twin_sha256: &str,
    read: &ReadBack,
) -> Result<(), Box<Finding>> {
    match certificate::not_shown(certificate, twin_sha256, read) {
        None => Ok(()),
        Some(value) => {
            let message = format!("lot {}: the {form} does not show {value}", certificate.content.lot.id);
            Err(Box::new(Finding::new(&certificate::FORM_DIFFERS, message)))
        }
    }
}

fn not_drawn(certificate: &Certificate, form: &str, why: &str) -> Box<Finding> {
    let message = format!("lot {}: there is no {form}: {why}", certificate.content.lot.id);
    Box::new(Finding::new(&certificate::FORM_NOT_DRAWN, message))
}

/// Two certificates never have one number.
fn refuse_doubles(lots: &mut BTreeMap<String, Result<Content, Vec<Finding>>>) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for (lot, drawn) in lots.iter_mut() {
        let Some(number) = drawn.as_ref().ok().and_then(|content| content.number.clone()) else { continue };
        if let Some(other) = first.get(&number) {
            let message = format!("lots {other} and {lot} would both have the certificate number {number}");
            *drawn = Err(vec![Finding::new(&certificate::CERTIFICATE_NUMBER_NOT_UNIQUE, message)]);
        } else {
            first.insert(number, lot.clone());
        }
    }
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

/// The lots are judged as `evqc check` does it, with the options that both commands have.
fn as_check(args: &CertificateArgs, as_of: Date) -> CheckArgs {
    let every = args.only.iter().any(|lot| lot == EVERY_LOT);
    CheckArgs {
        spec: args.spec.clone(),
        data: args.data.clone(),
        samples: args.samples.clone(),
        lots: args.lots.clone(),
        only: if every { Vec::new() } else { args.only.clone() },
        stage: args.stage.clone(),
        set: args.set.clone(),
        waivers: args.waivers.clone(),
        spec_version: args.spec_version.clone(),
        as_of: Some(as_of.to_string()),
        ..CheckArgs::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{INTEGRITY, NOT_EVALUABLE, exit_of, file_name};
    use crate::certificate::{FORM_DIFFERS, FORM_NOT_DRAWN};
    use crate::finding::Finding;

    #[test]
    fn a_form_that_lacks_a_value_is_a_matter_of_integrity() {
        assert_eq!(exit_of(&Finding::new(&FORM_DIFFERS, "x")), INTEGRITY);
        assert_eq!(exit_of(&Finding::new(&FORM_NOT_DRAWN, "x")), NOT_EVALUABLE);
    }

    #[test]
    fn lot_ids_become_file_names_that_stay_apart() {
        assert_eq!(file_name("EV-2601"), "EV-2601");
        assert_eq!(file_name("../etc"), "%2E.%2Fetc");
        assert_eq!(file_name("批 1"), "%E6%89%B9%201");
        assert_ne!(file_name(&"a".repeat(500)), file_name(&"a".repeat(501)));
        assert!(file_name(&"批".repeat(500)).len() < 120);
    }
}
