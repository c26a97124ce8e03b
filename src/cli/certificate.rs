//! `evqc certificate`: certificates of lots, each in the forms that are asked for.
//!
//! The lots are read and judged once, as `evqc check` judges them; every certificate is made from its lot report.

mod desk;
mod drawing;
mod form;

pub use form::Kind;

use super::args::{CertificateArgs, CheckArgs, VerifyArgs};
use super::evidence::{self, attached};
use super::files::FileLibrary;
use super::output::{Output, Target};
use super::signatures::Signatures;
use super::{
    Failure, INTEGRITY, NOT_EVALUABLE, check, codes, complain, files, issued, note_error, remark, remark_as_it_is,
    today, trail, verify,
};
use crate::certificate::{
    self, Certificate, Content, Facts, InputFile, PageTemplate, Replaced, TrailNamed, TrailReviewed, Words,
};
use crate::data::UnusedRun;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::integrity;
use crate::judge::{LotReport, ROWS_OF_ANOTHER_STAGE, Verdict};
use crate::lookalike;
use crate::order;
use crate::report::{Format, Pages, Piece, Run, RunInputs, diagnostic, escape};
use crate::source::Place;
use crate::spec::{Library, SourceText, Specification};
use crate::trail::{Entry, NoReview, REVIEWER_NOT_INDEPENDENT, TRAIL_NAME, Trail, standing_review};
use desk::{Complaint, Desk, bare_name};
use drawing::{Drawn, draw, exit_of};
use form::{Form, check_places, forms, page_template, write_forms};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::Builder;

/// Lots that mean every lot.
const EVERY_LOT: &str = "all";

/// The content of a certificate, or why there is none.
type DrawnUp = Result<Content, Vec<Finding>>;

/// Certificates whose forms are held at once.
const AT_ONCE: usize = 64;

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
    // Which lots are all of them, the data say.
    check_places(&forms, args.only.iter().map(String::as_str).filter(|lot| *lot != EVERY_LOT))?;
    let template = page_template(args, &forms)?;
    let desk = match Desk::open(args, as_of)? {
        Ok(desk) => desk,
        Err(findings) => {
            say(&findings, quiet);
            return Ok(NOT_EVALUABLE);
        }
    };
    let old = match args.replaces.as_deref().map(|name| replaced(name, args, quiet)).transpose()? {
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
    let collector = Collector { desk: Arc::clone(&desk), collected: Arc::clone(&collected), unused: Arc::default() };
    let output: check::Output =
        Output { name: "certificate".to_owned(), format: Box::new(collector), target: Target::Stdout };
    let summary = check::run_from(&as_check(args, as_of), vec![output], quiet, library)?.summary;
    // A poisoned lock means that a thread panicked; the run has ended with it.
    let collected = std::mem::take(&mut *collected.lock().map_err(|_| Failure::internal("a thread ended early"))?);
    let exit = if args.also.is_empty() { summary.exit() } else { collected.exit(summary.run_not_evaluable) };
    let work = Issuing {
        args,
        desk: &desk,
        forms: &forms,
        template: template.as_ref(),
        old: old.as_ref(),
        signatures: signatures.as_ref(),
        shelves: issued::Shelves::default(),
        quiet,
    };
    work.issue(collected, exit)
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
            note_error(&told);
            match sources.is_empty() {
                true => complain(&told),
                false => remark_as_it_is(&diagnostic::render(&told, &sources, false)),
            }
        }
    }
}

