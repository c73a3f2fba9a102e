package dev.understudy.report.internal.comparison;

import dev.understudy.report.CellStatistics;
import dev.understudy.report.internal.notes.TeacherFree;
import dev.understudy.result.Comparison;
import dev.understudy.result.TableCell;
import dev.understudy.result.TeacherResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cells of a comparison as its page speaks of them: numbered, named and compared with the references. */
public final class Cells {
    private static final int BEST = 3;
    private final Comparison comparison;
    private final List<Entry> all;

    /**
     * A cell.
     *
     * @param index its place in the comparison
     * @param name its row, with its column where the row has others
     * @param standing its numbers
     */
    record Entry(int index, String name, CellStatistics standing) {

        TableCell cell() {
            return standing.cell();
        }

        boolean taught() {
            return cell().taught();
        }
    }

    public Cells(Comparison comparison) {
        this.comparison = comparison;
        List<Entry> entries = new ArrayList<>();
        for (CellStatistics standing : CellStatistics.all(comparison)) {
            entries.add(new Entry(entries.size(), name(standing.cell()), standing));
        }
        all = List.copyOf(entries);
    }

    private String name(TableCell cell) {
        return only(cell) ? cell.row() : cell.row() + " · " + cell.column();
    }

    /** Whether its row has no other cell. */
    private boolean only(TableCell cell) {
        return comparison.cells().stream()
                        .filter(other -> other.row().equals(cell.row()))
                        .count()
                == 1;
    }

    Comparison comparison() {
        return comparison;
    }

    List<Entry> all() {
        return all;
    }

    /** Those that stand alone in their row. */
    List<Entry> lines() {
        return all.stream().filter(entry -> only(entry.cell())).toList();
    }

    /** Those of the rows that have more than one. */
    List<Entry> grid() {
        return all.stream().filter(entry -> !only(entry.cell())).toList();
    }

    Optional<Entry> alone() {
        return reference(comparison.alone());
    }

    Optional<Entry> softTargets() {
        return reference(comparison.softTargets());
    }

    /** The best without a teacher, beside the student alone itself. */
    Optional<Entry> untaught() {
        return TeacherFree.best(comparison).flatMap(cell -> reference(cell.recipe()));
    }

    /** All by falling mean; of two with the same, the one without a teacher first. */
    List<Entry> ranked() {
        return all.stream()
                .sorted(Comparator.comparingDouble(
                                (Entry entry) -> -entry.cell().mean())
                        .thenComparing(Entry::taught))
                .toList();
    }

    private Optional<Entry> reference(@Nullable String recipe) {
        return all.stream()
                .filter(entry -> entry.cell().recipe().equals(recipe))
                .findFirst();
    }

    /** Those that had a teacher, best mean first. */
    List<Entry> taught() {
        return ranked().stream().filter(Entry::taught).toList();
    }

    /** Worth a look first: the references and the best. */
    Set<Entry> first() {
        Set<Entry> first = taught().stream().limit(BEST).collect(Collectors.toCollection(HashSet::new));
        alone().ifPresent(first::add);
        softTargets().ifPresent(first::add);
        untaught().ifPresent(first::add);
        return first;
    }

    /** The number of the teacher of a cell, or of the first teacher where it had none or another. */
    int teacher(Entry entry) {
        String fingerprint = entry.cell().students().get(0).teacher();
        List<String> fingerprints =
                comparison.teachers().stream().map(TeacherResult::fingerprint).toList();
        return Math.max(0, fingerprints.indexOf(fingerprint));
    }
}
