package dev.understudy;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.util.List;

/**
 * What a training came to, without how long it took.
 *
 * @param weights the student's numbers
 * @param history its epochs, their times 0
 */
public record Outcome(Snapshot weights, List<EpochResult> history) {

    public static Outcome of(Distillation distillation, TrainingData trainingData) throws IOException {
        try (TrainedStudent trained = distillation.train(trainingData, Observer.NONE)) {
            return of(trained);
        }
    }

    public static Outcome of(TrainedStudent trained) {
        return new Outcome(
                Snapshot.of(trained.getNetwork()),
                trained.getHistory().stream().map(Outcome::timeless).toList());
    }

    private static EpochResult timeless(EpochResult result) {
        return new EpochResult(
                result.stage(),
                result.stageName(),
                result.epoch(),
                result.learningRate(),
                result.loss(),
                result.terms(),
                result.validationAccuracy(),
                result.testAccuracy(),
                result.samples(),
                0,
                0);
    }

    public void assertSame(Outcome other) {
        weights.assertSameBits(other.weights);
        assertEquals(other.history, history);
    }
}
