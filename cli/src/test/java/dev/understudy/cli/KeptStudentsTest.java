package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** What a comparison keeps of its students, and of those that could not be trained. */
public class KeptStudentsTest {

    private static final Path FOLDER = Cli.fresh();

    private static synchronized Path compared() {
        if (!Files.exists(FOLDER)) {
            Cli.run(Cli.tiny("compare", FOLDER, "student", "channel:stages=two", "--seeds", "2"))
                    .succeeded();
        }
        return FOLDER;
    }

    /** A recipe whose objective throws in its second epoch, and one whose loss is no number there. */
    public abstract static class Failing implements Recipe {

        @Override
        public String description() {
            return "cannot be trained";
        }

        @Override
        public Student student(Task task) {
            return PaperNetworks.student(task);
        }

        /** Its loss in the second epoch. */
        abstract NDArray late(NDArray loss);

        @Override
        public List<Stage> stages(Task task, OptionValues values) {
            return List.of(Stage.whole(2).objective("mine", 1, new Mine(this)));
        }
    }

    /** Throws. */
    public static final class Throwing extends Failing {

        /** For the command line. */
        public Throwing() {}

        @Override
        public String name() {
            return "throwing";
        }

        @Override
        NDArray late(NDArray loss) {
            throw new IllegalStateException("not today");
        }
    }

    /** Becomes no number. */
    public static final class Diverging extends Failing {

        /** For the command line. */
        public Diverging() {}

        @Override
        public String name() {
            return "diverging";
        }

        @Override
        NDArray late(NDArray loss) {
            return loss.sub(loss).sub(1).sqrt();
        }
    }

    private record Mine(Failing failing) implements Objective {

        @Override
        public NDArray loss(StepContext context) {
            NDArray loss = context.getStudent().getLogits().square().mean();
            return context.getProgress().epoch() == 1 ? failing.late(loss) : loss;
        }

        @Override
        public String toString() {
            return "mine of " + failing.name();
        }
    }

    private static List<StudentResult> students(Path folder) {
        List<StudentResult> students = new ArrayList<>();
        for (TableCell cell : Comparison.read(folder.resolve("table.json")).cells()) {
            students.addAll(cell.students());
        }
        return students;
    }

    private static List<String> names(Path folder, String inside, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(inside))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** The lines of a table, below the counts of images. */
    private static long rows(String out) {
        return out.lines().filter(line -> line.startsWith("  ")).count();
    }

    @Test
    public void everyStudentsWeightsAreKeptAndMeasuredAsTheTableSays() throws IOException {
        Path folder = compared();
        List<StudentResult> students = students(folder);
        assertEquals(names(folder, "weights", ".safetensors").size(), students.size());
        String measured = Cli.run("evaluate " + folder).succeeded().out();
        assertEquals(rows(measured), 2 + students.size(), measured);
        for (StudentResult student : students) {
            String row = String.format(Locale.ROOT, "%1$.2f *%1$.2f", student.last());
            assertTrue(
                    measured.lines().anyMatch(line -> line.matches(".*-seed" + student.seed() + "-.*" + row)),
                    measured);
        }
        String one = Cli.run("evaluate " + folder + " --student channel:stages=two --seed 2")
                .succeeded()
                .out();
        assertEquals(rows(one), 3, one);
        Cli.run("evaluate " + folder + " --student nobody --seed 2")
                .refused("No such student in " + folder, "--student nobody --seed 2", "channel:stages=two seed 1");
    }

    @Test
    public void theBestOnTheValidationSplitIsExported() throws IOException {
        Path folder = compared();
        Path file = Cli.folder().resolve("best.onnx");
        Cli.Result result = Cli.run("export " + folder + " --output " + file).succeeded();
        assertTrue(result.out().matches("(?s)Of \\d+ students, \\S+ seed \\d is the best on the validation split.*"));
        double best = students(folder).stream()
                .mapToDouble(student -> Objects.requireNonNull(student.validation()))
                .max()
                .orElseThrow();
        assertTrue(
                students(folder).stream()
                        .filter(student -> Objects.equals(student.validation(), best))
                        .anyMatch(student ->
                                result.out().contains(student.recipe() + " seed " + student.seed() + " is the best")),
                result.out());
        Cli.run("evaluate " + file).succeeded();
        Path other = Cli.fresh();
        Cli.run("export " + folder + " --student student --seed 1 --output " + other)
                .succeeded();
        Cli.run("export " + folder + " --student student --seed 1 --output " + other)
                .succeeded();
        Files.writeString(other, "of the user's");
        Cli.run("export " + folder + " --student student --seed 1 --output " + other)
                .refused("--output " + other + " is there already and was not written by this command");
        assertEquals(Files.readString(other), "of the user's");
    }

    @Test
    public void aStudentOfEachNetworkStandsForTheComparisonsLatency() {
        Cli.Result result = Cli.run("latency " + compared() + " --student student --seconds 0.01 --batch 2");
        assertEquals(result.status(), 0, result.err());
        List<String> networks = result.out()
                .lines()
                .flatMap(line -> Stream.of("student ", "teacher ").filter(line.strip()::startsWith))
                .distinct()
                .toList();
        assertEquals(networks, List.of("teacher ", "student "), result.out());
        assertFalse(result.err().contains("is not in"), result.err());
    }

    @Test
    public void whoMindsKeepsNoWeights() throws IOException {
        Path folder = Cli.fresh();
        List<String> words = Cli.tiny("compare", folder, "student", "--seeds", "1");
        words.add("--no-weights");
        Cli.run(words).succeeded();
        assertFalse(Files.exists(folder.resolve("weights")));
        for (String command : List.of("export ", "evaluate ", "latency ")) {
            Cli.run(command + folder).refused("No weights in " + folder, "--no-weights");
        }
        Cli.Result again =
                Cli.run(Cli.tiny("compare", folder, "student", "--seeds", "1")).succeeded();
        assertTrue(again.out().contains("The weights of 1 of them were not kept"), again.out());
    }

    @Test
    public void oneThatCannotBeTrainedIsAGapUntilSomebodyAsks() throws IOException {
        Path folder = Cli.fresh();
        List<String> words = Cli.tiny(
                "compare", folder, Throwing.class.getName(), Diverging.class.getName(), "student", "--seeds", "1");
        Cli.Result result = Cli.run(words);
        assertEquals(result.status(), 1, result.err());
        assertEquals(result.err(), "");
        Comparison comparison = Comparison.read(folder.resolve("table.json"));
        assertEquals(
                comparison.gaps().stream().map(MissingStudent::recipe).toList(),
                List.of(Throwing.class.getName(), Diverging.class.getName()));
        assertTrue(comparison.cell("student").isPresent());
        for (String file : List.of("table.md", "table.csv", "report.html", "log.txt")) {
            assertTrue(Files.readString(folder.resolve(file)).contains("not today"), file);
        }
        assertTrue(result.out().contains("1 gap"), result.out());
        assertFalse(Files.exists(folder.resolve("checkpoints/command.json")), "there is nothing to go on with");

        Cli.Result again = Cli.run(words);
        assertEquals(again.status(), 1, again.err());
        assertTrue(again.out().contains("is a gap as before (--retry tries again): "), again.out());
        assertFalse(again.out().contains("pass 1/"), again.out());

        words.add("--retry");
        Cli.Result retried = Cli.run(words);
        assertEquals(retried.status(), 1, retried.err());
        assertTrue(retried.out().contains("pass 1/1"), retried.out());
        assertEquals(Comparison.read(folder.resolve("table.json")).gaps().size(), 2);
    }
}
