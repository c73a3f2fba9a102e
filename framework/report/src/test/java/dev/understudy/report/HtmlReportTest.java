package dev.understudy.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.EpochRow;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.testng.annotations.Test;

/** What report.html promises. */
public final class HtmlReportTest {
    private static final RunSummary SUMMARY = Samples.summary(List.of(
            Samples.student("student", 1, 60, 61.5),
            Samples.student("student", 2, 62, 62.5),
            Samples.student("channel", 1, 63, 64.5),
            Samples.student("channel", 2, 67, 68.5)));

    private static String page() {
        List<EpochRow> rows = new ArrayList<>();
        for (StudentSummary student : SUMMARY.students()) {
            rows.add(Samples.row(student.recipe(), student.seed(), 1, Map.of("labels", 2.5), 40.125));
            rows.add(Samples.row(
                    student.recipe(),
                    student.seed(),
                    2,
                    Map.of("labels", Double.NaN),
                    student.accuracy().last()));
        }
        return HtmlReport.render(SUMMARY, new History(rows));
    }

    /** The page without its scripts and style, as a reader without them has it. */
    private static String read(String page) {
        return page.replaceAll("(?s)<(script|style).*?</\\1>", "");
    }

    @Test
    public void thePageHasEveryNumberOfTheTable() {
        String page = read(page());
        List.of(
                        "91.25",
                        "1,000,000",
                        "125,000",
                        "12.5 %",
                        "60.00",
                        "61.50",
                        "62.00",
                        "63.00",
                        "67.00",
                        "68.50",
                        "1,234")
                .forEach(number -> assertTrue(page.contains(">" + number + "<"), number));
        // Last: 60, 62 and 63, 67; gains 3 and 5.
        List.of("61.00 ± 1.41", "65.00 ± 2.83", "+3.00", "+5.00", "+4.00 [−8.71, +16.71]")
                .forEach(number -> assertTrue(page.contains(">" + number + "<"), number));
    }

    @Test
    public void thePageSaysWhatWasMeasuredAndHowToRepeatIt() {
        String page = read(page());
        String sentence = "Test accuracy on shapes of a student of 125,000 parameters, "
                + "taught by a teacher of 1.00 million parameters, over 2 seeds";
        assertTrue(page.contains("<h1>" + sentence + "</h1>"), page);
        assertTrue(page.contains("<title>" + sentence + "</title>"));
        assertTrue(page.contains("<html lang=\"en\">"));
        assertTrue(page.contains("./understudy train channel --width 0.25"));
        List.of("abc123", "PyTorch 2.7.1", "sha256:0123", "0.25", "the number to quote", "optimistic")
                .forEach(fact -> assertTrue(page.contains(fact), fact));
    }

    @Test
    public void chartsHaveADescriptionAndTheirNumbersAsATable() {
        String page = read(page());
        assertTrue(page.contains("role=\"img\" aria-label=\"Line chart: test accuracy in percent over epochs for"));
        assertTrue(page.contains(">40.13<") && page.contains(">2.500<") && page.contains(">NaN<"));
    }

    @Test
    public void hostileNamesStayText() {
        String name = "</script><img src=x onerror=alert(1)>\"'&";
        RunSummary summary = Samples.summary(List.of(Samples.student(name, 1, 60, 61)));
        String page =
                HtmlReport.render(summary, new History(List.of(Samples.row(name, 1, 1, Map.of(name, 1.0), 60.0))));
        assertFalse(page.contains(name));
        assertFalse(read(page).contains("<img"));
        assertTrue(page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;"));
        assertEquals(count(page, "<script"), count(page, "</script>"));
        assertEquals(count(page, "</script>"), 3);
    }

    private static long count(String text, String part) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
    }

    @Test
    public void thePageLoadsNothingFromElsewhere() {
        String page = page();
        Pattern reference = Pattern.compile("(src|href)\\s*=\\s*[\"']?\\s*(https?:)?//|url\\(|@import");
        assertFalse(reference.matcher(read(page)).find());
        assertFalse(Pattern.compile("<(script|link|img|iframe)[^>]*(src|href)\\s*=\\s*[\"']?+(?!data:)")
                .matcher(read(page))
                .find());
        assertTrue(page.contains("Content-Security-Policy\" content=\"default-src &#x27;none&#x27;"));
    }

    @Test
    public void thePageIsSmallerThanFiveMegabytes() {
        List<EpochRow> rows = new ArrayList<>();
        List<StudentSummary> students = new ArrayList<>();
        for (int recipe = 0; recipe < 10; recipe++) {
            for (int seed = 1; seed <= 3; seed++) {
                students.add(Samples.student("recipe-" + recipe, seed, 60.123, 61.456));
                for (int epoch = 1; epoch <= 200; epoch++) {
                    Map<String, Double> terms = Map.of("labels", Math.PI / epoch, "channel", Math.E / epoch);
                    rows.add(Samples.row("recipe-" + recipe, seed, epoch, terms, 100.0 / 3));
                }
            }
        }
        String page = HtmlReport.render(Samples.summary(students), new History(rows));
        assertTrue(page.getBytes(UTF_8).length < 5_000_000);
    }

    @Test
    public void aRunThatWasGoneOnWithTookLongerThanItsLastPart() {
        RunSummary resumed = new RunSummary(
                SUMMARY.provenance(),
                SUMMARY.dataset(),
                Map.of(RunSummary.RESUMED, "yes"),
                SUMMARY.teacher(),
                SUMMARY.students());
        String since = "The last part of the run, since it was gone on with, took ";
        assertTrue(read(HtmlReport.render(resumed, new History(List.of()))).contains(since));
        String whole = read(HtmlReport.render(SUMMARY, new History(List.of())));
        assertTrue(whole.contains("The run took "));
        assertFalse(whole.contains(since));
    }

    @Test
    public void aRunWithoutTeacherBaselineOrHistoryStillHasAPage() {
        RunSummary bare = new RunSummary(
                SUMMARY.provenance(),
                SUMMARY.dataset(),
                Map.of(),
                null,
                List.of(Samples.student("channel", 1, 60, 61)));
        String page = read(HtmlReport.render(bare, new History(List.of())));
        assertTrue(page.contains("there is no student alone to compare with"));
        assertTrue(page.contains("One seed:"));
        assertFalse(page.contains("class=\"chart\""));
    }
}
