//! Every check, one file for each list of them.

mod engineered;
mod potency;
mod q6b;
mod regions;
mod routes;
mod vesicles;

use super::check::Check;

/// Every check, list by list.
pub static CHECKS: &[&[Check]] =
    &[q6b::CHECKS, vesicles::CHECKS, potency::CHECKS, engineered::CHECKS, routes::CHECKS, regions::CHECKS];

/// The check of this id.
pub fn check(id: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().flatten().find(|check| check.id == id)
}
