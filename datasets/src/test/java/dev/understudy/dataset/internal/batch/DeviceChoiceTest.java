package dev.understudy.dataset.internal.batch;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.ColorJitter;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.RandAugment;
import dev.understudy.dataset.Tiny;
import dev.understudy.dataset.internal.set.FolderImages;
import dev.understudy.dataset.internal.set.ImageCacheBudget;
import dev.understudy.dataset.internal.set.MemoryImages;
import dev.understudy.dataset.internal.set.Shapes;
import java.lang.reflect.Proxy;
import java.util.List;
import org.testng.annotations.Test;

/** Which batches are made on a device. */
public class DeviceChoiceTest {

    /** As far as this can be seen without one. */
    @Test
    public void whoeverGivesAGpusManagerGetsBatchesMadeThere() throws Exception {
        LabeledImageDataset dataset = LabeledImageDataset.of(DeviceSourceTest.images(3, 4, 5), DeviceSourceTest.BATCH)
                .augmented(Augmentation.cropAndFlip(1));
        try (NDManager manager = NDManager.newBaseManager()) {
            dataset.at(0).getData(manager).forEach(Batch::close);
            assertEquals(manager.getManagedArrays(), List.of());
            NDManager gpu = onGpu(manager);
            for (int epoch = 0; epoch < 3; epoch++) {
                dataset.at(epoch).getData(gpu).forEach(Batch::close);
                assertEquals(manager.getManagedArrays().size(), 4);
            }
        }
    }

    /** The same manager, but that it calls its device a GPU. */
    private static NDManager onGpu(NDManager manager) {
        return (NDManager) Proxy.newProxyInstance(
                NDManager.class.getClassLoader(),
                new Class<?>[] {NDManager.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getDevice") ? Device.gpu() : method.invoke(manager, arguments));
    }

    @Test
    public void onlyImagesInMemoryAreMadeOnAGpuAndOnlyThere() {
        Images images = DeviceSourceTest.images(3, 4, 5);
        assertTrue(suits(Device.gpu(), images));
        assertTrue(suits(Device.gpu(1), images.subset(new int[] {1, 2}).subset(new int[] {0})));
        assertTrue(suits(Device.gpu(), Shapes.generate(1, 3)));
        assertFalse(suits(Device.cpu(), images));
        Images files =
                new FolderImages(Tiny.folder(), List.of(), new int[0], List.of(), 4, false, new ImageCacheBudget(0));
        assertFalse(suits(Device.gpu(), files));
        assertFalse(suits(Device.gpu(), files.subset(new int[0])));
        for (Augmentation each : new Augmentation[] {
            Augmentation.resizedCrop(),
            Augmentation.NONE.colorJitter(ColorJitter.of(0.1)),
            Augmentation.NONE.randAugment(RandAugment.standard()),
            Augmentation.NONE.cutout(1)
        }) {
            assertFalse(DeviceSource.suits(Device.gpu(), DeviceSourceTest.recipe(images, each)), each.toString());
        }
    }

    /** 1 GiB holds 16,384 of 256 x 256; one is black, and the steps, two longs a pixel, take as much as 16 images. */
    @Test
    public void imagesBeyondTheLimitAreMadeInMemory() {
        assertTrue(suits(Device.gpu(), squares(16_367)));
        assertFalse(suits(Device.gpu(), squares(16_368)));
        assertFalse(suits(Device.gpu(), squares(16_368).subset(new int[] {0})));
        assertFalse(DeviceSource.suits(
                Device.gpu(), DeviceSourceTest.recipe(squares(16_367), Augmentation.cropAndFlip(1))));
    }

    /** The same square over and over. */
    private static Images squares(int count) {
        List<byte[]> blocks = List.of(new byte[256 * 256]);
        return new MemoryImages(new Shape(1, 256, 256), List.of("square"), new int[count], blocks, 0);
    }

    private static boolean suits(Device device, Images images) {
        return DeviceSource.suits(device, DeviceSourceTest.recipe(images, Augmentation.NONE));
    }
}
