package dev.understudy.measure;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNull;

import dev.understudy.Refusal;
import dev.understudy.result.ClassificationMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.testng.annotations.Test;

public final class PredictionsTest {

    private static final Predictions FIVE = new Predictions(
            List.of(answer(0, 0.9, 0), answer(1, 0.92, 0), answer(1, 0.5, 1), answer(2, 0.4, 1), answer(2, 1, 2)));

    private static Predictions.Answer answer(int guess, double confidence, int label) {
        return new Predictions.Answer(guess, confidence, label, -0.5);
    }

    /** (0.25 + 1 + 0) / 3; a network that is always sure and right has 0 and not -0. */
    @Test
    public void likelihoodsOfTheTrueClassAreAveraged() {
        Predictions three = new Predictions(List.of(
                new Predictions.Answer(0, 0.8, 0, -0.25),
                new Predictions.Answer(0, 0.7, 1, -1),
                new Predictions.Answer(1, 1, 1, 0)));
        assertEquals(requireNonNull(three.quality(2, null).negativeLogLikelihood()), 1.25 / 3, 1e-12);
        Predictions sure = new Predictions(List.of(new Predictions.Answer(1, 1, 1, -0.0)));
        assertEquals(sure.quality(2, null).negativeLogLikelihood(), 0.0);
    }

    @Test
    public void countsWhatIsRightInAllAndForEachClass() {
        assertEquals(FIVE.accuracy(), 60.0);
        ClassificationMetrics quality = FIVE.quality(4, null);
        assertEquals(quality.accuracy(), 60.0);
        assertEquals(quality.perClass(), Arrays.asList(50.0, 50.0, 100.0, null));
        assertNull(quality.agreement());
    }

    /** Bins 14: |1 - (0.9 + 0.92)|, 8: |1 - 0.5|, 6: |0 - 0.4|, 15: |1 - 1|; (0.82 + 0.5 + 0.4) / 5. */
    @Test
    public void confidenceIsComparedWithAccuracyBinByBin() {
        assertEquals(FIVE.quality(3, null).calibrationError(), 34.4, 1e-9);
    }

    /** A bin's upper end is in it: 3 / 15 is in the third, what is above it in the fourth; (0.8 + 0.21) / 2. */
    @Test
    public void aBinHoldsItsUpperEnd() {
        Predictions two = new Predictions(List.of(answer(0, 0.2, 0), answer(1, 0.21, 0)));
        assertEquals(two.quality(2, null).calibrationError(), 50.5, 1e-9);
    }

    @Test
    public void isCalibratedWhereThreeOfFourAreRightAtThreeQuarters() {
        Predictions four = new Predictions(IntStream.range(0, 4)
                .mapToObj(i -> answer(i == 3 ? 1 : 0, 0.75, 0))
                .toList());
        assertEquals(four.quality(2, null).calibrationError(), 0, 1e-9);
    }

    /** Right or wrong, and however confident. */
    @Test
    public void agreesWhereTheGuessIsTheTeachers() {
        int[] guesses = {0, 0, 1, 2, 1};
        Predictions teacher = new Predictions(IntStream.range(0, 5)
                .mapToObj(i -> answer(guesses[i], 0.3, FIVE.each().get(i).label()))
                .toList());
        assertEquals(FIVE.quality(3, teacher).agreement(), 60.0);
        assertEquals(FIVE.quality(3, FIVE).agreement(), 100.0);
    }

    @Test
    public void refusesWhatDoesNotFit() {
        Predictions fewer = new Predictions(FIVE.each().subList(0, 3));
        assertEquals(
                Refusal.of(() -> FIVE.quality(3, fewer)), "Wanted the teacher's answers to the same 5 images, got 3");
        assertEquals(
                Refusal.of(() -> FIVE.quality(2, null)),
                "Wanted labels of 2 classes, 0 to 1, got an image with the label 2");
        assertEquals(Refusal.of(() -> new Predictions(List.of())), "Wanted the answers to one image or more, got none");
    }
}
