package dev.understudy.report.internal.notes;

import dev.understudy.internal.text.Counts;
import dev.understudy.result.Comparison;
import dev.understudy.result.GradientShare;
import dev.understudy.result.Measurement;
import dev.understudy.result.MeasurementSession;
import dev.understudy.result.Profile;
import dev.understudy.result.TableCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How the costs of a comparison were measured, and which objectives are weighted badly. */
public final class CostNotes {
    private CostNotes() {}

    public static List<String> of(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        List<Profile> profiles = comparison.cells().stream()
                .map(TableCell::profile)
                .filter(Objects::nonNull)
                .toList();
        List<String> machines = profiles.stream()
                .map(profile -> profile.provenance().machine())
                .distinct()
                .toList();
        if (!machines.isEmpty()) {
            notes.add("Costs were measured with one student at a time" + together(profiles) + ", "
                    + (machines.size() == 1 ? "on one machine: " : "but on several machines, so they do not compare: ")
                    + String.join("; ", machines) + ". Training time is that of the steps; evaluation is left out.");
            notes.add(PeakMemoryColumn.of(profiles).note());
        }
        notes.addAll(MeasurementSession.doubts(profiles));
        notes.addAll(asMuchTime(comparison));
        profiles.stream().flatMap(CostNotes::warnings).forEach(notes::add);
        return notes;
    }

    /** How they were measured, where that was done for all of them at once. */
    private static String together(List<Profile> profiles) {
        MeasurementSession session = profiles.get(0).session();
        return session != null && profiles.stream().allMatch(profile -> profile.isMeasuredWith(profiles.get(0)))
                ? ", in turns, in " + Counts.of(session.rounds().size(), "round") + " that took "
                        + NumberText.duration(session.seconds()) + " in all (shown is their median)"
                : "";
    }

    /** How long the slowest recipe takes beside the student alone, and how sure that is. */
    private static List<String> asMuchTime(Comparison comparison) {
        Profile alone =
                comparison.cell(comparison.alone()).map(TableCell::profile).orElse(null);
        if (alone == null) {
            return List.of();
        }
        return comparison.cells().stream()
                .filter(TableCell::taught)
                .map(TableCell::profile)
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(Profile::seconds))
                .filter(slowest -> slowest.seconds() > alone.seconds())
                .map(slowest -> slowest.recipe() + " takes longest: " + times(slowest.timesAsLong(alone))
                        + " as long as the student alone. For as much time, the student alone has that many times its"
                        + " epochs.")
                .stream()
                .toList();
    }

    private static String times(Measurement ratio) {
        return NumberText.decimal(ratio.median()) + " times"
                + (ratio.rounds().size() == 1
                        ? ""
                        : " (" + NumberText.decimal(ratio.lowest()) + " to " + NumberText.decimal(ratio.highest())
                                + " from round to round)");
    }

    /** One sentence for each objective that drowns the others of its stage or counts for nothing. */
    public static Stream<String> warnings(Profile profile) {
        return GradientShare.warnings(profile.gradientShares()).stream()
                .map(warning -> profile.recipe() + ": " + warning + ".");
    }
}
