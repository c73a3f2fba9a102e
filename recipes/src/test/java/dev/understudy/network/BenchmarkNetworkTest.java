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
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.Activations;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.onnx.OnnxExport;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Against the benchmark's own networks of width 1 for 100 classes, in double precision, with weights by the formula of {@link
 * WaveWeights} of gain 1 and two images {@code sin(0.37 i)}: numbers of parameters, names and shapes, every seventh logit of
 * the first image, and of each feature, after and before the activation, its shape, mean absolute value and three numbers.
 */
public final class BenchmarkNetworkTest {

    /** As a part of the mean absolute value. */
    private static final double CLOSE = 1e-8;

    private static final Task TASK = new Task(new Shape(3, 32, 32), 100, 1);

    private final JsonNode expected = expected();

    private static JsonNode expected() {
        try (InputStream in = BenchmarkNetworkTest.class.getResourceAsStream("benchmark.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @DataProvider
    public static Object[][] networks() {
        return BenchmarkNetwork.all().stream().map(name -> new Object[] {name}).toArray(Object[][]::new);
    }

    @Test
    public void theyAreThoseOfTheBenchmark() {
        Set<String> names = new HashSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        assertEquals(Set.copyOf(BenchmarkNetwork.all()), names);
    }

    @Test(dataProvider = "networks")
    public void hasTheBenchmarksParametersAndGivesItsNumbers(String name) {
        BenchmarkNetwork network = BenchmarkNetwork.named(name, TASK);
        JsonNode wanted = expected.path(name);
        Model model = Model.newInstance(name, Device.cpu());
        Block block = network.network().network().get();
        Map<String, NDArray> theirs = theirs(block, network, model);
        assertEquals(
                WaveWeights.digest(theirs),
                wanted.path("digest").asText(),
                theirs.keySet().toString());
        long parameters = theirs.entrySet().stream()
                .filter(entry -> !entry.getKey().contains(".running_"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        assertEquals(parameters, wanted.path("parameters").asLong());
        new WaveWeights(1).fill(theirs);
        try (model) {
            NDArray images = WaveWeights.wave(model.getNDManager(), 2 * 3 * 32 * 32, 0.37, 0)
                    .toType(DataType.FLOAT64, false)
                    .reshape(2, 3, 32, 32);
            Map<String, NDArray> seen = new HashMap<>();
            double[] logits = run("", block, images, seen).toDoubleArray();
            double largest = wanted.path("largest").asDouble();
            for (int i = 0; i < wanted.path("logits").size(); i++) {
                assertEquals(logits[7 * i], wanted.path("logits").get(i).asDouble(), CLOSE * largest, "logit " + 7 * i);
            }
            List<String> features = new ArrayList<>(network.features());
            features.add(BenchmarkNetwork.POOLED);
            check(seen, features, wanted.path("features"));
            check(seen, network.preactivations(), wanted.path("preactivations"));
        }
    }

    /** What each block of a sequence puts out, by its path: convolutions of double precision are plain loops. */
    private static NDArray run(String path, Block block, NDArray input, Map<String, NDArray> seen) {
        NDArray value = input;
        if (block instanceof Layers layers) {
            for (Pair<String, Block> child : layers.getChildren()) {
                value = run(path + "/" + child.getKey().replaceFirst("^\\d+", ""), child.getValue(), value, seen);
            }
        } else {
            ParameterStore parameters = new ParameterStore(input.getManager(), false);
            value = block.forward(parameters, new NDList(input), false).singletonOrThrow();
        }
        seen.put(path.replaceFirst("^/", ""), value);
        return value;
    }

    private static Map<String, NDArray> theirs(Block block, BenchmarkNetwork network, Model owner) {
        block.initialize(owner.getNDManager(), DataType.FLOAT64, new Shape(1).addAll(TASK.input()));
        return WaveWeights.byNames(block, network.names());
    }

    private static void check(Map<String, NDArray> seen, List<String> taps, JsonNode wanted) {
        assertEquals(taps.size(), wanted.size());
        for (int i = 0; i < taps.size(); i++) {
            NDArray found = Objects.requireNonNull(seen.get(taps.get(i)), taps.get(i));
            JsonNode each = wanted.get(i);
            assertEquals(
                    Arrays.toString(found.getShape().getShape()),
                    each.path("shape").toString().replace(",", ", "),
                    taps.get(i));
            double size = each.path("size").asDouble();
            double[] values = found.toDoubleArray();
            double sum = 0;
            for (double value : values) {
                sum += Math.abs(value);
            }
            assertEquals(sum / values.length, size, CLOSE * size, taps.get(i));
            int[] places = {0, values.length / 3, values.length - 1};
            for (int k = 0; k < places.length; k++) {
                double one = each.path("some").get(k).asDouble();
                assertEquals(values[places[k]], one, CLOSE * (size + Math.abs(one)), taps.get(i) + " at " + places[k]);
            }
        }
    }

    /** Networks of few layers stand for those of many. */
    @DataProvider
    public static Object[][] small() {
        return new Object[][] {
            {"resnet8", 1},
            {"wrn-16-1", 1},
            {"vgg8", 0.25},
            {"mobilenetv2", 1},
            {"shufflenetv1", 1},
            {"shufflenetv2", 1},
            {"resnet50", 0.25},
        };
    }

    @Test(dataProvider = "small")
    public void isTrainedAndCanBeTapped(String name, double width) throws IOException {
        ImageData images =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(32)));
        Task task = images.task(width);
        BenchmarkNetwork network = BenchmarkNetwork.named(name, task);
        Set<TeacherTap> taps = Stream.concat(network.features().stream(), network.preactivations().stream())
                .map(TeacherTap::new)
                .collect(Collectors.toSet());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                Teacher trained = Distillation.alone(network.network())
                        .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                        .train(images.trainingData(16, 1), Observer.NONE)
                        .asTeacher()) {
            NDArray shown = MemoryFormat.best(manager.ones(new Shape(2, 3, 32, 32)));
            Activations<TeacherTap> seen = trained.open(manager, taps, false).forward(new NDList(shown));
            for (String tap : network.features()) {
                assertTrue(Double.isFinite(seen.get(new TeacherTap(tap)).sum().getFloat()), tap);
            }
            List<String> after =
                    network.features().subList(1, network.features().size());
            for (int i = 0; i < after.size(); i++) {
                NDArray before =
                        seen.get(new TeacherTap(network.preactivations().get(i)));
                assertEquals(
                        before.getShape(),
                        seen.get(new TeacherTap(after.get(i))).getShape(),
                        after.get(i));
            }
        }
    }

    @Test(dataProvider = "small")
    public void isWrittenAsOnnx(String name, double width) throws IOException {
        Task task = new Task(new Shape(3, 32, 32), 4, width);
        BenchmarkNetwork network = BenchmarkNetwork.named(name, task);
        Path file = Files.createTempDirectory("benchmark").resolve("student.onnx");
        Model model = Model.newInstance(name, Device.cpu());
        Block block = network.network().network().get();
        block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 3, 32, 32));
        WaveWeights.byNames(block, network.names()).forEach(BenchmarkNetworkTest::draw);
        OnnxExport.of(name, block, task.input())
                .classNames(List.of("a", "b", "c", "d"))
                .normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))
                .write(file);
        try (Teacher teacher = Teacher.of(name, block, model);
                OnnxStudent written = OnnxStudent.load(file)) {
            NDArray images = WaveWeights.wave(model.getNDManager(), 2 * 3 * 32 * 32, 0.37, 0)
                    .reshape(2, 3, 32, 32);
            float[] wanted = teacher.open(model.getNDManager(), Set.of(), true)
                    .forward(new NDList(MemoryFormat.best(images)))
                    .getLogits()
                    .toFloatArray();
            float[] found = written.logits(images.toFloatArray(), 2);
            assertEquals(found.length, wanted.length);
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(found[i], wanted[i], 1e-3 * (1 + Math.abs(wanted[i])), "logit " + i);
            }
        }
    }

    /** Numbers without a pattern: sums of waves cancel, and rounding is all that is left of them. */
    private static void draw(String name, NDArray array) {
        Random random = new Random(name.hashCode());
        float[] values = new float[Math.toIntExact(array.size())];
        double scale = Math.sqrt((double) array.getShape().get(0) / values.length);
        boolean matrix = array.getShape().dimension() > 1;
        for (int i = 0; i < values.length; i++) {
            double drawn = random.nextGaussian();
            if (matrix) {
                values[i] = (float) (scale * drawn);
            } else if (name.endsWith("running_var")) {
                values[i] = (float) (1 + 0.5 * drawn * drawn);
            } else {
                values[i] = (float) (name.endsWith("weight") ? 1 + 0.2 * drawn : 0.1 * drawn);
            }
        }
        array.set(values);
    }

    @Test
    public void anUnknownNetworkIsAnsweredWithThoseThatThereAre() {
        InputException refused = expectThrows(InputException.class, () -> BenchmarkNetwork.named("resnet9", TASK));
        assertTrue(String.valueOf(refused.getMessage())
                .startsWith("No network named \"resnet9\"; there are [resnet8, resnet14, "));
    }
}
