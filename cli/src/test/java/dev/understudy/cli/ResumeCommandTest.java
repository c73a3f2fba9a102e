package dev.understudy.cli;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.run.UnfinishedRun;
import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.internal.file.Sha256;
import dev.understudy.report.History;
import dev.understudy.result.EpochRow;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** Going on with a run on the command line. */
public class ResumeCommandTest {

    /** A run whose second student cannot be written: in its place stands a folder that is not empty. */
    private static Path broken(String... words) throws IOException {
        Path folder = Cli.fresh();
        UnfinishedRun.in(folder, ExperimentFolder.Kind.RUN).close();
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
        assertTrue(resumed(folder));
        assertFalse(resumed(Cli.finished()));
        for (String name : List.of("student-seed1.safetensors", "channel-seed1.safetensors")) {
            assertEquals(
                    Sha256.of(folder.resolve(name)), Sha256.of(Cli.finished().resolve(name)), name);
        }
        Cli.run("resume " + folder).refused("Nothing to go on with in " + folder, "the run is finished");
    }

    /** Whether a run's record says that its start and duration are those of the last part. */
    private static boolean resumed(Path folder) {
        return RunSummary.read(folder.resolve("summary.json")).settings().containsKey(RunSummary.RESUMED);
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
        clear(folder);
        Cli.Result fewer =
                Cli.run(Cli.train(folder, "channel", "--train-size", "190")).succeeded();
        assertFalse(fewer.out().contains("finished before"), fewer.out());
    }

    private static void clear(Path folder) throws IOException {
        Files.delete(folder.resolve("channel-seed1.safetensors/in the way"));
        Files.delete(folder.resolve("channel-seed1.safetensors"));
    }

    /** Accuracies before and after would be of different test sets. */
    @Test
    public void aRunWhoseTestImagesChangedIsMeasuredOnThoseOfNow() throws IOException {
        Path data = images();
        Path folder = broken(folderOf(data));
        clear(folder);
        Files.delete(data.resolve("test/class1/3.png"));
        Cli.Result result = Cli.run("resume " + folder).succeeded();
        assertTrue(result.out().contains("channel seed 1 was finished before"), result.out());
        assertTrue(
                result.out().contains("Teacher \"teacher\", trained before: ")
                        && result.out().contains(" % on the test split, whose images are others than then"),
                result.out());
        RunSummary summary = RunSummary.read(folder.resolve("summary.json"));
        long images = count(data.resolve("test"));
        List<Double> accuracies = List.of(
                summary.students().get(0).accuracy().last(),
                requireNonNull(summary.teacher()).accuracy());
        for (double accuracy : accuracies) {
            double right = accuracy * images / 100;
            assertEquals(right, Math.rint(right), 1e-6, "of " + images + " images");
        }
        List<EpochRow> teachers = History.readCsv(folder.resolve("history.csv")).rows().stream()
                .filter(row -> row.role().equals(EpochRow.TEACHER))
                .toList();
        assertEquals(teachers.size(), 1);
        assertNull(teachers.get(0).testAccuracy());
    }

    @Test
    public void aRunGoesOnWithACopyOfItsImages() throws IOException {
        Path data = images();
        Path folder = broken(folderOf(data));
        clear(folder);
        Path copy = Cli.folder().resolve("copy");
        Files.move(data, copy);
        Cli.Result result = Cli.run(Cli.train(folder, folderOf(copy))).succeeded();
        assertTrue(result.out().contains("channel seed 1 was finished before"), result.out());
    }

    private static Path images() throws IOException {
        Path data = Cli.folder();
        Files.move(ImageFolders.folder(2), data.resolve("train"));
        Files.move(ImageFolders.folder(2), data.resolve("test"));
        return data;
    }

    private static String[] folderOf(Path data) {
        return new String[] {
            "channel", "--dataset", "folder", "--data", data.toString(), "--size", "32", "--train-size", "0"
        };
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
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
        try (UnfinishedRun other = UnfinishedRun.in(folder, ExperimentFolder.Kind.RUN)) {
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
