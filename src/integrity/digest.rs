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

/// The SHA-256 of some bytes, and of the same bytes with others behind them, in one pass.
pub fn sha256_and_on(bytes: &[u8], behind: &[u8]) -> (String, String) {
    let mut digest = Sha256::new_with_prefix(bytes);
    let first = hexadecimal(&digest.clone().finalize());
    digest.update(behind);
    (first, hexadecimal(&digest.finalize()))
}

#[cfg(test)]
mod tests {
    use super::{sha256, sha256_and_on};

    #[test]
    fn two_digests_in_one_pass_are_the_two() {
        for (bytes, behind) in [("", ""), ("a", "bc"), ("", "abc"), (&*"x".repeat(200), &*"y".repeat(77))] {
            let both = format!("{bytes}{behind}");
            let expected = (sha256(bytes.as_bytes()), sha256(both.as_bytes()));
            assert_eq!(sha256_and_on(bytes.as_bytes(), behind.as_bytes()), expected);
        }
    }

    #[test]
    fn the_examples_of_the_standard() {
        // NIST, "Examples with Intermediate Values", SHA-256: the message "abc"; and the message of no bytes.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
