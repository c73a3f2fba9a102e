package dev.understudy.report;

import java.util.List;

/**
 * The cells of a comparison by row and column, each in the order of its first cell.
 *
 * @param standings every cell
 */
public record Grid(List<Standing> standings) {

    /** Copies the cells. */
    public Grid {
        standings = List.copyOf(standings);
    }

    /**
     * The grid of a comparison.
     *
     * @param comparison the whole
     * @return all its cells
     */
    public static Grid of(Comparison comparison) {
        return new Grid(Standing.all(comparison));
    }

    /**
     * The rows.
     *
     * @return their names
     */
    public List<String> rows() {
        return standings.stream()
                .map(standing -> standing.cell().row())
                .distinct()
                .toList();
    }

    /**
     * The columns.
     *
     * @return their names
     */
    public List<String> columns() {
        return standings.stream()
                .map(standing -> standing.cell().column())
                .distinct()
                .toList();
    }

    /**
     * What stands at a place.
     *
     * @param row the row's name
     * @param column the column's name
     * @return one cell as a rule; none where the place is empty
     */
    public List<Standing> at(String row, String column) {
        return standings.stream()
                .filter(standing -> standing.cell().row().equals(row))
                .filter(standing -> standing.cell().column().equals(column))
                .toList();
    }
}
