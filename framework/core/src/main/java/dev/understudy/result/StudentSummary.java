package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.text.Checks;
import org.jspecify.annotations.Nullable;

/**
 * What one student is, how it was taught and what it can do.
 *
 * @param recipe the recipe's name; {@value #ALONE} is the student that had no teacher
 * @param network the name of its network
 * @param knowledge what it learned from, in words
 * @param stages the stages it went through, in words
 * @param softTargets whether an objective read the teacher's logits, as soft targets do
 * @param selfTaught whether it had self-taught channels
 * @param norm how activations were compared, in words
 * @param seed the seed of everything random
 * @param parameters how many trainable numbers it has once trained
 * @param accuracy in percent on the test split
 * @param validationAccuracy in percent on the validation split, where there was one
 * @param seconds how long it trained
 * @param imagesPerSecond how fast it trained
 */
public record StudentSummary(
        String recipe,
        String network,
        String knowledge,
        String stages,
        boolean softTargets,
        boolean selfTaught,
        String norm,
        long seed,
        long parameters,
        TestAccuracy accuracy,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double validationAccuracy,
        double seconds,
        double imagesPerSecond) {
    /** The recipe of the student that learns from the labels alone, against which the others are measured. */
    public static final String ALONE = "student";

    /** Refuses numbers that cannot have been measured. */
    public StudentSummary {
        Checks.positive("parameters", parameters);
        if (validationAccuracy != null) {
            Checks.percent("validationAccuracy", validationAccuracy);
        }
        Checks.notNegative("seconds", seconds);
        Checks.notNegative("imagesPerSecond", imagesPerSecond);
    }
}
