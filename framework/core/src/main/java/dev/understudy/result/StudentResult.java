package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.text.Checks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One finished student of a comparison, one recipe with one seed: the content of its file, so that it never has to be
 * trained again.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param recipe the recipe with its options as the user names it, such as {@code channel:stages=two}
 * @param network the name of its network
 * @param settings all that its weights depend on, beside the machine: two students with the same settings are the same
 * @param seed its seed, which is among the settings too
 * @param parameters how many numbers it has once trained
 * @param teacher the fingerprint of its teacher's weights; null where it learned alone
 * @param history its epochs
 * @param test how good it is on the test split after the last epoch
 * @param seconds how long it took, beside whatever else was trained meanwhile
 * @param provenance where it was trained
 */
public record StudentResult(
        int format,
        String recipe,
        String network,
        Map<String, String> settings,
        long seed,
        long parameters,
        @JsonSetter(nulls = Nulls.SET) @Nullable String teacher,
        List<EpochRow> history,
        ClassificationMetrics test,
        double seconds,
        Provenance provenance) {

    /** The version of the format that this project writes. */
    public static final int FORMAT = 1;

    /** Refuses a format that is not known here, and a student without epochs. */
    public StudentResult {
        Checks.format(format, FORMAT);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        history = List.copyOf(history);
        if (history.isEmpty() || history.get(history.size() - 1).testAccuracy() == null) {
            throw new IllegalArgumentException("history: wanted epochs, the last of them tested, got " + history);
        }
        Checks.positive("parameters", parameters);
        Checks.notNegative("seconds", seconds);
    }

    /**
     * After the last epoch: the number to quote.
     *
     * @return percent on the test split
     */
    public double last() {
        return Objects.requireNonNull(history.get(history.size() - 1).testAccuracy());
    }

    /**
     * At the epoch with the highest accuracy on the validation split, the first of those: chosen without a look at the
     * test split.
     *
     * @return percent on the test split; null where nothing was held back to choose by
     */
    public @Nullable Double chosen() {
        EpochRow best = null;
        for (EpochRow row : history) {
            Double accuracy = row.validationAccuracy();
            if (accuracy != null
                    && row.testAccuracy() != null
                    && (best == null || accuracy > Objects.requireNonNull(best.validationAccuracy()))) {
                best = row;
            }
        }
        return best == null ? null : best.testAccuracy();
    }

    /**
     * At the epoch that is best on the test split itself: optimistic, never to choose by.
     *
     * @return percent on the test split
     */
    public double best() {
        return history.stream()
                .map(EpochRow::testAccuracy)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    /**
     * After the last epoch, on the validation split: what settings are selected by.
     *
     * @return percent; null where nothing was held back
     */
    public @Nullable Double validation() {
        return history.get(history.size() - 1).validationAccuracy();
    }

    /**
     * Writes this result as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a result back.
     *
     * @param file the file to read
     * @return the result
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static StudentResult read(Path file) {
        return Json.read(file, StudentResult.class, FORMAT);
    }
}
