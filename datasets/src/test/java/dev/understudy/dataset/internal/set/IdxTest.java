package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.Splits;
import dev.understudy.dataset.Tiny;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.testng.Assert;
import org.testng.annotations.Test;

public class IdxTest {

    private static byte[] idx(int magic, int[] sizes, byte... content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(magic);
            for (int size : sizes) {
                out.writeInt(size);
            }
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] images() throws IOException {
        return idx(0x803, new int[] {2, 1, 3}, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) -1);
    }

    private static byte[] labels(int first, int second) throws IOException {
        return idx(0x801, new int[] {2}, (byte) first, (byte) second);
    }

    /** A folder with two images of 1 x 3 in each part; the test part is gzipped. */
    private static Path folder() throws IOException {
        Path folder = Tiny.folder();
        Files.write(folder.resolve("train-images-idx3-ubyte"), images());
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(0, 1));
        gzip(folder.resolve("t10k-images-idx3-ubyte.gz"), images());
        gzip(folder.resolve("t10k-labels-idx1-ubyte.gz"), labels(7, 9));
        return folder;
    }

    private static void gzip(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }

    private static Splits open(Path folder) {
        return Datasets.open("mnist", DataOptions.defaults().folder(folder));
    }

    @Test
    public void plainAndGzippedFilesAreRead() throws Exception {
        Splits splits = open(folder());
        Assert.assertEquals(splits.test().shape(), new Shape(1, 1, 3));
        Assert.assertEquals(Tiny.labels(splits.test()), new int[] {7, 9});
        byte[] image = new byte[3];
        splits.test().read(1, image, 0);
        Assert.assertEquals(image, new byte[] {4, 5, -1});
        Assert.assertEquals(splits.train().size(), 2);
        Assert.assertEquals(splits.normalization().mean().get(0), (1 + 2 + 3 + 4 + 5 + 255) / 6.0 / 255, 1e-12);
    }

    @Test
    public void fashionMnistHasItsOwnClassNames() throws Exception {
        Splits splits = Datasets.open("fashion-mnist", DataOptions.defaults().folder(folder()));
        Assert.assertEquals(splits.test().classNames().get(9), "Ankle boot");
    }

    @Test
    public void aMissingFileIsNamed() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("train-labels-idx1-ubyte");
        Files.delete(file);
        Tiny.assertFails(() -> open(folder), file, "neither");
    }

    @Test
    public void cutAndOversizedFilesAreNamed() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("train-images-idx3-ubyte");
        Files.write(file, Arrays.copyOf(images(), 20));
        Tiny.assertFails(() -> open(folder), file, "wanted 6 bytes", "got 4", "cut");
        Files.write(file, Arrays.copyOf(images(), 23));
        Tiny.assertFails(() -> open(folder), file, "wanted 6 bytes", "too long");
        Files.write(file, Arrays.copyOf(images(), 9));
        Tiny.assertFails(() -> open(folder), file, "cut");
    }

    @Test
    public void aWrongBeginningAndNonsenseSizesAreNamed() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("train-images-idx3-ubyte");
        Files.write(file, labels(1, 2));
        Tiny.assertFails(() -> open(folder), file, "0x00000803", "0x00000801");
        Files.write(file, idx(0x803, new int[] {-1, 28, 28}));
        Tiny.assertFails(() -> open(folder), file, "[-1, 28, 28]");
        Files.write(file, idx(0x803, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE}));
        Tiny.assertFails(() -> open(folder), file, "2 GB");
    }

    @Test
    public void aDamagedGzipFileIsNamed() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));
        Tiny.assertFails(() -> open(folder), file, "cut");
        bytes[bytes.length - 8] ^= 1;
        Files.write(file, bytes);
        Tiny.assertFails(() -> open(folder), file, "wanted to read it", "corrupt");
    }

    @Test
    public void memoryIsNotTakenForMoreThanAFileCanHold() throws Exception {
        Path folder = folder();
        byte[] lie = idx(0x803, new int[] {1000, 1000, 100}, new byte[10]);
        Path plain = folder.resolve("train-images-idx3-ubyte");
        Files.write(plain, lie);
        Tiny.assertFails(() -> open(folder), plain, "wanted 100000000 bytes", "got 10", "cut");
        Files.write(plain, images());
        Path packed = folder.resolve("t10k-images-idx3-ubyte.gz");
        gzip(packed, lie);
        Tiny.assertFails(() -> open(folder), packed, "wanted 100000000 bytes", "cut");
    }

    @Test
    public void aGzipFileOfManyPiecesIsReadToItsEnd() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("t10k-labels-idx1-ubyte.gz");
        gzip(file, new byte[0]);
        byte[] empty = Files.readAllBytes(file);
        byte[] empties = new byte[empty.length * 20_000];
        for (int i = 0; i < empties.length; i++) {
            empties[i] = empty[i % empty.length];
        }
        gzip(file, labels(7, 9));
        byte[] piece = Files.readAllBytes(file);
        Files.write(file, empties);
        Files.write(file, piece, StandardOpenOption.APPEND);
        Assert.assertEquals(Tiny.labels(open(folder).test()), new int[] {7, 9});
    }

    @Test(timeOut = 60_000)
    public void aPipeIsNotWaitedFor() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("train-images-idx3-ubyte");
        Files.delete(file);
        Tiny.pipe(file);
        Tiny.assertFails(() -> open(folder), file, "wanted a file", "a pipe");
    }

    @Test
    public void labelsOutOfRangeOrTooFewAreNamed() throws Exception {
        Path folder = folder();
        Path file = folder.resolve("train-labels-idx1-ubyte");
        Files.write(file, labels(1, 10));
        Tiny.assertFails(() -> open(folder), file, "label from 0 to 9", "record 1", "got 10");
        Files.write(file, idx(0x801, new int[] {1}, (byte) 1));
        Tiny.assertFails(() -> open(folder), file, "wanted 2 labels", "got 1");
    }

    @Test
    public void testImagesOfAnotherSizeAreRefused() throws Exception {
        Path folder = folder();
        gzip(folder.resolve("t10k-images-idx3-ubyte.gz"), idx(0x803, new int[] {2, 3, 1}, new byte[6]));
        Tiny.assertFails(() -> open(folder), "t10k-images", "(1, 1, 3)", "(1, 3, 1)");
    }
}
