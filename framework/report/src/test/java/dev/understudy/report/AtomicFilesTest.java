package dev.understudy.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Whole files or none. */
public final class AtomicFilesTest {
    private Path folder = Path.of("");

    @BeforeMethod
    void createFolder() throws IOException {
        folder = Files.createTempDirectory("atomic");
    }

    @AfterMethod
    void deleteFolder() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    public void aFileIsWrittenAndReplacedAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFiles.write(file, "one".getBytes(UTF_8));
        assertEquals(Files.readString(file), "one");
        AtomicFiles.write(file, "two".getBytes(UTF_8));
        assertEquals(Files.readString(file), "two");
        assertEquals(contents(), List.of(file));
    }

    @Test
    public void aTargetThatIsAFolderIsLeftAloneAndNothingElseIsLeft() throws IOException {
        Path target = Files.createDirectory(folder.resolve("target"));
        Files.createFile(target.resolve("inside"));
        String message = failure(target);
        assertTrue(message.startsWith("Cannot write " + target + ": "), message);
        assertEquals(message.lines().count(), 1, message);
        assertEquals(contents(), List.of(target));
    }

    @Test
    public void aMissingFolderIsNotCreated() throws IOException {
        Path file = folder.resolve("missing").resolve("a.txt");
        assertEquals(failure(file), "Cannot write " + file + ": no such file or folder");
        assertEquals(contents(), List.of());
    }

    @Test
    public void aFileInPlaceOfTheFolderIsNamed() throws IOException {
        Path notFolder = Files.createFile(folder.resolve("file"));
        Path file = notFolder.resolve("a.txt");
        assertTrue(failure(file).startsWith("Cannot write " + file + ": "));
        assertEquals(contents(), List.of(notFolder));
    }

    @Test
    public void aFolderWithoutPermissionStaysEmpty() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            if (Files.isWritable(folder)) {
                throw new SkipException("this user may write everywhere");
            }
            Path file = folder.resolve("a.txt");
            assertEquals(failure(file), "Cannot write " + file + ": no permission");
            assertEquals(contents(), List.of());
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String failure(Path file) {
        return Samples.refusal(() -> AtomicFiles.write(file, "text".getBytes(UTF_8)));
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
