//! `csv`: one line per specification.

use super::Listed;
use super::listed::GRADES;
use crate::report::escape::csv_text;
use std::io::{self, Write};

const HEAD: &[u8] = b"id,folder,version,status,title,kind,vesicle,source,route,dosage_form,stages,tests,to_set,primary,abstract,secondary,review,sponsor_to_set,sha256\n";

pub(super) fn report(listed: &[Listed], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(HEAD)?;
    for one in listed {
        let mut cells = vec![one.id.clone(), one.folder.clone(), one.version.clone(), one.status.clone()];
        cells.extend([one.title.clone(), one.kind.clone()]);
        cells.extend(["vesicle", "source", "route", "dosage_form"].map(|name| one.fact(name).to_owned()));
        cells.push(one.stages.join("; "));
        cells.push(one.tests.to_string());
        cells.push(one.to_set.join("; "));
        cells.extend(GRADES.map(|grade| one.graded(grade).to_string()));
        cells.push(one.sha256.clone());
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
