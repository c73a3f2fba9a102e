package dev.understudy.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.format.NameMap;
import dev.understudy.onnx.OnnxExport;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Against torchvision's own networks, by src/test/python/torchvision_networks.py. */
public class PretrainedTest {

    private static final int CLASSES = 10;
    private static final double WIDTH = 0.125;

    private static final WaveWeights WEIGHTS = new WaveWeights(4);

    /** Float32 against float64, as a part of the largest logit. */
    private static final double CLOSE = 1e-3;

    private final JsonNode expected = expected();

    private static JsonNode expected() {
        try (InputStream in = PretrainedTest.class.getResourceAsStream("torchvision.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Those of BenchmarkNetwork have their own test. */
    private static Stream<String> torchvision() {
        return Pretrained.all().stream().filter(name -> !name.startsWith("cifar-"));
    }

    @DataProvider
    public Object[][] networks() {
        return torchvision().map(name -> new Object[] {name}).toArray(Object[][]::new);
    }

    @DataProvider
    public Object[][] logits() {
        List<Object[]> cases = new ArrayList<>();
        for (String name : torchvision().toList()) {
            expected.path(name)
                    .path("logits")
                    .fieldNames()
                    .forEachRemaining(side -> cases.add(new Object[] {name, Integer.parseInt(side)}));
        }
        return cases.toArray(new Object[0][]);
    }

    @Test(dataProvider = "networks")
    public void everyParameterHasTorchvisionsNameAndShape(String name) {
        try (Model model = Model.newInstance(name, Device.cpu())) {
            Map<String, NDArray> theirs = WaveWeights.theirs(Pretrained.named(name, task(32)), task(32), model);
            assertEquals(
                    WaveWeights.digest(theirs),
                    expected.path(name).path("digest").asText(),
                    theirs.keySet().toString());
        }
    }

    @Test(dataProvider = "logits")
    public void weightsFromTorchvisionGiveTorchvisionsLogits(String name, int side) throws IOException {
        Path file = Files.createTempFile("torchvision", ".safetensors");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Teacher teacher = load(name, side, file)) {
            NDArray image = WaveWeights.wave(manager, 3L * side * side, 0.37, 0).reshape(1, 3, side, side);
            float[] found = teacher.open(manager, Set.of(), true)
                    .forward(new NDList(image))
                    .getLogits()
                    .toFloatArray();
            JsonNode wanted = expected.path(name).path("logits").path(Integer.toString(side));
            assertEquals(found.length, wanted.size());
            double largest = 0;
            for (JsonNode logit : wanted) {
                largest = Math.max(largest, Math.abs(logit.asDouble()));
            }
            for (int i = 0; i < found.length; i++) {
                assertEquals(found[i], wanted.get(i).asDouble(), CLOSE * largest, "logit " + i);
            }
        } finally {
            Files.delete(file);
        }
    }

    @DataProvider
    public Object[][] residual() {
        return new Object[][] {{"resnet18"}, {"resnet50"}};
    }

    @Test(dataProvider = "residual")
    public void residualLayersAreWrittenAsOnnx(String name) throws IOException {
        Path file = Files.createTempFile("torchvision", ".safetensors");
        Path model = Files.createTempFile("torchvision", ".onnx");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Teacher teacher = load(name, 32, file)) {
            NDArray images = WaveWeights.wave(manager, 2 * 3 * 32 * 32, 0.37, 0).reshape(2, 3, 32, 32);
            OnnxExport.of(name, teacher.getNetwork(), new Shape(3, 32, 32))
                    .classNames(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
                    .normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))
                    .write(model);
            try (OnnxStudent written = OnnxStudent.load(model)) {
                float[] wanted = teacher.open(manager, Set.of(), true)
                        .forward(new NDList(images))
                        .getLogits()
                        .toFloatArray();
                float[] found = written.logits(images.toFloatArray(), 2);
                float largest = 0;
                for (float logit : wanted) {
                    largest = Math.max(largest, Math.abs(logit));
                }
                for (int i = 0; i < wanted.length; i++) {
                    assertEquals(found[i], wanted[i], 1e-4 * largest, "logit " + i);
                }
            }
        } finally {
            Files.delete(file);
            Files.delete(model);
        }
    }

    @Test
    public void aRecipesTapIsFoundUnderAnotherName() throws IOException {
        Path file = Files.createTempFile("torchvision", ".safetensors");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Teacher teacher = load("resnet18", 32, file).withAlias("conv8", "layer2")) {
            TeacherTap tap = new TeacherTap("conv8");
            NDArray seen = teacher.open(manager, Set.of(tap), false)
                    .forward(new NDList(manager.ones(new Shape(2, 3, 32, 32))))
                    .get(tap);
            assertEquals(seen.getShape(), new Shape(2, 16, 4, 4));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void aMapThatLacksALayerIsRefused() throws IOException {
        Path file = Files.createTempFile("torchvision", ".safetensors");
        try {
            Task task = task(32);
            save("resnet18", task, file);
            InputException refused = expectThrows(
                    InputException.class,
                    () -> Teacher.load(
                            Pretrained.named("resnet18", task).network(),
                            file,
                            new NameMap(Map.of("conv1", "conv1")),
                            task.input(),
                            Device.cpu()));
            assertEquals(refused.getMessage(), "The name map has no line for \"norm1\"; it has [conv1]");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void weightsOfAnotherNetworkAreRefusedByTheNameOfWhatIsMissing() throws IOException {
        Path file = Files.createTempFile("torchvision", ".safetensors");
        try {
            Task task = task(32);
            save("resnet18", task, file);
            Pretrained other = Pretrained.named("resnet34", task);
            InputException refused = expectThrows(
                    InputException.class,
                    () -> Teacher.load(other.network(), file, other.names(), task.input(), Device.cpu()));
            assertTrue(String.valueOf(refused.getMessage()).contains(" lacks the parameter "), refused.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void anUnknownNetworkIsAnsweredWithThoseThatThereAre() {
        InputException refused = expectThrows(InputException.class, () -> Pretrained.named("resnet19", task(32)));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("No network named \"resnet19\"; there are [vgg11, vgg11_bn, "));
    }

    private static Task task(int side) {
        return new Task(new Shape(3, side, side), CLASSES, WIDTH);
    }

    private static Teacher load(String name, int side, Path file) throws IOException {
        Task task = task(side);
        save(name, task, file);
        Pretrained pretrained = Pretrained.named(name, task);
        return Teacher.load(pretrained.network(), file, pretrained.names(), task.input(), Device.cpu());
    }

    /** Writes what torchvision would, with weights by the script's formula. */
    public static void save(String name, Task task, Path file) throws IOException {
        try (Model model = Model.newInstance(name, Device.cpu())) {
            NDList arrays = new NDList();
            int k = 0;
            for (Map.Entry<String, NDArray> entry : WaveWeights.theirs(Pretrained.named(name, task), task, model)
                    .entrySet()) {
                NDArray array = WEIGHTS.filled(entry.getKey(), entry.getValue().getShape(), k++, model.getNDManager());
                array.setName(entry.getKey());
                arrays.add(array);
            }
            NDArray counter = model.getNDManager().create(new long[] {7});
            counter.setName("some.num_batches_tracked");
            arrays.add(counter);
            Files.write(file, arrays.encode(NDList.Encoding.SAFETENSORS));
        }
    }
}
