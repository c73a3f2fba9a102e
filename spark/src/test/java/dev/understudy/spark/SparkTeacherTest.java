package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import dev.understudy.InputException;
import dev.understudy.UnderstudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** In one process, where the driver is its own executor. */
public class SparkTeacherTest {

    private final String before = System.getProperty("understudy.home", "");
    private final JavaSparkContext context;
    private final TeacherFolders folders;

    public SparkTeacherTest() throws IOException {
        folders = TeacherFolders.create();
        context = LocalContext.get();
    }

    @AfterClass
    public void stop() {
        System.setProperty("understudy.home", before);
    }

    @Test
    public void theFilesAreThoseOfOneMachine() throws IOException {
        Path home = folders.home("local");
        System.setProperty("understudy.home", home.toString());
        List<String> told = new ArrayList<>();
        SparkTeacher teacher = SparkTeacher.on(context).log(told::add);
        List<Path> files = teacher.keep(TeacherFolders.WORDS.toArray(String[]::new));
        assertEquals(TeacherFolders.bytes(home), folders.ofOneMachine());
        assertEquals(files.size(), 4);
        assertTrue(files.stream().allMatch(Files::isRegularFile), files.toString());
        assertTrue(told.contains("To be computed: 8 ranges, by 1 executor"), told.toString());
        assertFalse(Files.exists(home.resolve(".cluster")));

        told.clear();
        assertEquals(teacher.keep(TeacherFolders.WORDS.toArray(String[]::new)), files);
        assertTrue(told.contains("Everything is there already"), told.toString());

        // What is deleted between two calls is computed again, though the executor is the same.
        Files.delete(files.get(0));
        teacher.keep(TeacherFolders.WORDS.toArray(String[]::new));
        assertEquals(TeacherFolders.bytes(home), folders.ofOneMachine());
    }

    @Test
    public void aFolderOfTheUsersIsLeftAlone() throws IOException {
        Path home = folders.home("users");
        Path mine = Files.createDirectories(home.resolve("outputs")).resolve("mine.txt");
        Files.writeString(mine, "mine");
        System.setProperty("understudy.home", home.toString());
        UnderstudyException refusal = expectThrows(UnderstudyException.class, () -> SparkTeacher.on(context)
                .keep(TeacherFolders.WORDS.toArray(String[]::new)));
        String line = String.valueOf(refusal.getMessage());
        assertTrue(line.contains("is not empty and not a folder of Understudy's (it holds mine.txt)"), line);
        assertEquals(line.lines().count(), 1, line);
        assertEquals(Files.readString(mine), "mine");
    }

    @Test
    public void wordsThatMakeNoSenseAreRefusedBeforeAnythingStarts() {
        SparkTeacher teacher = SparkTeacher.on(context);
        assertEquals(
                refusal(() -> teacher.keep("channel")),
                "Wanted --fixed-augmentations N, images that come again, and --keep-teacher SIZE, the room for what is"
                        + " kept, as \"understudy train\" is to be given them");
        assertEquals(refusal(() -> teacher.keep("channel", "--what")), "Unknown option: '--what'");
        String none = refusal(() -> teacher.keep("nobody", "--fixed-augmentations", "1", "--keep-teacher", "1m"));
        assertTrue(none.startsWith("No recipe named \"nobody\""), none);
    }

    private static String refusal(org.testng.Assert.ThrowingRunnable refused) {
        return String.valueOf(expectThrows(InputException.class, refused).getMessage());
    }
}
