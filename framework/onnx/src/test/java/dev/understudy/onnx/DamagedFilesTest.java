package dev.understudy.onnx;

import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.Mutations;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TinyImages;
import dev.understudy.internal.format.Safetensors;
import dev.understudy.internal.format.Weights;
import dev.understudy.onnx.internal.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Files of networks, damaged at random: each is read or refused, in little memory, and the JVM lives. */
public final class DamagedFilesTest {

    private static final int MANY = 2500;
    private static final long SMALL = 1 << 22;

    private Path folder = Path.of("");

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("damaged");
    }

    @AfterMethod(alwaysRun = true)
    public void deleteFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Test
    public void safetensorsOfAnother() throws IOException {
        Path file = resource("python.safetensors");
        int refused = Mutations.check(file, MANY, SMALL, () -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                Safetensors.read(manager, file);
            }
        });
        assertTrue(refused > MANY / 2, "refused " + refused);
    }

    @Test
    public void weightsOfOurs() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        try (Model model = Model.newInstance("weights", Device.cpu())) {
            Weights.save(Tiny.initialised(Tiny.teaching(TinyImages.CLASSES), model), file);
        }
        assertTrue(loaded(file, MANY / 5) > MANY / 20);
    }

    @Test
    public void weightsOfDjls() throws IOException {
        Path file = folder.resolve("own-0000.params");
        try (Model model = Model.newInstance("own", Device.cpu())) {
            Block network = Tiny.initialised(Tiny.teaching(TinyImages.CLASSES), model);
            model.setBlock(network);
            model.save(folder, "own");
        }
        assertTrue(loaded(file, MANY) > MANY / 4);
    }

    private static int loaded(Path file, int count) throws IOException {
        try (Model model = Model.newInstance("damaged", Device.cpu())) {
            Block network = Tiny.initialised(Tiny.teaching(TinyImages.CLASSES), model);
            Shape input = new Shape(1).addAll(TinyImages.INPUT);
            return Mutations.check(file, count, SMALL, () -> Weights.load(network, model, file, null, input));
        }
    }

    @Test
    public void onnxByOurOwnEyes() throws IOException {
        Path file = onnx();
        int refused = Mutations.check(file, MANY, SMALL, () -> OnnxFile.read(file));
        assertTrue(refused > MANY / 2, "refused " + refused);
    }

    @Test
    public void onnxByItsRuntime() throws IOException {
        Path file = onnx();
        int refused = Mutations.check(file, MANY / 5, SMALL, () -> Teacher.onnx("damaged", file, Device.cpu())
                .close());
        assertTrue(refused > MANY / 10, "refused " + refused);
    }

    private Path onnx() {
        Path file = folder.resolve("teacher.onnx");
        try (Teacher teacher = Tiny.teacher()) {
            OnnxExport.of("tiny", teacher.getNetwork(), TinyImages.INPUT).write(file);
        }
        return file;
    }

    @Test
    public void torchScript() throws IOException {
        Path file = resource("teacher-tuple.pt");
        int refused = Mutations.check(file, MANY, SMALL, () -> Teacher.torchScript(
                        "damaged", file, List.of("features", Teacher.LOGITS), Device.cpu())
                .close());
        assertTrue(refused > MANY / 2, "refused " + refused);
    }

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in =
                Objects.requireNonNull(DamagedFilesTest.class.getResourceAsStream("/dev/understudy/" + name))) {
            Files.copy(in, file);
        }
        return file;
    }
}
