//! How fast the readers are, beside the bare csv reader; run with `--release -- --ignored --nocapture`.

#[path = "../benches/generate.rs"]
mod generate;
#[path = "data/specification.rs"]
mod specification;

use evqc::data::{Blocks, Layouts, LotBlock, Next, ReadOptions, RowReader, Source};
use std::io::Read;
use std::time::{Duration, Instant};

const LOTS: u64 = 100_000;

fn per_row(time: Duration, rows: u64) -> f64 {
    time.as_secs_f64() * 1e9 / rows as f64
}

#[test]
#[ignore = "a measurement"]
fn reader_and_rows_beside_bare_csv() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    generate::write_long(LOTS, std::io::BufWriter::new(&mut file)).expect("written");
    let path = file.path().to_path_buf();
    let size = std::fs::metadata(&path).expect("there").len();
    let ids = ["particle_concentration", "mean_particle_size", "cd9_positive_vesicles", "cd63_positive_vesicles"]
        .into_iter()
        .chain(["cd81_positive_vesicles", "total_protein", "residual_host_cell_dna", "bacterial_endotoxin"])
        .chain(["osmolality", "ph_value", "relative_potency", "tnf_alpha_inhibition"])
        .chain(["sterility_direct_inoculation", "mycoplasma_culture_method"]);
    let spec = specification::specification(ids.map(|id| specification::test(id, id, &[], None)).collect());
    for round in 0..3 {
        let start = Instant::now();
        let mut rows = 0;
        let mut reader = csv::Reader::from_path(&path).expect("opened");
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).expect("read") {
            rows += 1;
        }
        let bare = start.elapsed();

        for digest in [false, true] {
            let opened = path.clone();
            let open = move || -> std::io::Result<Box<dyn Read + Send>> { Ok(Box::new(std::fs::File::open(&opened)?)) };
            let options = ReadOptions { digest, ..ReadOptions::default() };
            let mut blocks = Blocks::open(vec![Source::new("bench.csv", open)], options);
            let layouts = Layouts::new(&blocks, &spec, &[]);
            assert_eq!(layouts.findings(), &[]);
            let mut reader = RowReader::new(&layouts);
            let mut block = LotBlock::new();
            let start = Instant::now();
            let (mut lots, mut values, mut faults) = (0_u64, 0_u64, 0_usize);
            let mut in_rows = Duration::ZERO;
            while blocks.next_block(&mut block).expect("read") == Next::Lot {
                let inside = Instant::now();
                let lot = reader.read(&block, None);
                lots += 1;
                values += lot.determinations.len() as u64;
                faults += lot.faults.len();
                drop(lot);
                in_rows += inside.elapsed();
            }
            let all = start.elapsed();
            assert_eq!((lots, values, faults), (LOTS, rows, 0));
            assert_eq!(blocks.findings(), &[]);
            println!(
                "round {round}: {size} bytes, {rows} rows; bare csv {:.1} ns/row; reader {:.1} ns/row (digest {digest}); rows {:.1} ns/row",
                per_row(bare, rows),
                per_row(all - in_rows, rows),
                per_row(in_rows, rows),
            );
        }
    }
}
