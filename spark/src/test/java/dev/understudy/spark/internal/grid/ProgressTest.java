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
    public void whichPartsAreTrainedWhereIsTold() {
        PartPlaces places = new PartPlaces();
        assertEquals(places.describe(0, 4), "0 of 4 parts are done; 4 wait");
        places.heard("part 1/4: on a, executor 0");
        places.heard("part 1/4: 3 students, images in the order of seed 1, 1 at once");
        places.heard("part 2/4: on b, executor 1");
        places.heard("part 3/4: on c, executor 2, try 2");
        assertEquals(
                places.describe(0, 4), "0 of 4 parts are done; part 1/4 on a, part 2/4 on b, part 3/4 on c; 1 waits");
        places.ended("part 2/4");
        assertEquals(places.describe(1, 4), "1 of 4 parts are done; part 1/4 on a, part 3/4 on c; 1 waits");
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
