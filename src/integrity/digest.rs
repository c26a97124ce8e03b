//! SHA-256, as `sha256sum` prints it.

use crate::spec::hexadecimal;
use sha2::{Digest, Sha256};

/// The SHA-256 of the text that this program was made from: of the list that `sha256sum` prints for its files (`build.rs`).
/// It names the program more closely than its version, and is the same on every system.
pub const SOURCE_SHA256: &str = env!("EVQC_SOURCE_SHA256");

/// The SHA-256 of some bytes in lower-case hexadecimal.
///
/// # Source
/// FIPS 180-4, Secure Hash Standard (2015), section 6.2.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn the_examples_of_the_standard() {
        // NIST, "Examples with Intermediate Values", SHA-256: the message "abc"; and the message of no bytes.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
