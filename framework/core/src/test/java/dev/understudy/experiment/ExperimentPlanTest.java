package dev.understudy.experiment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import dev.understudy.Distillation;
import dev.understudy.Refusal;
import dev.understudy.Stage;
import dev.understudy.Teacher;
import dev.understudy.Tiny;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.result.Comparison;
import dev.understudy.result.ResultException;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testng.Assert.ThrowingRunnable;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** An experiment step by step: planned by one process, run by others, collected by the first. */
public class ExperimentPlanTest {

    private static final int MINUTES = 5;

    private final Teacher teacher = Tiny.teacher();

    @AfterClass
    public void close() {
        teacher.close();
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("experiment");
    }

    /** All that came out but the times. */
    private static Map<String, Object> numbers(Comparison comparison) {
        Map<String, Object> numbers = new TreeMap<>();
        for (TableCell cell : comparison.cells()) {
            for (StudentResult student : cell.students()) {
                List<Object> losses = new ArrayList<>();
                student.history().forEach(row -> losses.add(row.trainLoss()));
                numbers.put(
                        student.recipe() + " " + student.seed(), List.of(student.test(), losses, student.settings()));
            }
        }
        return numbers;
    }

    private static Map<String, List<Byte>> weights(Path folder) throws IOException {
        Map<String, List<Byte>> weights = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("weights"))) {
            for (Path file : files.toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte each : Files.readAllBytes(file)) {
                    bytes.add(each);
                }
                weights.put(file.getFileName().toString(), bytes);
            }
        }
        return weights;
    }

    private static String damage(ThrowingRunnable refused) {
        return Refusal.line(expectThrows(ResultException.class, refused));
    }

    private static Process other(Path folder, Path plan, int part) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dai.djl.offline=true",
                "-Dai.djl.default_engine=PyTorch",
                "-cp",
                System.getProperty("java.class.path"),
                TinyExperiment.class.getName(),
                folder.toString(),
                plan.toString(),
                Integer.toString(part)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(plan.resolveSibling("part" + part + ".log").toFile())
                .start();
    }

    private static PlannedStudent planned(String recipe, long seed) {
        return new PlannedStudent(recipe, seed, Map.of());
    }

    /** The names of each part's students. */
    private static List<List<String>> split(int passes, int students, int processes) {
        List<ExperimentPlan.Part> parts = new ArrayList<>();
        for (int pass = 1; pass <= passes; pass++) {
            List<PlannedStudent> own = new ArrayList<>();
            for (int i = 0; i < students; i++) {
                own.add(planned(String.valueOf((char) ('a' + i)), pass));
            }
            parts.add(new ExperimentPlan.Part(pass, own));
        }
        return new ExperimentPlan(ExperimentPlan.FORMAT, parts, 0, List.of())
                .split(processes).parts().stream()
                        .map(part -> part.students().stream()
                                .map(student -> student.recipe() + student.seed())
                                .toList())
                        .toList();
    }

    @Test
    public void passesAreSplitSoThatAllProcessesAreBusyToTheEnd() {
        assertEquals(split(1, 3, 1), List.of(List.of("a1", "b1", "c1")));
        assertEquals(split(2, 2, 2), List.of(List.of("a1", "b1"), List.of("a2", "b2")));
        assertEquals(
                split(3, 3, 2),
                List.of(
                        List.of("a1", "c1"),
                        List.of("b1"),
                        List.of("a2", "c2"),
                        List.of("b2"),
                        List.of("a3", "c3"),
                        List.of("b3")));
        assertEquals(split(1, 5, 3), List.of(List.of("a1", "d1"), List.of("b1", "e1"), List.of("c1")));
        assertEquals(split(1, 2, 8), List.of(List.of("a1"), List.of("b1")));
        assertEquals(split(2, 1, 4), List.of(List.of("a1"), List.of("a2")));
        assertEquals(split(0, 1, 4), List.of());
    }

    @Test
    public void partsThatOtherProcessesRunComeToTheSameBits() throws IOException, InterruptedException {
        Path alone = folder();
        Comparison wanted =
                TinyExperiment.of(teacher, alone).compare("Here", TinyExperiment.SUMMARY, TinyExperiment.classes());
        Path shared = folder();
        Path plan = folder().resolve("plan.json");
        try (ExperimentRun run = TinyExperiment.of(teacher, shared).open()) {
            run.measure();
            ExperimentPlan planned = run.plan();
            planned.write(plan);
            assertEquals(ExperimentPlan.read(plan), planned);
            assertEquals(planned.parts().size(), 2, "one for each seed");
            Process killed = other(shared, plan, 0);
            while (killed.isAlive() && !ExperimentFolder.holdsCheckpoints(shared)) {
                Thread.sleep(1);
            }
            killed.destroyForcibly().waitFor();
            for (int part = 0; part < planned.parts().size(); part++) {
                Process other = other(shared, plan, part);
                assertTrue(other.waitFor(MINUTES, TimeUnit.MINUTES));
                assertEquals(other.exitValue(), 0, Files.readString(plan.resolveSibling("part" + part + ".log")));
            }
            assertEquals(run.plan().parts(), List.of(), "nothing is left");
            assertEquals(run.plan().finished(), 6);
            assertEquals(numbers(run.collect("There")), numbers(wanted));
            run.finished();
        }
        assertEquals(weights(shared), weights(alone));
        assertFalse(Files.exists(shared.resolve("checkpoints")));
    }

    @Test
    public void aPlanSaysWhatIsMissingAndWhatIsNotTriedAgain() throws IOException {
        Path folder = folder();
        Experiment experiment = TinyExperiment.of(teacher, folder);
        try (ExperimentRun run = experiment.open()) {
            ExperimentPlan plan = run.plan();
            assertEquals(
                    plan.parts().get(1).students().stream()
                            .map(PlannedStudent::name)
                            .toList(),
                    List.of("student seed 2", "kd seed 2", "channel seed 2"));
            assertEquals(plan.parts().get(1).order(), 2);
            run.train(plan.parts().get(0));
            ExperimentPlan rest = run.plan();
            assertEquals(rest.finished(), 3);
            assertEquals(rest.parts(), List.of(plan.parts().get(1)));
            assertTrue(run.result(plan.parts().get(0).students().get(0)).isPresent());
            assertTrue(run.result(plan.parts().get(1).students().get(0)).isEmpty());
            assertEquals(
                    run.collect("Half").cells().stream()
                            .map(cell -> cell.students().size())
                            .toList(),
                    List.of(1, 1, 1));
        }
        try (ExperimentRun one = experiment.oneByOne().open()) {
            assertEquals(one.plan().parts().size(), 3, "each by itself");
        }
        try (ExperimentRun one = experiment.seeds(1, 2, 3).sameOrder(true).open()) {
            assertEquals(one.plan().parts().size(), 1, "all in the order of seed 1");
            assertEquals(one.plan().parts().get(0).order(), 1);
        }
    }

    @Test
    public void aPartOfAnotherExperimentIsRefused() throws IOException {
        Path folder = folder();
        try (ExperimentRun run = TinyExperiment.of(teacher, folder).open()) {
            ExperimentPlan.Part part = run.plan().parts().get(0);
            Stage longer = Stage.whole(TinyExperiment.EPOCHS + 1).objective("labels", 1, new CrossEntropy());
            Experiment other = Experiment.of(order -> TinyExperiment.images(order))
                    .folder(folder)
                    .images(TinyExperiment.SUMMARY, TinyExperiment.classes())
                    .with("student", Distillation.alone(Tiny.student()).stage(longer));
            String refusal = Refusal.of(() -> other.train(part));
            assertTrue(
                    refusal.startsWith(
                            "student seed 1 was planned as another student than it is here: its stage 1 was "),
                    refusal);
            ExperimentPlan.Part strange =
                    new ExperimentPlan.Part(1, List.of(new PlannedStudent("nobody", 1, Map.of())));
            assertEquals(
                    Refusal.of(() -> other.train(strange)),
                    "No recipe \"nobody\" in this experiment; there are [student]");
            Path elsewhere = folder();
            assertTrue(damage(() -> other.folder(elsewhere).train(part))
                    .startsWith("No experiment was planned in " + elsewhere));
        }
    }

    @Test
    public void whatIsPlannedInADamagedFileIsRefusedByName() throws IOException {
        Path plan = Files.writeString(folder().resolve("plan.json"), "{\"format\": 1, \"parts\": []");
        assertTrue(damage(() -> ExperimentPlan.read(plan)).contains(plan.toString()));
        Path newer = Files.writeString(
                folder().resolve("plan.json"), "{\"format\": 7, \"parts\": [], \"finished\": 0, \"gaps\": []}");
        assertTrue(damage(() -> ExperimentPlan.read(newer)).contains("7"));
    }
}
