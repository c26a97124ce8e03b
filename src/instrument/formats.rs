//! Every format, and how a file finds its own.

use super::codes;
use super::content::Content;
use super::record::Recording;
use super::technique::Technique;
use super::{
    coa, envision, fcs, gen5, hiac, intelliflex, known, magellan, mars, msd, nanodrop, nanosight, qubit, softmax,
    stunner, table, temperature_logger, xponent, zetasizer, zetaview,
};
use crate::finding::{Finding, did_you_mean};

/// A format of instrument files.
#[derive(Debug)]
pub struct Format {
    /// Name on the command line and in reports, kebab case.
    pub name: &'static str,
    /// What writes it, for people.
    pub title: &'static str,
    /// What files of this format have and no others, in a few words; printed when no format fits.
    pub sign: &'static str,
    /// The techniques whose files these are; none where software writes the results of many, as that of a plate reader.
    pub techniques: &'static [Technique],
    /// Whether it was written from descriptions, without a real file to compare with.
    pub experimental: bool,
    /// Whether the content is of this format. Cheap, and true for one format at most.
    pub recognise: fn(&Content<'_>) -> bool,
    /// Reads a file of this format.
    ///
    /// # Errors
    /// What keeps the file from being read, each with its place: never empty, and at least one is an error.
    pub read: for<'b> fn(&Content<'b>) -> Result<Recording<'b>, Vec<Finding>>,
}

/// Name of the format of plain tables, which is tried last. In `evqc check` a table is read as results, with its lots.
pub const TABLE: &str = "table";

