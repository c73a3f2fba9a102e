package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.understudy.internal.text.Checks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good a network is on some images.
 *
 * @param accuracy top-1, in percent
 * @param perClass top-1 among the images of each class, in percent; null for a class without images
 * @param calibrationError the expected calibration error (Guo et al. 2017) over 15 equal bins of confidence, in percent:
 *     how far its confidence is from how often it is right
 * @param negativeLogLikelihood the mean over all images of {@code -log(p)}, p being the softmax probability of the true
 *     class, in nats; null where an earlier version measured
 * @param agreement on how many images it gives the teacher's answer, right or wrong, in percent; null where there is no
 *     teacher to compare with
 */
public record ClassificationMetrics(
        double accuracy,
        @JsonSetter(contentNulls = Nulls.SET) List<@Nullable Double> perClass,
        double calibrationError,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double negativeLogLikelihood,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double agreement) {

    /** Refuses what is no percentage. */
    public ClassificationMetrics {
        perClass = Collections.unmodifiableList(new ArrayList<>(perClass));
        Checks.percent("accuracy", accuracy);
        for (Double each : perClass) {
            if (each != null) {
                Checks.percent("perClass", each);
            }
        }
        Checks.percent("calibrationError", calibrationError);
        if (negativeLogLikelihood != null
                && !(negativeLogLikelihood >= 0 && negativeLogLikelihood < Double.MAX_VALUE)) {
            throw new IllegalArgumentException("negativeLogLikelihood: wanted 0 or more, got " + negativeLogLikelihood);
        }
        if (agreement != null) {
            Checks.percent("agreement", agreement);
        }
    }
}
