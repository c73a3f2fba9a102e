package dev.understudy.measure;

import dev.understudy.InputException;
import dev.understudy.result.ClassificationMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a network answered to each image of a data set.
 *
 * @param each one answer per image, in the data set's order; at least one
 */
public record Predictions(List<Answer> each) {

    /** Bins of confidence of the calibration error, as in the paper that it is from. */
    private static final int BINS = 15;

    /**
     * The answer to one image.
     *
     * @param guess the class with the largest logit
     * @param confidence the softmax probability of that class, from 0 to 1
     * @param label the true class
     * @param logLikelihood the natural logarithm of the true class's softmax probability, 0 or less
     */
    public record Answer(int guess, double confidence, int label, double logLikelihood) {

        /**
         * Whether it is right.
         *
         * @return whether the guess is the label
         */
        public boolean right() {
            return guess == label;
        }
    }

    /** Refuses answers to nothing. */
    public Predictions {
        each = List.copyOf(each);
        if (each.isEmpty()) {
            throw new InputException("Wanted the answers to one image or more, got none");
        }
    }

    /**
     * How often they are right.
     *
     * @return top-1 accuracy in percent
     */
    public double accuracy() {
        return 100.0 * each.stream().filter(Answer::right).count() / each.size();
    }

    /**
     * How good they are.
     *
     * @param classes how many classes there are: labels are from 0 to {@code classes - 1}
     * @param teacher what the teacher answered to the same images in the same order; null where there is no teacher
     * @return accuracy, calibration and agreement
     * @throws InputException when a label is of no class, or the teacher answered to another number of images
     */
    public ClassificationMetrics quality(int classes, @Nullable Predictions teacher) {
        return new ClassificationMetrics(
                accuracy(),
                perClass(classes),
                calibrationError(),
                negativeLogLikelihood(),
                teacher == null ? null : agreement(teacher));
    }

    private List<@Nullable Double> perClass(int classes) {
        long[] all = new long[classes];
        long[] right = new long[classes];
        for (Answer answer : each) {
            if (answer.label < 0 || answer.label >= classes) {
                throw new InputException("Wanted labels of " + classes + " classes, 0 to " + (classes - 1)
                        + ", got an image with the label " + answer.label);
            }
            all[answer.label]++;
            right[answer.label] += answer.right() ? 1 : 0;
        }
        List<@Nullable Double> accuracies = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            accuracies.add(all[label] == 0 ? null : 100.0 * right[label] / all[label]);
        }
        return accuracies;
    }

    /**
     * The mean over all images of {@code |accuracy(B) - confidence(B)|}, B being the bin of the image's confidence
     * (Guo et al. 2017, eq. 3): bin m, from 1, holds what is above {@code (m - 1) / 15} and at most {@code m / 15}.
     */
    private double calibrationError() {
        double[] gaps = new double[BINS];
        for (Answer answer : each) {
            int bin = Math.max(0, (int) Math.ceil(answer.confidence * BINS) - 1);
            gaps[bin] += (answer.right() ? 1 : 0) - answer.confidence;
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return 100 * sum / each.size();
    }

    private double negativeLogLikelihood() {
        // 0 less the sum: no image leaves -0.
        return 0 - each.stream().mapToDouble(Answer::logLikelihood).average().orElse(0);
    }

    private double agreement(Predictions teacher) {
        if (teacher.each.size() != each.size()) {
            throw new InputException(
                    "Wanted the teacher's answers to the same " + each.size() + " images, got " + teacher.each.size());
        }
        long same = IntStream.range(0, each.size())
                .filter(i -> each.get(i).guess == teacher.each.get(i).guess)
                .count();
        return 100.0 * same / each.size();
    }
}
