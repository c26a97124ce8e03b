//! `evqc certificate`: certificates of lots, each in the forms that are asked for.
//!
//! The lots are read and judged once, as `evqc check` judges them; every certificate is made from its lot report.

mod desk;
mod drawing;
mod form;
mod refused;
mod replaced;

pub use form::Kind;

use super::args::{CertificateArgs, CheckArgs};
use super::files::FileLibrary;
use super::output::{Output, Target};
use super::processors::on_all_processors;
use super::signatures::Signatures;
use super::{Failure, INTEGRITY, NOT_EVALUABLE, check, codes, complain, files, issued, remark, today, trail};
use crate::certificate::{self, Certificate, Content, Facts, InputFile, PageTemplate, TrailNamed, TrailReviewed};
use crate::data::UnusedRun;
use crate::finding::{Finding, Severity, did_you_mean};
use crate::judge::{LotReport, ROWS_OF_ANOTHER_STAGE, Verdict};
use crate::lookalike;
use crate::order;
use crate::report::{Format, Piece, Run, RunInputs, escape, exit_of_verdict, noted};
use crate::source::Place;
use crate::spec::{Library, Specification};
use crate::trail::{Entry, NoReview, REVIEWER_NOT_INDEPENDENT, TRAIL_NAME, Trail, standing_review};
use desk::{Desk, bare_name};
use drawing::{Drawn, draw, exit_of};
use form::{Form, check_places, forms, page_template, write_forms};
use jiff::civil::Date;
use refused::{Refused, told};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

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
        Err(complaints) => return Ok(Refused { complaints, remark: None, exit: NOT_EVALUABLE }.say(quiet)),
    };
    let old = args.replaces.as_deref().map(|name| replaced::replaced(name, args, quiet)).transpose()?;
    let old = match old.transpose() {
        Ok(old) => old,
        Err(refused) => return Ok(refused.say(quiet)),
    };
    let signatures = match Signatures::read(args)? {
        Ok(signatures) => signatures,
        Err(findings) => return Ok(Refused::because(findings, INTEGRITY).say(quiet)),
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
        exit_of_verdict(self.worst.filter(|_| !run_not_evaluable).unwrap_or(Verdict::NotEvaluable))
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
        noted(&self.collected, |collected| {
            collected.seen.insert(lot.to_owned());
        });
    }

    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, _piece: &mut Piece) {
        let unused = self.unused.get(lot.lot).map_or(&[][..], Vec::as_slice);
        let drawn = self.desk.draw_up(lot, run.names, unused);
        noted(&self.collected, |collected| {
            let place = (lot.lot.to_owned(), lot.spec.id.clone());
            collected.left_out.insert(place.clone(), left_out(lot));
            collected.judged.insert(place, (lot.verdict, drawn));
        });
    }

    fn head(&self, run: &Run<'_>, _out: &mut dyn Write) -> io::Result<()> {
        let file = |input: &crate::data::Input| InputFile {
            role: input.role.to_owned(),
            name: bare_name(&input.name),
            sha256: input.sha256.clone(),
        };
        noted(&self.collected, |collected| {
            collected.inputs = run.inputs.iter().map(file).collect();
            collected.findings = run.findings.to_vec();
            collected.settle(&run.specs);
        });
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
        if let Some(exit) = self.ended_by_run(&collected, exit) {
            return Ok(exit);
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
            let content = match drawn {
                Ok(content) => content,
                Err(findings) => {
                    worst = worst.max(Some(NOT_EVALUABLE));
                    self.say(&findings);
                    self.note(&format!("lot {lot}: no certificate"));
                    continue;
                }
            };
            let draft = certificate::issue(content, inputs.clone(), options.clone(), Vec::new())?;
            match self.signed(draft, &trails)? {
                Ok(certificate) => certificates.push(certificate),
                Err(findings) => {
                    self.say(&findings);
                    return Ok(INTEGRITY);
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

    /// The exit code, where what there is to say of the run, which is said, keeps every certificate from being issued.
    fn ended_by_run(&self, collected: &Collected, exit: u8) -> Option<u8> {
        let of_run = self.of_run(collected);
        self.say(&of_run);
        if of_run.iter().any(|one| one.severity() == Severity::Error && one.code != &codes::LOT_NOT_FOUND) {
            return Some(exit);
        }
        // Where nothing was judged there is nothing to compare with.
        if collected.seen.is_empty() && collected.lots.is_empty() {
            return Some(exit);
        }
        let unknown = self.unknown_lots(&collected.seen);
        self.say(&unknown);
        (!unknown.is_empty()).then_some(NOT_EVALUABLE)
    }

    /// The content with the certificate that it replaces and what changed.
    fn replacing(&self, mut content: Content) -> serde_json::Result<DrawnUp> {
        let refusal = match self.old {
            Some(old) => replaced::take_the_place(&mut content, old, self.args.reason.as_deref())?,
            None => None,
        };
        Ok(match refusal.or_else(|| replaced::objection(&content)) {
            Some(finding) => Err(vec![finding]),
            None => Ok(content),
        })
    }

    /// The certificate of a draft, with the signatures, the template and the audit trails of the run; inside, why the signatures make
    /// none of it.
    fn signed(
        &self,
        draft: Certificate,
        trails: &[(Trail, Entry)],
    ) -> serde_json::Result<Result<Certificate, Vec<Finding>>> {
        let signed = match self.signatures {
            Some(signatures) => signatures.put_under(draft)?,
            None => Ok(draft),
        };
        let certificate = match signed {
            Ok(certificate) => certificate,
            Err(findings) => return Ok(Err(findings)),
        };
        let template = self.template.map(PageTemplate::named);
        let trails = trails.iter().filter_map(|trail| self.named(trail, &certificate.content)).collect();
        Ok(Ok(Certificate { template, trails, ..certificate }))
    }

    /// Every form of each certificate, drawn on all processors, in the order of the certificates.
    fn draw_all(&self, certificates: &[Certificate]) -> Result<Vec<Vec<Drawn>>, Failure> {
        on_all_processors(certificates, |certificate| draw(certificate, self.forms, self.desk, self.template))
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
