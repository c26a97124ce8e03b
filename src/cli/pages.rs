//! `evqc man`: the manual, made from the command line definition.

use super::output::write_whole;
use super::{Cli, Failure, print};
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::Path;

/// Writes the page of the program, or one page for each command into a folder.
///
/// # Errors
/// What keeps a page from being written.
pub fn run(folder: Option<&Path>) -> Result<u8, Failure> {
    let failed = |error: std::io::Error| Failure::internal(error.to_string());
    let Some(folder) = folder else {
        let mut text = Vec::new();
        Man::new(Cli::command()).render(&mut text).map_err(failed)?;
        print(&String::from_utf8_lossy(&text))?;
        return Ok(0);
    };
    std::fs::create_dir_all(folder).map_err(|error| Failure::usage(format!("{}: {error}", folder.display())))?;
    let mut command = Cli::command();
    command.build();
    page(&command, folder).map_err(failed)?;
    Ok(0)
}

/// The page of a command and those of its subcommands.
fn page(command: &clap::Command, folder: &Path) -> std::io::Result<()> {
    let man = Man::new(command.clone());
    write_whole(&folder.join(man.get_filename()), |mut out| man.render(&mut out))?;
    command.get_subcommands().filter(|inner| inner.get_name() != "help").try_for_each(|inner| page(inner, folder))
}
