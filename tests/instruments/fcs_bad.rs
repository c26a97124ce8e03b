//! FCS files that are broken: a clear finding each, no panic, no memory beyond the file.

use super::expected;
use evqc::finding::Finding;
use evqc::instrument::{self, Content, Recording};
use std::sync::Arc;

/// A small file that is written as a test wants it.
struct File {
    version: &'static str,
    keywords: Vec<(String, String)>,
    data: Vec<u8>,
    /// DATA in the HEADER and in TEXT, when not where it is.
    header_data: Option<(usize, usize)>,
    text_data: Option<(usize, usize)>,
}

impl File {
    /// Three events of two channels, 32-bit floats, least significant byte first.
    fn floats() -> File {
        let keywords = [
            ("$PAR", "2"),
            ("$DATATYPE", "F"),
            ("$BYTEORD", "1,2,3,4"),
            ("$MODE", "L"),
            ("$NEXTDATA", "0"),
            ("$TOT", "3"),
            ("$P1N", "SSC-A"),
            ("$P1B", "32"),
            ("$P1R", "262144"),
            ("$P1E", "0,0"),
            ("$P2N", "FITC-A"),
            ("$P2B", "32"),
            ("$P2R", "262144"),
            ("$P2E", "0,0"),
        ];
        let data = [1.0_f32, 100.0, 2.0, 200.0, 3.0, 300.0].iter().flat_map(|value| value.to_le_bytes()).collect();
        File {
            version: "FCS3.1",
            keywords: keywords.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            data,
            header_data: None,
            text_data: None,
        }
    }

    fn with(mut self, name: &str, value: &str) -> File {
        self.keywords.retain(|(known, _)| known != name);
        self.keywords.push((name.to_owned(), value.to_owned()));
        self
    }

    fn without(mut self, name: &str) -> File {
        self.keywords.retain(|(known, _)| known != name);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        const DATA: usize = 2048;
        let span = (DATA, DATA + self.data.len().max(1) - 1);
        let (header, text) = (self.header_data.unwrap_or(span), self.text_data.unwrap_or(span));
        let mut all: String = format!("/$BEGINDATA/{}/$ENDDATA/{}/", text.0, text.1);
        for (name, value) in &self.keywords {
            all.push_str(&format!("{name}/{}/", value.replace('/', "//")));
        }
        let mut bytes =
            format!("{}    {:>8}{:>8}{:>8}{:>8}       0       0", self.version, 58, 57 + all.len(), header.0, header.1)
                .into_bytes();
        bytes.extend_from_slice(all.as_bytes());
        assert!(bytes.len() <= DATA);
        bytes.resize(DATA, b' ');
        bytes.extend_from_slice(&self.data);
        bytes
    }
}

fn read<R>(bytes: &[u8], look: impl FnOnce(Result<Recording<'_>, Vec<Finding>>) -> R) -> R {
    let content = Content::new(&Arc::from("a.fcs"), bytes);
    look(instrument::read(&content, None))
}

/// All messages that keep a file from being read.
fn refusal(bytes: &[u8]) -> String {
    read(bytes, |recording| {
        let findings = recording.expect_err("the file is refused");
        assert!(findings.iter().all(|finding| finding.place.is_some()));
        let texts: Vec<String> =
            findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message)).collect();
        texts.join("\n")
    })
}

/// The findings about a file that is read.
fn remarks(bytes: &[u8]) -> String {
    read(bytes, |recording| {
        let recording = recording.expect("the file is read");
        let texts: Vec<String> =
            recording.findings.iter().map(|finding| format!("{}: {}", finding.code.name, finding.message)).collect();
        texts.join("\n")
    })
}

#[test]
fn the_small_file_is_sound() {
    read(&File::floats().bytes(), |recording| {
        let recording = recording.unwrap();
        assert_eq!(recording.detected, "FCS3.1, little endian, 32-bit floats");
        let events = recording.runs[0].events.as_ref().unwrap();
        let mut values = [0.0; 3];
        assert_eq!(events.raw(1, 0, &mut values), 3);
        assert_eq!(values, [100.0, 200.0, 300.0]);
        assert_eq!(recording.findings.len(), 1, "{:?}", recording.findings);
    });
}

/// Cut at every byte: read only where nothing is missing, and refused with the segment that is cut.
#[test]
fn cut_short_anywhere() {
    let whole = File::floats().bytes();
    for length in 6..whole.len() {
        let message = refusal(&whole[..length]);
        let segment = match length {
            ..58 => "the file ends in its HEADER",
            58..2048 if message.contains("TEXT goes from byte 58") => "the file has only",
            _ => "DATA goes from byte 2048 to byte 2071, but the file has only",
        };
        assert!(message.contains(segment), "cut at {length}: {message}");
    }
    assert!(refusal(&whole[..5]).contains("format-not-recognised"));
    assert!(refusal(&[]).contains("instrument-file-empty"));
}

