package dev.understudy.cli;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.internal.file.Sha256;
import dev.understudy.report.History;
import dev.understudy.result.EpochRow;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TeacherSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.testng.annotations.Test;

public class RunFolderTest {

    private static final List<String> STUDENTS =
            List.of("student-seed1", "student-seed2", "channel-seed1", "channel-seed2");

    @Test
    public void aRunWritesItsFilesAndNothingElse() throws IOException {
        List<String> wanted = new ArrayList<>(List.of("summary.json", "history.csv", "log.txt", "report.html"));
        STUDENTS.forEach(name -> wanted.addAll(List.of(name + ".json", name + ".safetensors")));
        assertEquals(Cli.names(Cli.finished()), wanted.stream().sorted().toList());
    }

    @Test
    public void theSummaryHasTheFieldsThatOthersRead() throws IOException {
        JsonNode summary = new ObjectMapper()
                .readTree(Cli.finished().resolve("summary.json").toFile());
        assertFields(summary.get("provenance"), "version commit command engine java machine start seconds");
        assertEquals(summary.get("dataset").get("name").asText(), "shapes");
        assertFields(summary.get("teacher"), "network parameters accuracy");
        assertEquals(summary.get("students").size(), 4);
        for (JsonNode student : summary.get("students")) {
            assertFields(
                    student,
                    "recipe knowledge stages softTargets selfTaught seed parameters accuracy imagesPerSecond"
                            + " network norm validationAccuracy seconds");
            assertFields(student.get("accuracy"), "last best");
            assertTrue(student.get("softTargets").isBoolean());
            assertTrue(student.get("selfTaught").isBoolean());
            assertTrue(student.get("seed").isIntegralNumber());
            assertTrue(student.get("parameters").isIntegralNumber());
            assertTrue(student.get("accuracy").get("last").isNumber());
            assertTrue(student.get("imagesPerSecond").asDouble() > 0);
        }
    }

    @Test
    public void theSummaryReadsBackAndAgreesWithTheRun() {
        RunSummary summary = RunSummary.read(Cli.finished().resolve("summary.json"));
        TeacherSummary teacher = requireNonNull(summary.teacher());
        assertEquals(teacher.network(), "teacher");
        assertEquals(teacher.parameters(), 30_918);
        assertTrue(summary.provenance().command().startsWith("./understudy train student channel --seeds 2"));
        assertTrue(summary.provenance().engine().startsWith("PyTorch"));
        assertEquals(summary.dataset().trainImages(), 200);
        assertEquals(summary.settings().get("width"), "0.0625");
        assertEquals(
                summary.students().stream()
                        .map(student -> student.recipe() + "-seed" + student.seed())
                        .toList(),
                STUDENTS);
        for (StudentSummary student : summary.students()) {
            boolean taught = student.recipe().equals("channel");
            assertEquals(student.network(), "student");
            assertEquals(student.knowledge(), taught ? "channel" : "none");
            assertEquals(student.norm(), taught ? "squared" : "");
            assertEquals(student.stages(), "single");
            assertFalse(student.softTargets());
            assertFalse(student.selfTaught());
            assertEquals(student.parameters(), 6_726);
        }
    }

    @Test
    public void theHistoryHasARowForEachEpochOfTheTeacherAndEachStudent() {
        List<EpochRow> rows =
                History.readCsv(Cli.finished().resolve("history.csv")).rows();
        assertEquals(
                rows.stream()
                        .map(row -> row.role() + " " + row.recipe() + " " + row.seed())
                        .toList(),
                List.of(
                        "teacher teacher 1",
                        "student student 1",
                        "student student 2",
                        "student channel 1",
                        "student channel 2"));
        assertEquals(List.copyOf(rows.get(1).terms().keySet()), List.of("labels"));
        assertEquals(new TreeSet<>(rows.get(3).terms().keySet()), new TreeSet<>(List.of("channel", "labels")));
        rows.forEach(row -> assertNotNull(row.testAccuracy()));
    }

    @Test
    public void aCardSaysWhatIsNeededToLoadTheWeightsAgain() throws IOException {
        Path folder = Cli.finished();
        for (String name : STUDENTS) {
            NetworkCard card = NetworkCard.read(folder.resolve(name + ".json"));
            assertEquals(name, card.recipe() + "-seed" + card.seed());
            assertEquals(card.weights(), name + ".safetensors");
            assertEquals(card.sha256(), Sha256.of(folder.resolve(card.weights())));
            assertEquals(card.input(), List.of(3L, 32L, 32L));
            assertEquals(card.classNames().size(), 10);
        }
    }

    @Test
    public void theReportIsOnePageWithEveryRecipe() throws IOException {
        String page = Files.readString(Cli.finished().resolve("report.html"));
        assertTrue(page.strip().endsWith("</html>"));
        assertTrue(page.contains("channel"));
        assertFalse(page.contains("<script src"), "a page that needs no other file");
        assertFalse(page.contains("<link rel=\"stylesheet\""), "a page that needs no other file");
    }

    @Test
    public void theLogHasTheEpochsAndTheResults() throws IOException {
        String log = Files.readString(Cli.finished().resolve("log.txt"));
        for (String part : List.of("channel seed 2  epoch 1/1 (whole)", "labels ", "(the teacher)", "±")) {
            assertTrue(log.contains(part), part);
        }
    }

    @Test
    public void theSameSettingsReuseTheTeacherAndGiveTheSameBits() throws IOException {
        Path first = Cli.finished();
        Path weights = Cli.teacher("0.0625", 1);
        List<FileTime> before = times(weights.resolveSibling("."));
        Path second = Cli.fresh();
        Cli.Result result =
                Cli.run(Cli.train(second, "student", "channel", "--seeds", "2")).succeeded();
        assertTrue(result.out().contains("trained before"), result.out());
        assertTrue(Files.readString(second.resolve("log.txt")).contains("trained before"));
        assertEquals(times(weights.resolveSibling(".")), before);
        for (String name : STUDENTS) {
            assertTrue(weights(second, name).equals(weights(first, name)), name);
        }
        assertFalse(weights(first, "student-seed2").equals(weights(first, "student-seed1")));
        assertFalse(weights(first, "channel-seed1").equals(weights(first, "student-seed1")));
    }

    @Test
    public void aStudentDoesNotDependOnWhatIsTrainedBesideIt() throws IOException {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(folder, "channel", "--seed", "2")).succeeded();
        assertTrue(weights(folder, "channel-seed2").equals(weights(Cli.finished(), "channel-seed2")));
    }

    private static String weights(Path folder, String name) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(name + ".safetensors")));
    }

    private static List<FileTime> times(Path folder) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (String name : Cli.names(folder)) {
            times.add(Files.getLastModifiedTime(folder.resolve(name)));
        }
        assertEquals(times.size(), 3);
        return times;
    }

    private static void assertFields(JsonNode node, String names) {
        List<String> found = new ArrayList<>();
        node.fieldNames().forEachRemaining(found::add);
        assertEquals(new TreeSet<>(found), new TreeSet<>(List.of(names.split(" ", -1))));
    }
}
