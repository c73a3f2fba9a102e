package dev.understudy.cli.option;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.cli.Cli;
import dev.understudy.network.PretrainedTest;
import dev.understudy.recipe.Task;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A teacher by torchvision's names on the command line. */
public class TeacherOptionsTest {

    private final Path weights = Cli.folder().resolve("resnet18.safetensors");

    @BeforeClass
    public void save() throws IOException {
        PretrainedTest.save("resnet18", new Task(new Shape(3, 32, 32), 10, 0.0625), weights);
    }

    @Test
    public void teachesWithItsOwnNormalisationFromThePlaceThatIsNamed() {
        Cli.Result result = Cli.run(Cli.train(
                Cli.fresh(),
                "channel",
                "--teacher",
                weights.toString(),
                "--teacher-network",
                "resnet18",
                "--teacher-width",
                "0.0625",
                "--teacher-tap",
                "layer2",
                "--teacher-mean",
                "0.485,0.456,0.406",
                "--teacher-std",
                "0.229,0.224,0.225"));
        result.succeeded();
        assertTrue(result.out().contains("Teacher: hardly better than guessing; are its normalisation"), result.out());
        assertTrue(result.out().contains("channel seed 1: "), result.out());
    }

    @Test
    public void theStudentsWidthLeavesItAsItIs() throws IOException {
        Path whole = Cli.folder().resolve("whole.safetensors");
        PretrainedTest.save("resnet18", new Task(new Shape(3, 32, 32), 10, 1), whole);
        for (String width : List.of("0.0625", "0.125")) {
            Path output = Cli.fresh();
            Cli.run(Cli.train(
                            output,
                            "channel",
                            "--width",
                            width,
                            "--teacher",
                            whole.toString(),
                            "--teacher-network",
                            "resnet18",
                            "--teacher-tap",
                            "layer3"))
                    .succeeded();
            Long parameters = Objects.requireNonNull(
                            RunSummary.read(output.resolve("summary.json")).teacher())
                    .parameters();
            // torchvision's 11,689,512 with 1000 classes, without 990 rows of 512 + 1, with two statistics for 4,800
            // channels.
            assertEquals(parameters, Long.valueOf(11_689_512 - 990 * 513 + 2 * 4_800));
        }
    }

    @Test
    public void itsWidthIsRefusedWhereItIsNotOfANamedNetwork() {
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher", weights.toString(), "--teacher-width", "0.5"))
                .refused("--teacher-width 0.5 is of --teacher-network, which is not given");
        Cli.run(Cli.train(
                        Cli.fresh(),
                        "channel",
                        "--teacher",
                        weights.toString(),
                        "--teacher-network",
                        "resnet18",
                        "--teacher-width",
                        "0"))
                .refused("--teacher-width must be above 0 and at most 16, got 0");
    }

    @Test
    public void aPlaceThatIsNotThereIsAnsweredWithThoseThatThereAre() {
        Cli.run(Cli.train(
                        Cli.fresh(),
                        "channel",
                        "--teacher",
                        weights.toString(),
                        "--teacher-network",
                        "resnet18",
                        "--teacher-width",
                        "0.0625"))
                .refused("No block at \"conv8\" in the teacher; there are [conv1, ");
    }

    @Test
    public void weightsOfTheRecipesOwnNamesAreWantedWhereNoNetworkIsNamed() {
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher", weights.toString()))
                .refused(" lacks the parameter 01conv1_01weights_weight ");
    }
}
