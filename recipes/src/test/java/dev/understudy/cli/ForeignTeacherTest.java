package dev.understudy.cli;

import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.Shape;
import dev.understudy.Task;
import dev.understudy.network.PretrainedTest;
import java.io.IOException;
import java.nio.file.Path;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A teacher by torchvision's names on the command line. */
public class ForeignTeacherTest {

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
                "--teacher-tap",
                "layer2",
                "--teacher-mean",
                "0.485,0.456,0.406",
                "--teacher-deviation",
                "0.229,0.224,0.225"));
        result.succeeded();
        assertTrue(result.out().contains("Teacher: hardly better than guessing; are its normalisation"), result.out());
        assertTrue(result.out().contains("channel seed 1: "), result.out());
    }

    @Test
    public void aPlaceThatIsNotThereIsAnsweredWithThoseThatThereAre() {
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher", weights.toString(), "--teacher-network", "resnet18"))
                .refused("No block at \"conv8\" in the teacher; there are [conv1, ");
    }

    @Test
    public void weightsOfTheRecipesOwnNamesAreWantedWhereNoNetworkIsNamed() {
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher", weights.toString()))
                .refused(" lacks the parameter 01conv1_01weights_weight ");
    }
}
