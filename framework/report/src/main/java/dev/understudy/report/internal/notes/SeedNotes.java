package dev.understudy.report.internal.notes;

import dev.understudy.report.CellStatistics;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Over how many seeds a comparison goes, and which are missing. */
public final class SeedNotes {
    private SeedNotes() {}

    public static List<String> of(List<CellStatistics> standings) {
        List<Long> all = standings.stream()
                .flatMap(standing -> seeds(standing.cell()).stream())
                .distinct()
                .sorted()
                .toList();
        List<String> notes = new ArrayList<>();
        if (all.size() == 1) {
            notes.add("There is one seed, " + all.get(0) + ": no number has a spread and no difference an interval.");
        } else if (!all.isEmpty()) {
            notes.add("Numbers are means ± sample standard deviations (n − 1) over " + all.size() + " seeds: "
                    + list(all) + ".");
        }
        for (CellStatistics standing : standings) {
            List<Long> seeds = seeds(standing.cell());
            if (seeds.size() < all.size()) {
                notes.add(standing.cell().recipe() + " has " + seeds.size() + " of " + all.size() + " seeds: "
                        + list(seeds) + ".");
            }
        }
        return notes;
    }

    static String list(Collection<Long> seeds) {
        return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static List<Long> seeds(TableCell cell) {
        return cell.students().stream().map(StudentResult::seed).toList();
    }
}
