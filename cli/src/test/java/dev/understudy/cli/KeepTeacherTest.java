package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.option.ByteSize;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class KeepTeacherTest {

    private static final Path OUTPUTS = Cli.HOME.resolve("outputs");

    @Test
    public void theTeachersOutputsAreKeptAtHomeForAllSeedsAndTheTeacherStaysTheSame() throws IOException {
        Path teacher = teacher();
        List<String> teachers = Cli.names(Cli.HOME.resolve("teachers"));
        Path first = train("1");
        List<String> kept = Cli.names(OUTPUTS);
        // The guiding layer and the logits of one augmentation.
        assertEquals(kept.size(), 2, kept.toString());
        assertEquals(Cli.names(Cli.HOME.resolve("teachers")), teachers);
        assertTrue(Files.exists(teacher));

        Path again = train("1");
        Path weights = Path.of("channel-seed1.safetensors");
        assertEquals(Files.mismatch(first.resolve(weights), again.resolve(weights)), -1);
        train("2");
        assertEquals(Cli.names(OUTPUTS), kept);

        RunSummary summary = RunSummary.read(first.resolve("summary.json"));
        assertEquals(summary.settings().get("fixed-augmentations"), "1");
        assertEquals(summary.settings().get("keep-teacher"), "64m");
    }

    @Test(dependsOnMethods = "theTeachersOutputsAreKeptAtHomeForAllSeedsAndTheTeacherStaysTheSame")
    public void keptBeforeTheyAreTakenByATrainingWithTheSameWords() throws IOException {
        List<String> words =
                List.of("--soft-targets", "--fixed-augmentations", "2", "--keep-teacher", "64m", "--epochs", "2");
        teacher();
        String before = keep(words, "--range", "100");
        assertTrue(before.contains("To be shown: "), before);
        assertTrue(before.matches("(?s).*Kept: [\\d,]+ bytes in 4 files in .*outputs\\R"), before);
        Map<Path, String> kept = files();
        String again = keep(words);
        assertTrue(again.contains("Everything is there already"), again);

        Cli.run(train(words)).succeeded();
        assertEquals(files(), kept, "the training finds all that it wants, and writes nothing anew");
    }

    private static List<String> train(List<String> words) {
        List<String> all = new ArrayList<>(List.of("channel"));
        all.addAll(words);
        return Cli.train(Cli.fresh(), all.toArray(String[]::new));
    }

    private static String keep(List<String> words, String... more) {
        List<String> all = train(words);
        int output = all.indexOf("--output");
        all.remove(output + 1);
        all.remove(output);
        all.set(0, "keep-teacher");
        all.addAll(List.of(more));
        return Cli.run(all).succeeded().out();
    }

    /** A file that is written anew has another key. */
    private static Map<Path, String> files() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (String name : Cli.names(OUTPUTS)) {
            Path file = OUTPUTS.resolve(name);
            files.put(
                    file,
                    String.valueOf(Files.readAttributes(file, BasicFileAttributes.class)
                            .fileKey()));
        }
        return files;
    }

    @Test
    public void whatCannotBeKeptIsSaidInOneLine() {
        Cli.Result none = Cli.run("keep-teacher channel --train-size 40 --width 0.0625");
        assertEquals(
                none.err().strip(),
                "Wanted --fixed-augmentations N, images that come again, and --keep-teacher SIZE, the room for what is"
                        + " kept, as \"understudy train\" is to be given them");
        assertEquals(none.status(), 2);
        Cli.Result alone = Cli.run(
                "keep-teacher student --train-size 40 --width 0.0625 --fixed-augmentations 1" + " --keep-teacher 1m");
        assertEquals(alone.err().strip(), "None of these recipes has a teacher whose outputs could be kept");
        assertEquals(alone.status(), 2);
        Cli.Result folder = Cli.run("keep-teacher channel --output somewhere");
        assertTrue(folder.err().startsWith("Unknown option: '--output'"), folder.err());
    }

    /** The stored teacher of the run that several tests look at, of the same settings but for the augmentations. */
    private static Path teacher() throws IOException {
        Cli.finished();
        return Cli.teacher("0.0625", 1);
    }

    private static Path train(String seed) {
        Path folder = Cli.fresh();
        Cli.run(Cli.train(
                        folder,
                        "channel",
                        "--soft-targets",
                        "--fixed-augmentations",
                        "1",
                        "--keep-teacher",
                        "64m",
                        "--seed",
                        seed))
                .succeeded();
        return folder;
    }

    @DataProvider
    public static Object[][] sizes() {
        return new Object[][] {
            {"7", 7L}, {"2k", 2048L}, {"500M", 500L << 20}, {"4g", 4L << 30}, {"999999t", 999_999L << 40},
        };
    }

    @Test(dataProvider = "sizes")
    public void sizesGoUpInStepsOf1024(String text, long bytes) {
        assertEquals(ByteSize.bytes("--keep-teacher", text), bytes);
    }
}
