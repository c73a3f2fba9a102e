package dev.understudy.measure;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.dataset.ArrayDataset;
import dev.understudy.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.testng.annotations.Test;

public final class TemperatureScalingTest {

    /** Three of four right: {@code softmax(2 / T) = 3 / 4} where {@code 2 / T = log 3}. */
    @Test
    public void aNetworkIsAsSureAsItIsOftenRight() {
        List<float[]> logits =
                IntStream.range(0, 4).mapToObj(i -> new float[] {2, 0}).toList();
        double found = TemperatureScaling.fit(logits, List.of(0, 0, 1, 0));
        assertEquals(found, 2 / Math.log(3), 1e-9);
    }

    /** What is always right can only be surer, what is mostly wrong only less sure, what is equal neither. */
    @Test
    public void whereNoTemperatureIsBestTheLimitIsTaken() {
        List<float[]> logits = List.of(new float[] {2, 0}, new float[] {3, 0});
        assertEquals(TemperatureScaling.fit(logits, List.of(0, 0)), 0.01, 1e-9);
        assertFalse(TemperatureScaling.isFound(TemperatureScaling.fit(logits, List.of(0, 0))));
        assertEquals(TemperatureScaling.fit(logits, List.of(1, 1)), 100, 1e-6);
        assertFalse(TemperatureScaling.isFound(TemperatureScaling.fit(logits, List.of(1, 1))));
        assertTrue(TemperatureScaling.isFound(1.5));
        assertEquals(TemperatureScaling.fit(List.of(new float[] {5, 5, 5}), List.of(2)), 1.0);
        assertEquals(
                TemperatureScaling.fit(List.of(new float[] {700, -700}, new float[] {-700, 700}), List.of(0, 0)),
                100,
                1e-6);
    }

    /** Labels drawn from the softmax of z / 2.5, and logits shifted by any number or scaled by another. */
    @Test
    public void theTemperatureThatLabelsWereDrawnWithIsFound() {
        Random random = new Random(1);
        List<float[]> logits = new ArrayList<>();
        List<float[]> others = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            float[] each = new float[5];
            float[] other = new float[5];
            double[] weights = new double[5];
            double sum = 0;
            for (int k = 0; k < 5; k++) {
                each[k] = (float) (3 * random.nextGaussian());
                other[k] = 2 * each[k] + 100;
                weights[k] = Math.exp(each[k] / 2.5);
                sum += weights[k];
            }
            double left = sum * random.nextDouble();
            int label = 0;
            while (label < 4 && left >= weights[label]) {
                left -= weights[label++];
            }
            logits.add(each);
            others.add(other);
            labels.add(label);
        }
        double found = TemperatureScaling.fit(logits, labels);
        assertEquals(found, 2.5, 0.1);
        assertEquals(TemperatureScaling.fit(others, labels), 2 * found, 1e-4);
        double best = loss(logits, labels, found);
        assertTrue(best < loss(logits, labels, 0.99 * found) && best < loss(logits, labels, 1.01 * found));
    }

    private static double loss(List<float[]> logits, List<Integer> labels, double temperature) {
        double sum = 0;
        for (int i = 0; i < logits.size(); i++) {
            double all = 0;
            for (float logit : logits.get(i)) {
                all += Math.exp(logit / temperature);
            }
            sum += Math.log(all) - logits.get(i)[labels.get(i)] / temperature;
        }
        return sum / logits.size();
    }

    /** A network whose logits are its input. */
    @Test
    public void aNetworksLogitsAreThoseItGivesToTheImages() throws IOException {
        Block identity = LambdaBlock.singleton(logits -> logits);
        try (Model model = Model.newInstance("identity", Device.cpu())) {
            NDManager manager = model.getNDManager();
            identity.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
            ArrayDataset four = new ArrayDataset.Builder()
                    .setData(manager.create(new float[] {2, 0, 2, 0, 2, 0, 2, 0}, new Shape(4, 2)))
                    .optLabels(manager.create(new long[] {0, 0, 1, 0}))
                    .setSampling(3, false)
                    .build();
            assertEquals(TemperatureScaling.fit(identity, four, manager), 2 / Math.log(3), 1e-9);
            Predictions predictions = Evaluation.answers(identity, four, manager);
            double right = Math.log(1 + Math.exp(-2));
            assertEquals(predictions.each().get(0).logLikelihood(), -right, 1e-6);
            assertEquals(predictions.each().get(2).logLikelihood(), -right - 2, 1e-6);
            Double likelihood = predictions.quality(2, null).negativeLogLikelihood();
            assertEquals(
                    String.valueOf(likelihood).substring(0, 6),
                    String.valueOf(right + 0.5).substring(0, 6));
        }
    }

    @Test
    public void nothingToFitIsRefused() {
        assertEquals(
                Refusal.of(() -> TemperatureScaling.fit(List.of(), List.of())),
                "A temperature is found on one image or more, each with its label; got 0 rows of logits and 0 labels");
        assertEquals(
                Refusal.of(() -> TemperatureScaling.fit(List.of(new float[] {1, 2}), List.of(2))),
                "Wanted labels from 0 to 1, as there are logits, got 2");
        assertEquals(
                Refusal.of(() -> TemperatureScaling.fit(List.of(new float[] {1, Float.NaN}), List.of(0))),
                "Wanted logits that are finite numbers, got NaN");
    }
}