/// The certificate that is to be replaced, or the exit code when it is none: a draft, or one that is not as it was issued.
fn replaced(name: &str, args: &CertificateArgs, quiet: bool) -> Result<Result<Box<Certificate>, u8>, Failure> {
    let lab = args.lab.as_deref().map(Path::new);
    let bytes = files::bytes(Path::new(name))?;
    let refused = |finding: Finding, exit: u8| {
        complain(&[finding]);
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
    let old = match evidence::certificate(name, twin) {
        Ok(old) => old,
        Err(finding) => return refused(*finding, INTEGRITY),
    };
    if !old.is_issued() {
        let message = format!("{name} is a draft, and was never a certificate that could be replaced");
        let finding = Finding::new(&certificate::REPLACED_A_DRAFT, message);
        return refused(finding.help("name the certificate that was issued; a draft is written anew"), NOT_EVALUABLE);
    }
    if inside.is_some() {
        let around = evidence::Around::Folder { document: Path::new(name), lab, template: None };
        match evidence::drawn_again(&bytes, twin, &around)? {
            Pages::Differ => {
                let message = format!("{name}: its pages are not those of its twin");
                return refused(Finding::new(&integrity::PAGES_DIFFER, message), INTEGRITY);
            }
            // What is replaced is the content, which the twin has.
            Pages::NotProven(why) if !quiet => remark(&format!(
                "{}: nothing shows that its pages are those of its twin, which alone is replaced: {}\n",
                escape::visible(name),
                escape::visible(&why)
            )),
            _ => {}
        }
    }
    let findings = signatures_of_replaced(name, args, quiet)?;
    if !findings.is_empty() {
        complain(&findings);
        remark(&format!("evqc: {name} does not verify, and nothing replaces it\n"));
        return Ok(Err(INTEGRITY));
    }
    Ok(Ok(Box::new(old)))
}

/// What is wrong with the certificate that is to be replaced, as `evqc verify` finds it with its signatures. Without a trust file
/// nobody knows whose keys count; then that is said.
fn signatures_of_replaced(name: &str, args: &CertificateArgs, quiet: bool) -> Result<Vec<Finding>, Failure> {
    if args.trust.is_empty() {
        if !quiet {
            remark(&format!(
                "{}: only the digest of its content was compared; name the trust file with --trust, and its signatures are verified\n",
                escape::visible(name)
            ));
        }
        return Ok(Vec::new());
    }
    let lab = args.lab.as_ref().map(PathBuf::from);
    let args = VerifyArgs { files: vec![PathBuf::from(name)], trust: args.trust.clone(), lab, ..VerifyArgs::default() };
    let mut findings = verify::found(&args)?;
    // The laboratory file of today need not be the one of then.
    findings.retain(|finding| finding.code != &integrity::PAGES_NOT_PROVEN);
    Ok(findings)
}

/// What came of the lots.
#[derive(Default)]
struct Collected {
    /// Verdict, and content or refusals, by lot and specification: each lot is judged by all of them.
    judged: BTreeMap<(String, String), (Verdict, DrawnUp)>,
    /// What a certificate leaves out of the data, by lot and specification.
    left_out: BTreeMap<(String, String), Vec<Finding>>,
    /// Content or refusals by lot, by the specification of the certificates.
    lots: BTreeMap<String, DrawnUp>,
    /// The worst verdict of these lots.
    worst: Option<Verdict>,
    /// The further specifications, as options.
    further: Vec<String>,
    /// The files that were read.
    inputs: Vec<InputFile>,
    /// What there is to say about the run.
    findings: Vec<Finding>,
    /// The lots of the data, whether they were asked for or not.
    seen: BTreeSet<String>,
}

/// The option that names a further specification.
const FURTHER: &str = "--spec ";

/// The digests of the further specifications among the options that a certificate names.
pub fn further_specifications(options: &[String]) -> impl Iterator<Item = &str> {
    options.iter().filter_map(|option| option.strip_prefix(FURTHER)?.rsplit(' ').next())
}

impl Collected {
    /// The certificates are by the first specification; what the lots come to by the others counts through those made from them.
    fn settle(&mut self, specs: &[&Specification]) {
        let Some(own) = specs.first() else { return };
        let further = specs.iter().filter(|spec| spec.id != own.id);
        self.further = further.map(|spec| format!("{FURTHER}{} {} {}", spec.id, spec.version, spec.sha256)).collect();
        order::sort(&mut self.further);
        for ((lot, spec), (verdict, drawn)) in std::mem::take(&mut self.judged) {
            if spec == own.id {
                self.worst = self.worst.into_iter().chain([verdict]).min();
                self.findings.extend(self.left_out.remove(&(lot.clone(), spec)).unwrap_or_default());
                self.lots.insert(lot, drawn);
            }
        }
    }

    /// The exit code of these lots alone.
    fn exit(&self, run_not_evaluable: bool) -> u8 {
        match self.worst.filter(|_| !run_not_evaluable) {
            None | Some(Verdict::NotEvaluable) => NOT_EVALUABLE,
            Some(Verdict::DoesNotConform) => 1,
            Some(Verdict::NotConcluded) => 3,
            Some(Verdict::Conforms) => 0,
        }
    }
}

/// Rows of a lot that were not judged, with the lot that they are of.
fn left_out(lot: &LotReport<'_>) -> Vec<Finding> {
    let rows = lot.findings.iter().filter(|finding| finding.code == &ROWS_OF_ANOTHER_STAGE);
    rows.map(|finding| Finding { message: format!("lot {}: {}", lot.lot, finding.message), ..finding.clone() })
        .collect()
}

/// The format that keeps contents instead of writing anything.
struct Collector {
    desk: Arc<Desk>,
    collected: Arc<Mutex<Collected>>,
    unused: Arc<BTreeMap<String, Vec<UnusedRun>>>,
}

impl Format for Collector {
    fn take_unused(&mut self, unused: &Arc<BTreeMap<String, Vec<UnusedRun>>>) {
        self.unused = Arc::clone(unused);
    }

    fn sees(&self, lot: &str) {
        // A poisoned lock means that another thread panicked; the run ends with it.
        if let Ok(mut collected) = self.collected.lock() {
            collected.seen.insert(lot.to_owned());
        }
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, _piece: &mut Piece) {
        let unused = self.unused.get(lot.lot).map_or(&[][..], Vec::as_slice);
        let drawn = self.desk.draw_up(lot, run.names, unused);
        // A poisoned lock means that another thread panicked; the run ends with it.
        if let Ok(mut collected) = self.collected.lock() {
            let place = (lot.lot.to_owned(), lot.spec.id.clone());
            collected.left_out.insert(place.clone(), left_out(lot));
            collected.judged.insert(place, (lot.verdict, drawn));
        }
    }

    fn head(&self, run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        if let Ok(mut collected) = self.collected.lock() {
            let file = |input: &crate::data::Input| InputFile {
                role: input.role.to_owned(),
                name: bare_name(&input.name),
                sha256: input.sha256.clone(),
            };
            collected.inputs = run.inputs.iter().map(file).collect();
            collected.findings = run.findings.to_vec();
            collected.settle(&run.specs);
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
    /// What was issued before.
    shelves: issued::Shelves,
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
        check_places(self.forms, collected.lots.keys().map(String::as_str))?;
        refuse_doubles(&mut collected.lots);
        refuse_alike(&mut collected.lots, &collected.seen);
        let mut inputs = std::mem::take(&mut collected.inputs);
        inputs.extend(self.desk.inputs.iter().cloned());
        let claims = certificate::claims_in_names(&inputs);
        if !claims.is_empty() {
            self.say(&claims);
            return Ok(NOT_EVALUABLE);
        }
        let options: Vec<String> = self.desk.options.iter().chain(&collected.further).cloned().collect();
        let trails = trail::so_far()?;
        let (mut worst, mut certificates) = (None, Vec::new());
        for (lot, drawn) in collected.lots {
            let drawn = match drawn {
                Ok(content) => self.replacing(content)?,
                Err(findings) => Err(findings),
            };
            match drawn {
                Ok(content) => {
                    let draft = certificate::issue(content, inputs.clone(), options.clone(), Vec::new())?;
                    let signed = match self.signatures {
                        Some(signatures) => signatures.put_under(draft)?,
                        None => Ok(draft),
                    };
                    match signed {
                        Ok(certificate) => {
                            let template = self.template.map(PageTemplate::named);
                            let content = &certificate.content;
                            let trails = trails.iter().filter_map(|trail| self.named(trail, content)).collect();
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
        let drawn = |certificate: &Certificate| draw(certificate, self.forms, self.desk, self.template);
        let jobs = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(certificates.len());
        if jobs <= 1 {
            return Ok(certificates.iter().map(drawn).collect());
        }
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(certificate) = certificates.get(at) else { return done };
                done.push((at, drawn(certificate)));
            }
        };
        let mut all: Vec<(usize, Vec<Drawn>)> = std::thread::scope(|scope| {
            // This thread draws too, and alone where no other can be had.
            let threads = (1..jobs).filter_map(|_| Builder::new().spawn_scoped(scope, work).ok());
            let threads: Vec<_> = threads.collect();
            let own = Some(work());
            let others = threads.into_iter().map(|thread| thread.join().ok());
            others.chain([own]).collect::<Option<Vec<_>>>()
        })
        .ok_or_else(|| Failure::internal("a thread ended early"))?
        .concat();
        order::sort_by_key(&mut all, |(at, _)| *at);
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
            complain(&told);
        }
    }

    fn note(&self, text: &str) {
        if !self.quiet {
            remark(&format!("{}\n", escape::visible(text)));
        }
    }

    /// The content with the certificate that it replaces and what changed.
    fn replacing(&self, mut content: Content) -> serde_json::Result<DrawnUp> {
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
            if let Some(differs) = stated.as_ref().and_then(|stated| certificate::contradicts(stated, &old.content)) {
                let message = format!("lot {}: {differs}", content.lot.id);
                let finding = Finding::new(&certificate::FACTS_CONTRADICT, message);
                return Ok(Err(vec![finding.help("correct the one that is wrong")]));
            }
            let reason =
                self.args.reason.as_deref().map(Words::same).or(stated.as_ref().map(|stated| stated.reason.clone()));
            let Some(reason) = reason else {
                let message = "there is no reason why the certificate is replaced: give --reason".to_owned();
                return refusal(&certificate::REASON_NOT_STATED, message);
            };
            trail::because(&format!("replaces certificate {number}: {}", reason.en));
            let replaced = Replaced {
                number,
                date: Some(old.content.issued.clone()),
                content_sha256: Some(old.content_sha256.clone()),
                reason,
                changes: stated.map(|stated| stated.changes).unwrap_or_default(),
                found: certificate::changes(old, &content)?,
            };
            certificate::put_replaced(&mut content, Some(replaced));
        }
        match &content.replaces {
            Some(replaced)
                if content
                    .number
                    .as_deref()
                    .is_some_and(|number| certificate::same_number(number, &replaced.number)) =>
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

    /// Writes a certificate in every form; an exit code where a form was not drawn, does not say what the twin says, or where
    /// something else stands in its place: then no form is written, since those that were would be of another certificate than
    /// the one that stays.
    fn write(&self, certificate: &Certificate, drawn: Vec<Drawn>) -> Result<Option<u8>, Failure> {
        let (mut worst, mut forms) = (None, Vec::new());
        // One number stands for one content: what is refused here is said once, whatever the forms.
        for path in self.forms.iter().filter_map(|form| form.path_of(certificate)) {
            if let Some(taken) = issued::has_the_number(certificate, &path)? {
                self.say(&[taken]);
                return Ok(Some(NOT_EVALUABLE));
            }
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
            Some(_) => self.note(&format!("lot {}: no form was written", certificate.content.lot.id)),
            None => {
                let paths: Vec<PathBuf> = forms.iter().filter_map(|(path, _)| path.clone()).collect();
                self.say(self.shelves.number_of_two(certificate, &paths).as_slice());
                write_forms(&forms)?;
                self.tell(certificate);
            }
        }
        Ok(worst)
    }

    /// The finding, where another document stands in the place of a file: an issued certificate stays, and so does a draft
    /// that somebody signed.
    fn stays(&self, kind: Kind, path: &Path, bytes: &[u8]) -> Result<Option<Finding>, Failure> {
        if path.is_dir() {
            return Err(Failure::usage(format!("a certificate could not be written: {}: is a folder", path.display())));
        }
        // A device holds no document, and may have no end.
        if !path.is_file() {
            return Ok(None);
        }
        // What cannot be read may be an issued certificate.
        let there = files::bytes(path)?;
        if there == bytes {
            return Ok(None);
        }
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

    /// An audit trail as it stands before the entry of this run, with the review of the lot, where there is one that stands.
    fn named(&self, (trail, now): &(Trail, Entry), content: &Content) -> Option<TrailNamed> {
        let (first, head) = (trail.entries.first()?, trail.head()?);
        let lot = &content.lot.id;
        let without = |why: &str| format!("lot {lot}: the certificate names no review of the audit trail: {why}");
        let standing = match standing_review(trail, lot, Some(now), &trail::persons(content)) {
            Ok(standing) => standing,
            Err(NoReview::Changed(why)) => {
                self.note(&without(&why));
                None
            }
            Err(NoReview::NotIndependent(why)) => {
                let finding = Finding::new(&REVIEWER_NOT_INDEPENDENT, without(&why));
                self.say(&[finding.help("have somebody review the trail who made nothing of the lot")]);
                None
            }
        };
        let review = standing.map(|entry| TrailReviewed {
            entry: entry.number,
            by: entry.by.clone(),
            role: entry.role.clone(),
            documents: entry.written.iter().map(|file| file.sha256.clone()).collect(),
        });
        let (file, first) = (TRAIL_NAME.to_owned(), first.sha256.clone());
        Some(TrailNamed { file, first, entry: head.number, sha256: head.sha256, review })
    }

    /// Says what became of a certificate, every mandatory field that it lacks, and that its donor may be written by
    /// name.
    fn tell(&self, certificate: &Certificate) {
        let content = &certificate.content;
        let missing = content.missing.iter().map(|field| {
            let of = if field.tests.is_empty() { String::new() } else { format!(" of {}", field.tests.join(", ")) };
            let message = format!("lot {}: {}{of} (field {}) is missing", content.lot.id, field.name.en, field.number);
            Finding::new(&certificate::CERTIFICATE_FIELD_MISSING, message).help(format!("supply it: {}", field.supply))
        });
        self.say(&missing.chain(certificate::donor_beside_id(content)).collect::<Vec<_>>());
        if let Some(why) = certificate::certification_withheld(content) {
            self.note(&format!("lot {}: {why}", content.lot.id));
        }
        let because: Vec<String> = certificate.draft_because.iter().map(|mark| mark.words().en).collect();
        self.note(&match because.is_empty() {
            true => format!("lot {}: {}", content.lot.id, content.title.en),
            false => format!("lot {}: draft, because {}", content.lot.id, because.join("; ")),
        });
    }
}

/// Refuses the certificates of lots beside which the data have another one whose id looks the same: what fails under it is out
/// of sight.
fn refuse_alike(lots: &mut BTreeMap<String, DrawnUp>, seen: &BTreeSet<String>) {
    let mut by_look: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for lot in seen {
        by_look.entry(lookalike::seen_id(lot)).or_default().push(lot);
    }
    for (lot, drawn) in lots {
        let alike = by_look.get(&lookalike::seen_id(lot)).into_iter().flatten();
        let Some(other) = alike.copied().find(|other| *other != lot) else { continue };
        let message = format!("the data have rows of lot {other} too, whose id looks like that of lot {lot}");
        let finding = Finding::new(&certificate::OTHER_LOT_ALIKE, message);
        let finding =
            finding.help("write the id in one way in every row: rows under another id are those of another lot");
        match drawn {
            Ok(_) => *drawn = Err(vec![finding]),
            Err(findings) => findings.push(finding),
        }
    }
}

/// Two certificates never have one number, nor two that look the same.
fn refuse_doubles(lots: &mut BTreeMap<String, DrawnUp>) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for (lot, drawn) in lots.iter_mut() {
        let Some(number) = drawn.as_ref().ok().and_then(|content| content.number.clone()) else { continue };
        let seen = certificate::seen_number(&number);
        if let Some(other) = first.get(&seen) {
            let message = format!("lots {other} and {lot} would both have the certificate number {number}");
            *drawn = Err(vec![Finding::new(&certificate::CERTIFICATE_NUMBER_NOT_UNIQUE, message)]);
        } else {
            first.insert(seen, lot.clone());
        }
    }
}

/// The lots are judged as `evqc check` does it, with the options that both commands have.
fn as_check(args: &CertificateArgs, as_of: Date) -> CheckArgs {
    let every = args.only.iter().any(|lot| lot == EVERY_LOT);
    CheckArgs {
        spec: args.spec.clone(),
        also: args.also.clone(),
        data: args.data.clone(),
        reading: args.reading.clone(),
        only: if every { Vec::new() } else { args.only.clone() },
        stage: args.stage.clone(),
        set: args.set.clone(),
        waivers: args.waivers.clone(),
        spec_version: args.spec_version.clone(),
        as_of: Some(as_of.to_string()),
        ..CheckArgs::default()
    }
}
