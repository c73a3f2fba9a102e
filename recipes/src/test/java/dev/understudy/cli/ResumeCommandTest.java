package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.annotations.Test;

/** Going on with a run on the command line. */
public class ResumeCommandTest {

    /** A run whose second student cannot be written: in its place stands a folder that is not empty. */
    private static Path broken(String... words) throws IOException {
        Path folder = Cli.fresh();
        Unfinished.in(folder, "run").close();
        Files.createDirectories(folder.resolve("channel-seed1.safetensors/in the way"));
        Cli.run(Cli.train(folder, words)).refused("Cannot write " + folder.resolve("channel-seed1.safetensors"));
        return folder;
    }

    @Test
    public void aStudentThatCouldNotBeWrittenIsThereAtOnceWhenTheDiskTakesIt() throws IOException {
        Path folder = broken("student", "channel");
        assertTrue(Files.readString(folder.resolve("log.txt")).contains("Tries again: "));
        Files.delete(folder.resolve("channel-seed1.safetensors/in the way"));
        Files.delete(folder.resolve("channel-seed1.safetensors"));
        Cli.Result result = Cli.run("resume " + folder).succeeded();
        assertTrue(result.out().contains("student seed 1 was finished before"), result.out());
        assertTrue(result.out().contains("channel seed 1 was finished before"), result.out());
        assertFalse(Files.exists(folder.resolve("checkpoints")));
        for (String name : List.of("student-seed1.safetensors", "channel-seed1.safetensors")) {
            assertEquals(
                    Digests.of(folder.resolve(name)), Digests.of(Cli.finished().resolve(name)), name);
        }
        Cli.run("resume " + folder).refused("Nothing to go on with in " + folder, "the run is finished");
    }

    @Test
    public void theSameFolderWithOtherSettingsIsRefused() throws IOException {
        Path folder = broken("channel");
        String log = Files.readString(folder.resolve("log.txt"));
        assertTrue(log.contains("Stopped; once that is mended, ./understudy resume " + folder + " goes on"), log);
        Cli.Result other = Cli.run(Cli.train(folder, "channel", "--learning-rate", "0.05"));
        other.refused(
                "is of another training: its stage 1 was \"whole, epochs 1, channel x ",
                "learning rate 0.05",
                "another folder");
        assertFalse(other.out().contains("resume"), other.out());
        Cli.run(Cli.train(folder, "channel", "--train-size", "190"))
                .refused("is of another training: its teacher is another");
    }

    /** Accuracies before and after would be of different test sets. */
    @Test
    public void aRunWhoseTestPicturesChangedIsRefused() throws IOException {
        Path data = Cli.folder();
        Files.move(Pictures.folder(2), data.resolve("train"));
        Files.move(Pictures.folder(2), data.resolve("test"));
        Path folder = broken(
                "channel", "--dataset", "folder", "--data", data.toString(), "--size", "32", "--train-size", "0");
        Path picture = data.resolve("test/class1/3.png");
        byte[] bytes = Files.readAllBytes(picture);
        Files.delete(picture);
        Cli.run("resume " + folder).refused("is of another training: the test pictures changed; take another folder");
        Files.write(picture, bytes);
        Files.delete(folder.resolve("channel-seed1.safetensors/in the way"));
        Files.delete(folder.resolve("channel-seed1.safetensors"));
        Path copy = Cli.folder().resolve("copy");
        Files.move(data, copy);
        Cli.run(Cli.train(
                        folder,
                        "channel",
                        "--dataset",
                        "folder",
                        "--data",
                        copy.toString(),
                        "--size",
                        "32",
                        "--train-size",
                        "0"))
                .succeeded();
    }

    /** What comes again would end the same command again. */
    @Test
    public void anErrorThatComesAgainIsNotSaidToBeMendedByGoingOn() {
        Path folder = Cli.fresh();
        Cli.Result result = Cli.run(Cli.train(folder, "student", "--learning-rate", "1e30", "--checkpoint-every", "1"));
        result.refused("The loss of ");
        assertFalse(result.out().contains("resume"), result.out());
    }

    @Test
    public void aFolderWithoutARunIsRefused() throws IOException {
        Path folder = Cli.folder();
        Cli.run("resume " + folder).refused("Nothing to go on with in " + folder, "checkpoints/command.json");
        Cli.run("resume " + folder.resolve("none")).refused("No folder at " + folder.resolve("none"));
        Path command = Files.createDirectories(folder.resolve("checkpoints")).resolve("command.json");
        Files.writeString(command, "{\"format\":2,\"words\":[]}");
        Cli.run("resume " + folder).refused(command + " is of format 2", "this one reads format 1");
        Files.writeString(command, "{\"format\":1,");
        Cli.run("resume " + folder).refused(command + " is damaged", "--output " + folder);
    }

    @Test
    public void aRunOfAnotherProcessIsRefused() throws IOException {
        Path folder = Cli.fresh();
        try (Unfinished other = Unfinished.in(folder, "run")) {
            assertFalse(other.holdsAny());
            Cli.run(Cli.train(folder, "student")).refused("Another training works in " + folder + "; wait for it");
        }
    }

    @Test
    public void aPaceThatIsNoneIsRefused() {
        for (String pace : List.of("0", "-5", "0s", "often", "5 m", "9999999999")) {
            Cli.run(List.of("train", "student", "--checkpoint-every", pace))
                    .refused("--checkpoint-every must be a time such as 30s, 10m or 2h", "\"" + pace + "\"");
        }
    }
}