/// Every format, in the order in which they are tried: the strictest signs first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "nanosight",
        title: "NanoSight NTA summary",
        sign: "first line `NTA Experiment Summary File` or `NTA Single Analysis Summary File`",
        techniques: &[Technique::ParticleTracking],
        experimental: false,
        recognise: nanosight::recognise,
        read: nanosight::read,
    },
    Format {
        name: "nanosight-particles",
        title: "NanoSight NTA particle data",
        sign: "first line `Particle ID, Size/nm, ...`",
        techniques: &[Technique::ParticleTracking],
        experimental: true,
        recognise: nanosight::recognise_particles,
        read: nanosight::read_particles,
    },
    Format {
        name: "nanosight-bins",
        title: "bins of a NanoSight NTA summary",
        sign: "header `particle_size,<capture>,...` over bins",
        techniques: &[Technique::ParticleTracking],
        experimental: false,
        recognise: nanosight::recognise_stripped,
        read: nanosight::read_stripped,
    },
    Format {
        name: "zetaview-size",
        title: "ZetaView size distribution",
        sign: "lines `Key:<tab>value` and a line `Size Distribution`",
        techniques: &[Technique::ParticleTracking],
        experimental: false,
        recognise: zetaview::recognise_size,
        read: zetaview::read_size,
    },
    Format {
        name: "zetaview-positions",
        title: "ZetaView table of positions",
        sign: "header `Use<tab>Position<tab>Mean Int.`",
        techniques: &[Technique::ParticleTracking],
        experimental: true,
        recognise: zetaview::recognise_positions,
        read: zetaview::read_positions,
    },
    Format {
        name: "zetaview-profile",
        title: "ZetaView zeta potential profile",
        sign: "lines `Key:<tab>value` and a line `ZP Profile:`",
        techniques: &[Technique::ParticleTracking, Technique::ElectrophoreticLightScattering],
        experimental: true,
        recognise: zetaview::recognise_profile,
        read: zetaview::read_profile,
    },
    Format {
        name: "fcs",
        title: "flow cytometry, FCS 2.0 to 3.2 and LMD",
        sign: "begins with FCS and a version",
        // Bead panels for the markers of vesicles are read on cytometers.
        techniques: &[Technique::FlowCytometry, Technique::BeadAssay],
        experimental: false,
        recognise: fcs::recognise,
        read: fcs::read,
    },
    Format {
        name: "zetasizer",
        title: "Zetasizer, text export",
        sign: "tabs, first cell `Record` or `Type`, columns such as `Z-Average (d.nm)`",
        techniques: &[Technique::DynamicLightScattering, Technique::ElectrophoreticLightScattering],
        experimental: false,
        recognise: zetasizer::recognise,
        read: zetasizer::read,
    },
    Format {
        name: "luminex-xponent",
        title: "Luminex xPONENT, CSV",
        sign: "first row `Program,xPONENT`",
        techniques: &[Technique::BeadAssay, Technique::FlowCytometry],
        experimental: false,
        recognise: xponent::recognise,
        read: xponent::read,
    },
    Format {
        name: "luminex-intelliflex",
        title: "Luminex INTELLIFLEX, CSV",
        sign: "first row `INSTRUMENT TYPE,SERIAL NUMBER,SOFTWARE VERSION,...`",
        techniques: &[Technique::BeadAssay, Technique::FlowCytometry],
        experimental: false,
        recognise: intelliflex::recognise,
        read: intelliflex::read,
    },
    Format {
        name: "msd-workbench",
        title: "MSD Discovery Workbench, CSV",
        sign: "columns `Sample`, `Assay`, `Well`, `Detection Range`, `Signal`",
        techniques: &[Technique::Electrochemiluminescence],
        experimental: false,
        recognise: msd::recognise,
        read: msd::read,
    },
    Format {
        name: "qubit",
        title: "Qubit fluorometer, CSV",
        sign: "columns `Qubit tube conc.` and `Original sample conc.`, or `Specimen Type` and `Reading`",
        techniques: &[Technique::Fluorometry],
        experimental: false,
        recognise: qubit::recognise,
        read: qubit::read,
    },
    Format {
        name: "nanodrop",
        title: "NanoDrop spectrophotometer, text",
        sign: "tabs, columns `Sample ID`, `conc.`, `units`, `260/280`",
        techniques: &[Technique::Absorbance],
        experimental: false,
        recognise: nanodrop::recognise,
        read: nanodrop::read,
    },
    Format {
        name: "softmax-pro",
        title: "SoftMax Pro plate export (Molecular Devices)",
        sign: "a first line that begins with ##BLOCKS=",
        techniques: &[],
        experimental: false,
        recognise: softmax::recognise,
        read: softmax::read,
    },
    Format {
        name: "gen5",
        title: "Gen5 plate export (BioTek, Agilent)",
        sign: "tabs, Software Version in the first line and Plate Number below it",
        techniques: &[],
        experimental: false,
        recognise: gen5::recognise,
        read: gen5::read,
    },
    Format {
        name: "bmg-mars",
        title: "MARS plate export (BMG Labtech)",
        sign: "User:, Path: and Test run no.: in the first line",
        techniques: &[],
        experimental: false,
        recognise: mars::recognise,
        read: mars::read,
    },
    Format {
        name: "envision",
        title: "EnVision plate export (PerkinElmer)",
        sign: "Plate information in the first line, and Plate,Repeat,Barcode below it",
        techniques: &[],
        experimental: false,
        recognise: envision::recognise,
        read: envision::read,
    },
    Format {
        name: "zetasizer-zmes",
        title: "ZS XPLORER, .zmes",
        sign: "SQLite 3 with the table `StandardRecords`",
        techniques: &[Technique::DynamicLightScattering, Technique::ElectrophoreticLightScattering],
        experimental: false,
        recognise: known::is_zmes,
        read: known::zmes,
    },
    Format {
        name: "ole",
        title: "Zetasizer .dts, or .xls",
        sign: "OLE compound file",
        techniques: &[],
        experimental: false,
        recognise: known::is_ole,
        read: known::ole,
    },
    Format {
        name: "hdf5",
        title: "Spectradyne nCS1 and ARC, .h5",
        sign: "HDF5",
        techniques: &[],
        experimental: false,
        recognise: known::is_hdf5,
        read: known::hdf5,
    },
    Format {
        name: "pdf",
        title: "PDF",
        sign: "first bytes `%PDF-`",
        techniques: &[],
        experimental: false,
        recognise: known::is_pdf,
        read: known::pdf,
    },
    Format {
        name: "cytometry-workspace",
        title: "FlowJo .wsp, FACSDiva .xml",
        sign: "XML with `flowJoVersion` or `<bdfacs`",
        techniques: &[],
        experimental: false,
        recognise: known::is_workspace,
        read: known::workspace,
    },
    Format {
        name: "coa-json",
        title: "certificate of analysis, JSON",
        sign: "JSON with `Certificate`, `Analysis`, `Inspections`",
        techniques: &[],
        experimental: false,
        recognise: coa::recognise,
        read: coa::read,
    },
    Format {
        name: "hiac",
        title: "HIAC PharmSpec, XLSX report",
        sign: "an XLSX sheet titled `HIAC PharmSpec ... Report`",
        techniques: &[Technique::LightObscuration],
        experimental: false,
        recognise: hiac::recognise,
        read: hiac::read,
    },
    Format {
        name: "magellan",
        title: "Tecan Magellan, XLSX",
        sign: "an XLSX sheet with the column `Well positions`",
        techniques: &[],
        experimental: false,
        recognise: magellan::recognise,
        read: magellan::read,
    },
    Format {
        name: "stunner",
        title: "Stunner, XLSX report",
        sign: "an XLSX sheet with the columns `Plate ID`, `Plate Position` and `Sample name`",
        techniques: &[Technique::Absorbance, Technique::DynamicLightScattering],
        experimental: false,
        recognise: stunner::recognise,
        read: stunner::read,
    },
    Format {
        name: "fridge-tag",
        title: "Berlinger Fridge-tag, text export",
        sign: "a first line `Device: Fridge-tag` or `Device: Q-tag`",
        techniques: &[],
        experimental: false,
        recognise: known::is_fridge_tag,
        read: known::fridge_tag,
    },
    Format {
        name: "temperature-logger",
        title: "temperature logger, CSV of any make",
        sign: "a header with a time and a temperature over rows that begin with a day",
        techniques: &[],
        experimental: true,
        recognise: temperature_logger::recognise,
        read: temperature_logger::read,
    },
    Format {
        name: TABLE,
        title: "table of any origin, CSV or XLSX",
        sign: "a header of two or more labels, and rows of the same width with numbers",
        techniques: &[],
        experimental: false,
        recognise: table::recognise,
        read: table::read,
    },
];

