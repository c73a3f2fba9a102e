package dev.understudy.report.internal.notes;

import dev.understudy.result.Comparison;
import dev.understudy.result.Profile;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which memory a comparison's column is of: the C library's, or where any recipe was measured on a GPU, that of the cards.
 *
 * @param ofDevice whether it is of the cards
 */
public record PeakMemoryColumn(boolean ofDevice) {

    public static PeakMemoryColumn of(Comparison comparison) {
        return of(comparison.cells().stream()
                .map(cell -> cell.profile())
                .filter(Objects::nonNull)
                .toList());
    }

    static PeakMemoryColumn of(Collection<Profile> profiles) {
        return new PeakMemoryColumn(profiles.stream().anyMatch(profile -> profile.devicePeakBytes() != null));
    }

    public String heading() {
        return "Peak memory (" + place() + ")";
    }

    /** In the middle of a line. */
    public String measure() {
        return "peak memory of the " + place();
    }

    private String place() {
        return ofDevice ? "whole GPU" : "C library";
    }

    /** Null where it was not measured. */
    public @Nullable Long bytes(Profile profile) {
        return ofDevice ? profile.devicePeakBytes() : profile.peakBytes();
    }

    String note() {
        return "Peak memory: the most memory of "
                + (ofDevice
                        ? "the whole GPU that was in use during steps, looked at about a hundred times a second: other"
                                + " programs' is in it, and what the engine keeps of what was measured before."
                        : "the C library that was in use during steps, beside what was there before the student was"
                                + " made; Java's heap and a GPU's memory are not in it.");
    }
}
