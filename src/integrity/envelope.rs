//! DSSE envelopes: a payload, its type, and a signature over both.

use super::digest::sha256;
use super::key::{PublicKey, SecretKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// The type of the payloads: an in-toto statement.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// Whether a text begins as a line of [`Envelope::line`] does.
pub fn begins_as_envelope(text: &[u8]) -> bool {
    text.starts_with(format!(r#"{{"payloadType":"{PAYLOAD_TYPE}","payload":""#).as_bytes())
}

/// A signed payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The bytes that were signed.
    pub payload: Vec<u8>,
    /// Which key is said to have signed; a hint, not signed itself.
    pub key: String,
    /// The signature.
    pub signature: [u8; 64],
}

#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(rename = "payloadType")]
    payload_type: String,
    payload: String,
    signatures: Vec<WrittenSignature>,
}

#[derive(Serialize, Deserialize)]
struct WrittenSignature {
    keyid: String,
    sig: String,
}

/// What is signed: the type and the payload, each behind its length, so that neither can be taken for the other.
///
/// # Source
/// DSSE: Dead Simple Signing Envelope, protocol v1.0.2, "Signature Definition" (PAE).
fn pre_authentication_encoding(payload: &[u8]) -> Vec<u8> {
    let mut message = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), payload.len()).into_bytes();
    message.extend_from_slice(payload);
    message
}

impl Envelope {
    /// Signs a payload.
    pub fn sign(payload: Vec<u8>, key: &SecretKey) -> Self {
        let signature = key.sign(&pre_authentication_encoding(&payload));
        Envelope { payload, key: key.public().id(), signature }
    }

    /// Whether the signature is that of this key.
    pub fn holds(&self, key: &PublicKey) -> bool {
        key.holds(&pre_authentication_encoding(&self.payload), &self.signature)
    }

    /// The envelope as one line of JSON, without the end of the line.
    pub fn line(&self) -> String {
        // Written out, so that nothing can fail: Base64 needs no escapes, and the key id has those of a JSON text.
        let (payload, sig) = (STANDARD.encode(&self.payload), STANDARD.encode(self.signature));
        let key = serde_json::Value::from(self.key.as_str());
        format!(
            r#"{{"payloadType":"{PAYLOAD_TYPE}","payload":"{payload}","signatures":[{{"keyid":{key},"sig":"{sig}"}}]}}"#
        )
    }

    /// Reads a line. Every byte counts: a line that says the same in other bytes is not read.
    ///
    /// # Errors
    /// What is wrong with it, as a fragment.
    pub fn parse(line: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_slice(line.as_bytes())
            .map_err(|error| format!("is no DSSE envelope: {}", without_line(&error)))?;
        if written.payload_type != PAYLOAD_TYPE {
            return Err(format!("has the payload type `{}` instead of `{PAYLOAD_TYPE}`", written.payload_type));
        }
        let [signature] = &written.signatures[..] else {
            return Err(format!("has {} signatures; there is one in each line", written.signatures.len()));
        };
        let payload = STANDARD.decode(&written.payload).map_err(|_| "has a payload that is not Base64".to_owned())?;
        let bytes = STANDARD.decode(&signature.sig).map_err(|_| "has a signature that is not Base64".to_owned())?;
        let bytes: [u8; 64] =
            bytes.try_into().map_err(|_| "has a signature that is not 64 bytes, as Ed25519 has".to_owned())?;
        let envelope = Envelope { payload, key: signature.keyid.clone(), signature: bytes };
        let plain = envelope.line();
        if line.strip_suffix('\r') == Some(&plain) {
            return Err("ends in CR LF: the ends of lines were changed on the way, as some mail and version control programs do; \
                 take the file again, byte for byte"
                .to_owned());
        }
        if plain != line {
            return Err("was written otherwise: it has bytes that are no part of an envelope".to_owned());
        }
        Ok(envelope)
    }

    /// The SHA-256 of the line, which the next signature names.
    pub fn digest(&self) -> String {
        sha256(self.line().as_bytes())
    }
}

/// What serde says, without the place: a line of the file has its own number.
pub(super) fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Envelope, pre_authentication_encoding};
    use crate::integrity::SecretKey;

    #[test]
    fn the_encoding_is_that_of_the_protocol() {
        // The form of the protocol's own example, "DSSEv1 29 http://example.com/HelloWorld 11 hello world".
        assert_eq!(pre_authentication_encoding(b"{}"), b"DSSEv1 28 application/vnd.in-toto+json 2 {}");
    }

    #[test]
    fn changed_ends_of_lines_are_told() {
        let line = Envelope::sign(b"{}".to_vec(), &SecretKey::from_seed(&[3; 32])).line();
        let told = Envelope::parse(&format!("{line}\r")).unwrap_err();
        assert!(told.starts_with("ends in CR LF: the ends of lines were changed on the way"), "{told}");
        assert!(Envelope::parse(&format!("{line} ")).unwrap_err().starts_with("was written otherwise"));
    }

    #[test]
    fn no_byte_of_a_line_can_change() {
        let key = SecretKey::from_seed(&[3; 32]);
        let line = Envelope::sign(b"{\"a\":1}".to_vec(), &key).line();
        assert!(Envelope::parse(&line).unwrap().holds(&key.public()));
        for at in 0..line.len() {
            for bit in 0..7 {
                let mut bytes = line.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let read = std::str::from_utf8(&bytes).ok().and_then(|text| Envelope::parse(text).ok());
                let passes = read.is_some_and(|read| read.holds(&key.public()) && read.key == key.public().id());
                assert!(!passes, "byte {at}, bit {bit}");
            }
        }
    }
}
