package dev.understudy.report.internal.notes;

import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import java.util.ArrayList;
import java.util.List;

/** Which students a comparison lacks, and why. */
public final class MissingNotes {
    private MissingNotes() {}

    public static List<String> of(Comparison comparison) {
        List<String> notes = new ArrayList<>();
        for (MissingStudent gap : comparison.gaps()) {
            notes.add("A gap: " + gap.recipe() + " seed " + gap.seed() + " could not be trained: "
                    + (gap.reason().endsWith(".") ? gap.reason() : gap.reason() + "."));
        }
        return notes;
    }
}
