package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import dev.understudy.TestDevice;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.RandAugment;
import dev.understudy.dataset.Splits;
import java.io.IOException;
import java.util.Iterator;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Batches made on a GPU, or made in memory and put there, against those made in memory: the same bits. */
public final class BatchesOnDeviceTest {

    private static final Splits SHAPES =
            Datasets.open("shapes", DataOptions.defaults().trainSize(50));

    @DataProvider
    public static Object[][] datasets() {
        LabeledImageDataset plain = LabeledImageDataset.of(SHAPES.train(), 16).normalized(SHAPES.normalization());
        return new Object[][] {
            {"in order", plain},
            {"shuffled", plain.shuffled(3)},
            {"cropped and flipped", plain.shuffled(3).augmented(Augmentation.cropAndFlip(4))},
            {"coloured", plain.shuffled(3).augmented(Augmentation.NONE.colorJitter(ColorJitter.of(0.4)))},
            {
                "changed at random",
                plain.shuffled(3).augmented(Augmentation.cropAndFlip(4).randAugment(RandAugment.standard()))
            },
        };
    }

    @Test(groups = TestDevice.GROUP, dataProvider = "datasets")
    public void batchesHaveTheSameBits(String name, LabeledImageDataset dataset)
            throws IOException, TranslateException {
        Device device = TestDevice.get();
        try (NDManager here = NDManager.newBaseManager(Device.cpu());
                NDManager there = NDManager.newBaseManager(device)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                Iterator<Batch> found = dataset.at(epoch).getData(there).iterator();
                int batches = 0;
                for (Batch wanted : dataset.at(epoch).getData(here)) {
                    assertTrue(found.hasNext(), name);
                    try (wanted;
                            Batch batch = found.next()) {
                        NDArray images = batch.getData().singletonOrThrow();
                        assertEquals(images.getDevice(), device);
                        assertEquals(
                                images.toFloatArray(),
                                wanted.getData().singletonOrThrow().toFloatArray(),
                                name);
                        assertEquals(
                                batch.getLabels().singletonOrThrow().toLongArray(),
                                wanted.getLabels().singletonOrThrow().toLongArray());
                        assertEquals(batch.getIndices(), wanted.getIndices());
                    }
                    batches++;
                }
                assertFalse(found.hasNext());
                assertEquals(batches, 4);
            }
        }
    }
}