/// The format of this name.
///
/// # Errors
/// A finding that lists the names, with the one that was probably meant.
pub fn by_name(name: &str) -> Result<&'static Format, Finding> {
    FORMATS.iter().find(|format| format.name == name).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        let finding = Finding::new(&codes::FORMAT_NOT_RECOGNISED, format!("there is no format \"{name}\""));
        finding.help(match did_you_mean(name, names.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("formats: {}", names.join(", ")),
        })
    })
}

/// The techniques whose files a format holds; none where that is not known.
pub fn techniques(format: &str) -> &'static [Technique] {
    FORMATS.iter().find(|known| known.name == format).map_or(&[], |known| known.techniques)
}

/// The format of the content.
///
/// # Errors
/// That the file is empty, or that no format fits and what was looked for.
pub fn recognise(content: &Content<'_>) -> Result<&'static Format, Finding> {
    not_empty(content)?;
    FORMATS.iter().find(|format| (format.recognise)(content)).ok_or_else(|| {
        if content.text().is_none() {
            return Finding::new(&codes::FORMAT_NOT_RECOGNISED, "the file is binary, and of no format that evqc knows")
                .at(content.place(0, 0), 1)
                .help("binary files that are read: XLSX, FCS, Zetasizer .zmes; export others as CSV, XLSX or text");
        }
        let tried: Vec<String> = FORMATS.iter().map(|format| format!("{} ({})", format.name, format.sign)).collect();
        Finding::new(&codes::FORMAT_NOT_RECOGNISED, "the file is of no instrument format that evqc knows")
            .at(content.place(0, 0), 1)
            .help(format!("looked for: {}", tried.join("; ")))
    })
}

fn not_empty(content: &Content<'_>) -> Result<(), Finding> {
    if content.bytes.is_empty() {
        return Err(Finding::new(&codes::FILE_EMPTY, "the file is empty").at(content.place(0, 0), 1));
    }
    Ok(())
}

/// Recognises and reads a file, or reads it as the format that was asked for.
///
/// # Errors
/// What keeps the file from being read: never empty.
pub fn read<'b>(content: &Content<'b>, forced: Option<&'static Format>) -> Result<Recording<'b>, Vec<Finding>> {
    let format = match forced {
        Some(format) => not_empty(content).map(|()| format).map_err(|finding| vec![finding])?,
        None => recognise(content).map_err(|finding| vec![finding])?,
    };
    let mut recording = (format.read)(content)?;
    if format.experimental {
        let message = format!("the reader of {} was written from descriptions, not from real files", format.title);
        recording.findings.push(Finding::new(&codes::FORMAT_EXPERIMENTAL, message).at(content.place(0, 0), 1));
    }
    Ok(recording)
}
