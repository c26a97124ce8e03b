//! How fast a workbook of 50,000 rows and 10 columns is read: the bare crate, the sheets as grids, and the result table
//! as `evqc check` takes it.
//!
//! `cargo bench --bench workbook`; `cargo bench --bench workbook -- ROWS...` other sizes. Medians of five runs.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark reads files, measures time and prints"
)]

use calamine::Reader;
use evqc::data::{Blocks, LotBlock, Next, ReadOptions, workbook_source};
use evqc::instrument::Content;
use std::error::Error;
use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let mut sizes = sizes.map(|text| text.parse()).collect::<Result<Vec<u32>, _>>()?;
    if sizes.is_empty() {
        sizes.push(50_000);
    }
    println!("{:>8} {:>7} | {:>10} | {:>9} | {:>9}", "rows", "MB", "calamine s", "sheets s", "table s");
    for rows in sizes {
        let bytes = book(rows)?;
        let bare = median(|| {
            let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(&bytes))?;
            let range = book.worksheet_range("Results")?;
            Ok(range.height())
        })?;
        let sheets = median(|| {
            let name: Arc<str> = Arc::from("book.xlsx");
            let content = Content::new(&name, &bytes);
            match content.workbook() {
                Some(Ok(workbook)) => Ok(workbook.sheets.iter().map(|sheet| sheet.grid.len()).sum()),
                Some(Err(finding)) => Err(finding.message.clone().into()),
                None => Err("no workbook".into()),
            }
        })?;
        let table = median(|| {
            let source = workbook_source("book.xlsx", &bytes, None);
            let mut blocks = Blocks::open(vec![source], ReadOptions { digest: true, ..ReadOptions::default() });
            let (mut block, mut lots) = (LotBlock::new(), 0);
            while blocks.next_block(&mut block).map_err(|finding| finding.message)? == Next::Lot {
                lots += 1;
            }
            if lots == 0 { Err(format!("{:?}", blocks.findings()).into()) } else { Ok(lots) }
        })?;
        let megabytes = bytes.len() as f64 / 1e6;
        println!("{rows:>8} {megabytes:>7.1} | {bare:>10.3} | {sheets:>9.3} | {table:>9.3}");
    }
    Ok(())
}

/// The seconds that the middle one of several runs takes.
fn median(run: impl Fn() -> Result<usize, Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let mut seconds = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        std::hint::black_box(run()?);
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    Ok(seconds[RUNS / 2])
}

/// A long table of results with a day, words that repeat, and numbers that do not.
fn book(rows: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("Results")?;
    let header = ["lot", "test", "value", "unit", "replicate", "date", "method", "instrument", "analyst", "comment"];
    for (column, name) in (0..).zip(header) {
        sheet.write(0, column, name)?;
    }
    for row in 1..=rows {
        sheet.write(row, 0, format!("EV-{:05}", row / 10))?;
        sheet.write(row, 1, "particles")?;
        sheet.write(row, 2, f64::from(row) * 1.234_567e7 + 0.1)?;
        sheet.write(row, 3, "particles/mL")?;
        sheet.write(row, 4, row % 10 + 1)?;
        sheet.write_with_format(row, 5, 46_000.0 + f64::from(row % 365), &day)?;
        sheet.write(row, 6, "NTA")?;
        sheet.write(row, 7, "NS300")?;
        sheet.write(row, 8, f64::from(row % 7) / 8.0)?;
        sheet.write(row, 9, format!("measured as number {row}"))?;
    }
    Ok(book.save_to_buffer()?)
}
