package dev.understudy.report;

import java.util.ArrayList;
import java.util.List;

/** Which students a comparison lacks, and why. */
final class GapNotes {
    private GapNotes() {}

    static List<String> of(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        for (Gap gap : comparison.gaps()) {
            notes.add("A gap: " + gap.recipe() + " seed " + gap.seed() + " could not be trained: "
                    + (gap.reason().endsWith(".") ? gap.reason() : gap.reason() + "."));
        }
        return notes;
    }
}
