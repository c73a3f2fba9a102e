package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import dev.understudy.InputException;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Splits;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

public final class SampleSelectionTest {

    /** The classes of {@code shapes} take turns, so that the first image of class i is image i. */
    private static final int[] FIRSTS = {0, 2, 5, 7};

    private Splits shapes = splits(new Grey(new int[0]));

    @BeforeClass
    public void open() {
        shapes = Datasets.open("shapes", DataOptions.defaults().trainSize(20));
    }

    @Test
    public void areTheFirstOfFourEvenlySpacedClasses() {
        SampleSelection shown = SampleSelection.of(shapes);
        assertEquals(shown.classNames(), List.of("disc", "square", "triangle outline", "star outline"));
        assertEquals(shown.images().fingerprint(), shapes.test().subset(FIRSTS).fingerprint());
        assertEquals(SampleSelection.of(shapes).pngs(), shown.pngs());
    }

    @Test
    public void networksSeeThemAsInTheTest() throws Exception {
        LabeledImageDataset test = LabeledImageDataset.of(shapes.test(), 10).normalized(shapes.normalization());
        try (NDManager manager = NDManager.newBaseManager();
                Batch batch = test.at(0).getData(manager).iterator().next()) {
            NDArray data = SampleSelection.of(shapes).data(manager);
            assertEquals(data.getManager(), manager);
            assertEquals(data.getShape(), new Shape(4, 3, 32, 32));
            NDArray all = batch.getData().singletonOrThrow();
            for (int i = 0; i < FIRSTS.length; i++) {
                assertEquals(data.get(i).toFloatArray(), all.get(FIRSTS[i]).toFloatArray());
            }
        }
    }

    @Test
    public void asPngFilesTheyHaveTheSameColours() throws IOException {
        assertSamePixels(SampleSelection.of(shapes));
    }

    /** Class 1 has no image; of classes 0, 2 and 3 two are wanted: the first and the second of the three. */
    @Test
    public void greyOnesKeepTheirLevelsAndClassesWithoutImagesAreLeftOut() throws IOException {
        SampleSelection shown = SampleSelection.of(splits(new Grey(new int[] {3, 2, 2, 0})), 2);
        assertEquals(shown.classNames(), List.of("a", "c"));
        assertEquals(image(shown, 0).getRaster().getSample(0, 0, 0), 30);
        assertEquals(image(shown, 1).getRaster().getSample(0, 0, 0), 10);
        assertSamePixels(shown);
        assertEquals(
                SampleSelection.of(splits(new Grey(new int[] {3, 2, 2, 0})), 4).classNames(), List.of("a", "c", "d"));
    }

    @Test(expectedExceptions = InputException.class, expectedExceptionsMessageRegExp = "There are no test images .*")
    public void refusesAnEmptyTestSplit() {
        SampleSelection.of(splits(new Grey(new int[0])));
    }

    private static void assertSamePixels(SampleSelection shown) throws IOException {
        Images images = shown.images();
        int channels = (int) images.shape().get(0);
        int height = (int) images.shape().get(1);
        int width = (int) images.shape().get(2);
        byte[] wanted = new byte[channels * height * width];
        for (int i = 0; i < images.size(); i++) {
            images.read(i, wanted, 0);
            Raster got = image(shown, i).getRaster();
            assertEquals(List.of(got.getNumBands(), got.getHeight(), got.getWidth()), List.of(channels, height, width));
            for (int j = 0; j < wanted.length; j++) {
                int pixel = j % (height * width);
                int level = got.getSample(pixel % width, pixel / width, j / (height * width));
                assertEquals(level, wanted[j] & 0xFF, "image " + i + " at " + j);
            }
        }
    }

    private static BufferedImage image(SampleSelection shown, int index) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode(shown.pngs().get(index))));
    }

    private static Splits splits(Images test) {
        return new Splits("grey", test, test, test, Normalization.none(1));
    }

    /**
     * Images of 2 x 3 pixels; each level of image i is 10 i more than its place.
     *
     * @param labels one per image, of four classes
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Grey(int[] labels) implements Images {

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public Shape shape() {
            return new Shape(1, 2, 3);
        }

        @Override
        public List<String> classNames() {
            return List.of("a", "b", "c", "d");
        }

        @Override
        public int label(int index) {
            return labels[index];
        }

        @Override
        public void read(int index, byte[] into, int offset) {
            for (int i = 0; i < 6; i++) {
                into[offset + i] = (byte) (10 * index + i);
            }
        }

        @Override
        public String fingerprint() {
            return Arrays.toString(labels);
        }
    }
}