#[test]
fn offsets_past_the_end_and_backwards() {
    let mut file = File::floats();
    file.header_data = Some((99_999, 100_022));
    file.text_data = Some((99_999, 100_022));
    assert_eq!(
        refusal(&file.bytes()),
        "instrument-file-damaged: DATA goes from byte 99999 to byte 100022, but the file has only 2072 bytes there: it is cut short"
    );
    file.header_data = Some((2071, 2048));
    file.text_data = Some((2071, 2048));
    assert!(
        refusal(&file.bytes()).contains(
            "$TOT claims 3 events of 8 bytes, 24 in all, but TEXT places DATA at bytes 2071 to 2048, 0 in all"
        )
    );
    file.text_data = Some((usize::MAX - 1, usize::MAX));
    assert!(refusal(&file.bytes()).contains("$TOT claims 3 events"));
    let mut text = File::floats().bytes();
    text[10..26].copy_from_slice(b"      58   99999");
    assert!(refusal(&text).contains("TEXT goes from byte 58 to byte 99999, but the file has only 2072 bytes there"));
    text[10..26].copy_from_slice(b"     100      58");
    assert!(refusal(&text).contains("TEXT ends at byte 58, before it begins at byte 100"));
    text[10..26].copy_from_slice(b"       0       0");
    assert!(refusal(&text).contains("the HEADER does not say where TEXT is"));
    text[10..26].copy_from_slice(b"      -1      5x");
    assert!(refusal(&text).contains("the HEADER places TEXT at something that is no number"));
}

#[test]
fn either_pair_of_offsets_may_be_wrong_or_blank() {
    let mut file = File::floats();
    file.text_data = Some((2040, 2071));
    assert!(remarks(&file.bytes()).contains("TEXT at 2040 to 2071; that of the HEADER fits the number of events"));
    file.text_data = None;
    file.header_data = Some((0, 0));
    assert!(!remarks(&file.bytes()).contains("offsets-disagree"));
    let mut blank = File::floats().bytes();
    blank[26..58].fill(b' ');
    assert!(!remarks(&blank).contains("offsets-disagree"));
    let mut behind = File::floats();
    behind.header_data = Some((2048, 2072));
    behind.text_data = Some((2048, 2072));
    assert!(!remarks(&behind.bytes()).contains("damaged"));
}

#[test]
fn the_other_order_of_bytes() {
    let message = refusal(&File::floats().with("$BYTEORD", "4,3,2,1").bytes());
    assert_eq!(
        message,
        "instrument-file-damaged: $BYTEORD says that the most significant byte comes first, but in this order 6 of 6 values \
         looked at make no sense, and in the other 0: the data are not in the order that the file states"
    );
    assert!(
        refusal(&File::floats().with("$BYTEORD", "1,3,2,4").bytes())
            .contains("\"1,3,2,4\", which is no order of bytes")
    );
    assert!(
        refusal(&File::floats().with("$BYTEORD", "3,4,1,2").bytes()).contains("format-not-read: $BYTEORD is 3,4,1,2")
    );
}

#[test]
fn no_event() {
    let mut file = File::floats().with("$TOT", "0");
    file.data.clear();
    read(&file.bytes(), |recording| {
        let recording = recording.unwrap();
        assert_eq!(recording.runs[0].failed.as_deref(), Some("the data set holds no event"));
        assert!(recording.findings.iter().any(|finding| finding.code.name == "measurement-failed"));
    });
}

#[test]
fn more_events_than_there_are() {
    let message = refusal(&File::floats().with("$TOT", "4294967296").bytes());
    assert_eq!(
        message,
        "instrument-file-damaged: $TOT claims 4294967296 events of 8 bytes, 34359738368 in all, but TEXT places DATA at bytes \
         2048 to 2071, 24 in all and the HEADER places DATA at bytes 2048 to 2071, 24 in all"
    );
    assert!(refusal(&File::floats().with("$TOT", "18446744073709551615").bytes()).contains("more than any file holds"));
    assert!(
        refusal(&File::floats().with("$TOT", "three").bytes())
            .contains("$TOT is \"three\" where a whole number is due")
    );
    let mut claims = File::floats().with("$TOT", "4294967296");
    claims.text_data = Some((2048, 2047 + (8 << 32)));
    assert!(
        refusal(&claims.bytes()).contains("DATA goes from byte 2048 to byte 34359740415, but the file has only 2072")
    );
}

