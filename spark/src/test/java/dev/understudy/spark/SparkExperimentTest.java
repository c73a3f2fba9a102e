package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import dev.understudy.InputException;
import dev.understudy.TrainingException;
import dev.understudy.experiment.Experiment;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.testng.Assert;
import org.testng.annotations.Test;

/** In one process, where the driver is its own executor. */
public class SparkExperimentTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final JavaSparkContext context = LocalContext.get();
    private final List<String> told = new ArrayList<>();

    private SparkExperiment in(Path folder) {
        return SparkExperiment.on(context).folder(folder).log(told::add);
    }

    /** All that came out but the times. */
    private static List<Object> numbers(Comparison comparison) {
        List<Object> numbers = new ArrayList<>();
        for (TableCell cell : comparison.cells()) {
            for (StudentResult student : cell.students()) {
                numbers.add(List.of(student.recipe(), student.seed(), student.settings(), student.test()));
                student.history().forEach(row -> numbers.add(Arrays.asList(row.trainLoss(), row.testAccuracy())));
            }
        }
        return numbers;
    }

    @Test
    public void anExperimentInCodeIsThatOfOneMachine() throws IOException {
        told.clear();
        Path folder = Files.createTempDirectory("grid");
        Comparison there = in(folder).compare("Two lengths", ShapesFactory.class, "0.0625");
        Experiment here = new ShapesFactory()
                .experiment(new ExperimentPlace(List.of("0.0625"), 1, List.of(Device.cpu())))
                .folder(Files.createTempDirectory("alone"));
        ExperimentPlace place = new ExperimentPlace(List.of("0.0625"), 1, List.of(Device.cpu()));
        assertEquals(place.getDevice(), Device.cpu());
        Comparison alone = compared(here);
        assertEquals(numbers(there), numbers(alone));
        assertEquals(numbers(there).size(), 4 + 6);
        assertEquals(there.title(), "Two lengths");
        assertTrue(told.contains("2 parts"), told.toString());
        assertTrue(told.stream().anyMatch(line -> line.matches("part 2/2  long seed 2  epoch 2/2")), told.toString());
        // What is finished is taken as it is.
        told.clear();
        assertEquals(numbers(in(folder).compare("Two lengths", ShapesFactory.class, "0.0625")), numbers(there));
        assertTrue(told.contains("Nothing is left to train"), told.toString());
        try (var left = Files.list(folder)) {
            assertEquals(left.filter(path -> path.endsWith(".cluster")).count(), 0);
        }
    }

    private static Comparison compared(Experiment experiment) throws IOException {
        try (var run = experiment.open()) {
            run.measure();
            for (var part : run.plan().parts()) {
                run.train(part);
            }
            return run.collect("Alone");
        }
    }

    /** Its parts fail where they are to be trained: the first time it is made is to prepare, the last to collect. */
    public static final class FailingFactory implements ExperimentFactory {

        /** For the executors. */
        public FailingFactory() {}

        @Override
        public Experiment experiment(ExperimentPlace place) throws IOException {
            if (MADE.incrementAndGet() == 2) {
                throw new IOException("no space left on device");
            }
            return new ShapesFactory().experiment(place);
        }
    }

    @Test
    public void aPartThatCannotBeTrainedIsAGapWithItsHost() throws IOException {
        MADE.set(0);
        Comparison comparison = in(Files.createTempDirectory("gaps")).compare("Gaps", FailingFactory.class, "0.0625");
        assertEquals(comparison.gaps().stream().map(MissingStudent::recipe).toList(), List.of("short", "long"));
        for (MissingStudent gap : comparison.gaps()) {
            assertTrue(gap.reason().matches("[\\w.]+: no space left on device"), gap.reason());
        }
        assertEquals(
                comparison.cells().stream()
                        .mapToInt(cell -> cell.students().size())
                        .sum(),
                2);
    }

    /** What is no experiment at all. */
    public static final class BrokenFactory implements ExperimentFactory {

        /** For the executors. */
        public BrokenFactory() {
            throw new IllegalStateException("broken on purpose");
        }

        @Override
        public Experiment experiment(ExperimentPlace place) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    public void whatCannotBePreparedEndsItInOneLine() throws IOException {
        Path folder = Files.createTempDirectory("broken");
        TrainingException failure =
                Assert.expectThrows(TrainingException.class, () -> in(folder).compare("Broken", BrokenFactory.class));
        assertTrue(
                String.valueOf(failure.getMessage())
                        .matches("[\\w.]+: The constructor of .*BrokenFactory failed: .*broken on purpose"),
                failure.getMessage());
    }

    @Test
    public void aFolderThatAllCanMeanIsWanted() {
        InputException none = Assert.expectThrows(
                InputException.class, () -> SparkExperiment.on(context).compare("Title", ShapesFactory.class));
        assertEquals(none.getMessage(), "On a cluster an experiment has a folder that all machines share");
        InputException relative = Assert.expectThrows(
                InputException.class, () -> in(Path.of("grid")).compare("Title", ShapesFactory.class));
        assertEquals(
                relative.getMessage(),
                "The experiment's folder grid: an absolute path is wanted, the same on all machines");
    }
}
