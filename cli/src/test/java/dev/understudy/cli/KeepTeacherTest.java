package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.option.ByteSize;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
