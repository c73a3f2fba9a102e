package dev.understudy.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import org.testng.annotations.Test;

public final class MixupTest {

    private static final int SIZE = 3;

    /** Image i holds 10 i, label i is class i. */
    private static TrainingBatch batch(NDManager manager, int side) {
        NDArray images = manager.arange(0, SIZE * 10, 10)
                .toType(ai.djl.ndarray.types.DataType.FLOAT32, false)
                .reshape(SIZE, 1, 1, 1)
                .mul(manager.ones(new Shape(1, 2, side, side)));
        return TrainingBatch.of(images, manager.eye(SIZE));
    }

    @Test
    public void mixesEachImageAndItsLabelWithAnotherInOneShare() {
        try (NDManager manager = NDManager.newBaseManager()) {
            StepRandom same = StepRandom.of(5);
            double share = same.nextBeta(0.7, 0.7);
            int[] partners = same.permutation(SIZE);
            TrainingBatch mixed = new Mixup(0.7).transform(batch(manager, 2), StepRandom.of(5));
            float[] images = mixed.getImages().toFloatArray();
            float[] labels = mixed.getSoftLabels().toFloatArray();
            for (int i = 0; i < SIZE; i++) {
                for (int j = 0; j < 8; j++) {
                    assertEquals(images[8 * i + j], share * 10 * i + (1 - share) * 10 * partners[i], 1e-4);
                }
                double[] expected = new double[SIZE];
                expected[i] += share;
                expected[partners[i]] += 1 - share;
                for (int k = 0; k < SIZE; k++) {
                    assertEquals(labels[SIZE * i + k], expected[k], 1e-6);
                }
            }
        }
    }

    @Test
    public void cutsABoxAndMixesLabelsByItsArea() {
        int side = 6;
        try (NDManager manager = NDManager.newBaseManager()) {
            boolean cut = false;
            for (int seed = 0; seed < 20; seed++) {
                TrainingBatch before = batch(manager, side);
                TrainingBatch after = new CutMix(1).transform(before, StepRandom.of(seed));
                float[] images = after.getImages().toFloatArray();
                float[] labels = after.getSoftLabels().toFloatArray();
                for (int i = 0; i < SIZE; i++) {
                    int other = 0;
                    for (int j = 0; j < side * side; j++) {
                        float first = images[(2 * i) * side * side + j];
                        assertEquals(images[(2 * i + 1) * side * side + j], first, "all channels are cut alike");
                        assertTrue(first % 10 == 0 && first >= 0 && first <= 20, "a pixel of one of the images");
                        other += first == 10 * i ? 0 : 1;
                    }
                    if (other > 0) {
                        assertEquals(labels[SIZE * i + i], 1 - (float) other / (side * side), 1e-6);
                        cut = true;
                    }
                }
            }
            assertTrue(cut);
        }
    }

    /**
     * The first number of the seed is l = 0.5656, so that the box has sqrt(1 - l) = 0.6591 of 6 pixels, 3, half of them 1;
     * its centre is in row 3 and column 4, its rows are 2 and 3, its columns 3 and 4: 4 of 36 pixels. Images 0 and 1 are
     * partners, 2 is its own.
     */
    @Test
    public void aBoxWorkedOutByHand() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainingBatch after = new CutMix(1).transform(batch(manager, 6), StepRandom.of(8));
            float[] images = after.getImages().toFloatArray();
            for (int i = 0; i < images.length; i++) {
                int image = i / 72;
                int row = i / 6 % 6;
                int column = i % 6;
                boolean box = (row == 2 || row == 3) && (column == 3 || column == 4);
                int shown = box && image < 2 ? 1 - image : image;
                assertEquals(images[i], 10f * shown, "number " + i);
            }
            float rest = 32f / 36;
            float[] expected = {rest, 1 - rest, 0, 1 - rest, rest, 0, 0, 0, 1};
            assertEquals(after.getSoftLabels().toFloatArray(), expected, 1e-6f);
        }
    }

    @Test
    public void aBatchOfOneStaysAsItIs() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.full(new Shape(1, 1, 4, 4), 3f);
            NDArray label = manager.ones(new Shape(1, 2));
            for (BatchTransform each : new BatchTransform[] {new Mixup(0.2), new CutMix(1)}) {
                TrainingBatch after = each.transform(TrainingBatch.of(image, label), StepRandom.of(1));
                assertEquals(after.getImages().sub(image).abs().sum().getFloat(), 0f, 1e-5f);
                assertEquals(after.getSoftLabels().sub(label).abs().sum().getFloat(), 0f, 1e-6f);
            }
        }
    }

    @Test
    public void refusesAnAlphaThatIsNotAboveZero() {
        assertEquals(
                expectThrows(InputException.class, () -> new Mixup(0)).getMessage(),
                "The alpha of mixup must be above 0, got 0.0");
        expectThrows(InputException.class, () -> new CutMix(Double.NaN));
    }
}
