package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.text.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What the teacher is and can do.
 *
 * @param network the name of its network
 * @param parameters how many numbers it has; null where its file does not say
 * @param accuracy in percent on the test split
 */
public record TeacherSummary(
        String network,
        @JsonSetter(nulls = Nulls.SET) @Nullable Long parameters,
        double accuracy) {
    /** Refuses an accuracy that is no percentage and a number of parameters below 1. */
    public TeacherSummary {
        Checks.positiveOrNone("parameters", parameters);
        Checks.percent("accuracy", accuracy);
    }
}
