package dev.understudy.measure;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.dataset.Dataset;
import dev.understudy.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Temperature scaling (Guo et al. 2017, section 4.2): one number T that all logits are divided by, so that a network is as
 * sure as it is often right. T is where the negative log-likelihood of the labels, {@code -mean(log softmax(z / T)[label])},
 * is smallest; what the network answers, the class of the largest logit, stays the same. It is to be found on images that the
 * network was not trained on, such as the validation split.
 */
public final class TemperatureScaling {

    /** The smallest and the largest number that is looked at: 1 / 100 and 100. */
    public static final double LIMIT = 100;

    private static final int STEPS = 60;

    private TemperatureScaling() {}

    /**
     * Finds the temperature of a network.
     *
     * @param network an initialised network with one output, the logits {@code [batch, classes]}
     * @param dataset images that it was not trained on
     * @param manager its device is where the network runs
     * @return from 1 / 100 to 100: above 1 where the network is surer than it should be
     * @throws IOException when the images cannot be read
     * @throws InputException when there are no images, answers are no numbers, or a label has no class
     */
    public static double fit(Block network, Dataset dataset, NDManager manager) throws IOException {
        List<float[]> logits = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        Evaluation.logits(network, dataset, manager, (each, label) -> {
            logits.add(each);
            labels.add(label);
        });
        return fit(logits, labels);
    }

    /**
     * Finds the temperature of logits.
     *
     * @param logits a row of one number for each class for each image, one image or more
     * @param labels the true class of each, from 0
     * @return from 1 / 100 to 100; 1 where no temperature makes a difference
     * @throws InputException when there are no images, not as many labels, a label without a logit, or a logit that is no finite
     *     number
     */
    public static double fit(List<float[]> logits, List<Integer> labels) {
        if (logits.isEmpty() || logits.size() != labels.size()) {
            throw new InputException("A temperature is found on one image or more, each with its label; got "
                    + logits.size() + " rows of logits and " + labels.size() + " labels");
        }
        for (int i = 0; i < labels.size(); i++) {
            check(logits.get(i), labels.get(i));
        }
        if (slope(logits, labels, 1) == 0) {
            return 1;
        }
        // By 1 / T the loss is convex, so its slope rises: halve what lies between too small and too large.
        double low = -Math.log(LIMIT);
        double high = Math.log(LIMIT);
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (slope(logits, labels, Math.exp(middle)) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(-(low + high) / 2);
    }

    /**
     * Whether a temperature is where the loss is smallest, and not the last number that was tried: where a network answers all
     * images right the surer the better, and where it is wrong more often than a guess the less sure.
     *
     * @param temperature what was found
     * @return false at both ends of what is looked at
     */
    public static boolean isFound(double temperature) {
        return Math.abs(Math.log(temperature)) < (1 - 1e-9) * Math.log(LIMIT);
    }

    private static void check(float[] logits, int label) {
        if (label < 0 || label >= logits.length) {
            throw new InputException(
                    "Wanted labels from 0 to " + (logits.length - 1) + ", as there are logits, got " + label);
        }
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new InputException("Wanted logits that are finite numbers, got " + logit);
            }
        }
    }

    /** The derivative of the loss with respect to b = 1 / T: the mean over images of {@code sum(softmax(b z) z) - z[label]}. */
    private static double slope(List<float[]> logits, List<Integer> labels, double inverse) {
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            float[] each = logits.get(i);
            double largest = Double.NEGATIVE_INFINITY;
            for (float logit : each) {
                largest = Math.max(largest, logit);
            }
            double weights = 0;
            double weighted = 0;
            for (float logit : each) {
                double weight = Math.exp(inverse * (logit - largest));
                weights += weight;
                weighted += weight * (logit - largest);
            }
            sum += weighted / weights - (each[labels.get(i)] - largest);
        }
        return sum / logits.size();
    }
}
