package dev.understudy.report.internal.notes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.Compared;
import dev.understudy.report.ComparisonPage;
import dev.understudy.report.Difference;
import dev.understudy.report.History;
import dev.understudy.report.HtmlReport;
import dev.understudy.report.MarkdownTable;
import dev.understudy.report.Samples;
import dev.understudy.result.Comparison;
import dev.understudy.result.StudentResult;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TableCell;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.testng.annotations.Test;

/** What is bold, and whom the headline names. */
public final class VerdictTest {
    private static final TableCell ALONE = Compared.cell("student", "accuracy", "student", 60, 61, 62);

    /** Better in each seed by much, in the mean by chance, not at all. */
    private static final TableCell BETTER = Compared.cell("better", "accuracy", "better", 65, 66, 67.5);

    private static final TableCell CHANCE = Compared.cell("chance", "accuracy", "chance", 59, 63, 68);
    private static final TableCell WORSE = Compared.cell("worse", "accuracy", "worse", 50, 51.5, 52);

    private static TableCell longer(double... last) {
        List<StudentResult> students = new ArrayList<>();
        for (int i = 0; i < last.length; i++) {
            students.add(Compared.student(
                    "student:epochs=9", i + 1, last[i], 70.0, Compared.provenance("abc123", Compared.HERE), null));
        }
        return new TableCell("student alone, as much time", "accuracy", "student:epochs=9", null, students, null);
    }

    private static String page(TableCell... cells) {
        Comparison all = Compared.of(cells);
        return ComparisonPage.render(
                new Comparison(
                        all.title(),
                        all.provenance(),
                        all.dataset(),
                        List.of("circle", "square"),
                        all.settings(),
                        all.teachers(),
                        all.cells(),
                        all.alone(),
                        all.softTargets(),
                        all.gaps()),
                List.of());
    }

    private static String headline(TableCell... cells) {
        return found("<h1>(.*?)</h1>", page(cells)).get(0).replace('\u00a0', ' ');
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    @Test
    public void theIntervalAloneDecides() {
        assertEquals(Verdict.of(Difference.of(List.of(5.0, 5.0, 5.5))), Verdict.BETTER);
        assertEquals(Verdict.of(Difference.of(List.of(-1.0, 2.0, 6.0))), Verdict.UNDECIDED);
        assertEquals(Verdict.of(Difference.of(List.of(-10.0, -9.5, -10.0))), Verdict.WORSE);
        assertEquals(Verdict.of(Difference.of(List.of(30.0))), Verdict.UNDECIDED, "one seed");
        assertEquals(Verdict.of(Difference.of(List.of(0.0, 0.0))), Verdict.UNDECIDED, "no difference");
    }

    @Test
    public void thePageIsBoldInTheRowsThatAreBetterAndNowhereElse() {
        String page = page(ALONE, BETTER, CHANCE, WORSE);
        List<String> bold = found("class=\"[^\"]*holds\"[^>]*>(?:<span>)?([^<]*)", page);
        // The tile, the grid, the box that it opens, and in the long table the number and its difference.
        assertEquals(bold, List.of("66.17 ± 1.26\u00a0%", "66.17 ± 1.26", "66.17 ± 1.26", "66.17 ± 1.26", "+5.17"));
        assertTrue(page.contains("Bold: better than the student alone."), page);
    }

    @Test
    public void noStyleMakesANumberBoldByItsColumn() {
        String style = String.join("", found("<style>(.*?)</style>", page(ALONE, BETTER)));
        assertEquals(
                found("([^{}]*)\\{[^{}]*font-weight: ?(?:600|700|bold)", style).stream()
                        .filter(rule -> rule.contains("td") || rule.contains("dd") || rule.contains(".last"))
                        .toList(),
                List.of());
    }

    @Test
    public void markdownIsBoldWhereThePageIs() {
        assertEquals(
                found("\\*\\*(.*?)\\*\\*", MarkdownTable.render(Compared.of(ALONE, BETTER, CHANCE, WORSE))),
                List.of("66.17 ± 1.26", "66.17 ± 1.26", "+5.17 \\[+4.45, +5.88\\]"));
    }

    @Test
    public void aRunsPageFollowsTheSameRule() {
        List<StudentSummary> students = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            students.add(Samples.student("student", seed, 60 + seed, 63));
            students.add(Samples.student("channel", seed, 65 + seed + 0.1 * seed, 69));
            students.add(Samples.student("noise", seed, 60 + seed * seed, 69));
        }
        String page = HtmlReport.render(Samples.summary(students), new History(List.of()));
        assertEquals(
                found("class=\"[^\"]*holds\"[^>]*>([^<]*)", page), List.of("67.20 ± 1.10", "+5.20 [+4.95, +5.45]"));
        assertTrue(page.contains("Bold: better than the student alone."), page);
        String one = HtmlReport.render(
                Samples.summary(
                        students.stream().filter(student -> student.seed() == 1).toList()),
                new History(List.of()));
        assertEquals(found("class=\"[^\"]*holds\"[^>]*>([^<]*)", one), List.of());
        assertTrue(one.contains("Nothing is bold: no recipe has two seeds"), one);
    }

