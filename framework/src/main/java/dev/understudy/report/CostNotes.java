package dev.understudy.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** How the costs of a comparison were measured, and which objectives are weighted badly. */
final class CostNotes {
    private CostNotes() {}

    static List<String> of(Comparison comparison) {
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
            notes.add("Costs were measured alone, one student at a time, "
                    + (machines.size() == 1 ? "on one machine: " : "but on several machines, so they do not compare: ")
                    + String.join("; ", machines) + ". Training time is that of the steps; evaluation is left out.");
        }
        profiles.stream().flatMap(CostNotes::warnings).forEach(notes::add);
        return notes;
    }

    /** One sentence for each objective that drowns the others of its stage or counts for nothing. */
    static Stream<String> warnings(Profile profile) {
        return GradientShare.warnings(profile.shares()).stream()
                .map(warning -> profile.recipe() + ": " + warning + ".");
    }
}
