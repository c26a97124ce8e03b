//! Small instrument files, written as a test wants them.

/// A capture of an NTA summary.
#[derive(Clone)]
pub struct Capture {
    name: String,
    concentration: &'static str,
    particles_per_frame: &'static str,
    /// Particles/mL in bins of 10 nm from 0 on.
    bins: Vec<u64>,
    /// D10, D50 and D90 as stated.
    stated: Option<[&'static str; 3]>,
    warning: &'static str,
}

/// 2e10, 6e10 and 2e10 particles/mL from 80 to 110 nm: by number the cumulative share is 0.2 at 90 and 0.8 at 100 nm.
pub fn capture(name: &str) -> Capture {
    let mut bins = vec![0; 20];
    bins[8..11].copy_from_slice(&[20_000_000_000, 60_000_000_000, 20_000_000_000]);
    let (concentration, particles_per_frame, warning) = ("1.00e+011", "50.0", "OK");
    Capture { name: name.to_owned(), concentration, particles_per_frame, bins, stated: None, warning }
}

impl Capture {
    /// The stated concentration, to which the bins sum up; what is no number leaves them as they are.
    pub fn concentration(mut self, concentration: &'static str) -> Capture {
        if let Ok(wanted) = concentration.parse::<f64>() {
            let sum: u64 = self.bins.iter().sum();
            self.bins.iter_mut().for_each(|bin| *bin = (*bin as f64 * wanted / sum as f64).round() as u64);
        }
        Capture { concentration, ..self }
    }

    pub fn particles_per_frame(self, particles_per_frame: &'static str) -> Capture {
        Capture { particles_per_frame, ..self }
    }

    pub fn stated(self, d10_d50_d90: [&'static str; 3]) -> Capture {
        Capture { stated: Some(d10_d50_d90), ..self }
    }

    pub fn warning(self, warning: &'static str) -> Capture {
        Capture { warning, ..self }
    }

    /// All particles in one bin of 10 nm: its D50 is the middle of the bin.
    pub fn only_bin(mut self, bin: usize) -> Capture {
        self.bins = vec![0; 20];
        self.bins[bin] = 100_000_000_000;
        self
    }

    /// As the instrument writes a capture that failed.
    pub fn failed(self) -> Capture {
        Capture { bins: vec![0; 20], concentration: "0.00e+000", ..self }
    }
}

/// A summary of NTA 3.2; `dilution` is the cell of the factor, `None` leaves the row out.
pub fn nta(captures: &[Capture], dilution: Option<&str>) -> String {
    let mut text = "NTA Experiment Summary File\nCreated with NTA 3.2 Dev Build 3.2.16\n\n[Experiment Details]\n\
                    Time Captured,10:00:00  14/10/2026\n"
        .to_owned();
    let mut row = |label: &str, cell: &dyn Fn(&Capture) -> String| {
        let cells: Vec<String> = captures.iter().map(cell).collect();
        text.push_str(&format!("{label},{}\n", cells.join(",")));
    };
    row("Filename:", &|capture| capture.name.clone());
    row("[Results]", &|_| String::new());
    if let Some(dilution) = dilution {
        row("Dilution factor (concentrations adjusted for this factor)", &|_| dilution.to_owned());
    }
    row("Concentration (Particles / ml)", &|capture| capture.concentration.to_owned());
    row("Particles per frame", &|capture| capture.particles_per_frame.to_owned());
    row("[Concentration Warnings]", &|_| String::new());
    row("Completed Tracks", &|capture| capture.warning.to_owned());
    row("[Data Included]", &|_| String::new());
    row("[Size Data]", &|_| String::new());
    row("Weighting", &|_| "Number".to_owned());
    row("Filename", &|capture| capture.name.clone());
    for (index, label) in ["D10", "D50", "D90"].into_iter().enumerate() {
        if captures.iter().all(|capture| capture.stated.is_some()) {
            row(label, &|capture| capture.stated.unwrap()[index].to_owned());
        }
    }
    row("Valid Tracks", &|_| "2000".to_owned());
    row("Graph Data", &|_| String::new());
    row("Bin centre (nm)", &|_| "Concentration (particles / ml)".to_owned());
    for bin in 0..20 {
        row(&format!("{}.0", 10 * bin + 5), &|capture| capture.bins[bin].to_string());
    }
    text
}

/// A summary of one capture that records a dilution of 1000.
pub fn one(name: &str) -> String {
    nta(&[capture(name)], Some("1.00e+003"))
}

/// An FCS 3.1 file of floats: SSC-A, FITC-A, PE-A; `extra` are further keywords.
pub fn fcs(events: &[[f32; 3]], extra: &[(&str, &str)]) -> Vec<u8> {
    fcs_of(["SSC-A", "FITC-A", "PE-A"], events, extra)
}

pub fn fcs_of(channels: [&str; 3], events: &[[f32; 3]], extra: &[(&str, &str)]) -> Vec<u8> {
    const DATA: usize = 2048;
    let data: Vec<u8> = events.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    let end = DATA + data.len().max(1) - 1;
    let mut text = format!(
        "/$BEGINDATA/{DATA}/$ENDDATA/{end}/$PAR/3/$DATATYPE/F/$BYTEORD/1,2,3,4/$MODE/L/$NEXTDATA/0/$TOT/{}/",
        events.len()
    );
    for (index, channel) in (1..).zip(channels) {
        text.push_str(&format!("$P{index}N/{channel}/$P{index}B/32/$P{index}R/262144/$P{index}E/0,0/"));
    }
    extra.iter().for_each(|(name, value)| text.push_str(&format!("{name}/{value}/")));
    let header = format!("FCS3.1    {:>8}{:>8}{DATA:>8}{end:>8}       0       0", 58, 57 + text.len());
    let mut bytes = [header.as_bytes(), text.as_bytes()].concat();
    assert!(bytes.len() <= DATA);
    bytes.resize(DATA, b' ');
    bytes.extend_from_slice(&data);
    bytes
}

/// A specification of these tests.
pub fn spec(tests: &str) -> String {
    format!("evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n{tests}")
}

/// A test of the concentration with further keys.
pub fn concentration(more: &str) -> String {
    spec(&format!(
        "  conc: {{name: Particles, category: quantity, from: concentration, result: mean of 1, accept: \">= 5e10 \
         particles/mL\"{more}}}\n"
    ))
}
