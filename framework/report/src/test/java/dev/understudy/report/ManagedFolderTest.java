package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.file.ManagedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public final class ManagedFolderTest {

    /** What Linux takes. */
    private static final int LONGEST_PATH = 4_095;

    private Path root = Path.of("");
    private Path folder = Path.of("");

    @BeforeMethod
    public void freshFolder() throws IOException {
        root = Files.createTempDirectory("own");
        folder = root.resolve("a/b");
    }

    private ManagedFolder claim(String kind) {
        return ManagedFolder.claim("--output", folder, kind);
    }

    private String refusal(String kind) {
        return Samples.refusal(() -> claim(kind));
    }

    @Test
    public void oneThatIsMissingOrEmptyIsTakenAndTakenAgain() throws IOException {
        claim("run");
        assertEquals(Files.readString(folder.resolve(".understudy")), "Understudy: run\n");
        Files.writeString(folder.resolve("more"), "");
        claim("run");
        assertTrue(ManagedFolder.isOne(folder, "run"));
        assertFalse(ManagedFolder.isOne(folder, "experiment"));
        folder = Files.createDirectory(root.resolve("empty"));
        claim("run");
        assertTrue(ManagedFolder.isOne(folder, "run"));
    }

    /** A path may be too long for a file in a folder that it is not too long for. */
    @Test
    public void oneThatCannotBeMarkedIsNotMade() throws IOException {
        folder = root;
        while (folder.toString().length() < LONGEST_PATH - 300) {
            folder = folder.resolve("x".repeat(200));
        }
        folder = folder.resolve("x".repeat(LONGEST_PATH - folder.toString().length() - 10));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SkipException("Paths are shorter here", e);
        }
        Path other = folder.resolveSibling("y" + folder.getFileName().toString().substring(1));
        folder = other;
        assertTrue(refusal("run").startsWith("--output " + other + " cannot be written: "));
        assertFalse(Files.exists(other));
    }

    @Test
    public void oneThatHoldsAnythingOfOthersIsRefusedByName() throws IOException {
        Files.createDirectories(folder.resolve("checkpoints"));
        Files.writeString(folder.resolve("summary.json"), "{}");
        Files.writeString(folder.resolve("a"), "");
        Files.writeString(folder.resolve("z"), "");
        assertEquals(
                refusal("run"),
                "--output " + folder + " is not empty and not a folder of Understudy's (it holds a, checkpoints,"
                        + " summary.json and more); choose a new or an empty folder, or, where an Understudy before this one"
                        + " made it, put a file .understudy with the line \"Understudy: run\" into it");
        assertFalse(Files.exists(folder.resolve(".understudy")));
        Files.writeString(folder.resolve(".understudy"), "Understudy: run");
        claim("run");
    }

    @Test
    public void oneForAnotherThingIsRefused() {
        claim("run");
        assertEquals(
                refusal("experiment"),
                "--output " + folder
                        + " is a folder of Understudy's for another thing: wanted one for \"experiment\", it is"
                        + " for \"run\"; choose another folder");
    }

    @Test
    public void aMarkOfOthersIsNone() throws IOException {
        Files.createDirectories(folder);
        for (String text : new String[] {"", "notes on an understudy", "Understudy: run and more ".repeat(20)}) {
            Files.writeString(folder.resolve(".understudy"), text);
            assertTrue(refusal("run").contains("is not empty and not a folder of Understudy's"), text);
            assertEquals(Files.readString(folder.resolve(".understudy")), text);
        }
        Files.delete(folder.resolve(".understudy"));
        Path elsewhere = Files.writeString(root.resolve("mark"), "Understudy: run\n");
        Files.createSymbolicLink(folder.resolve(".understudy"), elsewhere);
        assertTrue(refusal("run").contains("is not empty"));
    }

    @Test
    public void aFileAndALinkToNothingAreRefused() throws IOException {
        Files.createDirectories(root.resolve("a"));
        Files.writeString(folder, "text");
        assertEquals(refusal("run"), "--output " + folder + " is a file, a folder is wanted");
        folder = Files.createSymbolicLink(root.resolve("link"), root.resolve("nowhere"));
        assertEquals(refusal("run"), "--output " + folder + " is a file, a folder is wanted");
        assertFalse(Files.exists(root.resolve("nowhere")));
    }

    @Test
    public void whatIsGivenBackIsAsItWasBefore() throws IOException {
        claim("run").lock().close();
        ManagedFolder again = claim("run");
        again.giveBack();
        assertTrue(Files.isDirectory(folder), "it was there before");
        assertFalse(Files.exists(folder.resolve(".understudy")));
        Files.delete(folder);
        ManagedFolder made = claim("run");
        Path users = Files.writeString(folder.resolve("mine"), "");
        made.giveBack();
        assertTrue(ManagedFolder.isOne(folder, "run"), "something is in it");
        Files.delete(users);
        made.giveBack();
        assertFalse(Files.exists(folder));
    }

    @Test
    public void aLinkInItIsNotFollowed() throws IOException {
        ManagedFolder own = claim("run");
        Path users = Files.createDirectory(root.resolve("users"));
        Files.createSymbolicLink(folder.resolve("checkpoints"), users);
        assertEquals(
                Samples.refusal(() -> own.inside("checkpoints")),
                folder.resolve("checkpoints") + " is not a folder, as Understudy makes it there; move it away");
        ManagedFolder.removeEmpty(folder.resolve("checkpoints"));
        assertTrue(Files.isSymbolicLink(folder.resolve("checkpoints")));
        assertTrue(Files.isDirectory(users));
    }

    @Test
    public void aMarkThatWasBegunWhenAProcessWasKilledIsOursAndGoes() throws IOException {
        Files.createDirectories(folder);
        String begun = "..understudy.123e4567-e89b-12d3-a456-426614174000.part";
        Files.writeString(folder.resolve(begun), "Under");
        ManagedFolder taken = claim("run");
        assertTrue(ManagedFolder.isMark(folder.resolve(begun)));
        assertTrue(ManagedFolder.isOne(folder, "run"));
        taken.remove();
        assertFalse(Files.exists(folder));
        Files.createDirectories(folder.resolve(begun));
        assertTrue(refusal("run").contains("it holds " + begun), "a folder of that name is somebody's");
    }

    @Test
    public void aMarkThatCannotBeWrittenIsNotThereInPart() throws IOException {
        Files.createDirectories(folder);
        if (!folder.toFile().setWritable(false) || Files.isWritable(folder)) {
            throw new SkipException("Root may write into any folder");
        }
        assertTrue(refusal("run").startsWith("--output " + folder + " cannot be written: "));
        assertTrue(folder.toFile().setWritable(true));
        try (Stream<Path> inside = Files.list(folder)) {
            assertEquals(inside.toList(), List.of());
        }
    }
}
