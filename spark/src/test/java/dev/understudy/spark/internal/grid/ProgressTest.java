package dev.understudy.spark.internal.grid;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.Test;

public class ProgressTest {

    private final List<String> told = new ArrayList<>();

    @Test
    public void whatTasksTellIsReadOnceAndInWholeLines() throws IOException {
        Path folder = Files.createTempDirectory("progress");
        ProgressReader reader = new ProgressReader(folder, told::add);
        reader.look();
        try (PrintWriter one = ProgressFile.append(folder, "part 1/2")) {
            one.println("part 1/2: first");
            one.print("part 1/2: sec");
            one.flush();
            reader.look();
            assertEquals(told, List.of("part 1/2: first"));
            one.println("ond");
        }
        reader.look();
        reader.look();
        assertEquals(told, List.of("part 1/2: first", "part 1/2: second"));
        // A part that is tried again tells on in the same file.
        try (PrintWriter again = ProgressFile.append(folder, "part 1/2")) {
            again.println("part 1/2: third");
        }
        reader.look();
        assertEquals(told.get(2), "part 1/2: third");
        assertEquals(told.size(), 3);
    }

    @Test
    public void aFolderThatIsGoneEndsNothing() throws IOException {
        Path folder = Files.createTempDirectory("progress").resolve("gone");
        try (PrintWriter out = ProgressFile.append(folder, "part 1/1")) {
            out.println("nobody hears this");
        }
        new ProgressReader(folder, told::add).look();
        assertEquals(Files.exists(folder), false);
    }
}
