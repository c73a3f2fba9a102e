package dev.understudy.report;

import dev.understudy.internal.text.Counts;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.TableCell;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The cells of a comparison by row and column, each in the order of its first cell; those of which nothing but gaps is
 * there come last.
 *
 * @param standings every cell
 * @param gaps the students that are missing since they could not be trained
 */
public record TableGrid(List<CellStatistics> standings, List<MissingStudent> gaps) {

    /** Copies the cells. */
    public TableGrid {
        standings = List.copyOf(standings);
        gaps = List.copyOf(gaps);
    }

    /**
     * The grid of a comparison.
     *
     * @param comparison the whole
     * @return all its cells
     */
    public static TableGrid of(Comparison comparison) {
        return new TableGrid(CellStatistics.all(comparison), comparison.gaps());
    }

    /**
     * The rows.
     *
     * @return their names
     */
    public List<String> rows() {
        return names(TableCell::row, MissingStudent::row);
    }

    /**
     * The columns.
     *
     * @return their names
     */
    public List<String> columns() {
        return names(TableCell::column, MissingStudent::column);
    }

    private List<String> names(Function<TableCell, String> ofCell, Function<MissingStudent, String> ofGap) {
        return Stream.concat(
                        standings.stream().map(standing -> ofCell.apply(standing.cell())),
                        gaps.stream().map(ofGap))
                .distinct()
                .toList();
    }

    /**
     * What is missing at a place.
     *
     * @param row the row's name
     * @param column the column's name
     * @return such as {@code 1 gap}; empty where nothing is
     */
    public String missing(String row, String column) {
        long count = gaps.stream()
                .filter(gap -> gap.row().equals(row) && gap.column().equals(column))
                .count();
        return count == 0 ? "" : Counts.of((int) count, "gap");
    }

    /**
     * What stands at a place.
     *
     * @param row the row's name
     * @param column the column's name
     * @return one cell as a rule; none where the place is empty
     */
    public List<CellStatistics> at(String row, String column) {
        return standings.stream()
                .filter(standing -> standing.cell().row().equals(row))
                .filter(standing -> standing.cell().column().equals(column))
                .toList();
    }
}
