//! `evqc bundle`: everything that a verdict rests on, in one archive that needs no evqc to be read.

use super::archive::{self, Layout, Unpacked};
use super::args::{BundleArgs, CheckArgs};
use super::evidence::{self, Asked, Attachments, attached, readme};
use super::output::{not_an_input, spare, write_whole};
use super::{Failure, INTEGRITY, NOT_EVALUABLE, check, files, redraw, tell, today, trail};
use crate::integrity::{
    self, BUNDLE_SCHEMA_NAME, CHECKSUMS, Entry, Judged, MANIFEST, Manifest, ManifestFile, README, REPORT, Role,
    SOURCE_SHA256, Tool,
};
use crate::order;
use crate::report::escape::visible;
use crate::report::{Attachment, Checked, held, wording};
use crate::trail::{HEAD_NAME, TRAIL_NAME};
use std::path::Path;

/// Runs the command: 0 when the archive is written, whatever the verdict; 4 when the specification cannot be read, 5 when a
/// certificate that is put in does not say what the report says.
///
/// # Errors
/// Wrong usage: a file cannot be read, or cannot be in an archive.
pub fn run(args: &BundleArgs, quiet: bool) -> Result<u8, Failure> {
    let as_of = today::today(args.as_of.as_deref()).map_err(Failure::usage)?.to_string();
    let target = files::whole_path(&args.output);
    not_an_input(&format!("-o {}", args.output.display()), &target, &named(args))?;
    let mut layout = Layout::default();
    let judged = judged(args, &mut layout)?;
    let given = redraw::pack(args, &mut layout)?;
    for name in &args.attach {
        layout.single(name, "attachments", Role::Attachment)?;
    }
    if let Some(path) = secret_key(&layout) {
        return Err(Failure::usage(format!(
            "{path} holds a secret key, which is put into no archive: whoever has it can sign"
        )));
    }
    spare([target.as_path()])?;
    let run = archive::judge(&Unpacked::new(&layout.entries())?, &judged, &as_of)?;
    let Some(report) = run.report.filter(|_| run.specification_read) else {
        super::complain(&layout.findings);
        super::remark("evqc: the specification cannot be used as it is; no archive was written\n");
        return Ok(NOT_EVALUABLE);
    };
    layout.add(REPORT, Role::Report, report)?;
    let has_trail = add_trails(&mut layout)?;
    layout.add(README, Role::Readme, readme(&judged, &as_of, has_trail).into_bytes())?;
    let entries = layout.entries();
    let unpacked = Unpacked::new(&entries)?;
    let desk = redraw::Desk::new(&entries, &unpacked, &judged)?;
    let Attachments { findings: of_attachments, mut all, places } =
        evidence::attachments(&entries, Some(&judged), Asked::Shown)?;
    // Of a file that was given, the first value that differs says more than its digest.
    let mut findings = redraw::contradictions(&desk, &given)?;
    if findings.is_empty() {
        findings = of_attachments;
        let inside = evidence::faults_inside(&entries)?;
        findings.extend(inside);
    }
    if findings.is_empty() {
        let drawn = desk.certificates()?;
        evidence::drawn_again_or_not(&mut all, Ok(&drawn));
        findings = redraw::findings(&drawn);
    }
    if !findings.is_empty() {
        super::complain(&findings);
        super::remark("evqc: no archive was written\n");
        return Ok(INTEGRITY);
    }
    // The archive is written all the same: that the data cannot be judged is what it shows.
    if !run.errors.is_empty() {
        super::complain(&run.errors);
    }
    super::complain(&places);
    let packed = packed(layout, judged, as_of)?;
    write_whole(&target, |out| out.write_all(&packed)).map_err(|error| Failure::usage(error.to_string()))?;
    if !quiet {
        all.iter().for_each(tell_of);
        tell(&format!(
            "{}: {}\nsha256 {}\n",
            held(&args.output.display().to_string()),
            wording::verdicts(&run.summary),
            integrity::sha256(&packed)
        ))?;
    }
    Ok(0)
}

