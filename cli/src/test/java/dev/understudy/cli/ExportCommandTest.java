package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.Engine;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.result.LatencyRow;
import dev.understudy.result.LatencySummary;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ExportCommandTest {

    @Test
    public void everyStudentOfARunIsWrittenBesideItsCardAndMeasuredAsItsCard() throws IOException {
        Path run = Cli.copy(Cli.finished());
        Cli.Result result = Cli.run("export " + run + " --format onnx").succeeded();
        assertEquals(
                Cli.names(run).stream().filter(name -> name.endsWith(".onnx")).toList(),
                List.of("channel-seed1.onnx", "channel-seed2.onnx", "student-seed1.onnx", "student-seed2.onnx"));
        assertTrue(result.out().contains("Written to " + run.resolve("channel-seed1.onnx")), result.out());
        for (String name : List.of("channel-seed1", "student-seed2")) {
            assertEquals(
                    row(Cli.run("evaluate " + run.resolve(name + ".onnx"))),
                    row(Cli.run("evaluate " + run.resolve(name + ".json"))).replace(name, name + ".onnx"));
        }
        assertEquals(Engine.getInstance().getEngineName(), "PyTorch");
    }

    private static String row(Cli.Result result) {
        List<String> lines = result.succeeded().out().lines().toList();
        return lines.get(lines.size() - 1).strip().replaceAll(" +", " ");
    }

    @Test
    public void theFileSaysWhatItsCardSays() throws IOException {
        Path card = Cli.finished().resolve("channel-seed1.json");
        Path file = Cli.fresh();
        Cli.run("export " + card + " --output " + file).succeeded();
        NetworkCard says = NetworkCard.read(card);
        try (OnnxStudent student = OnnxStudent.load(file)) {
            assertEquals(student.getClassNames(), says.classNames());
            assertEquals(student.getMean(), says.mean());
            assertEquals(student.getStandardDeviation(), says.standardDeviation());
            Map<String, String> notes = student.getNotes();
            assertEquals(notes.get("network"), "student");
            assertEquals(notes.get("recipe"), "channel");
            assertEquals(notes.get("dataset"), "shapes");
            assertEquals(notes.get("weights.sha256"), says.sha256());
        }
    }

    /** Logits are divided by one number, which the card and the file say; a card without one is refused. */
    @Test
    public void aStudentIsWrittenWithTheTemperatureThatSuitsTheValidationSplit() throws IOException {
        Path run = Cli.copy(Cli.finished());
        Path card = run.resolve("channel-seed1.json");
        // One epoch on 200 images teaches nothing: what is found is the last that is tried.
        assertEquals(Objects.requireNonNull(NetworkCard.read(card).temperature()), 100, 1e-9);
        double temperature = 1.75;
        Files.writeString(card, temperature(card, "1.75"));
        Path plain = Cli.fresh();
        Path calibrated = Cli.fresh();
        Cli.run("export " + card + " --output " + plain).succeeded();
        Cli.Result result = Cli.run("export " + card + " --calibrate --output " + calibrated)
                .succeeded();
        assertTrue(result.out().contains(String.format(Locale.ROOT, ", temperature %.3f", temperature)), result.out());
        try (OnnxStudent one = OnnxStudent.load(plain);
                OnnxStudent other = OnnxStudent.load(calibrated)) {
            assertEquals(other.getNotes().get("temperature"), Double.toString(temperature));
            float[] image = new float[3 * 32 * 32];
            Arrays.fill(image, 0.5f);
            float[] wanted = one.logits(image, 1);
            float[] found = other.logits(image, 1);
            for (int i = 0; i < wanted.length; i++) {
                assertEquals(found[i], wanted[i] / temperature, 1e-4, "logit " + i);
            }
        }
        Files.writeString(card, temperature(card, "null").replaceAll(" *\"temperature\" : null,\\R", ""));
        Cli.run("export " + card + " --output " + Cli.fresh()).succeeded();
    }

    @DataProvider
    public static Object[][] temperatures() {
        String unknown = "--calibrate: the validation split does not say how sure channel-seed1 may be: ";
        String advice = "; train it with more validation images, or leave --calibrate out";
        return new Object[][] {
            {"null", "--calibrate: CARD has no temperature"},
            {"-3", "CARD: temperature: wanted a number above 0, got -3.0"},
            {
                "0.01",
                unknown + "it answers all of its images right, so that the best temperature is the last that was tried,"
                        + " 0.01000" + advice
            },
            {
                "100.0",
                unknown
                        + "its answers there are no better than guesses, so that the best temperature is the last that was"
                        + " tried, 100.0" + advice
            },
        };
    }

    @Test(dataProvider = "temperatures")
    public void aTemperatureThatIsNotKnownIsRefused(String temperature, String line) throws IOException {
        Path card = Cli.copy(Cli.finished()).resolve("channel-seed1.json");
        Files.writeString(card, temperature(card, temperature));
        Cli.run("export " + card + " --calibrate --output " + Cli.fresh())
                .refused(line.replace("CARD", card.toString()));
    }

    private static String temperature(Path card, String temperature) throws IOException {
        return Files.readString(card).replaceAll("(\"temperature\" : )[0-9.E-]+", "$1" + temperature);
    }

    @Test
    public void aRunIsWrittenIntoAnotherFolder() throws IOException {
        Path output = Cli.fresh();
        Cli.run("export " + Cli.finished() + " --output " + output).succeeded();
        assertEquals(Cli.names(output).size(), 4);
    }

    @Test
    public void aPlaceOfTheWrongKindIsRefused() throws IOException {
        Path folder = Cli.folder();
        Cli.run("export " + Cli.finished().resolve("channel-seed1.json") + " --output " + folder)
                .refused("--output " + folder + " is a folder; a file is wanted for one student");
        Path file = Files.createFile(folder.resolve("file"));
        Cli.run("export " + Cli.finished() + " --output " + file)
                .refused("--output " + file + " is a file; a folder is wanted");
        Cli.run("export " + Cli.finished() + " --format onxx").refused("--format");
        Cli.run("export " + Cli.fresh()).refused("No run at ");
    }

    @Test
    public void damagedWeightsAreRefusedAndNothingIsWritten() throws IOException {
        Path run = Cli.copy(Cli.finished());
        Cli.damage(run.resolve("channel-seed1.safetensors"));
        Cli.run("export " + run).refused("channel-seed1.safetensors", "is damaged");
        assertFalse(Files.exists(run.resolve("channel-seed1.onnx")));
    }

    @Test
    public void anOnnxFileThatIsNoneOrNotOursIsRefusedInOneLine() throws IOException {
        Path folder = Cli.folder();
        Path text = Files.writeString(folder.resolve("text.onnx"), "not an ONNX file");
        Cli.run("evaluate " + text).refused(text + " is not a whole ONNX file");
        Cli.run("latency " + text).refused(text + " is not a whole ONNX file");
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher", text.toString()))
                .refused(text + " is not a whole ONNX file");
        Cli.run("evaluate " + folder.resolve("none.onnx")).refused("No run at ");
    }

    @Test
    public void aStoredTeacherIsWrittenAndTeachesFromItsOnnxFile() throws IOException {
        Path run = Cli.finished();
        Path card = Cli.teacher("0.0625", 1).resolveSibling("network.json");
        Path file = Cli.folder().resolve("teacher.onnx");
        Cli.run("export " + card + " --output " + file).succeeded();
        Path output = Cli.fresh();
        Cli.Result result = Cli.run(Cli.train(output, "channel", "--teacher", file.toString()))
                .succeeded();
        assertTrue(result.out().contains("Teacher from " + file), result.out());
        double direct = accuracy(run);
        assertEquals(accuracy(output), direct, 5);
    }

    /** Of the first student that was given the correlation between channels. */
    private static double accuracy(Path run) {
        return RunSummary.read(run.resolve("summary.json")).students().stream()
                .filter(student -> student.recipe().equals("channel"))
                .mapToDouble(student -> student.accuracy().last())
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void aTeacherWithoutTheWantedValueIsRefusedWithThoseItHas() throws IOException {
        Path student = Cli.finished().resolve("student-seed1.json");
        Path file = Cli.folder().resolve("shallow.onnx");
        Cli.run("export " + student + " --output " + file).succeeded();
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher", file.toString()))
                .refused("No value \"conv8\" in the teacher \"shallow.onnx\"; there are [conv1/norm, conv1, pool1,");
    }

    @Test
    public void theLatencyOfTeacherAndStudentsIsMeasuredOnBothEngines() throws IOException {
        Path json = Cli.fresh();
        Path run = Cli.finished();
        Cli.Result result = Cli.run("latency " + run + " --seconds 0.05 --batch 5 --json " + json);
        assertEquals(result.status(), 0, result.err());
        LatencySummary summary = LatencySummary.read(json);
        assertEquals(
                summary.rows().stream()
                        .map(row -> row.network() + " " + row.engine() + " " + row.batch())
                        .toList(),
                List.of(
                        "teacher PyTorch 1",
                        "teacher PyTorch 5",
                        "teacher ONNX Runtime 1",
                        "teacher ONNX Runtime 5",
                        "student PyTorch 1",
                        "student PyTorch 5",
                        "student ONNX Runtime 1",
                        "student ONNX Runtime 5"));
        for (LatencyRow row : summary.rows()) {
            assertTrue(
                    row.median() > 0 && row.median() <= row.most95() && row.most95() <= row.most99(), row.toString());
        }
        assertEquals(result.out().lines().count(), 2 + summary.rows().size());
    }

    @Test
    public void latencyOfOneFileNeedsNoOther() throws IOException {
        Path file = Cli.folder().resolve("student.onnx");
        Cli.run("export " + Cli.finished().resolve("student-seed1.json") + " --output " + file)
                .succeeded();
        Cli.Result result = Cli.run("latency " + file + " --seconds 0.02 --batch 1");
        assertEquals(result.status(), 0, result.err());
        assertEquals(result.out().lines().count(), 3);
    }

    @Test
    public void numbersOutOfRangeAreRefused() {
        Path run = Cli.finished();
        Cli.run("latency " + run + " --batch 0").refused("--batch must be from 1 to 65536, got 0");
        Cli.run("latency " + run + " --seconds 0").refused("--seconds must be above 0");
        Cli.run("latency " + run + " --threads -1").refused("--threads must be from 1");
        Cli.run("latency " + Cli.fresh()).refused("No run at ");
    }
}
