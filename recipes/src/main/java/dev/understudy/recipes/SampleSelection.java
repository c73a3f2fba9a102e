package dev.understudy.recipes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.TranslateException;
import dev.understudy.InputException;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.Splits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A few test images to look at, the same in every run: the first of each of some evenly spaced classes.
 *
 * @param images them alone
 * @param normalization what networks see them with
 */
public record SampleSelection(Images images, Normalization normalization) {

    /** How many unless a number is given. */
    public static final int FEW = 4;

    /**
     * Four of them.
     *
     * @param splits the data set
     * @return the images
     * @throws InputException when there are no test images
     */
    public static SampleSelection of(Splits splits) {
        return of(splits, FEW);
    }

    /**
     * As many as wanted, or as there are classes with a test image.
     *
     * @param splits the data set
     * @param wanted 1 or more
     * @return the images
     * @throws InputException when there are no test images
     */
    public static SampleSelection of(Splits splits, int wanted) {
        int[] firsts = firsts(splits.test());
        if (firsts.length == 0) {
            throw new InputException("There are no test images in " + splits.name() + " to show");
        }
        int shown = Math.min(wanted, firsts.length);
        int[] chosen = IntStream.range(0, shown)
                .map(i -> firsts[i * firsts.length / shown])
                .toArray();
        return new SampleSelection(splits.test().subset(chosen), splits.normalization());
    }

    /** The first image of each class that has one, in the order of the classes. */
    private static int[] firsts(Images images) {
        int[] firsts = new int[images.classNames().size()];
        Arrays.fill(firsts, -1);
        for (int i = images.size() - 1; i >= 0; i--) {
            firsts[images.label(i)] = i;
        }
        return Arrays.stream(firsts).filter(index -> index >= 0).toArray();
    }

    /**
     * What a network is shown.
     *
     * @param manager owns the array; its device is where it lies
     * @return float32 {@code [images, channels, height, width]}, normalised as in training
     * @throws IOException when the images cannot be read
     */
    public NDArray data(NDManager manager) throws IOException {
        LabeledImageDataset dataset =
                LabeledImageDataset.of(images, images.size()).normalized(normalization);
        try (Batch batch = dataset.at(0).getData(manager).iterator().next()) {
            NDArray data = batch.getData().singletonOrThrow();
            data.attach(manager);
            return data;
        } catch (TranslateException e) {
            throw new IOException("A batch could not be made: " + e.getMessage(), e);
        }
    }

    /**
     * What people are shown.
     *
     * @return PNG files in base64, as large as the data set's images
     */
    public List<String> pngs() {
        return IntStream.range(0, images.size())
                .mapToObj(i -> Base64.getEncoder().encodeToString(png(i)))
                .toList();
    }

    /**
     * Each image's true class.
     *
     * @return names
     */
    public List<String> classNames() {
        return IntStream.range(0, images.size())
                .mapToObj(i -> images.classNames().get(images.label(i)))
                .toList();
    }

    private byte[] png(int index) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image(index), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("A PNG file could not be made in memory", e);
        }
        return bytes.toByteArray();
    }

    private BufferedImage image(int index) {
        int channels = (int) images.shape().get(0);
        int height = (int) images.shape().get(1);
        int width = (int) images.shape().get(2);
        byte[] levels = new byte[channels * height * width];
        images.read(index, levels, 0);
        BufferedImage image = new BufferedImage(
                width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < levels.length; i++) {
            int pixel = i % (height * width);
            int channel = i / (height * width);
            image.getRaster().setSample(pixel % width, pixel / width, channel, levels[i] & 0xFF);
        }
        return image;
    }
}
