package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.text.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of one network: a row of {@code history.csv}.
 *
 * @param recipe the recipe's name
 * @param seed the run's seed
 * @param role {@value #TEACHER} or {@value #STUDENT}
 * @param stage the stage's number, from 1
 * @param stageName the stage's name
 * @param epoch the epoch's number, from 1, counted over all stages
 * @param learningRate at the end of the epoch
 * @param trainLoss the weighted sum that was minimised, averaged over the epoch
 * @param terms each objective's value by name, before its weight, averaged over the epoch
 * @param validationAccuracy in percent, where there is a validation split and the network got as far as an answer
 * @param testAccuracy in percent, where the network got as far as an answer
 * @param seconds how long the epoch took
 */
public record EpochRow(
        String recipe,
        long seed,
        String role,
        int stage,
        String stageName,
        int epoch,
        double learningRate,
        double trainLoss,
        Map<String, Double> terms,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double validationAccuracy,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double testAccuracy,
        double seconds) {
    /** The role of a network that teaches. */
    public static final String TEACHER = "teacher";

    /** The role of a network that is taught, or learns alone to be compared with. */
    public static final String STUDENT = "student";

    /** Refuses what no epoch can be; a loss that is not a number is a result like any other. */
    public EpochRow {
        if (!role.equals(TEACHER) && !role.equals(STUDENT)) {
            throw new IllegalArgumentException("role: wanted " + TEACHER + " or " + STUDENT + ", got \"" + role + "\"");
        }
        Checks.positive("stage", stage);
        Checks.positive("epoch", epoch);
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
        if (validationAccuracy != null) {
            Checks.percent("validationAccuracy", validationAccuracy);
        }
        if (testAccuracy != null) {
            Checks.percent("testAccuracy", testAccuracy);
        }
        Checks.notNegative("seconds", seconds);
    }
}
