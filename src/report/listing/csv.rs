//! `csv`: one line per specification.

use super::{GRADES, ListedSpecification, graded, to_set};
use crate::report::escape::csv_text;
use std::io::{self, Write};

const HEAD: &[u8] = b"id,folder,version,status,title,kind,vesicle,source,route,dosage_form,stages,tests,to_set,primary,abstract,secondary,review,sponsor_to_set,sha256\n";

pub(super) fn report(listed: &[ListedSpecification], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD)?;
    for (file, specification) in listed {
        let fact = |name| specification.product_fact(name).unwrap_or_default().to_owned();
        let mut cells = vec![file.id().to_owned(), file.folder().to_owned(), specification.version.clone()];
        cells.extend([specification.status.as_str().to_owned(), specification.title.clone()]);
        cells.push(specification.kind().as_str().to_owned());
        cells.extend(["vesicle", "source", "route", "dosage_form"].map(fact));
        cells.push(specification.stages().join("; "));
        cells.push(specification.tests.len().to_string());
        cells.push(to_set(specification).join("; "));
        cells.extend(GRADES.map(|grade| graded(specification, grade).to_string()));
        cells.push(specification.sha256.clone());
        let mut line = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push(b',');
            }
            csv_text(&mut line, cell);
        }
        line.push(b'\n');
        out.write_all(&line)?;
    }
    Ok(())
}
