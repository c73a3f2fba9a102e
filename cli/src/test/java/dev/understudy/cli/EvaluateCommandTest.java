package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EvaluateCommandTest {

    @Test
    public void everyStudentOfARunIsAsGoodFromItsFilesAsWhenItWasTrained() {
        Path run = Cli.finished();
        List<String> lines =
                Cli.run("evaluate " + run).succeeded().out().lines().toList();
        List<StudentSummary> students =
                RunSummary.read(run.resolve("summary.json")).students();
        assertEquals(lines.get(0), "Images (test): 100 for each of 10 classes");
        assertEquals(lines.size(), 3 + students.size());
        for (StudentSummary student : students) {
            String wanted = String.format(
                    Locale.ROOT,
                    "%1$s-seed%2$d 6,726 %3$.2f %3$.2f",
                    student.recipe(),
                    student.seed(),
                    student.accuracy().last());
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.strip().replaceAll(" +", " ").equals(wanted)),
                    wanted + " in " + lines);
        }
    }

    @Test
    public void oneStudentIsMeasuredByItsCard() {
        String table = Cli.run("evaluate " + Cli.finished().resolve("channel-seed2.json"))
                .succeeded()
                .out();
        assertEquals(table.lines().count(), 4);
        assertTrue(table.contains("channel-seed2"), table);
    }

    @Test
    public void aFolderThatIsMissingIsRefused() {
        Path missing = Cli.fresh();
        Cli.run("evaluate " + missing).refused("No run at " + missing);
    }

    @Test
    public void aFolderWithoutStudentsIsRefused() {
        Path empty = Cli.folder();
        Cli.run("evaluate " + empty).refused("No students in " + empty);
    }

    @Test
    public void damagedWeightsAreRefused() throws IOException {
        Path run = Cli.copy(Cli.finished());
        Cli.damage(run.resolve("channel-seed1.safetensors"));
        Cli.run("evaluate " + run)
                .refused(run.resolve("channel-seed1.safetensors").toString(), "is damaged", "SHA-256");
    }

    @Test
    public void missingWeightsAreRefused() throws IOException {
        Path run = Cli.copy(Cli.finished());
        Files.delete(run.resolve("channel-seed1.safetensors"));
        Cli.run("evaluate " + run).refused("No weights at " + run.resolve("channel-seed1.safetensors"));
    }

    @DataProvider
    public Object[][] cards() {
        return new Object[][] {
            {"\"recipe\" : \"channel\"", "\"recipe\" : \"chanel\"", "No recipe named \"chanel\"; there are ["},
            {"\"width\" : 0.0625,\n", "\"width\" : -1,\n", "A width must be above 0"},
            {"\"width\" : 0.0625,\n", "\"width\" : 0.125,\n", "should be (8, 3, 3, 3), it is (4, 3, 3, 3)"},
            {"\"width\" : 0.0625,\n", "", "field \"width\": missing"},
            {"[ 3, 32, 32 ]", "[ 3 ]", "An image's shape is"},
            {"[ 3, 32, 32 ]", "[ 1, 32, 32 ]", "for images (1, 32, 32); the data set has (3, 32, 32)"},
            {"\"mean\" : [", "\"mean\" : [ 1.0,", "as many means as standard deviations"},
            {"\"dataset\" : \"shapes\"", "\"dataset\" : \"shapez\"", "No dataset named \"shapez\"; there are [shapes"},
            {"\"disc\", ", "", "is a student for 9 classes: wanted images of the classes"},
        };
    }

    @Test(dataProvider = "cards")
    public void aCardWithSomethingElseInItIsRefused(String before, String after, String message) throws IOException {
        Path run = Cli.copy(Cli.finished());
        Path card = run.resolve("channel-seed1.json");
        String text = Files.readString(card);
        assertTrue(text.contains(before), text);
        Files.writeString(card, text.replace(before, after));
        Cli.run("evaluate " + card).refused("channel-seed1", message);
    }

    @Test
    public void aFileThatIsNoCardIsRefused() {
        Path history = Cli.finished().resolve("history.csv");
        Cli.run("evaluate " + history).refused(history.toString());
    }
}
