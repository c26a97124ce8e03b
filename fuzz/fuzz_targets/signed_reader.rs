//! Bytes to everything that is signed, kept or trusted: signatures, archives, audit trails, keys, trust files, and what tests came to.
//! Nothing panics, and nothing holds that is not as it was written.

#![no_main]

use evqc::integrity::{Chain, Manifest, PublicKey, SecretKey, Trust, check_files, evidence, pack, schema_of, unpack};
use evqc::spec::SourceText;
use evqc::trail::{Head, Skimmed, Trail};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (chain, findings) = Chain::read("f", bytes);
    if findings.is_empty() {
        assert!(!chain.links().is_empty(), "no signature, and no finding");
        // Nobody is known.
        assert!(chain.links().iter().all(|link| link.verify(&Trust::default()).is_some()), "an unknown key counts");
    }
    match unpack("f", bytes) {
        Ok((entries, findings)) => {
            let again = pack(&entries);
            assert!(!findings.is_empty() || again.as_deref() == Ok(bytes), "an archive holds in other bytes");
            let _ = (Manifest::read(&entries), check_files(&entries));
        }
        Err(findings) => assert!(!findings.is_empty(), "an archive is refused without a word"),
    }
    let (trail, finding) = Trail::read("f", bytes);
    if finding.is_none() {
        assert!(!trail.entries.is_empty(), "no entry, and no finding");
        assert_eq!(trail.holds, bytes.len() as u64, "a trail holds in part, and no finding");
    }
    let skimmed = Skimmed::read("f", bytes.to_vec());
    assert_eq!(skimmed.is_ok(), finding.is_none(), "read in two ways, a trail holds in one: {finding:?}");
    let _ = (evidence(bytes), schema_of(bytes));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A passphrase is not tried: that takes as long as it is meant to.
        let _ = (SecretKey::from_pem(text, None), PublicKey::from_pem(text), Head::parse(text));
        let told = Trust::default().read(&SourceText::new("f.yaml", text));
        assert!(told.err().is_none_or(|findings| !findings.is_empty()), "a trust file is refused without a word");
    }
});
