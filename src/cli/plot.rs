//! `evqc plot`: pictures of one lot.
//!
//! The lot is judged as `evqc check --lot` judges it.

use super::args::PlotArgs;
use super::output::{Output, Target, spare, write_whole};
use super::{Failure, NOT_EVALUABLE, check};
use crate::plot::{self, PngError};
use crate::report::{Drawn, Figures, Format, LotFigures};
use std::path::Path;

/// Pixels of a PNG for each of a page.
const PRINT: u32 = 3;

/// Runs the command; the exit code is that of the lot.
///
/// # Errors
/// Wrong usage, or a picture that cannot be written.
pub fn run(args: &PlotArgs, quiet: bool) -> Result<u8, Failure> {
    if args.to.is_file() {
        return Err(Failure::usage(format!("--to {}: is a file; name a folder", args.to.display())));
    }
    // Made before the work, so that a place where none can be made is told at once.
    std::fs::create_dir_all(&args.to)
        .map_err(|error| Failure::usage(format!("--to {}: {error}", args.to.display())))?;
    let figures = Figures::default();
    let format: Box<dyn Format> = Box::new(LotFigures::new(&figures));
    let outputs = vec![Output { name: "figures".to_owned(), format, target: Target::Stdout }];
    let exit = check::run_with(&args.of.as_check(args.as_of.clone()), outputs, quiet)?;
    let drawn = std::mem::take(&mut *figures.lock().map_err(|_| Failure::internal("a thread ended early"))?);
    let written = |error: std::io::Error| Failure::internal(format!("a picture could not be written: {error}"));
    for (name, bytes) in files(&drawn, args)? {
        let path = args.to.join(name);
        spare([path.as_path()])?;
        write_whole(&path, |out| out.write_all(&bytes)).map_err(written)?;
    }
    super::remark(&said(&drawn, exit, quiet, &args.to));
    Ok(exit)
}

/// The files of all pictures by their names; where one cannot be drawn, none is written.
fn files(drawn: &Drawn, args: &PlotArgs) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let (width, height) = (args.width, args.height);
    let mut files = Vec::new();
    for (name, figure) in &drawn.figures {
        let vector = plot::svg(figure, width, height).map_err(|error| Failure::internal(error.to_string()))?;
        files.push((format!("{name}.svg"), vector.into_bytes()));
        if args.png {
            let pixels = plot::png(figure, width, height, PRINT).map_err(not_drawn)?;
            files.push((format!("{name}.png"), pixels));
        }
    }
    Ok(files)
}

/// A sign without a letter is one of the user's material, as for the form of a certificate; everything else is a fault of the program.
fn not_drawn(error: PngError) -> Failure {
    match error {
        PngError::NoLetter(..) => Failure {
            exit: NOT_EVALUABLE,
            message: format!("no picture was written: {error}; leave out --png, or use signs that can be printed"),
        },
        other => Failure::internal(other.to_string()),
    }
}

/// How many pictures there are and of what there is none, unless nobody wants to know; and whatever is said, why the exit code is
/// not 0.
fn said(drawn: &Drawn, exit: u8, quiet: bool, to: &Path) -> String {
    let mut text = String::new();
    if !quiet {
        let pictures = if drawn.figures.len() == 1 { "picture" } else { "pictures" };
        text.push_str(&format!("{} {pictures} in {}\n", drawn.figures.len(), to.display()));
        for (name, why) in &drawn.without {
            text.push_str(&format!("not drawn: {name}: {why}\n"));
        }
    }
    if !quiet || exit != 0 {
        for verdict in &drawn.verdicts {
            text.push_str(&format!("lot {verdict} · exit {exit}\n"));
        }
    }
    text
}
