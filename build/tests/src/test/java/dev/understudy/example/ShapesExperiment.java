package dev.understudy.example;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import ai.djl.util.Progress;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.TrainedStudent;
import dev.understudy.TrainingData;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.Recipes;
import dev.understudy.result.Comparison;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the tests of experiments have in common: drawn images, a small student, and training data that is watched or breaks. */
final class ShapesExperiment {

    static final ImageData MATERIAL = new ImageData(
            Datasets.open("shapes", DataOptions.defaults().trainSize(64).validationSize(0)));
    static final Task TASK = MATERIAL.task(0.0625);
    static final List<String> CLASSES = MATERIAL.splits().test().classNames();

    private ShapesExperiment() {}

    static Distillation alone() {
        return alone(1);
    }

    static Distillation alone(int epochs) {
        return Distillation.alone(PaperNetworks.student(TASK))
                .stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy()));
    }

    /** Training data that writes down which epochs it was asked for. */
    static TrainingData watched(long seed, Map<Long, List<Integer>> asked) {
        return instead(seed, (epoch, dataset) -> {
            asked.computeIfAbsent(seed, key -> new ArrayList<>()).add(epoch);
            return dataset;
        });
    }

    /** Training data that fails after the first batch of an epoch of a seed. */
    static TrainingData broken(long seed, long badSeed, int badEpoch) {
        return instead(
                seed,
                (epoch, dataset) -> seed == badSeed && epoch == badEpoch ? new BreaksAfterOneBatch(dataset) : dataset);
    }

    static TrainingData instead(long seed, BiFunction<Integer, Dataset, Dataset> change) {
        TrainingData usual = MATERIAL.trainingData(32, seed);
        return TrainingData.of(
                        usual.getInput(),
                        epoch -> change.apply(epoch, usual.getTrain().at(epoch)))
                .test(requireNonNull(usual.getTest()), usual.getTestFingerprint())
                .fingerprint(usual.getFingerprint())
                .seed(seed);
    }

    private record BreaksAfterOneBatch(Dataset dataset) implements Dataset {

        @Override
        public Iterable<Batch> getData(NDManager manager) throws IOException, TranslateException {
            Iterator<Batch> batches = dataset.getData(manager).iterator();
            return () -> new Iterator<>() {
                private boolean one;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Batch next() {
                    if (one) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    one = true;
                    return batches.next();
                }
            };
        }

        @Override
        public void prepare(@Nullable Progress progress) {}
    }

    /** All that came out but the times. */
    static List<Object> numbers(Comparison comparison) {
        List<Object> numbers = new ArrayList<>();
        for (TableCell cell : comparison.cells()) {
            for (StudentResult student : cell.students()) {
                numbers.add(List.of(student.recipe(), student.seed(), student.settings(), student.test()));
                student.history().forEach(row -> numbers.add(Arrays.asList(row.trainLoss(), row.testAccuracy())));
            }
        }
        return numbers;
    }

    static Distillation distillation(String name, @Nullable Teacher teacher) {
        Recipe recipe = Recipes.named(name);
        return recipe.distillation(TASK, recipe.defaults().epochs(1), teacher);
    }

    static Path folder() throws IOException {
        return Files.createTempDirectory("experiment");
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    static List<Long> seeds(Comparison comparison, String recipe) {
        return comparison.cell(recipe).orElseThrow().students().stream()
                .map(StudentResult::seed)
                .toList();
    }

    static List<String> weights(TrainedStudent student) {
        return student.getNetwork().getParameters().values().stream()
                .filter(parameter -> parameter.getType() != Parameter.Type.RUNNING_MEAN)
                .filter(parameter -> parameter.getType() != Parameter.Type.RUNNING_VAR)
                .map(parameter ->
                        Arrays.toString(requireNonNull(parameter.getArray()).toFloatArray()))
                .toList();
    }

    static TrainedStudent untrained(long seed) {
        return TrainedStudent.untrained(PaperNetworks.student(TASK), TASK.input(), seed, Device.cpu());
    }
}
