package dev.understudy.experiment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import dev.understudy.Distillation;
import dev.understudy.Objective;
import dev.understudy.Observer;
import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.TrainedStudent;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.result.Comparison;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** How an experiment runs: who is told, in what order, where weights go, how it ends. */
public class ExperimentOptionsTest {

    private final Teacher teacher = Tiny.teacher();

    @AfterClass
    public void close() {
        teacher.close();
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("experiment");
    }

    private static Comparison compare(Experiment experiment) throws IOException {
        return experiment.compare("Ways", TinyExperiment.SUMMARY, TinyExperiment.classes());
    }

    private static Map<String, Double> accuracies(Comparison comparison) {
        Map<String, Double> accuracies = new TreeMap<>();
        for (TableCell cell : comparison.cells()) {
            cell.students()
                    .forEach(student -> accuracies.put(
                            student.recipe() + " " + student.seed(),
                            student.history().get(student.history().size() - 1).trainLoss()));
        }
        return accuracies;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Writes down what it is told. */
    private static final class Told implements ExperimentObserver {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void told(String line) {
            lines.add("told " + line);
        }

        @Override
        public void warned(String line) {
            lines.add("warned " + line);
        }

        @Override
        public void begins(ExperimentPlan.Part part) {
            lines.add("part of " + part.students().size() + ", order " + part.order());
        }

        @Override
        public Observer watch(PlannedStudent student, int epochs) {
            lines.add("watch " + student.name() + " for " + epochs);
            return Observer.NONE;
        }

        @Override
        public void kept(PlannedStudent student, TrainedStudent trained) {
            lines.add("kept " + student.name() + " " + trained.getHistory().size());
        }
    }

    @Test
    public void anObserverIsToldOfPartsAndStudents() throws IOException {
        Told told = new Told();
        Experiment experiment =
                TinyExperiment.of(teacher, folder()).seeds(1).observer(told).weights(false);
        compare(experiment);
        assertEquals(told.lines.get(0), "told Measuring what 3 recipes cost, in turns, 5 rounds");
        List<String> training = told.lines.subList(told.lines.indexOf("part of 3, order 1"), told.lines.size());
        assertEquals(
                training,
                List.of(
                        "part of 3, order 1",
                        "watch student seed 1 for 4",
                        "watch kd seed 1 for 4",
                        "watch channel seed 1 for 6",
                        "kept student seed 1 4",
                        "kept kd seed 1 4",
                        "kept channel seed 1 6"));
        told.lines.clear();
        compare(experiment);
        assertTrue(told.lines.contains("told 3 students were finished before and are taken as they are"));
        assertFalse(told.lines.stream().anyMatch(line -> line.startsWith("part")));
    }

    @Test
    public void oneByOneOrSeveralAtOnceTheyAreTheSame() throws IOException {
        Map<String, Double> together = accuracies(compare(TinyExperiment.of(teacher, folder())));
        assertEquals(accuracies(compare(TinyExperiment.of(teacher, folder()).oneByOne())), together);
        assertEquals(accuracies(compare(TinyExperiment.of(teacher, folder()).workers(2))), together);
        Map<String, Double> sameOrder =
                accuracies(compare(TinyExperiment.of(teacher, folder()).sameOrder(true)));
        assertEquals(sameOrder.get("kd 1"), together.get("kd 1"));
        assertEquals(sameOrder.keySet(), together.keySet());
    }

    @Test
    public void weightsAreWrittenAsSomebodyWants() throws IOException {
        Path folder = folder();
        compare(TinyExperiment.of(teacher, folder).seeds(1).weights((student, trained, file) -> {
            trained.save(file);
            Files.writeString(file.resolveSibling(student.recipe() + ".txt"), trained.getName());
        }));
        List<String> names = names(folder.resolve("weights"));
        assertTrue(names.containsAll(List.of("student.txt", "kd.txt", "channel.txt")), names.toString());
        assertEquals(names.size(), 6);
        Path none = folder();
        compare(TinyExperiment.of(teacher, none).seeds(1).weights(false));
        assertFalse(Files.exists(none.resolve("weights")));
    }

    /** The two-stage recipe has 6 epochs beside the 4 of the student alone. */
    @Test
    public void theStudentAloneIsTrainedForAsManyStepsAsTheLongest() throws IOException {
        Comparison comparison = compare(TinyExperiment.of(teacher, folder())
                .seeds(1)
                .asLongAs(
                        "student",
                        epochs -> ExperimentEntry.of(
                                "student:epochs=" + epochs,
                                Distillation.alone(Tiny.student())
                                        .stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy()))),
                        6));
        TableCell longer = comparison.cells().get(1);
        assertTrue(longer.row().startsWith("student alone, as many steps"), longer.row());
        assertEquals(longer.recipe(), "student:epochs=6");
        assertEquals(longer.students().get(0).history().size(), 6);
        assertEquals(comparison.alone(), "student");
    }

    /** Throws at once. */
    private record Throwing() implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    public void withoutGapsTheFirstThatCannotBeTrainedEndsIt() throws IOException {
        Path folder = folder();
        Experiment experiment = TinyExperiment.of(teacher, folder)
                .seeds(1)
                .oneByOne()
                .with(
                        "broken",
                        Distillation.alone(Tiny.student()).stage(Stage.whole(1).objective("mine", 1, new Throwing())));
        try (ExperimentRun run = experiment.withoutGaps().open()) {
            List<ExperimentPlan.Part> parts = run.plan().parts();
            run.train(parts.get(0));
            IllegalStateException e = expectThrows(IllegalStateException.class, () -> run.train(parts.get(3)));
            assertEquals(e.getMessage(), "not today");
            assertEquals(run.plan().gaps(), List.of());
            assertEquals(run.plan().finished(), 1);
        }
        assertFalse(Files.exists(folder.resolve("gaps")));
    }

    @Test
    public void whatIsMissingOfAnExperimentIsSaid() throws IOException {
        Experiment experiment = TinyExperiment.of(teacher, folder());
        assertEquals(
                Refusal.of(() ->
                        Experiment.of(order -> TinyExperiment.images(order)).open()),
                "The experiment has no distillation");
        assertEquals(Refusal.of(() -> experiment.workers(0)), "Wanted 1 or more students that learn at once, got 0");
        Experiment unknown = Experiment.of(order -> TinyExperiment.images(order))
                .with(
                        "student",
                        Distillation.alone(Tiny.student())
                                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy())));
        try (ExperimentRun run = unknown.open()) {
            ExperimentPlan plan = run.plan();
            assertEquals(
                    Refusal.of(() -> run.train(plan.parts().get(0))),
                    "An experiment that trains and collects says what its images are: Experiment.images");
            assertEquals(
                    Refusal.of(() -> unknown.train(plan.parts().get(0))),
                    "A part that another process planned is run in the folder that both share; this experiment has none");
        }
    }
}
