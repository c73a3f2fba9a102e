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
import java.util.List;
import java.util.Map;
import org.testng.annotations.Test;

/** Kept outputs, damaged. */
public final class OutputFileTest {

    private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    @Test
    public void damagedOutputsAreReadRightOrNotAtAll() throws IOException {
        Path folder = Files.createTempDirectory("outputs");
        try (NDManager manager = NDManager.newBaseManager()) {
            OutputShards shards = OutputShards.of(folder, Map.of("teacher", "one"), new Shape(4), 3, 1 << 20);
            OutputFile file = shards.files().get(0);
            try (ShardWriter writer = new ShardWriter(shards.files())) {
                writer.add(manager.create(NUMBERS, new Shape(3, 4)));
                writer.finish();
            }
            Safetensors.Content content = Safetensors.read(manager, file.path());
            assertEquals(content.metadata(), Map.of("teacher", "one"), "it is a safetensors file as well");
            int refused = Mutations.check(file.path(), 3000, 1 << 20, () -> read(shards, manager));
            assertTrue(refused > 2900, "refused " + refused);
            Files.delete(file.path());
        } finally {
            Files.delete(folder);
        }
    }

    @Test
    public void noFileHoldsMoreThanItMay() {
        Path folder = Path.of("outputs");
        // Each sample has 16 bytes and a checksum of 4.
        OutputShards shards = OutputShards.of(folder, Map.of("teacher", "one"), new Shape(4), 10, 79);
        assertEquals(shards.files().stream().map(OutputFile::samples).toList(), List.of(3, 3, 3, 1));
        assertEquals(shards.files().stream().map(OutputFile::path).distinct().count(), 4);
        OutputShards one = OutputShards.of(folder, Map.of("teacher", "one"), new Shape(4), 10, 200);
        assertEquals(one.files().stream().map(OutputFile::samples).toList(), List.of(10));
        OutputShards large = OutputShards.of(folder, Map.of("teacher", "one"), new Shape(4), 2, 1);
        assertEquals(large.files().stream().map(OutputFile::samples).toList(), List.of(1, 1));
    }

    private static void read(OutputShards shards, NDManager manager) {
        try (ShardReader reader = new ShardReader(shards);
                NDArray read = reader.read(manager, new int[] {0, 1, 2})) {
            assertEquals(read.toFloatArray(), NUMBERS, 0);
        } catch (IOException e) {
            throw new InputException(shards.path() + ": " + Reasons.of(e), e);
        }
    }
}
