package dev.understudy.report.internal.notes;

import dev.understudy.internal.text.Counts;
import dev.understudy.report.CellStatistics;
import dev.understudy.report.Difference;
import dev.understudy.result.Comparison;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the differences of a comparison are to be read, and which are missing. */
public final class DifferenceNotes {
    private static final String ALONE = "the student alone";
    private static final String SOFT_TARGETS = "Knowledge Distillation";

    /** How often the lower end of an interval is above 0 where there is no difference. */
    private static final BigDecimal CHANCE =
            BigDecimal.ONE.subtract(BigDecimal.valueOf(Difference.CONFIDENCE)).divide(BigDecimal.valueOf(2));

    private DifferenceNotes() {}

    public static List<String> of(Comparison comparison, List<CellStatistics> standings) {
        List<String> notes = new ArrayList<>();
        long alone = intervals(standings, CellStatistics::toAlone);
        if (alone + intervals(standings, CellStatistics::toSoftTargets) > 0) {
            notes.add("Differences are paired by seed, with 95 % confidence intervals of their means by Student's t;"
                    + " these cover what the seed decides and nothing else.");
        }
        if (alone > 0) {
            notes.add("Of " + Counts.of((int) alone, "comparison") + " with " + ALONE + " about "
                    + CHANCE.multiply(BigDecimal.valueOf(alone))
                            .stripTrailingZeros()
                            .toPlainString()
                    + " would come out better by chance if no recipe made a difference.");
        }
        notes.addAll(unpaired(standings, comparison.alone(), CellStatistics::toAlone, ALONE));
        notes.addAll(unpaired(standings, comparison.softTargets(), CellStatistics::toSoftTargets, SOFT_TARGETS));
        return notes;
    }

    private static long intervals(
            List<CellStatistics> standings, Function<CellStatistics, Optional<Difference>> difference) {
        return standings.stream()
                .filter(standing ->
                        difference.apply(standing).map(Difference::low).isPresent())
                .map(standing -> standing.cell().recipe())
                .distinct()
                .count();
    }

    private static List<String> unpaired(
            List<CellStatistics> standings,
            @Nullable String reference,
            Function<CellStatistics, Optional<Difference>> difference,
            String name) {
        if (standings.stream().noneMatch(standing -> standing.cell().recipe().equals(reference))) {
            return List.of("There is no cell for " + name + ", so there is no difference to it.");
        }
        List<String> notes = new ArrayList<>();
        for (CellStatistics standing : standings) {
            String recipe = standing.cell().recipe();
            int pairs = difference.apply(standing).map(Difference::pairs).orElse(0);
            if (pairs == 0 && !recipe.equals(reference)) {
                notes.add(recipe + " shares no seed with " + name + ", so there is no difference to it.");
            } else if (pairs == 1 && standing.cell().students().size() > 1) {
                notes.add(recipe + " shares one seed with " + name + ", so their difference has no interval.");
            }
        }
        return notes;
    }
}
