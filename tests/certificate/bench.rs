//! A folder with the sample, changed as a test needs it, and the program run in it.

use evqc::certificate::{Certificate, Content, Dress, Signature, Signing, TestLine, document};
use evqc::document::{Block, Cell, Document, Label, Pair, Text};
use evqc::integrity::{self, Entry, Manifest, TimeSource};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Specification, results and what lies beside them in the sample, judged on its day: what every command that judges it is
/// given.
pub const JUDGED: [&str; 8] =
    ["spec.yaml", "results.csv", "--lots", "lots.csv", "--waivers", "waivers.csv", "--as-of", "2026-02-19"];

/// What a certificate of the sample is drawn from beside that.
pub const DRAWN: [&str; 4] = ["--lab", "lab.yaml", "--facts", "facts.yaml"];

/// A command that judges the sample.
pub fn judging<'a>(command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command], &JUDGED[..], more].concat()
}

/// `evqc certificate` of the sample.
pub fn drawing<'a>(more: &[&'a str]) -> Vec<&'a str> {
    judging("certificate", &[&DRAWN[..], more].concat())
}

/// Files of the sample in a folder of their own.
pub struct Bench {
    folder: tempfile::TempDir,
}

/// Copies a folder with what is in it.
pub fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// What the program said.
pub struct Said {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/certificate");
        copy(&sample, folder.path());
        Bench { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Replaces a text of a file, which must be there.
    pub fn edit(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from:?}");
        std::fs::write(self.path(name), text.replace(from, to)).unwrap();
        self
    }

    pub fn write(&self, name: &str, text: &str) -> &Self {
        std::fs::write(self.path(name), text).unwrap();
        self
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Runs `evqc certificate` on the files of the sample.
    pub fn run(&self, more: &[&str]) -> Said {
        self.command(&drawing(more))
    }

    /// The same without the files beside specification and results.
    pub fn bare(&self, more: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
            .current_dir(self.folder.path())
            .args(["certificate", "spec.yaml", "results.csv", "--as-of", "2026-02-19"])
            .args(more)
            .output()
            .unwrap();
        Said {
            exit: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs another command of the program; keys open with a passphrase of the environment.
    pub fn command(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_evqc"))
            .current_dir(self.folder.path())
            .args(arguments)
            .env("EVQC_PASSPHRASE", "correct horse battery")
            .output()
            .unwrap();
        Said {
            exit: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The twin of a lot.
    pub fn twin(&self, lot: &str, more: &[&str]) -> Certificate {
        let said = self.run(&[&["--lot", lot, "-o", "json"][..], more].concat());
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", said.out, said.err))
    }
}

/// The line of a test, which must be there.
pub fn line<'c>(twin: &'c Certificate, id: &str) -> &'c TestLine {
    twin.content.tests.iter().find(|line| line.id == id).unwrap()
}

/// The signature of somebody who is to sign.
pub fn signature(of: &Signing, time: &str, key: Option<&str>) -> Signature {
    Signature {
        name: of.name.clone(),
        function: of.function.clone(),
        meaning: Some(of.meaning.clone()),
        time: time.to_owned(),
        time_source: Some(TimeSource::Stated),
        key: key.map(str::to_owned),
    }
}

/// The certificate that everybody who is to sign made of a draft at this time.
pub fn made_final(draft: Certificate, time: &str, key: Option<&str>) -> Certificate {
    let signatures = draft.content.signatories.iter().map(|one| signature(one, time, key)).collect();
    sign(draft.content, signatures)
}

/// An archive after a change of its files, with manifests that know it: as someone would make it who wants it not to be noticed.
pub fn remade(mut entries: Vec<Entry>, change: impl FnOnce(&mut Vec<Entry>, &mut Manifest)) -> Vec<u8> {
    entries.retain(|entry| entry.path != "SHA256SUMS");
    let mut manifest = Manifest::read(&entries).unwrap_or_else(|finding| panic!("{finding:?}"));
    change(&mut entries, &mut manifest);
    let own = entries.iter_mut().find(|entry| entry.path == "manifest.json").unwrap();
    own.bytes = manifest.text().unwrap().into_bytes();
    let list = integrity::checksums(&entries);
    entries.push(Entry { path: "SHA256SUMS".to_owned(), bytes: list.into_bytes() });
    integrity::pack(&entries).unwrap()
}

/// The certificate of a content with these signatures.
pub fn sign(content: Content, signatures: Vec<Signature>) -> Certificate {
    evqc::certificate::sign(content, signatures).expect("a content is written as JSON")
}

/// The print of a certificate without logo and without a layout of the laboratory.
pub fn printed(certificate: &Certificate) -> Document {
    document(certificate, &Dress { twin_sha256: "00", ..Dress::default() })
}

/// Every text of a document in the order of reading.
pub fn texts(document: &Document) -> Vec<Text> {
    let mut all = vec![document.head.start.clone(), document.head.end.clone()];
    document.blocks.iter().for_each(|block| of_block(block, &mut all));
    all.extend([document.foot.start.clone(), document.foot.end.clone()]);
    all
}

fn of_block(block: &Block, all: &mut Vec<Text>) {
    match block {
        Block::Letterhead { lines, .. } => all.extend(lines.clone()),
        Block::Heading { label, .. } | Block::EndMark(label) => of_label(label, all),
        Block::Paragraph { text, .. } => all.push(text.clone()),
        Block::Parallel { first, second, .. } => all.extend([first.clone(), second.clone()]),
        Block::List(items) => all.extend(items.clone()),
        Block::Pairs(pairs) => pairs.pairs.iter().for_each(|pair| of_pair(pair, all)),
        Block::Table(table) => {
            table.columns.iter().for_each(|column| of_label(&column.head, all));
            table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| of_cell(cell, all));
        }
        Block::Notes(notes) => all.extend(notes.iter().flat_map(|note| note.texts.clone())),
        Block::Figure { caption, .. } => all.push(caption.clone()),
        Block::Signatories(of) => {
            for one in &of.signatories {
                of_label(&one.meaning, all);
                one.pairs.iter().for_each(|pair| of_pair(pair, all));
                one.space.iter().for_each(|label| of_label(label, all));
                all.extend(one.signature.clone());
            }
            of.seal.iter().for_each(|label| of_label(label, all));
        }
        Block::QrCode(code) => {
            all.extend(code.texts.clone());
            code.pairs.iter().for_each(|pair| of_pair(pair, all));
        }
        Block::Together(blocks) => blocks.iter().for_each(|block| of_block(block, all)),
        Block::PageBreak => {}
    }
}

fn of_label(label: &Label, all: &mut Vec<Text>) {
    all.extend(label.texts.clone());
}

fn of_pair(pair: &Pair, all: &mut Vec<Text>) {
    of_label(&pair.label, all);
    all.extend(pair.value.clone());
}

fn of_cell(cell: &Cell, all: &mut Vec<Text>) {
    all.extend(cell.texts.clone());
}

/// The characters of a document, a line for each text.
pub fn characters(document: &Document) -> String {
    let mut lines: Vec<String> = texts(document).iter().map(Text::characters).collect();
    lines.extend(document.watermark.clone());
    lines.extend([document.title.clone(), document.subject.clone()]);
    lines.join("\n")
}
