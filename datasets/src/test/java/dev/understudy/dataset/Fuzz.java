package dev.understudy.dataset;

import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.Assert;

/** Damages a file again and again, and looks that it is read or refused each time. */
final class Fuzz {

    static final int ROUNDS = 2_000;

    /** Where a format is damaged in a second way besides. */
    static final int FEWER = 500;

    static final int TIME_LIMIT = 300_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a reader may take whatever the file's size, and for each of its bytes. */
    private static final long MOST_BESIDES = 4_000_000;

    /** A packed byte may announce a thousand, an image's byte ten thousand pixels. */
    private static final long MOST_PER_BYTE = 24 * 10_000;

    private Fuzz() {}

    interface Loading {
        void load() throws IOException;
    }

    static int refused(Path file, Path named, Loading loading) throws IOException {
        return refused(ROUNDS, file, named, Files.readAllBytes(file), loading);
    }

    /** Damages a file of a good set again and again, and says how often it was refused. */
    static int refused(int rounds, Path file, Path named, byte[] good, Loading loading) throws IOException {
        Mutations mutations = new Mutations(good, 1);
        Files.write(file, good);
        loading.load();
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = mutations.next();
            Files.write(file, bytes);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                loading.load();
            } catch (DataException e) {
                refused++;
                String message = String.valueOf(e.getMessage());
                Assert.assertEquals(message.lines().count(), 1, message);
                Assert.assertTrue(message.startsWith(named.toString()), message);
            } catch (IOException | RuntimeException | Error e) {
                throw new AssertionError(file + ", round " + round + ": " + e, e);
            }
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            long most = MOST_BESIDES + MOST_PER_BYTE * bytes.length;
            Assert.assertTrue(taken <= most, file + ", round " + round + ": " + taken + " bytes of " + most);
        }
        return refused;
    }

    static void assertPlausible(Splits splits, Shape shape) {
        for (Images images : List.of(splits.train(), splits.validation(), splits.test())) {
            Assert.assertEquals(images.shape().dimension(), shape.dimension());
            byte[] image = new byte[(int) images.shape().size()];
            for (int i = 0; i < images.size(); i++) {
                int label = images.label(i);
                Assert.assertTrue(label >= 0 && label < images.classNames().size(), "label " + label);
                images.read(i, image, 0);
            }
        }
    }
}
