//! The `evqc` program: parses, calls, returns a code.

fn main() -> std::process::ExitCode {
    evqc::cli::main().into()
}
