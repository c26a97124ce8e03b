//! Every report format over the same three lots.

#[path = "report/fixture.rs"]
mod fixture;

use evqc::report::{HumanOptions, by_name};

#[test]
fn look() {
    for (name, width) in [("human", 100), ("human", 60), ("human", 79)] {
        let format = by_name(name, &HumanOptions { colour: false, width }).unwrap();
        println!("{}", fixture::report(format.as_ref()));
    }
}
