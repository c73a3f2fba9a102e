package dev.understudy.example;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The notebooks as they are committed: run as a whole, by our kernel, with nothing of the machine in them. */
public class NotebooksTest {

    private static final Path FOLDER = Path.of("../..", "notebooks");

    /** A home, a temporary folder or a drive of somebody's machine, and times of a kernel. */
    private static final Pattern TRACE = Pattern.compile("/(home|root|tmp|Users)/|C:\\\\\\\\|iopub[.]execute_input");

    @DataProvider
    public Object[] notebooks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toArray();
        }
    }

    @Test
    public void thereAreSome() throws IOException {
        assertTrue(notebooks().length >= 5);
    }

    @Test(dataProvider = "notebooks")
    public void wereRunFromTheFirstCellToTheLastWithoutAnError(Path file) throws IOException {
        int expected = 0;
        int images = 0;
        for (JsonNode cell : code(file)) {
            expected++;
            if (cell.path("metadata").toString().contains("large")) {
                assertTrue(cell.path("outputs").isEmpty(), file + ": a large output is not kept");
                continue;
            }
            assertEquals(cell.path("execution_count").asInt(), expected, file + ": " + cell.path("source"));
            for (JsonNode output : cell.path("outputs")) {
                assertFalse(output.path("output_type").asText().equals("error"), file + ": " + output);
                assertFalse(output.path("name").asText().equals("stderr"), file + ": " + output);
                images += output.path("data").has("image/png") ? 1 : 0;
            }
        }
        assertTrue(images > 0, file + " shows no image");
    }

    @Test(dataProvider = "notebooks")
    public void areOfOurKernel(Path file) throws IOException {
        JsonNode metadata = read(file).path("metadata");
        assertEquals(metadata.path("kernelspec").path("name").asText(), "understudy");
        assertEquals(metadata.path("kernelspec").path("display_name").asText(), "Java (Understudy)");
    }

    @Test(dataProvider = "notebooks")
    public void sayNothingOfTheMachineAndOfWhenTheyRan(Path file) throws IOException {
        String text = Files.readString(file);
        Matcher trace = TRACE.matcher(text);
        assertFalse(trace.find(), file + " says something of a machine: " + trace);
        assertEquals(read(file).path("metadata").size(), 1, file + " has metadata beside its kernel's name");
    }

    private static List<JsonNode> code(Path file) throws IOException {
        List<JsonNode> cells = new ArrayList<>();
        for (JsonNode cell : read(file).path("cells")) {
            if (cell.path("cell_type").asText().equals("code")) {
                cells.add(cell);
            }
        }
        return cells;
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
