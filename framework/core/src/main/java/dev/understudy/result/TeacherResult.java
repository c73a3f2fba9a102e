package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.text.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A teacher of a comparison.
 *
 * @param network the name of its network
 * @param fingerprint identifies its weights
 * @param parameters how many numbers it has; null where its file does not say
 * @param test how good it is on the test split
 * @param validationAccuracy in percent on the validation split, where there is one
 */
public record TeacherResult(
        String network,
        String fingerprint,
        @JsonSetter(nulls = Nulls.SET) @Nullable Long parameters,
        ClassificationMetrics test,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double validationAccuracy) {

    /** Refuses a number of parameters below 1. */
    public TeacherResult {
        Checks.positiveOrNone("parameters", parameters);
    }
}
