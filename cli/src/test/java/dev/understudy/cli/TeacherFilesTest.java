package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Teachers that bring their networks along, on the command line: files of the framework's tests, for four classes. */
public class TeacherFilesTest {

    private static final Path FILES = Path.of("../framework/core/src/test/resources/dev/understudy");

    private Path images = Path.of("");

    @BeforeClass
    public void draw() throws IOException {
        images = ImageFolders.folder(4);
    }

    @DataProvider
    public Object[][] teachers() {
        return new Object[][] {
            {"kd", "logits.pt", "", 24L},
            {"kd", "traced.pt", "", 24L},
            {"kd", "frozen.pt", "", null},
            {"kd", "training.pt", "", 24L},
            {"channel", "dictionary.pt", "--teacher-tap conv", 24L},
            {"channel", "traced-dictionary.pt", "--teacher-tap conv", 24L},
            {"channel", "tuple.pt", "--teacher-outputs conv8,logits", 24L},
            {"channel", "list.pt", "--teacher-outputs conv8,logits --fixed-augmentations 1 --keep-teacher 10m", 24L},
            {"kd", "frozen.pt", "--fixed-augmentations 1 --keep-teacher 10m", null},
            {"kd", "default.onnx", "", 20L},
            {"channel", "others.onnx", "--teacher-outputs conv8,logits", 20L},
            {"channel", "logits-second.onnx", "--teacher-tap conv", 20L},
        };
    }

    @Test(dataProvider = "teachers")
    public void teachesFromItsFile(String recipe, String file, String options, @Nullable Long parameters)
            throws IOException {
        Path output = Cli.fresh();
        Cli.Result result =
                train(recipe, FILES.resolve("teacher-" + file), options, output).succeeded();
        RunSummary summary = RunSummary.read(output.resolve("summary.json"));
        assertEquals(Objects.requireNonNull(summary.teacher()).parameters(), parameters);
        String page = Files.readString(output.resolve("report.html"));
        if (parameters == null) {
            assertTrue(result.out().matches("(?s).*\\(the teacher\\) +teacher-frozen.pt +unknown .*"), result.out());
            assertTrue(page.contains("a teacher of an unknown number of parameters"), page.substring(0, 500));
        } else {
            assertTrue(page.contains("a teacher of " + parameters + " parameters"), page.substring(0, 500));
        }
        Cli.run("evaluate " + output + " --data " + images).succeeded();
        Cli.Result latency = Cli.run("latency " + output + " --data " + images + " --batch 2 --seconds 0.01");
        assertEquals(latency.status(), 0, latency.err());
        assertTrue(latency.out().contains("student"), latency.out());
    }

    @Test
    public void aComparisonShowsWhatCannotBeCountedAsUnknown() throws IOException {
        Path output = Cli.fresh();
        List<String> words =
                words("compare", "kd", FILES.resolve("teacher-frozen.pt"), "--seeds 2 --workers 1", output);
        words.add(2, "student");
        Cli.Result result = Cli.run(words);
        assertEquals(result.status(), 0, result.err());
        String table = Files.readString(output.resolve("table.md"));
        assertTrue(table.contains("| teacher-frozen.pt |"), table);
        assertTrue(table.contains("| unknown |"), table);
        assertTrue(Files.readString(output.resolve("report.html"))
                .contains("The teacher has an unknown number of parameters"));
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {"tuple.pt", "", "returns 2 outputs without names: --teacher-outputs"},
            {"nan.pt", "", "teacher-nan.pt: the parameter \"body.linear.weight\" (4, 2) holds numbers that are NaN"},
            {"nan-answers.pt", "", "The teacher \"teacher-nan-answers.pt\"'s answers are not numbers"},
            {"half.pt", "", "is float16, images are float32"},
            {"traced-training.pt", "", "call model.eval() before torch.jit.trace"},
            {"tuple.pt", "--teacher-outputs logits,conv", "--teacher puts out (1, 2, 8, 8) for one image"},
            {"tuple.pt", "--teacher-outputs conv,scores", "No output \"logits\" of the teacher"},
            {"default.onnx", "--teacher-outputs a,logits", "has 1 outputs, [linear]; these are names for 2"},
            {"logits.pt", "--teacher-network resnet18", "are for files of weights"},
            {"missing.pt", "", "No TorchScript file at "},
        };
    }

    @Test(dataProvider = "refused")
    public void whatCannotTeachIsRefusedInOneLineAndNothingIsWritten(String file, String options, String why) {
        Path output = Cli.fresh();
        train("kd", FILES.resolve("teacher-" + file), options, output).refused(why);
        assertTrue(Files.notExists(output), "nothing at " + output);
    }

    @Test
    public void probabilitiesInTheLogitsPlaceAreNamed() {
        Cli.Result result = train("kd", FILES.resolve("teacher-probabilities.pt"), "", Cli.fresh())
                .succeeded();
        assertTrue(result.out().contains("Teacher: its logits are from 0 to 1 and sum to 1"), result.out());
        result =
                train("kd", FILES.resolve("teacher-logits.pt"), "", Cli.fresh()).succeeded();
        assertTrue(!result.out().contains("sum to 1"), result.out());
    }

    @Test
    public void weightsAreReadByWhatIsInThemAndAStateDictIsNamed() throws IOException {
        Path folder = Cli.folder();
        Path renamed = folder.resolve("weights.pt");
        Files.copy(FILES.resolve("python.safetensors"), renamed);
        train("kd", renamed, "", Cli.fresh()).refused(renamed + " lacks the parameter ");
        train("kd", renamed, "--teacher-outputs a", Cli.fresh()).refused(renamed + " holds weights alone");
        Path pickle = folder.resolve("weights.pth");
        Files.write(pickle, "\u0080\u0004\u0095".getBytes(StandardCharsets.ISO_8859_1));
        train("kd", pickle, "", Cli.fresh()).refused(pickle + " is a Python pickle", "safetensors.torch.save_file");
    }

    private Cli.Result train(String recipe, Path teacher, String options, Path output) {
        return Cli.run(words("train", recipe, teacher, options, output));
    }

    private List<String> words(String command, String recipe, Path teacher, String options, Path output) {
        List<String> words = new ArrayList<>(List.of(command, recipe, "--teacher", teacher.toString()));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ", -1)));
        }
        words.addAll(List.of("--dataset", "folder", "--data", images.toString(), "--size", "8", "--batch", "8"));
        words.addAll(List.of("--width", "0.0625", "--epochs", "1", "--output", output.toString()));
        return words;
    }
}
