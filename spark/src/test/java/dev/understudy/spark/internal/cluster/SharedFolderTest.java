package dev.understudy.spark.internal.cluster;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.testng.Assert;
import org.testng.SkipException;
import org.testng.annotations.Test;

public class SharedFolderTest {

    @Test
    public void eachSideSeesTheOthersToken() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        SharedFolder driver = SharedFolder.of(folder, "run-1");
        driver.begin(true);
        assertEquals(driver.answers(), 0);
        SharedFolder.of(folder, "run-1").answer("3");
        assertEquals(driver.answers(), 1);
        assertTrue(driver.hasAnswerOf("3"));
        assertFalse(driver.hasAnswerOf("4"));
        driver.end();
        try (var left = Files.list(folder)) {
            assertEquals(left.count(), 0);
        }
    }

    @Test
    public void anotherFolderUnderTheSamePathIsNoticed() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        TaskFailure failure = Assert.expectThrows(
                TaskFailure.class, () -> SharedFolder.of(folder, "run-1").answer("3"));
        assertEquals(
                failure.getMessage(),
                folder
                        + " is not the folder that the driver sees (.cluster/run-1/driver.token is missing); all machines"
                        + " have to share it under this path");
        // What another run left there is no proof.
        SharedFolder.of(folder, "run-0").begin(true);
        Assert.expectThrows(
                TaskFailure.class, () -> SharedFolder.of(folder, "run-1").answer("3"));
    }

    @Test
    public void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        SharedFolder driver = SharedFolder.of(folder, "run-1");
        driver.begin(true);
        if (!driver.progress().toFile().setWritable(false) || Files.isWritable(driver.progress())) {
            throw new SkipException("This user may write everywhere");
        }
        TaskFailure failure = Assert.expectThrows(TaskFailure.class, () -> driver.answer("3"));
        assertTrue(String.valueOf(failure.getMessage()).contains(" is shared, and cannot be written there: "));
    }

    @Test
    public void whatADriverThatWasKilledLeftIsRemoved() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        SharedFolder before = SharedFolder.of(folder, "run-1");
        before.begin(true);
        before.answer("3");
        SharedFolder now = SharedFolder.of(folder, "run-2");
        now.begin(true);
        assertFalse(Files.exists(before.progress()));
        assertEquals(now.answers(), 0);
    }

    @Test
    public void whatAKilledProcessHadHalfWrittenIsRemovedToo() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        SharedFolder before = SharedFolder.of(folder, "run-1");
        before.begin(true);
        Files.createFile(before.progress().resolve(".executor-3.token." + UUID.randomUUID() + ".part"));
        SharedFolder.of(folder, "run-2").begin(true);
        assertFalse(Files.exists(before.progress()));
    }

    @Test
    public void aFileInThePlaceOfTheFolderIsToldInOneLine() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        Files.createFile(folder.resolve(".cluster"));
        ResultException failure = Assert.expectThrows(
                ResultException.class, () -> SharedFolder.of(folder, "run-1").begin(false));
        assertEquals(
                failure.getMessage(), "Nothing can be written to " + folder + ": a file is in the place of a folder");
    }

    @Test
    public void anotherRunInTheSameHomeStays() throws IOException {
        Path folder = Files.createTempDirectory("home");
        SharedFolder other = SharedFolder.of(folder, "run-1");
        other.begin(false);
        SharedFolder now = SharedFolder.of(folder, "run-2");
        now.begin(false);
        now.end();
        other.answer("3");
        assertTrue(other.hasAnswerOf("3"));
        other.end();
        assertFalse(Files.exists(folder.resolve(".cluster")));
    }

    @Test
    public void whatIsNotOursStays() throws IOException {
        Path folder = Files.createTempDirectory("shared");
        Path theirs = Files.createDirectories(folder.resolve(".cluster/mine"));
        Files.writeString(theirs.resolve("notes.txt"), "mine");
        Files.createDirectory(theirs.resolve("driver.token"));
        SharedFolder now = SharedFolder.of(folder, "run-1");
        now.begin(true);
        now.end();
        assertEquals(Files.readString(theirs.resolve("notes.txt")), "mine");
        assertTrue(Files.isDirectory(theirs.resolve("driver.token")));
    }
}
