package dev.understudy.cli.teacher;

import static java.util.Objects.requireNonNull;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.Identity;
import dev.understudy.cli.Cli;
import dev.understudy.cli.ImageFolders;
import dev.understudy.cli.file.NetworkFile;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.testng.annotations.Test;

public class TeacherStoreTest {

    @Test
    public void aDamagedStoredTeacherIsRefusedByNameUntilItIsWholeAgain() throws IOException {
        List<String> words = List.of("channel", "--train-size", "100", "--width", "0.03125", "--teacher-seed", "77");
        Cli.run(Cli.train(Cli.fresh(), words.toArray(String[]::new))).succeeded();
        Path weights = Cli.teacher("0.03125", 77);
        byte[] whole = Files.readAllBytes(weights);

        Cli.damage(weights);
        Path output = Cli.fresh();
        Cli.run(Cli.train(output, words.toArray(String[]::new)))
                .refused(weights.toString(), "is damaged", "SHA-256", "network.json");
        assertFalse(Files.exists(output));

        Files.delete(weights);
        Cli.run(Cli.train(output, words.toArray(String[]::new))).refused("No weights at " + weights);
        assertFalse(Files.exists(output));

        Files.write(weights, whole);
        Path card = weights.resolveSibling("network.json");
        String text = Files.readString(card);
        Files.writeString(card, text.substring(0, text.length() / 2));
        Cli.run(Cli.train(output, words.toArray(String[]::new))).refused(card.toString());
        assertFalse(Files.exists(output));

        Files.writeString(card, text);
        Cli.run(Cli.train(output, words.toArray(String[]::new))).succeeded();
    }

    @Test
    public void otherSettingsAreAnotherTeacher() throws IOException {
        Cli.finished();
        long before = stored();
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher-seed", "31")).succeeded();
        assertEquals(stored(), before + 1);
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher-seed", "31", "--soft-targets", "--seed", "9"))
                .succeeded();
        assertEquals(stored(), before + 1);
        Cli.run(Cli.train(Cli.fresh(), "channel", "--teacher-seed", "31", "--first-weights", "glorot"))
                .succeeded();
        assertEquals(stored(), before + 2);
    }

    @Test
    public void weightsOfOnesOwnTeachAsTheyDidWhenTheyWereStored() throws IOException {
        Path first = Cli.finished();
        Path output = Cli.fresh();
        Path weights = Cli.teacher("0.0625", 1);
        Cli.Result result = Cli.run(Cli.train(output, "channel", "--teacher", weights.toString()))
                .succeeded();
        assertTrue(result.out().contains("Teacher from " + weights), result.out());
        RunSummary summary = RunSummary.read(output.resolve("summary.json"));
        assertNotNull(summary.teacher());
        assertEquals(
                summary.teacher(),
                RunSummary.read(first.resolve("summary.json")).teacher());
        assertEquals(
                Files.mismatch(output.resolve("channel-seed1.safetensors"), first.resolve("channel-seed1.safetensors")),
                -1);
    }

    @Test
    public void aHomeThatCannotBeMadeIsRefusedBeforeTheTeacherIsTrained() throws IOException {
        Path file = Files.createFile(Cli.folder().resolve("file"));
        Path output = Cli.fresh();
        System.setProperty("understudy.home", file.toString());
        try {
            Cli.Result result = Cli.run(Cli.train(output, "channel"));
            result.refused(file.resolve("teachers").toString(), "UNDERSTUDY_HOME");
            assertFalse(result.out().contains("epoch"), result.out());
        } finally {
            System.setProperty("understudy.home", Cli.HOME.toString());
        }
        assertFalse(Files.exists(output));
    }

