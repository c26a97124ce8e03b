//! Ed25519 keys and their files: PKCS#8 for the secret one, SubjectPublicKeyInfo for the public one, both as PEM.

use super::digest::sha256;
use ed25519_dalek::pkcs8::{DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use pkcs8::der::pem::PemLabel;
use pkcs8::pkcs5::{pbes2, scrypt};
use pkcs8::{EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument};

/// The cost of a passphrase when nothing else is asked for: scrypt with N = 2^12, r = 8, p = 1.
///
/// Signing has to take less than 20 ms, the start of the program included, and the derivation is nearly all of it. See
/// `docs/decisions/integrity.md` for the times and for what the choice means.
pub const SCRYPT_LOG_N: u8 = 12;

/// The fewest characters of a passphrase: the derivation is quick, so the passphrase has to carry the weight.
pub const SHORTEST_PASSPHRASE: usize = 12;

/// The most memory that opening a key may take, in bytes: a file can ask for any amount.
const MOST_MEMORY: u64 = 1 << 30;

/// The label of a secret key that needs a passphrase.
const SEALED_LABEL: &str = <EncryptedPrivateKeyInfoRef<'static> as PemLabel>::PEM_LABEL;
/// The label of a secret key that needs none.
const PLAIN_LABEL: &str = <PrivateKeyInfoRef<'static> as PemLabel>::PEM_LABEL;

/// Why a key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// No key in the text, or a part of one.
    #[error("is no key file: expected PEM with `{expected}`, whole")]
    NotAKey {
        /// The label that was looked for.
        expected: &'static str,
    },
    /// Another kind of key.
    #[error("is not an Ed25519 key")]
    NotEd25519,
    /// A passphrase is needed and there is none.
    #[error("needs a passphrase")]
    PassphraseNeeded,
    /// It does not open with this passphrase.
    #[error("does not open with this passphrase, or is damaged")]
    DoesNotOpen,
    /// It is sealed in a way that this program does not know.
    #[error("is sealed in a way that is not known here; `openssl pkey -in FILE -aes256 -out NEW` seals it anew")]
    OtherSeal,
    /// The file asks for more memory or time than any sensible one.
    #[error("asks for an unreasonable derivation of its passphrase")]
    Unreasonable,
    /// It could not be written in its format.
    #[error("cannot be written as PKCS#8")]
    NotWritable,
}

/// What makes a sealed key file: randomness, which comes from outside, and how costly a guess of the passphrase is.
#[derive(Clone, Copy, Debug)]
pub struct Seal {
    /// Salt of the derivation.
    pub salt: [u8; 16],
    /// First block of the cipher.
    pub iv: [u8; 16],
    /// Binary logarithm of scrypt's N; memory and time grow with N.
    pub log_n: u8,
}

/// A secret key.
pub struct SecretKey(SigningKey);

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Whether a key file needs a passphrase.
pub fn is_sealed(pem: &str) -> bool {
    pem.contains(&format!("-----BEGIN {SEALED_LABEL}-----"))
}

