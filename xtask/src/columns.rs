//! Columns of text that are as wide as they need to be.

/// Rows as lines. Columns that stand in `left` begin at the left; the others, which are counts, end at the right.
pub(crate) fn aligned(rows: &[Vec<String>], left: &[usize]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(
                |(column, (cell, width))| {
                    if left.contains(&column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
                },
            )
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn names_begin_at_the_left_and_counts_end_at_the_right() {
        let rows = [["name", "n"], ["a", "100"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(aligned(&rows, &[0]), "name    n\na     100\n");
        assert_eq!(aligned(&[], &[0]), "");
    }
}
