package dev.understudy.network;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Against torchvision's own networks, by src/test/python/torchvision_networks.py. */
public class PretrainedTest {

    private static final int CLASSES = 10;
    private static final double WIDTH = 0.125;

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

    @DataProvider
    public Object[][] networks() {
        return Pretrained.all().stream().map(name -> new Object[] {name}).toArray(Object[][]::new);
    }

    @DataProvider
    public Object[][] logits() {
        List<Object[]> cases = new ArrayList<>();
        for (String name : Pretrained.all()) {
            expected.path(name)
                    .path("logits")
                    .fieldNames()
                    .forEachRemaining(side -> cases.add(new Object[] {name, Integer.parseInt(side)}));
        }
        return cases.toArray(new Object[0][]);
    }

    @Test(dataProvider = "networks")
    public void everyParameterHasTorchvisionsNameAndShape(String name) throws NoSuchAlgorithmException {
        try (Model model = Model.newInstance(name, Device.cpu())) {
            Map<String, Shape> shapes = new TreeMap<>();
            theirs(name, task(32), model).forEach((theirs, array) -> shapes.put(theirs, array.getShape()));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            shapes.forEach((theirs, shape) -> digest.update(String.format("%s %s%n", theirs, list(shape))
                    .replace("\r", "")
                    .getBytes(StandardCharsets.UTF_8)));
            assertEquals(
                    HexFormat.of().formatHex(digest.digest()),
                    expected.path(name).path("digest").asText(),
                    shapes.toString());
        }
    }

    @Test(dataProvider = "logits")
    public void weightsFromTorchvisionGiveTorchvisionsLogits(String name, int side) throws IOException {
        Path file = Files.createTempFile("torchvision", ".safetensors");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Teacher teacher = load(name, side, file)) {
            NDArray image = wave(manager, 3L * side * side, 0.37, 0).reshape(1, 3, side, side);
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
            NDArray images = wave(manager, 2 * 3 * 32 * 32, 0.37, 0).reshape(2, 3, 32, 32);
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
            for (Map.Entry<String, NDArray> entry : theirs(name, task, model).entrySet()) {
                NDArray array = filled(entry.getKey(), entry.getValue().getShape(), k++, model.getNDManager());
                array.setName(entry.getKey());
                arrays.add(array);
            }
            NDArray counter = model.getNDManager().create(new long[] {7});
            counter.setName("some.num_batches_tracked");
            arrays.add(counter);
            Files.write(file, arrays.encode(NDList.Encoding.SAFETENSORS));
        }
    }

    /** The network's arrays by torchvision's names, sorted. */
    private static Map<String, NDArray> theirs(String name, Task task, Model owner) {
        Pretrained pretrained = Pretrained.named(name, task);
        Block block = pretrained.network().network().get();
        block.initialize(owner.getNDManager(), DataType.FLOAT32, new Shape(1).addAll(task.input()));
        Map<String, NDArray> theirs = new TreeMap<>();
        collect(block, "", pretrained.names(), theirs);
        return theirs;
    }

    private static void collect(Block block, String path, NameMap names, Map<String, NDArray> theirs) {
        block.getDirectParameters().forEach(entry -> {
            Parameter parameter = entry.getValue();
            theirs.put(names.theirs(path, entry.getKey()), parameter.getArray());
        });
        block.getChildren().forEach(child -> {
            String name = child.getKey().replaceFirst("^\\d\\d", "");
            collect(child.getValue(), path.isEmpty() ? name : path + "/" + name, names, theirs);
        });
    }

    private static NDArray filled(String name, Shape shape, int k, NDManager manager) {
        double fan = shape.size() / (double) shape.get(0);
        if (shape.dimension() > 1) {
            return wave(manager, shape.size(), 0.7, k, x -> x * Math.sqrt(4 / fan))
                    .reshape(shape);
        }
        if (name.endsWith("running_var")) {
            return wave(manager, shape.size(), 0.7, k, x -> 1 + 0.5 * x * x);
        }
        return wave(manager, shape.size(), 0.7, k, name.endsWith("weight") ? x -> 1 + 0.2 * x : x -> 0.1 * x);
    }

    private static NDArray wave(NDManager manager, long size, double frequency, int phase) {
        return wave(manager, size, frequency, phase, x -> x);
    }

    private static NDArray wave(NDManager manager, long size, double frequency, int phase, DoubleUnaryOperator of) {
        float[] values = new float[Math.toIntExact(size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of.applyAsDouble(Math.sin(i * frequency + phase));
        }
        return manager.create(values);
    }

    private static String list(Shape shape) {
        return Arrays.toString(shape.getShape());
    }
}
