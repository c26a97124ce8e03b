//! The techniques by which particles and molecules are measured, and what names of methods say of them.

/// A technique that a format of files belongs to, or that a name of a method can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Technique {
    /// Nanoparticle tracking.
    ParticleTracking,
    /// Dynamic light scattering.
    DynamicLightScattering,
    /// Electrophoretic light scattering.
    ElectrophoreticLightScattering,
    /// Flow cytometry, of single vesicles too.
    FlowCytometry,
    /// Resistive pulses, tunable or not.
    ResistivePulse,
    /// Light obscuration.
    LightObscuration,
    /// Beads with a colour code (Luminex).
    BeadAssay,
    /// Electrochemiluminescence.
    Electrochemiluminescence,
    /// Fluorometry.
    Fluorometry,
    /// Absorbance in the ultraviolet and visible.
    Absorbance,
}

/// The techniques, and the words by which names of methods mean them: lower case, with blanks between words.
const WORDS: &[(Technique, &[&str])] = &[
    (
        Technique::ParticleTracking,
        &[
            "nta",
            "fnta",
            "particle tracking",
            "nanoparticle tracking",
            "nanosight",
            "zetaview",
            "纳米颗粒跟踪",
            "纳米颗粒追踪",
            "颗粒示踪",
        ],
    ),
    (
        Technique::DynamicLightScattering,
        &["dls", "madls", "qels", "dynamic light scattering", "photon correlation", "动态光散射"],
    ),
    (Technique::ElectrophoreticLightScattering, &["els", "electrophoretic light scattering", "电泳光散射"]),
    (Technique::FlowCytometry, &["flow cytometry", "cytometry", "cytometer", "fcm", "nfcm", "nanofcm", "facs", "流式"]),
    (Technique::ResistivePulse, &["trps", "mrps", "rps", "resistive pulse", "电阻脉冲"]),
    (Technique::LightObscuration, &["light obscuration", "hiac", "光阻"]),
    (Technique::BeadAssay, &["luminex", "xmap", "bead assay", "bead panel"]),
    (Technique::Electrochemiluminescence, &["msd", "meso scale", "electrochemiluminescence", "电化学发光"]),
    (Technique::Fluorometry, &["fluorometry", "fluorimetry", "fluorometric", "qubit"]),
    (Technique::Absorbance, &["uv", "a280", "a260", "absorbance", "spectrophotometry", "nanodrop"]),
];

impl Technique {
    /// The technique in words.
    pub fn as_str(self) -> &'static str {
        match self {
            Technique::ParticleTracking => "nanoparticle tracking",
            Technique::DynamicLightScattering => "dynamic light scattering",
            Technique::ElectrophoreticLightScattering => "electrophoretic light scattering",
            Technique::FlowCytometry => "flow cytometry",
            Technique::ResistivePulse => "resistive pulse sensing",
            Technique::LightObscuration => "light obscuration",
            Technique::BeadAssay => "a bead assay",
            Technique::Electrochemiluminescence => "electrochemiluminescence",
            Technique::Fluorometry => "fluorometry",
            Technique::Absorbance => "absorbance",
        }
    }

    /// The one technique that the name of a method says; `None` for a name that says none, or several: laboratories call their
    /// methods as they like.
    pub fn of(method: &str) -> Option<Technique> {
        let apart = |letter: char| if letter.is_alphanumeric() { letter } else { ' ' };
        let lower: String = method.to_lowercase().chars().map(apart).collect();
        let words = format!(" {} ", lower.split_whitespace().collect::<Vec<_>>().join(" "));
        // Chinese has no blanks between its words.
        let says =
            |word: &&str| words.contains(&if word.is_ascii() { format!(" {word} ") } else { (*word).to_owned() });
        let mut said = WORDS.iter().filter(|(_, names)| names.iter().any(&says));
        let first = said.next()?;
        said.next().is_none().then_some(first.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_one_technique_or_none() {
        for (method, technique) in [
            ("NTA", Some(Technique::ParticleTracking)),
            ("F-NTA (NanoSight NS300)", Some(Technique::ParticleTracking)),
            ("nanoparticle tracking analysis", Some(Technique::ParticleTracking)),
            ("Nanoparticle Tracking Analysis (NTA)", Some(Technique::ParticleTracking)),
            ("particle tracking", Some(Technique::ParticleTracking)),
            ("纳米颗粒跟踪分析", Some(Technique::ParticleTracking)),
            ("nano-flow cytometry", Some(Technique::FlowCytometry)),
            ("流式细胞术", Some(Technique::FlowCytometry)),
            ("DLS", Some(Technique::DynamicLightScattering)),
            ("UV/Vis", Some(Technique::Absorbance)),
            ("NTA or DLS", None),
            ("SOP-12 size", None),
            ("BCA", None),
            ("western blot", None),
            ("contact angle", None),
            ("", None),
        ] {
            assert_eq!(Technique::of(method), technique, "{method}");
        }
    }
}
