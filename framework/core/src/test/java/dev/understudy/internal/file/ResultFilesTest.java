package dev.understudy.internal.file;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.testng.annotations.Test;

/** What lies in a comparison's folder, by name. */
public class ResultFilesTest {

    private static final Map<String, String> SETTINGS = Map.of(ResultFiles.SEED, "1", "batch", "32");

    @Test
    public void aStudentIsThereWhateverItsSettings() throws IOException {
        Path folder = Files.createTempDirectory("cells");
        ResultFiles files = new ResultFiles(folder);
        assertFalse(files.has("student", 1));
        Files.createDirectories(folder.resolve("students"));
        assertFalse(files.has("student", 1));
        Files.writeString(folder.resolve("students/student-seed1-0123456789ab.json"), "{");
        assertTrue(files.has("student", 1));
        assertFalse(files.has("student", 12), "another seed");
        assertFalse(files.has("student:epochs=9", 1), "another recipe");
    }

    @Test
    public void aDamagedStudentOfOtherSettingsDoesNoHarm() throws IOException {
        Path folder = Files.createTempDirectory("cells");
        Files.createDirectories(folder.resolve("students"));
        Files.writeString(folder.resolve("students/student-seed1-0123456789ab.json"), "{");
        ResultFiles files = new ResultFiles(folder);
        assertEquals(files.other("student", SETTINGS), Optional.empty());
        assertEquals(files.student("student", SETTINGS), Optional.empty());
    }
}
