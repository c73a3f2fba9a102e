package dev.understudy.format;

import static org.testng.Assert.assertEquals;

import dev.understudy.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class NameMapTest {

    private Path file = Path.of("");

    @BeforeClass
    public void makeFile() throws IOException {
        file = Files.createTempFile("names", ".txt");
    }

    @AfterClass
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Test
    public void aFileOfLinesIsReadAndParametersGetPyTorchsNames() throws IOException {
        Files.write(file, List.of("# ours = theirs", "", "conv1/weights = features.0", "conv1/norm=features.1"));
        NameMap names = NameMap.read(file);
        assertEquals(names.theirs("conv1/weights", "weight"), "features.0.weight");
        assertEquals(names.theirs("conv1/norm", "gamma"), "features.1.weight");
        assertEquals(names.theirs("conv1/norm", "beta"), "features.1.bias");
        assertEquals(names.theirs("conv1/norm", "runningMean"), "features.1.running_mean");
        assertEquals(names.theirs("conv1/norm", "runningVar"), "features.1.running_var");
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {"conv1", "wanted \"OUR/LAYER = THEIR.LAYER\", got \"conv1\""},
            {"conv1 = a = b", "wanted \"OUR/LAYER = THEIR.LAYER\", got \"conv1 = a = b\""},
            {"= a", "wanted \"OUR/LAYER = THEIR.LAYER\", got \"= a\""},
            {"first = b", "first has a name already"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void aLineThatIsNoneIsRefusedWithItsNumber(String line, String why) throws IOException {
        Files.write(file, List.of("first = a", line));
        assertEquals(Refusal.of(() -> NameMap.read(file)), file + ", line 2: " + why);
    }

    @Test
    public void aLayerWithoutALineIsRefused() {
        assertEquals(
                Refusal.of(() -> new NameMap(Map.of("a", "b")).theirs("c", "weight")),
                "The name map has no line for \"c\"; it has [a]");
    }
}