    @Test
    public void aStoredTeacherThatAnswersOtherwiseIsTrainedAgain() throws IOException {
        String[] words = {"channel", "--train-size", "100", "--width", "0.03125", "--teacher-seed", "78"};
        Cli.run(Cli.train(Cli.fresh(), words)).succeeded();
        Path weights = Cli.teacher("0.03125", 78);
        byte[] bytes = Files.readAllBytes(weights);
        Path card = weights.resolveSibling("network.json");
        NetworkCard right = NetworkCard.read(card);
        assertNotNull(right.validationAccuracy());
        String then = "\"validationAccuracy\" : " + right.validationAccuracy();
        String text = Files.readString(card);
        assertTrue(text.contains(then), text);
        Files.writeString(card, text.replace(then, "\"validationAccuracy\" : 99.5"));
        String said = Cli.run(Cli.train(Cli.fresh(), words)).succeeded().out();
        assertTrue(said.contains("Teacher \"teacher\": trained again: it answers "), said);
        assertTrue(said.contains("it answered 99.50 % when it was stored"), said);
        assertEquals(Files.readAllBytes(weights), bytes);
        assertEquals(NetworkCard.read(card), right);
        String again = Cli.run(Cli.train(Cli.fresh(), words)).succeeded().out();
        assertTrue(again.contains("Teacher \"teacher\", trained before"), again);
    }

    /** Its weights do not follow from the test images: they are taken, and measured on those of now. */
    @Test
    public void aTeacherThatWasStoppedIsMeasuredOnTheImagesOfNow() throws IOException {
        Path data = Cli.folder();
        Files.move(ImageFolders.folder(2), data.resolve("train"));
        Files.move(ImageFolders.folder(2), data.resolve("test"));
        String[] words = {
            "channel",
            "--dataset",
            "folder",
            "--data",
            data.toString(),
            "--size",
            "32",
            "--train-size",
            "0",
            "--teacher-seed",
            "79"
        };
        Cli.run(Cli.train(Cli.fresh(), words)).succeeded();
        Path weights = Cli.teacher("folder", "0.0625", 79);
        Path card = weights.resolveSibling("network.json");
        byte[] bytes = Files.readAllBytes(weights);
        NetworkCard first = NetworkCard.read(card);
        Files.delete(card);
        Files.delete(weights);
        Files.createDirectories(weights.resolve("in the way"));
        Cli.run(Cli.train(Cli.fresh(), words)).refused("Cannot write " + weights);
        Files.delete(weights.resolve("in the way"));
        Files.delete(weights);
        Files.delete(data.resolve("test/class1/3.png"));
        String said = Cli.run(Cli.train(Cli.fresh(), words)).succeeded().out();
        assertTrue(said.contains("teacher was finished before"), said);
        assertEquals(Files.readAllBytes(weights), bytes);
        NetworkCard second = NetworkCard.read(card);
        assertEquals(Identity.change(first.settings(), second.settings()), "the test images changed");
        String again = Cli.run(Cli.train(Cli.fresh(), words)).succeeded().out();
        String percent = String.format(Locale.ROOT, "%.2f", second.accuracy().last());
        assertTrue(again.contains("trained before: " + percent + " % on the test split ("), again);
    }

    @Test
    public void aRunsTeacherIsFoundByItsKey() throws IOException {
        Path run = Cli.copy(Cli.finished());
        String key = StoredTeacher.keys(run).get(0);
        NetworkFile teacher = StoredTeacher.of(key).orElseThrow();
        assertEquals(teacher.card().network(), "teacher");
        Path summary = run.resolve("summary.json");
        String text = Files.readString(summary);
        assertEquals(requireNonNull(teacher.file().getParent()).getFileName().toString(), key);
        Files.writeString(summary, text.replace(key, "teacher-shapes-none"));
        assertEquals(StoredTeacher.keys(run), List.of("teacher-shapes-none"));
        assertEquals(
                StoredTeacher.of("teacher-shapes-none"), Optional.empty(), "one of the same accuracy is not the run's");
    }

    private static long stored() throws IOException {
        try (Stream<Path> folders = Files.list(Cli.HOME.resolve("teachers"))) {
            return folders.count();
        }
    }
}
