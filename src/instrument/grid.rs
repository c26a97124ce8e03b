//! Text or a sheet as rows of cells; rows may be ragged, and labels may repeat.

/// Rows of cells, each row with its line in the file (or its row in the sheet).
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// All cells behind each other.
    text: String,
    /// End of each cell in `text`.
    ends: Vec<usize>,
    /// For each row its line and the end of its cells in `ends`.
    rows: Vec<(u64, usize)>,
}

impl Grid {
    /// Splits text at a separator. With `quoted`, a cell may stand in double quotes and then hold separators and line
    /// breaks; the row has the number of its first line.
    pub fn split(text: &str, separator: char, quoted: bool) -> Grid {
        let mut grid = Grid { text: String::with_capacity(text.len()), ..Grid::default() };
        let mut lines = (1_u64..).zip(text.lines());
        while let Some((line, first)) = lines.next() {
            if !quoted || !first.contains('"') {
                first.split(separator).for_each(|cell| grid.cell(cell));
            } else {
                let mut record = first.to_owned();
                let mut open = is_odd(first);
                // An odd number of quotes: the last one is open, and the record goes on in the next line.
                while open {
                    let Some((_, more)) = lines.next() else { break };
                    open ^= is_odd(more);
                    record.push('\n');
                    record.push_str(more);
                }
                grid.quoted(&record, separator);
            }
            grid.end_row(line);
        }
        grid
    }

    fn quoted(&mut self, record: &str, separator: char) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(separator).unwrap_or(b','))
            .from_reader(record.as_bytes());
        let mut cells = csv::StringRecord::new();
        // The record is valid UTF-8 and in memory: reading it cannot fail, and an empty one has no cell.
        if reader.read_record(&mut cells).unwrap_or(false) {
            cells.iter().for_each(|cell| self.cell(cell));
        }
    }

    /// Adds a cell to the row that is being built.
    pub fn cell(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Ends the row that is being built; it stands on this line.
    pub fn end_row(&mut self, line: u64) {
        self.rows.push((line, self.ends.len()));
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at a position from 0.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        let (line, end) = *self.rows.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |(_, end)| *end);
        Some(Row { grid: self, line, start, end })
    }

    /// The row on this line of the file.
    pub fn row_on(&self, line: u64) -> Option<Row<'_>> {
        self.row(self.rows.binary_search_by_key(&line, |(line, _)| *line).ok()?)
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).filter_map(|index| self.row(index))
    }
}

/// Whether the number of quotes is odd.
fn is_odd(line: &str) -> bool {
    line.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}

/// One row of a grid.
#[derive(Clone, Copy, Debug)]
pub struct Row<'g> {
    grid: &'g Grid,
    /// Its line in the file, from 1.
    pub line: u64,
    start: usize,
    end: usize,
}

impl<'g> Row<'g> {
    /// Number of cells, empty ones at the end included.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the row has no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell at a position from 0, without white space at its ends; empty beyond the end of the row.
    pub fn cell(&self, index: usize) -> &'g str {
        self.raw(index).trim()
    }

    /// The cell as it stands.
    pub fn raw(&self, index: usize) -> &'g str {
        let at = self.start + index;
        if at >= self.end {
            return "";
        }
        let from = at.checked_sub(1).and_then(|before| self.grid.ends.get(before)).copied().unwrap_or(0);
        let to = self.grid.ends.get(at).copied().unwrap_or(from);
        self.grid.text.get(from..to).unwrap_or_default()
    }

    /// All cells, trimmed.
    pub fn cells(self) -> impl Iterator<Item = &'g str> {
        (0..self.len()).map(move |index| self.cell(index))
    }

    /// Number of cells up to the last one that is not empty.
    pub fn filled(&self) -> usize {
        (0..self.len()).rev().find(|index| !self.cell(*index).is_empty()).map_or(0, |last| last + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(grid: &Grid) -> Vec<(u64, Vec<&str>)> {
        grid.rows().map(|row| (row.line, row.cells().collect())).collect()
    }

    #[test]
    fn rows_keep_their_lines() {
        let grid = Grid::split("a,\"1(1,A1)\",\r\n\n\"two\nlines\",x\nlast", ',', true);
        assert_eq!(
            cells(&grid),
            [(1, vec!["a", "1(1,A1)", ""]), (2, vec![""]), (3, vec!["two\nlines", "x"]), (5, vec!["last"])]
        );
        assert_eq!(grid.row(0).map(|row| row.filled()), Some(2));
        assert_eq!(grid.row(3).map(|row| row.cell(7)), Some(""));
    }

    #[test]
    fn quotes_are_plain_where_the_format_has_none() {
        assert_eq!(cells(&Grid::split("a\"b\tc", '\t', false)), [(1, vec!["a\"b", "c"])]);
    }

    #[test]
    fn a_quote_left_open_ends_with_the_text() {
        assert_eq!(cells(&Grid::split("\"a,b\nc", ',', true)), [(1, vec!["a,b\nc"])]);
    }

    /// Counting the quotes of the whole record again for every line would take minutes here.
    #[test]
    fn a_quote_left_open_over_many_lines_takes_no_time() {
        let text = format!("\"{}", "a\n".repeat(1_000_000));
        assert_eq!(Grid::split(&text, ',', true).len(), 1);
    }
}
