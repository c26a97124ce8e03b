//! The test files of the built-in specifications, compiled into the program.

/// Every test file of the library: its path below the folder `specs`, without `.test.yaml`, and its text.
pub static LIBRARY_TESTS: &[(&str, &str)] =
    &[("hamsc-exo-intranasal-alzheimer", include_str!("../../specs/hamsc-exo-intranasal-alzheimer.test.yaml"))];
