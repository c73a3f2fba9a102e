package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Observer;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.Augmentation;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.dataset.LabeledImageDataset;
import dev.understudy.dataset.Splits;
import dev.understudy.engine.Engines;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.PaperRecipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The same recipe on two engines, and on several devices of one. */
public class EnginesTest {

    private static final String OTHER = "MXNet";
    private static final Task TASK = new Task(new Shape(3, 32, 32), 10, 0.0625);
    private static final double CLOSE = 1e-4;

    private final Splits splits = Datasets.open("shapes", DataOptions.defaults().trainSize(64));
    private Path weights = Path.of("");

    @BeforeClass
    public void teach() throws IOException {
        if (!Engines.there().contains(OTHER)) {
            throw new SkipException(OTHER + " has no natives for this platform");
        }
        weights = Files.createTempFile("teacher", ".safetensors");
        try (TrainedStudent teacher = Distillation.alone(PaperNetworks.teacher(TASK))
                .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()))
                .train(trainingData(), Observer.NONE)) {
            teacher.save(weights);
        }
    }

    @AfterMethod(alwaysRun = true)
    public void usual() {
        Engines.use(Engines.PYTORCH);
    }

    @AfterClass(alwaysRun = true)
    public void delete() throws IOException {
        Files.deleteIfExists(weights);
    }

    @DataProvider
    public Object[][] cells() {
        List<Object[]> cells = new ArrayList<>();
        for (String recipe :
                List.of("student", "kd", "channel", "spatial", "both", "activation", "attention", "self-guided-both")) {
            for (Norm norm : Norm.values()) {
                cells.add(new Object[] {
                    recipe,
                    values(recipe, Map.of("norm", norm.option(), "soft-targets", norm == Norm.SQUARED ? "no" : "yes"))
                });
            }
        }
        cells.add(new Object[] {"channel", values("channel", Map.of("stages", "two"))});
        return cells.toArray(new Object[0][]);
    }

    @Test(dataProvider = "cells")
    public void aStepComesToTheSameOnBothEngines(String recipe, OptionValues values) throws IOException {
        Map<String, float[]> here = step(Engines.PYTORCH, 1, recipe, values);
        assertClose(step(OTHER, 1, recipe, values), here, EnginesTest::close);
    }

    /**
     * All of them the processor, which gets a third of the batch each time. A batch norm's mean differs by a hundred
     * thousandth, so that a unit next to zero may fall to the other side of its ReLU: that moves weights by a thousandth.
     */
    @Test(dataProvider = "cells")
    public void aStepComesToTheSameOnSeveralDevices(String recipe, OptionValues values) throws IOException {
        assertClose(
                step(Engines.PYTORCH, 3, recipe, values),
                step(Engines.PYTORCH, 1, recipe, values),
                name -> name.contains("_") ? 20 * CLOSE : CLOSE);
    }

    private static void assertClose(
            Map<String, float[]> there, Map<String, float[]> here, ToDoubleFunction<String> close) {
        assertEquals(there.keySet(), here.keySet());
        here.forEach((name, numbers) -> {
            float[] others = there.getOrDefault(name, new float[0]);
            assertEquals(others.length, numbers.length, name);
            for (int i = 0; i < numbers.length; i++) {
                assertEquals(
                        others[i],
                        numbers[i],
                        close.applyAsDouble(name) * Math.max(1, Math.abs(numbers[i])),
                        name + " " + i);
            }
        });
    }

    @Test
    public void theSameSeedGivesTheSameBitsOnTheOtherEngineToo() throws IOException {
        Map<String, float[]> once = step(OTHER, 1, "both", values("both", Map.of()));
        Map<String, float[]> again = step(OTHER, 1, "both", values("both", Map.of()));
        once.forEach((name, numbers) -> assertEquals(again.get(name), numbers, name));
    }

    @Test
    public void anEngineIsFoundByItsNameInAnyCase() {
        Engines.use("mxnet");
        assertTrue(Engines.current().startsWith(OTHER + " "), Engines.current());
    }

    @Test
    public void anUnknownEngineIsAnsweredWithThoseThatThereAre() {
        InputException refused = expectThrows(InputException.class, () -> Engines.use("Torch"));
        assertEquals(refused.getMessage(), "No engine named \"Torch\"; there are " + Engines.there());
    }

    @Test
    public void onlyPyTorchTrainsOnSeveralDevices() {
        Engines.use(OTHER);
        List<Device> two = List.of(Device.cpu(), Device.cpu());
        Distillation alone = Distillation.alone(PaperNetworks.student(TASK));
        InputException refused = expectThrows(InputException.class, () -> alone.devices(two));
        assertEquals(
                refused.getMessage(),
                "Only PyTorch trains on several devices, the engine is " + Engines.current()
                        + ", the devices are [cpu(), cpu()]");
    }

    @Test
    public void onlyPyTorchReadsTorchScript() throws IOException {
        Engines.use(OTHER);
        InputException refused = expectThrows(
                InputException.class, () -> Teacher.torchScript("traced", weights, List.of(), Device.cpu()));
        assertEquals(
                refused.getMessage(), weights + ": only PyTorch reads TorchScript, the engine is " + Engines.current());
    }

    /**
     * For the running variance PyTorch divides by n - 1, MXNet by n, which is 1024 in the last layer: a tenth of a
     * thousandth of a batch's variance in each step. MXNet's batch norm differs by a hundred thousandth from that of few
     * channels here, so that a unit may fall to the other side of its ReLU, as above.
     */
    private static double close(String name) {
        return name.contains("_") ? 20 * CLOSE : CLOSE;
    }

    /** The terms of one step, and the weights after it. */
    private Map<String, float[]> step(String engine, int devices, String name, OptionValues values) throws IOException {
        Engines.use(engine);
        Recipe recipe = recipe(name);
        try (Teacher teacher = Teacher.load(PaperNetworks.teacher(TASK), weights, TASK.input(), Device.cpu())) {
            Distillation distillation =
                    recipe.distillation(TASK, values, teacher).devices(Collections.nCopies(devices, Device.cpu()));
            try (TrainedStudent student = distillation.train(trainingData(), Observer.NONE)) {
                return numbers(student);
            }
        }
    }

    private static Recipe recipe(String name) {
        return new PaperRecipes()
                .recipes().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    /** One epoch, and those of some options that the recipe has. */
    private static OptionValues values(String name, Map<String, String> wanted) {
        OptionValues values = recipe(name).defaults().epochs(1);
        for (String option : values.getTexts().keySet()) {
            String text = wanted.get(option);
            values = text == null ? values : values.with(option, text);
        }
        return values;
    }

    private static Map<String, float[]> numbers(TrainedStudent student) {
        Map<String, float[]> numbers = new LinkedHashMap<>();
        student.getHistory().forEach(epoch -> epoch.terms()
                .forEach((term, value) -> numbers.put(epoch.epoch() + " " + term, new float[] {value.floatValue()})));
        for (Pair<String, Parameter> entry : student.getNetwork().getParameters()) {
            NDArray array = entry.getValue().getArray();
            numbers.put(entry.getKey(), array.toFloatArray());
        }
        return numbers;
    }

    /** One batch. */
    private TrainingData trainingData() {
        LabeledImageDataset train = LabeledImageDataset.of(splits.train(), 64)
                .shuffled(42)
                .augmented(Augmentation.cropAndFlip(4))
                .normalized(splits.normalization());
        return TrainingData.of(splits.train().shape(), train::at);
    }
}
