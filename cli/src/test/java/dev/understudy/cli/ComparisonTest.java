package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.file.FolderLock;
import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.report.History;
import dev.understudy.result.Comparison;
import dev.understudy.result.EpochRow;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testng.annotations.Test;

/** {@code compare} and {@code table}: many students in one pass, kept as they are finished. */
public class ComparisonTest {

    private static final Path FIRST = Cli.fresh();

    private static synchronized Path first() {
        if (!Files.exists(FIRST)) {
            Cli.run(Cli.tiny("compare", FIRST, "student", "kd", "channel", "channel:stages=two", "--seeds", "2"))
                    .succeeded();
        }
        return FIRST;
    }

    private static Comparison comparison(Path folder) {
        return Comparison.read(folder.resolve("table.json"));
    }

    private static Map<String, Integer> seeds(Path folder) {
        return new TreeMap<>(
                comparison(folder).cells().stream().collect(Collectors.toMap(TableCell::recipe, cell -> cell.students()
                        .size())));
    }

    /** When each student's file was written, by name. */
    private static Map<String, String> written(Path folder) throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (String name : Cli.names(folder.resolve("students"))) {
            written.put(
                    name,
                    Files.getLastModifiedTime(folder.resolve("students").resolve(name))
                            .toString());
        }
        return written;
    }

    @Test
    public void everyRecipeHasEverySeedAndTheFilesAreThere() throws IOException {
        Path folder = first();
        Map<String, Integer> seeds = seeds(folder);
        assertEquals(
                seeds.keySet().stream()
                        .filter(recipe -> !recipe.startsWith("student:"))
                        .toList(),
                List.of("channel", "channel:stages=two", "kd", "student"));
        seeds.values().forEach(count -> assertEquals(count, 2));
        for (String file : List.of("table.md", "table.csv", "table.json", "report.html", "log.txt")) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
        assertEquals(comparison(folder).alone(), "student");
        assertEquals(comparison(folder).softTargets(), "kd");
    }

    @Test
    public void theStudentAloneIsTrainedForAsManyStepsAsTheLongest() {
        // One epoch, and one more for the first of two stages.
        TableCell longer = comparison(first()).cell("student:epochs=2").orElseThrow();
        assertTrue(longer.row().startsWith("student alone, as m"), longer.row());
        assertEquals(longer.students().get(0).history().size(), 2);
    }

    @Test
    public void aStudentIsTheSameAsInARunOfItsOwn() {
        Path alone = Cli.fresh();
        Cli.run(Cli.train(alone, "channel", "student", "--seeds", "2")).succeeded();
        for (EpochRow row : History.readCsv(alone.resolve("history.csv")).rows()) {
            if (row.role().equals(EpochRow.STUDENT)) {
                StudentResult student = comparison(first()).cell(row.recipe()).orElseThrow().students().stream()
                        .filter(each -> each.seed() == row.seed())
                        .findFirst()
                        .orElseThrow();
                EpochRow same = student.history().get(row.epoch() - 1);
                assertEquals(same.trainLoss(), row.trainLoss());
                assertEquals(same.terms(), row.terms());
                assertEquals(same.testAccuracy(), row.testAccuracy());
                assertEquals(same.validationAccuracy(), row.validationAccuracy());
            }
        }
    }

    @Test
    public void theSameCommandAgainTrainsNothingAndMoreTrainOnlyWhatIsNew() throws IOException {
        Path folder = Cli.fresh();
        String[] words = {"student", "channel", "--seeds", "1"};
        Cli.run(Cli.tiny("compare", folder, words)).succeeded();
        Map<String, String> before = written(folder);
        String table = Files.readString(folder.resolve("table.csv"));

        Cli.Result again = Cli.run(Cli.tiny("compare", folder, words)).succeeded();
        assertTrue(again.out().contains(before.size() + " students were finished before"), again.out());
        assertEquals(written(folder), before);
        assertEquals(Files.readString(folder.resolve("table.csv")), table);

        Cli.run(Cli.tiny("compare", folder, "student", "channel", "spatial", "--seeds", "2"))
                .succeeded();
        Map<String, String> after = written(folder);
        before.forEach((name, time) -> assertEquals(after.get(name), time, name));
        assertEquals(seeds(folder).get("channel"), Integer.valueOf(2));
        assertEquals(seeds(folder).get("spatial"), Integer.valueOf(2));
    }

    @Test
    public void studentsOfOtherSettingsAreNeverMixedIn() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.tiny("compare", folder, "student", "--seeds", "1")).succeeded();
        Cli.run(Cli.tiny("compare", folder, "student", "--seeds", "1", "--batch", "50"))
                .succeeded();
        assertEquals(Cli.names(folder.resolve("students")).size(), 2);
        StudentResult student =
                comparison(folder).cell("student").orElseThrow().students().get(0);
        String shown = String.valueOf(student.settings().get("training set"));
        assertTrue(shown.contains(", batches of 50, "), shown);
    }

    @Test
    public void allSeedsInOneOrderShareAPass() throws IOException {
        Path folder = Cli.fresh();
        Cli.Result result = Cli.run(Cli.tiny("compare", folder, "student", "channel", "--seeds", "2", "--same-order"))
                .succeeded();
        assertTrue(result.out().contains("pass 1/1: "), result.out());
        StudentResult second =
                comparison(folder).cell("student").orElseThrow().students().get(1);
        assertEquals(second.settings().get("order"), "seed 1");
        assertEquals(second.settings().get("seed"), "2");
    }

    /** Correlations are shown of layers that have some; a recipe that reads vectors or tokens alone is compared all the same. */
    @Test
    public void methodsOfAllKindsAreCompared() throws IOException {
        Path folder = Cli.fresh();
        List<String> recipes = List.of(
                "kd-plus-plus",
                "student",
                "mlkd",
                "kd-mixup",
                "dkd",
                "wkd-l",
                "ctkd",
                "uskd",
                "label-smoothing",
                "ft",
                "simkd",
                "crd",
                "reviewkd",
                "dot",
                "mean-teacher",
                "dml",
                "vit");
        List<String> words = new ArrayList<>(recipes);
        words.addAll(List.of("--seeds", "1"));
        Cli.run(Cli.tiny("compare", folder, words.toArray(String[]::new))).succeeded();
        for (String recipe : recipes) {
            assertTrue(comparison(folder).cell(recipe).isPresent(), recipe);
        }
        assertEquals(comparison(folder).gaps(), List.of());
    }

    @Test
    public void tableFourHasTwoTeachers() {
        Path folder = Cli.fresh();
        Cli.run(Cli.tiny("table", folder, "4", "--seeds", "1", "--width", "0.03125", "--norm", "squared"))
                .succeeded();
        Comparison comparison = comparison(folder);
        assertEquals(
                comparison.teachers().stream().map(teacher -> teacher.network()).toList(),
                List.of("teacher", "teacher-augmented"));
        assertEquals(
                comparison.cells().stream()
                        .filter(cell -> !cell.row().startsWith("student alone,"))
                        .count(),
                15);
    }

    @Test
    public void tablesRefuseWhatMakesNoSense() {
        Cli.run("table 5").refused("Table 5 is not here; there are 2, 3 and 4");
        Cli.run("table 2 --epochs 3").refused("Table 2", "--epochs");
        Cli.run("table 3 --stages two").refused("--stages", "table 3");
        Cli.run("compare student --workers -1").refused("--workers", "-1");
        Cli.run("compare nobody").refused("nobody", "channel");
        Cli.run("compare channel:norms=absolute").refused("norms", "norm");
    }

    @Test
    public void aSecondProcessInTheFolderIsRefused() throws IOException {
        Path folder = Cli.fresh();
        try (FolderLock lock =
                ManagedFolder.claim("--output", folder, "comparison").lock()) {
            assertNotNull(lock);
            Cli.run(Cli.tiny("compare", folder, "student")).refused("Another training works in " + folder);
        }
    }

    @Test
    public void aDamagedStudentIsNamed() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.tiny("compare", folder, "student", "--seeds", "1")).succeeded();
        Path file = folder.resolve("students")
                .resolve(Cli.names(folder.resolve("students")).get(0));
        String text = Files.readString(file);
        assertTrue(text.contains(", batches of 128, "), text);
        Files.writeString(file, text.replace(", batches of 128, ", ", batches of 64, "));
        Cli.run(Cli.tiny("compare", folder, "student", "--seeds", "1"))
                .refused(file.toString(), "other settings", "delete it");
        assertFalse(Files.readString(folder.resolve("log.txt")).isEmpty());
    }
}
