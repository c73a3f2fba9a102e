package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.internal.timing.Machine;
import dev.understudy.result.Provenance;
import dev.understudy.result.ResultException;
import dev.understudy.result.RunSummary;
import dev.understudy.result.TestAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What summary.json promises. */
public final class RunSummaryTest {
    private static final RunSummary SUMMARY =
            Samples.summary(List.of(Samples.student("student", 1, 60, 61.5), Samples.student("channel", 2, 62, 62)));
    private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeMethod
    void createFolder() throws IOException {
        folder = Files.createTempDirectory("summary");
        file = folder.resolve("summary.json");
    }

    @AfterMethod
    void deleteFolder() throws IOException {
        Files.deleteIfExists(file);
        Files.delete(folder);
    }

    @Test
    public void aSummaryReadBackIsTheSame() {
        SUMMARY.write(file);
        RunSummary read = RunSummary.read(file);
        assertEquals(read, SUMMARY);
        assertEquals(List.copyOf(read.settings().keySet()), List.of("width", "epochs"));
    }

    @Test
    public void aRunWithoutTeacherReadsBackToo() {
        RunSummary alone =
                new RunSummary(SUMMARY.provenance(), SUMMARY.dataset(), SUMMARY.settings(), null, SUMMARY.students());
        alone.write(file);
        assertEquals(RunSummary.read(file), alone);
    }

    @Test
    public void theFieldsHaveThePromisedNamesInThePromisedOrder() throws IOException {
        SUMMARY.write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertEquals(names(json), List.of("format", "provenance", "dataset", "settings", "teacher", "students"));
        assertEquals(
                names(json.get("provenance")),
                List.of("version", "commit", "command", "engine", "java", "machine", "start", "seconds"));
        assertEquals(names(json.get("teacher")), List.of("network", "parameters", "accuracy"));
        assertEquals(
                names(json.get("students").get(0)),
                List.of(
                        "recipe",
                        "network",
                        "knowledge",
                        "stages",
                        "softTargets",
                        "selfTaught",
                        "norm",
                        "seed",
                        "parameters",
                        "accuracy",
                        "validationAccuracy",
                        "seconds",
                        "imagesPerSecond"));
        assertEquals(names(json.get("students").get(0).get("accuracy")), List.of("last", "best"));
        assertEquals(json.get("provenance").get("start").asText(), "2026-01-31T12:00:00Z");
        assertEquals(json.get("students").get(0).get("accuracy").get("best").asDouble(), 61.5);
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @DataProvider
    Object[][] damages() {
        return new Object[][] {
            {
                "\"norm\" :",
                "\"morn\" : 1, \"norm\" :",
                "unknown field \"students[0].morn\"; there are [accuracy, imagesPerSecond, "
            },
            {"\"norm\" : \"squared\",", "", "field \"students[0].norm\": missing"},
            {"\"width\" : \"0.25\"", "\"width\" : null", "width"},
            {"\"seed\" : 1,", "", "seed"},
            {"\"last\" : 60.0", "\"last\" : 160.0", "last: wanted a percentage from 0 to 100, got 160.0"},
            {"\"last\" : 60.0", "\"last\" : \"NaN\"", "last"},
            {"\"last\" : 60.0", "\"last\" : null", "last"},
            {"\"classes\" : 4", "\"classes\" : 4.5", "dataset.classes"},
            {"\"name\" : \"shapes\"", "\"name\" : null", "name"},
            {"2026-01-31T12:00:00Z", "yesterday", "provenance.start"},
            {"\"seed\" : 1,", "\"seed\" : 1, \"seed\" : 1,", "seed"},
            {"\"students\" :", "\"students\" ", "was expecting a colon"},
        };
    }

    @Test(dataProvider = "damages")
    public void aDamagedSummaryIsRefusedInOneLineThatNamesFileAndField(String from, String to, String expected)
            throws IOException {
        SUMMARY.write(file);
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replaceFirst(Pattern.quote(from), to));
        String message = Samples.refusal(() -> RunSummary.read(file));
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains(expected), message);
        assertEquals(message.lines().count(), 1, message);
    }

    @Test
    public void aCutSummaryIsRefused() throws IOException {
        SUMMARY.write(file);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() / 2));
        assertThrows(ResultException.class, () -> RunSummary.read(file));
        Files.writeString(file, "");
        assertThrows(ResultException.class, () -> RunSummary.read(file));
        Files.writeString(file, text + "{}");
        assertThrows(ResultException.class, () -> RunSummary.read(file));
    }

    @Test
    public void aSummaryWithoutAFormatIsOfTheFirst() throws IOException {
        SUMMARY.write(file);
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1,", ""));
        assertEquals(RunSummary.read(file), SUMMARY);
    }

    @Test
    public void aSummaryOfANewerFormatIsRefusedWhateverElseItHolds() throws IOException {
        Files.writeString(file, "{\"format\": 2, \"new\": []}");
        assertEquals(
                Samples.refusal(() -> RunSummary.read(file)),
                file + " is of format 2, written by a newer Understudy; this one reads format 1");
    }

    @Test
    public void aMissingSummaryIsNamed() {
        String message = Samples.refusal(() -> RunSummary.read(file));
        assertEquals(message, file + ": cannot be read: no such file or folder");
    }

    @Test
    public void anAccuracyIsAPercentageAndItsBestIsNotBelowItsLast() {
        assertThrows(IllegalArgumentException.class, () -> new TestAccuracy(Double.NaN, 50));
        assertThrows(IllegalArgumentException.class, () -> new TestAccuracy(-1, 50));
        assertThrows(IllegalArgumentException.class, () -> new TestAccuracy(50, 49));
    }

    @Test
    public void provenanceTellsTheMachineButNotItsName() throws IOException {
        Provenance provenance = Provenance.collect(
                "./understudy", "PyTorch", SUMMARY.provenance().start());
        assertTrue(provenance.machine().contains("logical cores"), provenance.machine());
        assertTrue(
                provenance.java().startsWith(System.getProperty("java.version").replaceAll("[^0-9].*", "")));
        assertEquals(provenance.seconds(), 0.0);
        assertEquals(provenance.withSeconds(3.5).seconds(), 3.5);
        assertEquals(
                Machine.model(List.of("processor : 0", "model name\t: Fast CPU @ 2 GHz", "model name : Other")),
                "Fast CPU @ 2 GHz");
        assertEquals(Machine.model(List.of("Features : fp")), "processor unknown");
    }
}
