package dev.understudy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch of a student came to.
 *
 * @param stage the stage's number, from 1
 * @param stageName the stage's name
 * @param epoch the epoch over all stages, from 1
 * @param learningRate the learning rate of its last step
 * @param loss the mean over its samples of the weighted sum of the objectives
 * @param terms each objective's mean over its samples, unweighted, by name
 * @param validationAccuracy in percent on the validation split; null where there is none, or where the stage does not
 *     train the student's output
 * @param testAccuracy the same on the test split
 * @param samples how many training samples it showed
 * @param trainSeconds how long its training steps took, without the evaluation; of an epoch that students of a pass have in
 *     common, how long they took the one that trained it
 * @param seconds how long all of it took, likewise
 */
public record EpochResult(
        int stage,
        String stageName,
        int epoch,
        double learningRate,
        double loss,
        Map<String, Double> terms,
        @Nullable Double validationAccuracy,
        @Nullable Double testAccuracy,
        long samples,
        double trainSeconds,
        double seconds) {

    /** Keeps a copy of the terms in their order. */
    public EpochResult {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }
}
