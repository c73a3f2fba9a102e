package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.internal.set.MemoryImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.testng.Assert;
import org.testng.SkipException;

/** Small data for tests. */
public final class Tiny {
    private Tiny() {}

    /** Images of 1 x 2 x 3 whose bytes count on from 10 times their index; the label is the index modulo classes. */
    public static Images images(int count, int classes) {
        byte[] bytes = new byte[count * 6];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (10 * (i / 6) + i % 6);
        }
        return images(IntStream.range(0, count).map(i -> i % classes).toArray(), classes, bytes);
    }

    public static Images images(int[] labels, int classes, byte[] bytes) {
        List<String> names =
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
        return new MemoryImages(new Shape(1, 2, 3), names, labels, List.of(bytes), 0);
    }

    public static Path folder() {
        try {
            return Files.createTempDirectory("datasets-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pipe that nobody writes to. */
    public static void pipe(Path file) throws IOException {
        Process made;
        try {
            made = new ProcessBuilder("mkfifo", file.toString()).start();
        } catch (IOException e) {
            throw new SkipException("This system has no pipes with names", e);
        }
        Assert.assertEquals(made.onExit().join().exitValue(), 0);
    }

    public static int[] labels(Images images) {
        return IntStream.range(0, images.size()).map(images::label).toArray();
    }

    /** Checks that the action ends in one line that has all these parts. */
    public static void assertFails(Assert.ThrowingRunnable action, Object... parts) {
        DataException e = Assert.expectThrows(DataException.class, action);
        String message = String.valueOf(e.getMessage());
        Assert.assertEquals(message.lines().count(), 1, message);
        for (Object part : parts) {
            Assert.assertTrue(message.contains(part.toString()), "\"" + part + "\" in: " + message);
        }
    }
}
