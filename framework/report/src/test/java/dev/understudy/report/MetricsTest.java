package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.Comparison;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.testng.annotations.Test;

/** Classes that have no image to be measured on. */
public final class MetricsTest {

    private static final ClassificationMetrics QUALITY =
            new ClassificationMetrics(50, Arrays.asList(50.0, null, 0.0), 3, null, null);

    private static Comparison comparison() {
        Comparisons madeUp = new Comparisons(2, 3, 3);
        Comparison of = madeUp.of(List.of(madeUp.cell("channel", "single", "channel", 60, "sha256:teacher", null)));
        TableCell cell = of.cells().get(0);
        List<StudentResult> students = cell.students().stream()
                .map(each -> new StudentResult(
                        StudentResult.FORMAT,
                        each.recipe(),
                        each.network(),
                        each.settings(),
                        each.seed(),
                        each.parameters(),
                        each.teacher(),
                        each.history(),
                        QUALITY,
                        each.seconds(),
                        each.provenance()))
                .toList();
        return madeUp.of(List.of(
                new TableCell(cell.row(), cell.column(), cell.recipe(), cell.paper(), students, cell.profile())));
    }

    @Test
    public void noImagesIsNotZeroInAFile() throws IOException {
        Path file = Files.createTempDirectory("quality").resolve("table.json");
        comparison().write(file);
        Comparison read = Comparison.read(file);
        assertEquals(read.cells().get(0).students().get(0).test(), QUALITY);
    }

    @Test
    public void noImagesIsSaidOnThePage() {
        String page = ComparisonPage.render(comparison(), List.of());
        assertTrue(page.contains("<td class=\"number\">no images</td>"), page);
        assertTrue(page.contains("<td class=\"number\">0.00</td>"), page);
        assertTrue(page.contains("\"perClass\":[50.0,null,0.0]"), page);
    }
}