impl SecretKey {
    /// The key of 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        SecretKey(SigningKey::from_bytes(seed))
    }

    /// Reads a key file; with a passphrase where it is sealed.
    ///
    /// # Errors
    /// Why it cannot be used; [`KeyFault::PassphraseNeeded`] where all but the passphrase is there.
    pub fn from_pem(pem: &str, passphrase: Option<&str>) -> Result<Self, KeyFault> {
        let not_a_key = KeyFault::NotAKey { expected: "BEGIN PRIVATE KEY or BEGIN ENCRYPTED PRIVATE KEY" };
        let (label, document) = SecretDocument::from_pem(pem).map_err(|_| not_a_key)?;
        if label == PLAIN_LABEL {
            return Self::from_der(document.as_bytes());
        }
        if label != SEALED_LABEL {
            return Err(not_a_key);
        }
        let sealed = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| KeyFault::OtherSeal)?;
        check_cost(&sealed)?;
        let passphrase = passphrase.ok_or(KeyFault::PassphraseNeeded)?;
        let opened = sealed.decrypt(passphrase).map_err(|_| KeyFault::DoesNotOpen)?;
        Self::from_der(opened.as_bytes())
    }

    fn from_der(der: &[u8]) -> Result<Self, KeyFault> {
        let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyFault::DoesNotOpen)?;
        let pair = KeypairBytes::try_from(info).map_err(|_| KeyFault::NotEd25519)?;
        SigningKey::try_from(&pair).map(SecretKey).map_err(|_| KeyFault::NotEd25519)
    }

    /// The key file without passphrase.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_pem(&self) -> Result<String, KeyFault> {
        let pem = self.document()?.to_pem(PLAIN_LABEL, LineEnding::LF).map_err(|_| KeyFault::NotWritable)?;
        Ok(pem.to_string())
    }

    /// The key file under a passphrase: PBES2 with scrypt and AES-256-CBC, which `openssl pkey` opens.
    ///
    /// # Errors
    /// A cost that scrypt does not know.
    ///
    /// # Source
    /// RFC 8018, PKCS #5 v2.1 (2017), section 6.2; RFC 7914, scrypt (2016), section 7.
    pub fn to_sealed_pem(&self, passphrase: &str, seal: &Seal) -> Result<String, KeyFault> {
        let cost = scrypt::Params::new(seal.log_n, 8, 1).map_err(|_| KeyFault::Unreasonable)?;
        let parameters = pbes2::Parameters::generate_scrypt_aes256cbc(cost, &seal.salt, seal.iv)
            .map_err(|_| KeyFault::NotWritable)?;
        let document = self.document()?;
        let info = PrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| KeyFault::NotWritable)?;
        let sealed = info.encrypt_with_params(parameters, passphrase).map_err(|_| KeyFault::NotWritable)?;
        let pem = sealed.to_pem(SEALED_LABEL, LineEnding::LF).map_err(|_| KeyFault::NotWritable)?;
        Ok(pem.to_string())
    }

    /// PKCS#8 version 1, without the public key: the form that every openssl reads.
    fn document(&self) -> Result<SecretDocument, KeyFault> {
        let pair = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        pair.to_pkcs8_der().map_err(|_| KeyFault::NotWritable)
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a message.
    ///
    /// # Source
    /// RFC 8032, Edwards-Curve Digital Signature Algorithm (2017), section 5.1.6.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// Refuses a derivation that would take the memory of the machine.
fn check_cost(sealed: &EncryptedPrivateKeyInfoRef<'_>) -> Result<(), KeyFault> {
    let parameters = sealed.encryption_algorithm.pbes2().ok_or(KeyFault::OtherSeal)?;
    let reasonable = match &parameters.kdf {
        pbes2::Kdf::Scrypt(scrypt) => {
            let memory = u128::from(scrypt.cost_parameter) * u128::from(scrypt.block_size) * 128;
            memory * u128::from(scrypt.parallelization) <= u128::from(MOST_MEMORY)
        }
        pbes2::Kdf::Pbkdf2(pbkdf2) => pbkdf2.iteration_count <= 100_000_000,
        _ => true,
    };
    if reasonable { Ok(()) } else { Err(KeyFault::Unreasonable) }
}

/// What stands before the 32 bytes of a key in its SubjectPublicKeyInfo.
///
/// # Source
/// RFC 8410 (2018), section 4: algorithm 1.3.101.112 without parameters, and a bit string.
const INFO_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

impl PublicKey {
    /// Reads a public key file.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn from_pem(pem: &str) -> Result<Self, KeyFault> {
        if !pem.contains("-----BEGIN PUBLIC KEY-----") {
            return Err(KeyFault::NotAKey { expected: "BEGIN PUBLIC KEY" });
        }
        let (_, document) =
            pkcs8::Document::from_pem(pem.trim()).map_err(|_| KeyFault::NotAKey { expected: "BEGIN PUBLIC KEY" })?;
        VerifyingKey::from_public_key_der(document.as_bytes()).map(PublicKey).map_err(|_| KeyFault::NotEd25519)
    }

    /// The public key file.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_pem(&self) -> Result<String, KeyFault> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| KeyFault::NotWritable)
    }

    /// What names the key: the SHA-256 of its SubjectPublicKeyInfo, which is what
    /// `openssl pkey -pubin -in key.pub.pem -outform DER | sha256sum` prints.
    pub fn id(&self) -> String {
        let mut der = INFO_HEAD.to_vec();
        der.extend_from_slice(self.0.as_bytes());
        sha256(&der)
    }

    /// Whether this is the signature of a message, by the strict rules: no small subgroups, one form of each signature.
    ///
    /// # Source
    /// RFC 8032 (2017), section 5.1.7.
    pub fn holds(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyFault, PublicKey, Seal, SecretKey, is_sealed};

    fn bytes<const N: usize>(hex: &str) -> [u8; N] {
        std::array::from_fn(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap())
    }

    #[test]
    fn the_third_test_vector_of_rfc_8032() {
        // RFC 8032, section 7.1, TEST 3.
        let key = SecretKey::from_seed(&bytes("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
        let signature = bytes::<64>(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        );
        assert_eq!(key.sign(&[0xaf, 0x82]), signature);
        assert!(key.public().holds(&[0xaf, 0x82], &signature));
        assert!(!key.public().holds(&[0xaf, 0x83], &signature));
    }

    #[test]
    fn key_files_come_back_and_say_why_not() {
        let key = SecretKey::from_seed(&[7; 32]);
        let seal = Seal { salt: [1; 16], iv: [2; 16], log_n: 4 };
        let sealed = key.to_sealed_pem("correct horse", &seal).unwrap();
        assert!(is_sealed(&sealed) && !is_sealed(&key.to_pem().unwrap()));
        let fault = |pem: &str, passphrase| SecretKey::from_pem(pem, passphrase).err();
        assert_eq!(
            SecretKey::from_pem(&sealed, Some("correct horse")).ok().map(|key| key.public().id()),
            Some(key.public().id())
        );
        assert_eq!(
            SecretKey::from_pem(&key.to_pem().unwrap(), None).ok().map(|key| key.public().id()),
            Some(key.public().id())
        );
        assert_eq!(fault(&sealed, None), Some(KeyFault::PassphraseNeeded));
        assert_eq!(fault(&sealed, Some("wrong horse")), Some(KeyFault::DoesNotOpen));
        assert!(matches!(fault(&sealed[..80], Some("correct horse")), Some(KeyFault::NotAKey { .. })));
        assert!(matches!(fault(&key.public().to_pem().unwrap(), None), Some(KeyFault::NotAKey { .. })));
        assert!(matches!(PublicKey::from_pem(&key.to_pem().unwrap()), Err(KeyFault::NotAKey { .. })));
        let public = key.public().to_pem().unwrap();
        assert_eq!(PublicKey::from_pem(&public).unwrap(), key.public());
        assert!(matches!(PublicKey::from_pem(&public[..60]), Err(KeyFault::NotAKey { .. })));
    }
}
