package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.Comparison;
import dev.understudy.result.EpochRow;
import dev.understudy.result.GradientShare;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** What table.json and the file of a student promise. */
public final class ComparisonFilesTest {
    private static final Comparison COMPARISON = Compared.of(
            Compared.cell("student", "single", "student", 70, 71),
            Compared.with(
                    Compared.cell("kd", Compared.student("kd", 1, 72.5, null)),
                    89.73,
                    Compared.profile("kd", new GradientShare(1, "labels", 0.5, 2, 1, 0.5))));
    private Path file = Path.of("");

    @BeforeMethod
    void createFile() throws IOException {
        file = Files.createTempFile("table", ".json");
    }

    @AfterMethod
    void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Test
    public void aComparisonReadBackIsTheSame() {
        COMPARISON.write(file);
        Comparison read = Comparison.read(file);
        assertEquals(read, COMPARISON);
        assertEquals(MarkdownTable.render(read), MarkdownTable.render(COMPARISON));
    }

    @Test
    public void aComparisonWithoutReferencesReadsBackToo() {
        Comparison bare = new Comparison(
                COMPARISON.title(),
                COMPARISON.provenance(),
                COMPARISON.dataset(),
                COMPARISON.classNames(),
                COMPARISON.settings(),
                List.of(),
                COMPARISON.cells(),
                null,
                null);
        bare.write(file);
        assertEquals(Comparison.read(file), bare);
    }

    @Test
    public void aStudentReadBackIsTheSame() {
        for (TableCell cell : COMPARISON.cells()) {
            StudentResult student = cell.students().get(0);
            student.write(file);
            assertEquals(StudentResult.read(file), student);
        }
    }

    @Test
    public void anEpochWithoutAnswerOrWithALossThatIsNoNumberReadsBackToo() {
        StudentResult student = COMPARISON.cells().get(0).students().get(0);
        List<EpochRow> history = List.of(
                new EpochRow(
                        "kd", 1, EpochRow.STUDENT, 1, "", 1, 0.1, Double.NaN, Map.of("a", Double.NaN), null, null, 1),
                student.history().get(1));
        StudentResult guided = new StudentResult(
                StudentResult.FORMAT,
                "kd",
                "small",
                Map.of(),
                1,
                1000,
                Compared.TEACHER,
                history,
                student.test(),
                1,
                student.provenance());
        guided.write(file);
        assertEquals(StudentResult.read(file), guided);
    }

    @Test
    public void aNewerFormatIsRefused() throws IOException {
        COMPARISON.cells().get(0).students().get(0).write(file);
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));
        String refusal = file + " is of format 2, written by a newer Understudy; this one reads format 1";
        assertEquals(Samples.refusal(() -> StudentResult.read(file)), refusal);
        COMPARISON.write(file);
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));
        assertEquals(Samples.refusal(() -> Comparison.read(file)), refusal);
    }

    @Test
    public void anUntestedStudentAndACellWithoutStudentsAreRefused() throws IOException {
        COMPARISON.cells().get(0).students().get(0).write(file);
        Files.writeString(file, Files.readString(file).replace("\"testAccuracy\" : 70.0", "\"testAccuracy\" : null"));
        assertTrue(Samples.refusal(() -> StudentResult.read(file)).contains("the last of them tested"));
        assertThrows(
                IllegalArgumentException.class, () -> new TableCell("row", "column", "recipe", null, List.of(), null));
    }
}
