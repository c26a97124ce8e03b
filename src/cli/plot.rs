//! `evqc plot`: pictures of one lot.
//!
//! The lot is judged as `evqc check --lot` judges it.

use super::args::PlotArgs;
use super::output::{Output, Target, spare, write_whole};
use super::{Failure, check};
use crate::plot;
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
    let exit = check::run_with(&args.of.as_check(&args.beside, args.as_of.clone()), outputs, quiet)?;
    let drawn = std::mem::take(&mut *figures.lock().map_err(|_| Failure::internal("a thread ended early"))?);
    let written = |error: std::io::Error| Failure::internal(format!("a picture could not be written: {error}"));
    let (width, height) = (args.width, args.height);
    for (name, figure) in &drawn.figures {
        let drawn = plot::svg(figure, width, height).map_err(|error| Failure::internal(error.to_string()))?;
        let path = args.to.join(format!("{name}.svg"));
        spare([path.as_path()])?;
        write_whole(&path, |out| out.write_all(drawn.as_bytes())).map_err(written)?;
        if args.png {
            let pixels =
                plot::png(figure, width, height, PRINT).map_err(|error| Failure::internal(error.to_string()))?;
            let path = args.to.join(format!("{name}.png"));
            spare([path.as_path()])?;
            write_whole(&path, |out| out.write_all(&pixels)).map_err(written)?;
        }
    }
    super::remark(&said(&drawn, exit, quiet, &args.to));
    Ok(exit)
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
