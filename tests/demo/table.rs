//! A table of text: a head, rows, and columns that are as wide as they need to be.

/// The lines of a table, each with its line end.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let head = head.map(str::to_owned);
    let mut widths = [0; N];
    for row in rows.iter().chain([&head]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let rule = widths.map(|width| "-".repeat(width));
    [&head, &rule].into_iter().chain(rows).map(|row| line(row, &widths)).collect()
}

fn line<const N: usize>(row: &[String; N], widths: &[usize; N]) -> String {
    let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
    format!("  {}\n", cells.join("  ").trim_end())
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["a", "größer"], ["longer", ""]].map(|row| row.map(str::to_owned));
        let expected = "  ONE     TWO\n  ------  ------\n  a       größer\n  longer\n";
        assert_eq!(table(["ONE", "TWO"], &rows), expected);
    }
}
