//! `html`: one file that opens without a network: every lot with its tests, limits as bars, findings; in two languages.
//!
//! The page holds the data once, a line a lot, and a program that draws what is looked at; so ten thousand lots stay a file
//! that can be mailed. A reader without the program sees every lot with its verdict. The frame around it can be a
//! laboratory's own, see [`Template`].

mod chinese;
mod compact;
mod head;
mod rows;
mod statement;
mod template;
mod translated;
mod words;

pub use template::Template;

use super::format::{Format, Piece, Run, RunInputs, noted};
use super::remark::{self, Remark};
use super::wording;
use crate::data::Drawings;
use crate::finding::{Code, Severity};
use crate::judge::LotReport;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use template::{About, Frame, escaped};

/// A page that stands alone.
#[derive(Clone, Debug, Default)]
pub struct Html {
    template: Template,
    drawings: Arc<BTreeMap<String, Drawings>>,
    /// The codes that the lots of the report have: the page holds the words of those, not of all there are.
    seen: Arc<Mutex<BTreeMap<&'static str, &'static Code>>>,
}

impl Html {
    /// With the frame of a laboratory.
    pub fn new(template: Template) -> Self {
        Html { template, ..Html::default() }
    }

    fn saw(&self, remarks: &[Remark<'_>]) {
        noted(&self.seen, |seen| seen.extend(remarks.iter().map(|remark| (remark.code.name, remark.code))));
    }

    fn frame(&self, run: &Run<'_>) -> io::Result<Frame> {
        let remarks = remark::of_run(run);
        self.saw(&remarks);
        let said = |wanted: &dyn Fn(Severity) -> bool| -> Vec<String> {
            remarks.iter().filter(|remark| wanted(remark.severity)).map(sentence).collect()
        };
        let seen = self.seen.lock().map_err(|_| io::Error::other("a thread that took note of findings ended early"))?;
        let about = About {
            title: wording::summary(&run.summary),
            summary: wording::summary(&run.summary),
            specifications: super::escape::visible(&wording::specs(run)).into_owned(),
            as_of: run.as_of.to_string(),
            draft: if wording::is_draft(run) { wording::DRAFT_BANNER } else { "" },
            errors: said(&|severity| severity == Severity::Error),
            findings: said(&|severity| severity != Severity::Error),
            codes: seen.values().copied().collect(),
        };
        self.template.frame(&about).map_err(|error| {
            // What is wrong with a file that was given is wrong usage, also where it shows late.
            io::Error::new(io::ErrorKind::InvalidInput, format!("template: {error}"))
        })
    }
}

fn sentence(remark: &Remark<'_>) -> String {
    let place = remark.place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
    format!("{} {}: {}{place}", remark.severity, remark.code.name, remark.headline())
}

impl Format for Html {
    fn separator(&self) -> &'static str {
        "\n"
    }

    fn take_drawings(&mut self, drawings: &Arc<BTreeMap<String, Drawings>>) {
        self.drawings = Arc::clone(drawings);
    }

    /// Writes the row for a reader without the program, and the line of data for the program.
    fn lot(&self, lot: &LotReport<'_>, run: &RunInputs<'_>, piece: &mut Piece) {
        let row = format!(
            "<tr><td><bdi>{}</bdi></td><td>{} {} {}</td><td><bdi>{}</bdi></td><td><bdi>{}</bdi></td></tr>",
            escaped(lot.lot),
            wording::verdict_sign(lot.verdict),
            lot.verdict.words(),
            statement::verdict(lot.verdict),
            escaped(&wording::spec_name(lot.spec)),
            escaped(&rows::worst(lot))
        );
        piece.body.extend_from_slice(row.as_bytes());
        let none = Drawings::default();
        let drawings = self.drawings.get(lot.lot).unwrap_or(&none);
        let remarks = remark::of_lot(lot, run);
        self.saw(&remarks);
        rows::write(lot, run, drawings, &remarks, &mut piece.trailer);
    }

    fn head(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.frame(run)?.before_rows.as_bytes())
    }

    fn middle(&self, run: &Run<'_>, any: bool, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.frame(run)?.before_data.as_bytes())?;
        let mut line = Vec::new();
        head::write(run, self.template.named(), &mut line)?;
        out.write_all(&line)?;
        out.write_all(if any { b"\n" } else { b"" })
    }

    fn tail(&self, run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.frame(run)?.after_data.as_bytes())
    }
}
