//! Which points lie in a polygon.

/// A closed polygon; it may cross itself.
#[derive(Clone, Debug)]
pub(super) struct Polygon {
    /// Sides from corner to corner, the last back to the first.
    sides: Vec<((f64, f64), (f64, f64))>,
    /// Left, right, bottom, top.
    frame: [f64; 4],
}

impl Polygon {
    /// From its corners in order; `None` when there are fewer than three, or one is not finite.
    pub(super) fn new(corners: &[(f64, f64)]) -> Option<Polygon> {
        if corners.len() < 3 || corners.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
            return None;
        }
        let next = corners.iter().cycle().skip(1);
        let sides = corners.iter().copied().zip(next.copied()).collect();
        let least = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let frame =
            [least(|corner| corner.0), most(|corner| corner.0), least(|corner| corner.1), most(|corner| corner.1)];
        Some(Polygon { sides, frame })
    }

    /// Whether a point lies inside, on a side or on a corner: a ray from it crosses the sides an odd number of times.
    ///
    /// # Source
    /// Gating-ML 2.0 (2012), section 5.2, polygon gates: even-odd rule, points of the boundary are inside.
    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        let [left, right, bottom, top] = self.frame;
        if !(left <= x && x <= right && bottom <= y && y <= top) {
            return false;
        }
        let mut inside = false;
        for ((x1, y1), (x2, y2)) in self.sides.iter().copied() {
            // Which side of the line the point is on: 0 on the line itself.
            let turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
            let between = |at: f64, one: f64, other: f64| one.min(other) <= at && at <= one.max(other);
            if turn == 0.0 && between(x, x1, x2) && between(y, y1, y2) {
                return true;
            }
            // A corner on the ray counts for the side below it alone.
            if (y1 > y) != (y2 > y) && (turn > 0.0) == (y2 > y1) {
                inside = !inside;
            }
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_outside_and_on_the_boundary() {
        let triangle = Polygon::new(&[(5.0, 5.0), (500.0, 5.0), (500.0, 500.0)]).unwrap();
        for (x, y) in [(400.0, 100.0), (5.0, 5.0), (500.0, 500.0), (250.0, 5.0), (500.0, 250.0), (250.0, 250.0)] {
            assert!(triangle.contains(x, y), "{x}, {y}");
        }
        for (x, y) in [(4.9, 5.0), (250.0, 251.0), (501.0, 5.0), (f64::NEG_INFINITY, 5.0), (f64::NAN, 5.0)] {
            assert!(!triangle.contains(x, y), "{x}, {y}");
        }
    }

    /// A star of five points drawn in one line: its middle is crossed twice, and outside by the even-odd rule.
    #[test]
    fn the_middle_of_a_star_is_outside() {
        let star = Polygon::new(&[(0.0, 10.0), (6.0, -8.0), (-9.5, 3.0), (9.5, 3.0), (-6.0, -8.0)]).unwrap();
        assert!(!star.contains(0.0, 0.0));
        assert!(star.contains(0.0, 7.0));
        assert!(star.contains(8.0, 2.5));
    }

    #[test]
    fn rays_through_corners() {
        let diamond = Polygon::new(&[(0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0)]).unwrap();
        assert!(diamond.contains(0.0, 0.0));
        assert!(!diamond.contains(-2.0, 0.0));
        let notch = Polygon::new(&[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 2.0), (0.0, 4.0)]).unwrap();
        assert!(notch.contains(1.0, 2.0) && notch.contains(3.0, 2.0) && notch.contains(2.0, 2.0));
        assert!(!notch.contains(2.0, 2.1));
    }

    #[test]
    fn what_is_no_polygon() {
        assert!(Polygon::new(&[(0.0, 0.0), (1.0, 1.0)]).is_none());
        assert!(Polygon::new(&[(0.0, 0.0), (1.0, 1.0), (f64::NAN, 0.0)]).is_none());
    }
}
