//! What the rows of a summary are, by section.

/// What a row holds for each capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A number in this unit.
    Number(&'static str),
    /// A word.
    Words,
    /// A judgement of the instrument: all but a few words are warnings.
    Check,
    /// The dilution factor.
    Dilution,
}

use Holds::{Check, Dilution, Number, Words};

/// Section, label as printed, name in evqc, what it holds. Labels repeat between sections.
const LABELS: [(&str, &str, &str, Holds); 44] = [
    ("[Experiment Details]", "Processed", "processed", Words),
    ("[Conditions]", "Temperature/C", "temperature", Number("°C")),
    ("[Conditions]", "Viscosity/cP", "viscosity", Number("cP")),
    ("[Conditions]", "Camera Type", "camera_type", Words),
    ("[Conditions]", "Laser Type", "laser_type", Words),
    ("[Conditions]", "Camera Level", "camera_level", Number("")),
    ("[Conditions]", "Slider Shutter", "slider_shutter", Number("")),
    ("[Conditions]", "Slider Gain", "slider_gain", Number("")),
    ("[Conditions]", "Shutter/ms", "shutter", Number("ms")),
    ("[Conditions]", "Camera Histogram Upper Limit", "camera_histogram_upper_limit", Number("")),
    ("[Conditions]", "Camera Histogram Lower Limit", "camera_histogram_lower_limit", Number("")),
    ("[Conditions]", "Frame rate/fps", "frame_rate", Number("fps")),
    ("[Conditions]", "Syringe Pump Speed/AU", "syringe_pump_speed", Number("AU")),
    ("[Settings]", "Detection Threshold", "detection_threshold", Number("")),
    ("[Settings]", "Max Jump Mode", "max_jump_mode", Words),
    ("[Settings]", "Max Jump Distance", "max_jump_distance", Number("")),
    ("[Settings]", "Blur", "blur", Words),
    ("[Settings]", "Min Track Length", "min_track_length", Words),
    ("[Settings]", "First frame", "first_frame", Number("")),
    ("[Settings]", "Total frames analysed", "total_frames_analysed", Number("")),
    ("[Results]", "Dilution factor (concentrations adjusted for this factor)", "dilution_factor", Dilution),
    ("[Results]", "Concentration (Particles / ml)", "concentration", Number("particles/mL")),
    ("[Results]", "Concentration Upgrade?", "concentration_upgrade", Words),
    ("[Results]", "Particles per frame", "particles_per_frame", Number("")),
    ("[Results]", "Centres per frame", "centres_per_frame", Number("")),
    ("[Results]", "Completed tracks", "completed_tracks", Number("")),
    ("[Results]", "X-Drift (pix/frame)", "x_drift", Number("pix/frame")),
    ("[Results]", "Y-Drift (pix/frame)", "y_drift", Number("pix/frame")),
    ("[Concentration Warnings]", "Validity of concentration measurement", "concentration_validity", Check),
    ("[Concentration Warnings]", "Completed Tracks", "completed_tracks_check", Check),
    ("[Concentration Warnings]", "Particles per frame", "particles_per_frame_check", Check),
    ("[Concentration Warnings]", "Noise level", "noise_level", Check),
    ("[Concentration Warnings]", "Brightness", "brightness_check", Check),
    ("[Concentration Warnings]", "Detection Threshold", "detection_threshold_check", Check),
    ("[Concentration Warnings]", "Camera Histogram Lower Limit", "camera_histogram_lower_limit_check", Check),
    ("[Information]", "Completed Tracks", "completed_tracks_information", Check),
    ("[Information]", "Concentration", "concentration_information", Check),
    ("[Information]", "Video length", "video_length", Check),
    ("[Information]", "Noise level", "noise_level_information", Check),
    ("[Information]", "Vibration detected", "vibration_detected", Check),
    ("[Information]", "Vibration correction applied", "vibration_correction_applied", Words),
    ("[Information]", "Settings changed?", "settings_changed", Check),
    ("[Information]", "Errors (1)", "errors_1", Check),
    ("[Information]", "Errors (2)", "errors_2", Check),
];

/// Rows of `[Experiment Details]` that hold one value for the whole file.
const DETAILS: [(&str, &str); 9] = [
    ("Software Version", "software_version"),
    ("Experiment Name", "experiment_name"),
    ("Sample Name", "sample_name"),
    ("Sample Description", "sample_description"),
    ("Operator Name", "operator_name"),
    ("Time Captured", "time_captured"),
    ("Pre-treatment", "pre_treatment"),
    ("Diluent", "diluent"),
    ("Remarks", "remarks"),
];

/// Statistics of a weighting.
const STATISTICS: [(&str, &str, &str); 7] = [
    ("Mean", "mean", "nm"),
    ("Mode", "mode", "nm"),
    ("SD", "sd", "nm"),
    ("D10", "d10", "nm"),
    ("D50", "d50", "nm"),
    ("D90", "d90", "nm"),
    ("Valid Tracks", "valid_tracks", ""),
];

/// Name and content of a row with one value per capture.
pub(super) fn of_captures(section: &str, label: &str) -> Option<(&'static str, Holds)> {
    LABELS
        .iter()
        .find(|(there, printed, ..)| section == *there && printed.eq_ignore_ascii_case(label))
        .map(|(_, _, name, holds)| (*name, *holds))
}

/// Name of a row of the experiment's details.
pub(super) fn of_details(label: &str) -> Option<&'static str> {
    DETAILS.iter().find(|(printed, _)| printed.eq_ignore_ascii_case(label)).map(|(_, name)| *name)
}

/// Name and unit of a statistic of a weighting.
pub(super) fn of_statistics(label: &str) -> Option<(&'static str, &'static str)> {
    STATISTICS.iter().find(|(printed, ..)| printed.eq_ignore_ascii_case(label)).map(|(_, name, unit)| (*name, *unit))
}