    @Test
    public void theHeadlineNamesTheStudentAloneWhereItIsBest() {
        assertEquals(
                headline(ALONE, longer(68, 69, 70), BETTER, CHANCE),
                "1 of 2 recipes beats the student alone with 95 % confidence. Best by mean: student alone, as much time"
                        + " with 69.00 ± 1.00 %, which had no teacher; the best recipe is better with 66.17 ± 1.26 %,"
                        + " +5.17 points [+4.45, +5.88] over the student alone");
        assertEquals(
                headline(ALONE, longer(62, 66, 67), BETTER),
                "1 of 1 recipe beats the student alone with 95 % confidence. Best by mean: better with 66.17 ± 1.26 %,"
                        + " +5.17 points [+4.45, +5.88] over the student alone, +1.17 points [−2.83, +5.16] over student"
                        + " alone, as much time, which may be chance");
        String page = page(ALONE, longer(68, 69, 70), BETTER);
        assertTrue(page.contains("<dt>Best without a teacher: student alone, as much time</dt>"), page);
    }

    @Test
    public void aRecipeIsNotBestWhereTheStudentAloneIs() {
        assertEquals(
                headline(ALONE, WORSE),
                "None of 1 recipe beats the student alone with 95 % confidence. Best by mean: student with 61.00 ± 1.00 %,"
                        + " which had no teacher; the best recipe is worse with 51.17 ± 1.04 %, −9.83 points"
                        + " [−10.55, −9.12] over the student alone");
        // The same mean: nothing was gained.
        assertTrue(headline(ALONE, longer(65, 66, 67.5), BETTER).contains("Best by mean: student alone, as much time"));
    }

    @Test
    public void tablesMarkWhatIsNoBetterThanAStudentWithoutATeacher() {
        Comparison comparison = Compared.of(ALONE, longer(66, 66, 66), BETTER, CHANCE);
        String text = MarkdownTable.render(comparison);
        assertTrue(text.contains("\n| better | **66.17 ± 1.26** |\n"), text);
        assertTrue(text.contains("\n| chance | 63.33 ± 4.51 † |\n"), text);
        assertTrue(
                text.contains("†: no better by mean than student alone, as much time (66.00 %), which had no teacher."),
                text);
        assertTrue(text.contains("| vs. best without teacher |"), text);
        assertFalse(MarkdownTable.render(Compared.of(ALONE, BETTER)).contains("without teacher"));
    }

    /** A bound of 0.001 is shown as 0.00, and is above 0 all the same; the chart must not decide by what is shown. */
    @Test
    public void theChartTakesTheVerdictAsItIs() {
        TableCell close = Compared.cell("close", "accuracy", "close", 60.004, 61.004, 62.004);
        String page = page(ALONE, close);
        assertTrue(page.contains("\"verdict\":\"better\""), page);
    }
}