#[test]
fn forms_that_are_odd_or_missing() {
    for (keyword, value, part) in [
        ("$DATATYPE", "A", "format-not-read: $DATATYPE is A: events written as text are not read"),
        ("$DATATYPE", "X", "$DATATYPE is \"X\", which is none of I, F and D"),
        ("$DATATYPE", "D", "$P1B is 32 where the data are numbers of 64 bits"),
        ("$MODE", "C", "format-not-read: $MODE is \"C\""),
        ("$P1B", "10", "$P1B is 10 where the data are numbers of 32 bits"),
        ("$P1B", "-8", "$P1B is \"-8\" where a whole number is due"),
        ("$PAR", "0", "$PAR is 0: the file has no channel"),
        ("$PAR", "4000000000", "$P3B is missing"),
        ("$NEXTDATA", "5000", "$NEXTDATA places another data set at byte 5000, but the file has only 2072 bytes"),
        ("$NEXTDATA", "2060", "$NEXTDATA places another data set at byte 2060, but none begins there"),
        ("$NEXTDATA", "1", "$NEXTDATA places another data set at byte 1, but none begins there"),
    ] {
        let message = refusal(&File::floats().with(keyword, value).bytes());
        assert!(message.contains(part), "{keyword}={value}: {message}");
    }
    assert!(
        refusal(&File::floats().with("$DATATYPE", "I").with("$P1B", "10").bytes()).contains("do not fill whole bytes")
    );
    let several = refusal(&File::floats().without("$BYTEORD").without("$DATATYPE").without("$P2B").bytes());
    assert_eq!(several.lines().count(), 3, "{several}");
}

#[test]
fn a_spillover_matrix_of_other_channels() {
    let file = File::floats().with("SPILL", "2,FITC-A,PE-A,1,0.1,0,1");
    assert_eq!(
        remarks(&file.bytes()).lines().next(),
        Some("spillover-not-usable: SPILL names 1 of 2 channels that the file does not have: PE-A")
    );
    assert!(remarks(&File::floats().with("$SPILLOVER", "2,FITC-A").bytes()).contains("$SPILLOVER is no matrix"));
}

#[test]
fn files_that_were_joined() {
    let one = File::floats().bytes();
    let twice: Vec<u8> = one.iter().chain(&one).copied().collect();
    assert_eq!(
        refusal(&twice),
        "instrument-file-damaged: another FCS file begins at byte 2072, which no $NEXTDATA leads to: files were joined"
    );
    let table: Vec<u8> = one.iter().chain(b"lot,test,value\nA,size,120\n".iter()).copied().collect();
    assert!(remarks(&table).contains("own-tables-disagree: 26 bytes after byte 2072 belong to no segment"));
    let checksum: Vec<u8> = one.iter().chain(b"00037047".iter()).copied().collect();
    assert!(!remarks(&checksum).contains("own-tables-disagree"));
}

#[test]
fn several_data_sets_are_several_runs() {
    let mut first = File::floats().with("$NEXTDATA", "2072").bytes();
    first.extend(File::floats().with("$TOT", "2").bytes_with_data(&[0; 16]));
    read(&first, |recording| {
        let recording = recording.unwrap();
        let runs: Vec<(&str, usize)> =
            recording.runs.iter().map(|run| (run.name.as_str(), run.events.as_ref().unwrap().len())).collect();
        assert_eq!(runs, [("data set 1", 3), ("data set 2", 2)]);
    });
}

impl File {
    fn bytes_with_data(mut self, data: &[u8]) -> Vec<u8> {
        self.data = data.to_vec();
        self.bytes()
    }
}

#[test]
fn a_volume_in_the_wrong_unit_is_not_used() {
    let volume = |text: &str| {
        read(&File::floats().with("$VOL", text).bytes(), |recording| {
            let recording = recording.unwrap();
            let doubtful = recording.findings.iter().any(|finding| finding.code.name == "volume-unit-doubtful");
            let volume = recording.runs[0].value("volume").unwrap().clone();
            (volume.no_number.is_some(), doubtful)
        })
    };
    assert_eq!(volume("         36.6"), (true, true));
    assert_eq!(volume("17976.5"), (false, false));
    assert_eq!(volume("unknown"), (true, false));
    assert_eq!(volume("0"), (true, false));
}

#[test]
fn nanofcm_is_experimental() {
    let file = File::floats().with("$CYT", "Flow NanoAnalyzer");
    assert!(remarks(&file.bytes()).contains("format-experimental: the file is of a NanoFCM instrument"));
}

/// What a damaged byte anywhere in a real file does: a finding or other values, never a panic.
#[test]
fn any_byte_changed() {
    let whole = File::floats().with("SPILL", "1,FITC-A,1").with("$VOL", "1000").bytes();
    for at in 0..whole.len() {
        for byte in [0, b' ', b'/', b'9', 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            read(&bytes, |recording| drop(recording));
        }
    }
}

#[test]
fn real_files_cut_short() {
    let Some(folder) = super::folder().map(|folder| folder.join("fcs")) else { return };
    for (file, _) in
        expected(&folder)["files"].as_object().unwrap().iter().filter(|(file, _)| !file.contains("corrupted"))
    {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        for parts in 0..40 {
            let length = bytes.len() * parts / 40;
            let refused = read(&bytes[..length], |recording| recording.is_err());
            // Only what is beyond DATA may be missing: an archive or a second, foreign part.
            assert!(refused || file == "cyflow_cube_8.fcs", "{file} cut at {length} of {}", bytes.len());
        }
    }
}
