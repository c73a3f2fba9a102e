package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.cli.file.NetworkFile;
import dev.understudy.network.BenchmarkNetwork;
import dev.understudy.network.PretrainedTest;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Task;
import dev.understudy.result.Comparison;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import dev.understudy.setting.PublishedSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** {@code --networks}: recipes on two networks of the benchmark. */
public class NetworksOptionTest {

    private static final String PAIR = "resnet14:resnet8";

    private static Path train(String pair, String recipes) {
        Path run = Cli.fresh();
        Cli.run(words("train", run, pair, recipes)).succeeded();
        return run;
    }

    private static List<String> words(String command, Path output, String pair, String words) {
        String all = words + " --train-size 60 --batch 30 --networks " + pair;
        return Cli.tiny(command, output, all.split(" ", -1));
    }

    private static RunSummary summary(Path run) {
        return RunSummary.read(run.resolve("summary.json"));
    }

    /** What is built of its networks is built again from its card. */
    @Test
    public void trainsAndIsEvaluatedAndExportedAsItWas() throws IOException {
        Path run = train(PAIR, "dkd simkd");
        RunSummary summary = summary(run);
        assertEquals(summary.settings().get("networks"), PAIR);
        assertEquals(Objects.requireNonNull(summary.teacher()).network(), "resnet14");
        assertEquals(summary.students().get(0).network(), "resnet8");
        assertEquals(summary.students().get(1).network(), "resnet8-with-teachers-classifier");
        Cli.run("export " + run + " --format onnx").succeeded();
        for (String name : List.of("dkd-seed1", "simkd-seed1")) {
            NetworkFile file = NetworkFile.read(run.resolve(name + ".json"));
            assertEquals(file.task().networks(), NetworkPair.of(PAIR));
            String measured = row("evaluate " + run.resolve(name + ".json"));
            assertTrue(
                    measured.contains(String.format(
                            Locale.ROOT,
                            " %1$.2f %1$.2f",
                            file.card().accuracy().last())),
                    measured);
            assertEquals(row("evaluate " + run.resolve(name + ".onnx")).replace(name + ".onnx", name), measured);
            try (OnnxStudent student = OnnxStudent.load(run.resolve(name + ".onnx"))) {
                assertEquals(student.getNotes().get("networks"), PAIR);
            }
        }
        Cli.Result latency = Cli.run("latency " + run.resolve("simkd-seed1.json") + " --batch 1 --seconds 0.1");
        assertEquals(latency.status(), 0, latency.err());
    }

    private static String row(String words) {
        List<String> lines = Cli.run(words).succeeded().out().lines().toList();
        return lines.get(lines.size() - 1).strip().replaceAll(" +", " ");
    }

    /** A teacher is stored by its network, not by the pair. */
    @Test
    public void aTeacherIsTakenAgainForAnotherStudentAndNoOtherNetworkIsTakenForIt() throws IOException {
        String first = key(train("resnet14:resnet8", "kd"));
        assertTrue(first.startsWith("resnet14-"), first);
        assertEquals(key(train("resnet14:wrn-16-1", "kd")), first);
        String other = key(train("resnet8:resnet8", "kd"));
        assertTrue(other.startsWith("resnet8-"), other);
        assertNotEquals(other, first);
        Path card = Cli.HOME.resolve("teachers").resolve(first).resolve("network.json");
        assertTrue(row("evaluate " + card).startsWith("network "), card.toString());
    }

    private static String key(Path run) {
        return Objects.requireNonNull(summary(run).settings().get("stored teacher"));
    }

