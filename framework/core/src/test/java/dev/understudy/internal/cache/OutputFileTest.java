package dev.understudy.internal.cache;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Mutations;
import dev.understudy.internal.format.Safetensors;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testng.annotations.Test;

/** Kept outputs, damaged. */
public final class OutputFileTest {

    private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    @Test
    public void damagedOutputsAreReadRightOrNotAtAll() throws IOException {
        Path folder = Files.createTempDirectory("outputs");
        try (NDManager manager = NDManager.newBaseManager()) {
            OutputFile file = OutputFile.of(folder, Map.of("teacher", "one"), new Shape(4), 3);
            try (OutputWriter writer = new OutputWriter(file)) {
                writer.add(manager.create(NUMBERS, new Shape(3, 4)));
                writer.finish();
            }
            Safetensors.Content content = Safetensors.read(manager, file.path());
            assertEquals(content.metadata(), Map.of("teacher", "one"), "it is a safetensors file as well");
            int refused = Mutations.check(file.path(), 3000, 1 << 20, () -> read(file, manager));
            assertTrue(refused > 2900, "refused " + refused);
            Files.delete(file.path());
        } finally {
            Files.delete(folder);
        }
    }

    private static void read(OutputFile file, NDManager manager) {
        try (OutputReader reader = new OutputReader(file);
                NDArray read = reader.read(manager, new int[] {0, 1, 2})) {
            assertEquals(read.toFloatArray(), NUMBERS, 0);
        } catch (IOException e) {
            throw new InputException(file.path() + ": " + Reasons.of(e), e);
        }
    }
}
