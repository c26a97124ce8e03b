//! Sub-visible particles by volume and route.

use super::Route;
use crate::quantity::Exact;

/// How sub-visible particles are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubVisibleMethod {
    /// Light obscuration: the first stage.
    LightObscuration,
    /// The microscope: the second stage, asked where the first does not comply.
    Microscope,
}

/// The most particles that may be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubVisibleLimits {
    /// Whether the numbers are per mL; else per container.
    pub per_millilitre: bool,
    /// Particles of 10 µm or more.
    pub ten_micrometres: i64,
    /// Particles of 25 µm or more.
    pub twenty_five_micrometres: i64,
    /// Particles of 50 µm or more, where they are counted.
    pub fifty_micrometres: Option<i64>,
}

/// Limits of sub-visible particles; nothing for a route on which none are set. Of a parenteral product the nominal volume
/// of the container (mL) decides; 100 mL itself belongs to the small ones.
///
/// # Source
/// Injections: USP <788> (and <787> for protein injections), Ph. Eur. 2.9.19, ChP 2020 volume IV 0903. Into the eye ball:
/// USP <789>.
pub fn sub_visible_limits(
    route: Route,
    container: Option<&Exact>,
    method: SubVisibleMethod,
) -> Option<SubVisibleLimits> {
    let limits = |per_millilitre, ten_micrometres, twenty_five_micrometres, fifty_micrometres| SubVisibleLimits {
        per_millilitre,
        ten_micrometres,
        twenty_five_micrometres,
        fifty_micrometres,
    };
    if route.is_intraocular() {
        let fifty = (method == SubVisibleMethod::Microscope).then_some(2);
        return Some(limits(true, 50, 5, fifty));
    }
    if !route.is_injection() {
        return None;
    }
    let small = *container? <= Exact::from_i64(100);
    Some(match (small, method) {
        (true, SubVisibleMethod::LightObscuration) => limits(false, 6000, 600, None),
        (true, SubVisibleMethod::Microscope) => limits(false, 3000, 300, None),
        (false, SubVisibleMethod::LightObscuration) => limits(true, 25, 3, None),
        (false, SubVisibleMethod::Microscope) => limits(true, 12, 2, None),
    })
}

#[cfg(test)]
mod tests {
    use super::{SubVisibleMethod, sub_visible_limits};
    use crate::dosing::Route;
    use crate::quantity::Exact;

    #[test]
    fn limits_by_volume_route_and_method() {
        let at = |route, volume: i64, method| {
            let limits = sub_visible_limits(route, Some(&Exact::from_i64(volume)), method).unwrap();
            (limits.per_millilitre, limits.ten_micrometres, limits.twenty_five_micrometres, limits.fifty_micrometres)
        };
        use SubVisibleMethod::{LightObscuration, Microscope};
        assert_eq!(at(Route::Intravenous, 100, LightObscuration), (false, 6000, 600, None));
        assert_eq!(at(Route::Intravenous, 5, Microscope), (false, 3000, 300, None));
        assert_eq!(at(Route::Intravenous, 101, LightObscuration), (true, 25, 3, None));
        assert_eq!(at(Route::Intravenous, 250, Microscope), (true, 12, 2, None));
        assert_eq!(at(Route::Intravitreal, 1, LightObscuration), (true, 50, 5, None));
        assert_eq!(at(Route::Subretinal, 1, Microscope), (true, 50, 5, Some(2)));
        assert_eq!(sub_visible_limits(Route::Inhalation, None, LightObscuration), None);
        assert_eq!(sub_visible_limits(Route::Intravenous, None, LightObscuration), None);
    }
}