    @Test
    public void aComparisonKeepsPairsApart() throws IOException {
        Path folder = Cli.fresh();
        List<String> words = words("compare", folder, PAIR, "kd --seeds 1");
        Cli.Result result = Cli.run(words).succeeded();
        assertTrue(result.out().contains("resnet8"), result.out());
        Comparison comparison = Comparison.read(folder.resolve("table.json"));
        assertEquals(comparison.settings().get("networks"), PAIR);
        Path weights;
        try (var files = Files.list(folder.resolve("weights"))) {
            weights = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        assertEquals(NetworkCard.read(weights).settings().get("networks"), PAIR);
        Cli.run("export " + folder + " --student kd --output " + Cli.fresh()).succeeded();
        words.set(words.indexOf(PAIR), "resnet14:wrn-16-1");
        Cli.Result other = Cli.run(words).succeeded();
        assertTrue(other.out().contains("wrn-16-1"), other.out());
        assertEquals(Comparison.read(folder.resolve("table.json")).settings().get("networks"), "resnet14:wrn-16-1");
    }

    /** What a setting says, what is said of a pair, and what was given, which counts. */
    @Test
    public void theBenchmarkSaysHowAPairIsTrained() {
        Path run = Cli.fresh();
        String words = "kd sdd-dkd:temperature=2 --train-size 70 --benchmark reviewkd --networks resnet14:resnet8";
        Cli.run(Cli.tiny("train", run, words.split(" ", -1))).succeeded();
        Map<String, String> settings = summary(run).settings();
        assertEquals(settings.get("benchmark"), "reviewkd");
        assertEquals(settings.get("batch"), "64");
        assertEquals(settings.get("alpha"), "0.1");
        assertEquals(settings.get("learning-rate"), "0.1");
        assertEquals(settings.get("schedule"), "steps");
        assertEquals(settings.get("nesterov"), "yes");
        assertEquals(settings.get("warm-up-epochs"), "0");
        assertEquals(summary(run).students().get(1).network(), "resnet8-with-local-classifier");
        Path plain = train("resnet14:resnet8", "kd");
        assertNotEquals(key(run), key(plain), "the teacher was trained otherwise");
        assertNull(summary(plain).settings().get("benchmark"));
    }

    @Test
    public void theHelpNamesEveryNetworkAndEverySetting() {
        List<String> words = List.of(Cli.run("train --help")
                .succeeded()
                .out()
                .replaceAll("[,.:]", " ")
                .split("\\s+", -1));
        for (String network : BenchmarkNetwork.all()) {
            assertTrue(words.contains(network), network);
        }
        for (String setting : PublishedSetting.all()) {
            assertTrue(words.contains(setting), setting);
        }
    }

    /** Weights of the benchmark's code are read by its names, and ours by ours. */
    @Test
    public void aTeachersWeightsFromElsewhereAreOfThePairsTeacher() throws IOException {
        Path theirs = Cli.folder().resolve("theirs.safetensors");
        PretrainedTest.save("cifar-resnet14", new Task(new Shape(3, 32, 32), 10, 0.0625), theirs);
        Cli.Result result = with(theirs + " --teacher-network cifar-resnet14 --teacher-width 0.0625");
        result.succeeded();
        assertTrue(result.out().contains("Teacher from " + theirs), result.out());
        Path ours = Cli.HOME.resolve("teachers").resolve(key(train(PAIR, "kd"))).resolve("teacher.safetensors");
        assertTrue(with(ours.toString()).succeeded().out().contains("Teacher from " + ours));
        with(theirs + " --teacher-network resnet18")
                .refused("--teacher-network resnet18: --networks resnet14:resnet8 says that resnet14 teaches;"
                        + " --teacher-network cifar-resnet14 reads its weights by PyTorch's names");
        with(ours + " --teacher-tap layer2")
                .refused("--teacher-tap layer2: with --networks the teacher's layers are those of resnet14");
    }

    private static Cli.Result with(String teacher) {
        return Cli.run(words("train", Cli.fresh(), PAIR, "dkd --teacher " + teacher));
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {
                "train kd --networks resnet8",
                "Two networks are TEACHER:STUDENT, such as resnet32x4:resnet8x4, got \"resnet8\""
            },
            {"train kd --networks resnet9:resnet8", "--networks: no network named \"resnet9\"; there are [resnet8, "},
            {
                "train kd vit --networks " + PAIR,
                "Recipe \"vit\" has networks of its own and takes no others; those that take --networks are [student, "
            },
            {"compare augmented-channel --networks " + PAIR, "Recipe \"augmented-channel\" has networks of its own"},
            {"table 3 --networks " + PAIR, "Table 3 is of the paper's networks; \"understudy compare\" takes --networks"
            },
            {
                "train vid --train-size 50 --networks vgg8:resnet8",
                "Recipe \"vid\": Groups of layers are compared one with one: the student resnet8 has 3, the teacher vgg8 has 4"
            },
            {"inspect vit --train-size 50 --networks " + PAIR, "Recipe \"vit\" has networks of its own"},
        };
    }

    @Test(dataProvider = "refused")
    public void whatCannotBeIsRefusedByOneLine(String words, String line) {
        String where = words.startsWith("inspect") ? "" : " --output " + Cli.fresh();
        Cli.run(words + where).refused(line);
    }

    @Test
    public void recipesSayWhetherTheyTakeThem() {
        String takes = "It takes others: --networks TEACHER:STUDENT.";
        assertTrue(Cli.run("recipes crd").succeeded().out().contains(takes));
        assertTrue(!Cli.run("recipes vit").succeeded().out().contains(takes));
        String inspected = Cli.run("inspect norm --width 0.0625 --networks " + PAIR)
                .succeeded()
                .out();
        assertTrue(
                inspected.contains("Student \"resnet8-with-transform\"") && inspected.contains("Teacher \"resnet14\""));
    }
}