/// What the lots are judged from, put into the archive.
fn judged(args: &BundleArgs, layout: &mut Layout) -> Result<Judged, Failure> {
    let specs: Vec<&str> = std::iter::once(args.spec.as_str()).chain(args.also.iter().map(String::as_str)).collect();
    let mut specs = layout.specifications(&specs, &args.set)?.into_iter();
    let (data, samples) = layout.data(&args.data, &args.reading.samples)?;
    Ok(Judged {
        specification: specs.next().unwrap_or_default(),
        also: specs.collect(),
        data,
        samples,
        lots: args.reading.lots.as_deref().map(|name| layout.single(name, "lots", Role::Data)).transpose()?,
        waivers: args.waivers.as_deref().map(|name| layout.single(name, "waivers", Role::Waivers)).transpose()?,
        settings: check::of_run(&as_check(args)),
    })
}

/// Puts the audit trails of the run into the archive, each with its head; whether there is one.
fn add_trails(layout: &mut Layout) -> Result<bool, Failure> {
    let trails = trail::texts()?;
    for (index, (_, bytes, trail)) in trails.iter().enumerate() {
        let folder = if index == 0 { "trail".to_owned() } else { format!("trail-{}", index + 1) };
        layout.add(&format!("{folder}/{TRAIL_NAME}"), Role::Trail, bytes.clone())?;
        let head = trail.head().map_or(String::new(), |head| head.text());
        layout.add(&format!("{folder}/{HEAD_NAME}"), Role::Trail, head.into_bytes())?;
    }
    Ok(!trails.is_empty())
}

/// The file of an archive that holds a secret key, sealed or not.
fn secret_key(layout: &Layout) -> Option<&str> {
    let holds_one = |bytes: &[u8]| attached::contains(bytes, "PRIVATE KEY-----");
    layout.files.iter().find(|(_, (_, bytes))| holds_one(bytes)).map(|(path, _)| path.as_str())
}

/// Says how far an attachment was compared with the data, where it was not whole.
fn tell_of(one: &Attachment) {
    let Some(unchecked) = &one.unchecked else { return };
    let beyond = match unchecked.beyond {
        Checked::Digest => String::new(),
        beyond => format!(" beyond {}", beyond.words()),
    };
    let (path, why) = (held(&visible(&one.path)), visible(&unchecked.why));
    super::remark(&format!("evqc: {path} was not compared with the data{beyond}: {why}\n"));
}

/// The files that the options of the command name for reading.
fn named(args: &BundleArgs) -> Vec<&Path> {
    let specs = std::iter::once(&args.spec).chain(&args.also);
    let beside = args.reading.lots.iter().chain(&args.reading.samples).chain(&args.waivers);
    let attached = args.attach.iter().chain(&args.lab).chain(&args.facts);
    specs.chain(&args.data).chain(beside).chain(attached).map(Path::new).collect()
}

/// The archive with both manifests.
fn packed(layout: Layout, judged: Judged, as_of: String) -> Result<Vec<u8>, Failure> {
    let mut files: Vec<ManifestFile> =
        layout.files.iter().map(|(path, (role, bytes))| integrity::file_for(path, *role, bytes)).collect();
    order::sort_by(&mut files, |a, b| a.path.cmp(&b.path));
    let tool = Tool {
        name: "evqc".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sha256: SOURCE_SHA256.to_owned(),
    };
    let manifest = Manifest { schema: BUNDLE_SCHEMA_NAME.to_owned(), tool, as_of, judged, files };
    let mut entries = layout.entries();
    entries.push(Entry { path: MANIFEST.to_owned(), bytes: manifest.text()?.into_bytes() });
    let list = integrity::checksums(&entries);
    entries.push(Entry { path: CHECKSUMS.to_owned(), bytes: list.into_bytes() });
    integrity::pack(&entries).map_err(Failure::usage)
}

/// The options by which the lots are judged, as `evqc check` has them; the files have other names in the archive.
fn as_check(args: &BundleArgs) -> CheckArgs {
    CheckArgs {
        only: args.only.clone(),
        stage: args.stage.clone(),
        set: args.set.clone(),
        spec_version: args.spec_version.clone(),
        reading: args.reading.clone(),
        simulate: args.simulate,
        ..CheckArgs::default()
    }
}
