//! The test files of the built-in specifications, compiled into the program.

/// Takes the texts of the files in, by path.
macro_rules! tests {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../../specs/", $path, ".test.yaml")))),*]
    };
}

/// Every test file of the library: its path below the folder `specs`, without `.test.yaml`, and its text.
pub static LIBRARY_TESTS: &[(&str, &str)] = tests! {
    "hamsc-exo-intranasal-alzheimer"
    "hucmsc-ev-nebulised-pulmonary-fibrosis"
    "msc-ev-review-framework"
    "msc-ev-wjsc2025"
};
