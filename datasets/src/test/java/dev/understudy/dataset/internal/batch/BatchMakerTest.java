package dev.understudy.dataset.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.internal.set.MemoryImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Batches against the plainest way to make them, pixel by pixel. */
public class BatchMakerTest {
    private static final int SIZE = 11;
    private static final int BATCH = 4;
    private static final long SEED = 8;

    @DataProvider
    public static Object[][] shapes() {
        return new Object[][] {{1, 5, 7}, {3, 7, 5}, {3, 4, 4}, {2, 1, 6}};
    }

    private static Images images(int channels, int height, int width) {
        byte[] bytes = new byte[SIZE * channels * height * width];
        new Random(3).nextBytes(bytes);
        int[] labels = IntStream.range(0, SIZE).map(i -> i % 2).toArray();
        return new MemoryImages(new Shape(channels, height, width), List.of("even", "odd"), labels, List.of(bytes), 0);
    }

    private static Normalization normalization(int channels) {
        return new Normalization(
                IntStream.range(0, channels).mapToObj(c -> 0.1 * c).toList(),
                IntStream.range(0, channels).mapToObj(c -> 0.5 + c).toList());
    }

    @Test(dataProvider = "shapes")
    public void cropFlipAndNormalisePixelByPixel(int channels, int height, int width) throws Exception {
        Images images = images(channels, height, width);
        Augmentation augmentation = Augmentation.cropAndFlip(Math.min(height, width) - 1);
        LabeledImageDataset dataset = LabeledImageDataset.of(images, BATCH)
                .shuffled(SEED)
                .augmented(augmentation)
                .normalized(normalization(channels));
        try (NDManager manager = NDManager.newBaseManager()) {
            for (int epoch = 0; epoch < 3; epoch++) {
                for (Batch batch : dataset.at(epoch).getData(manager)) {
                    NDArray data = batch.getData().singletonOrThrow();
                    int n = batch.getSize();
                    Assert.assertEquals(data.getShape(), new Shape(n, channels, height, width));
                    float[] wanted = new float[(int) data.size()];
                    for (int i = 0; i < n; i++) {
                        int index = ((Number) batch.getIndices().get(i)).intValue();
                        plain(images, index, Draw.of(augmentation, SEED, epoch, index), wanted, i);
                    }
                    Assert.assertEquals(data.toFloatArray(), wanted);
                    batch.close();
                }
            }
        }
    }

    private static void plain(Images images, int index, Draw draw, float[] into, int place) {
        int channels = (int) images.shape().get(0);
        int height = (int) images.shape().get(1);
        int width = (int) images.shape().get(2);
        byte[] bytes = new byte[channels * height * width];
        images.read(index, bytes, 0);
        for (int i = 0; i < bytes.length; i++) {
            int channel = i / (height * width);
            int y = i / width % height - draw.down();
            int x = i % width - draw.right();
            boolean inside = y >= 0 && y < height && x >= 0 && x < width;
            int column = draw.flipped() ? width - 1 - x : x;
            int level = inside ? bytes[(channel * height + y) * width + column] & 0xFF : 0;
            into[place * bytes.length + i] = (float) ((level / 255.0 - 0.1 * channel) / (0.5 + channel));
        }
    }

    /** The buffers are used again; the arrays must not see it. */
    @Test
    public void aBatchStaysAsItIsWhenOthersAreMade() throws Exception {
        LabeledImageDataset dataset = LabeledImageDataset.of(images(3, 4, 4), 1).shuffled(SEED);
        try (NDManager manager = NDManager.newBaseManager()) {
            List<NDArray> arrays = new ArrayList<>();
            List<float[]> values = new ArrayList<>();
            for (Batch batch : dataset.at(0).getData(manager)) {
                arrays.add(batch.getData().singletonOrThrow());
                values.add(batch.getData().singletonOrThrow().toFloatArray());
            }
            Assert.assertEquals(arrays.size(), SIZE);
            for (int i = 0; i < arrays.size(); i++) {
                Assert.assertEquals(arrays.get(i).toFloatArray(), values.get(i));
            }
        }
    }

    @Test
    public void aClosedBatchLeavesNothing() throws Exception {
        LabeledImageDataset dataset = LabeledImageDataset.of(images(3, 4, 4), BATCH);
        try (NDManager manager = NDManager.newBaseManager()) {
            int before = manager.getManagedArrays().size();
            for (Batch batch : dataset.at(0).getData(manager)) {
                Assert.assertEquals(batch.getManager().getManagedArrays().size(), 2);
                batch.close();
            }
            Assert.assertEquals(manager.getManagedArrays().size(), before);
        }
    }
}
