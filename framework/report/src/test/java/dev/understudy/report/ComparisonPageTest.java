package dev.understudy.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.TableCell;
import java.util.List;
import java.util.regex.Pattern;
import org.testng.annotations.Test;

/** What report.html of a comparison promises. */
public final class ComparisonPageTest {
    private static final Comparisons MADE_UP = new Comparisons(3, 6, 10);

    /** The page without its scripts and style, as a reader without them has it. */
    private static String read(String page) {
        return page.replaceAll("(?s)<(script|style).*?</\\1>", "");
    }

    private static long count(String text, String part) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
    }

    @Test
    public void everyCellStandsInTheTableAndIsBoldOnlyWhereItsDifferenceHolds() {
        Comparison comparison = MADE_UP.table(0);
        String page = read(ComparisonPage.render(comparison, List.of()));
        List<CellStatistics> standings = CellStatistics.all(comparison);
        for (CellStatistics standing : standings) {
            assertTrue(
                    page.contains("<span>" + NumberText.decimal(standing.last()) + "</span>"),
                    standing.cell().recipe());
        }
        long bold = standings.stream().filter(CellStatistics::bold).count();
        assertTrue(bold > 0 && bold < standings.size(), "wanted bold cells and others, got " + bold);
        assertEquals(count(page, "class=\"entry holds\""), bold);
        assertEquals(count(page, "class=\"entry\" popovertarget"), standings.size() - bold);
        assertTrue(page.contains("<small title=\"the paper’s number\">(64.66)</small>"), page);
    }

    @Test
    public void theHeadlineCountsWhatHoldsAndNamesTheBest() {
        Comparison comparison = MADE_UP.of(List.of(
                MADE_UP.cell("student alone", "", "student", 60, null, null),
                MADE_UP.cell("channel", "single", "channel", 80, "sha256:teacher", null),
                MADE_UP.cell("spatial", "single", "spatial", 40, "sha256:teacher", null)));
        String page = read(ComparisonPage.render(comparison, List.of()));
        assertTrue(
                page.contains("<h1>1 of 2 recipes beats the student alone with 95\u00a0% confidence. "
                        + "Best by mean: channel with "),
                page);
        assertTrue(page.contains("reaches 68.68\u00a0%"), page);
    }

    @Test
    public void oneSeedClaimsNothing() {
        Comparison comparison = new Comparisons(1, 6, 10).table(0);
        String page = read(ComparisonPage.render(comparison, List.of()));
        assertTrue(
                page.contains("<h1>No recipe has two seeds in common with the student alone: no difference can be told"
                        + " from chance."));
        assertFalse(page.contains("class=\"entry holds\"") || page.contains("class=\"holds\""), "nothing is bold");
    }

    @Test
    public void aComparisonWithNothingToCompareWithStillHasAPage() {
        TableCell measured = MADE_UP.cell("channel", "single", "channel", 60, null, null);
        TableCell bare = new TableCell("channel", "single", "channel", null, measured.students(), null);
        Comparison full = MADE_UP.of(List.of(bare));
        Comparison comparison = new Comparison(
                full.title(),
                full.provenance(),
                full.dataset(),
                full.classNames(),
                full.settings(),
                List.of(),
                full.cells(),
                null,
                null);
        String page = read(ComparisonPage.render(comparison, List.of()));
        assertTrue(page.contains("<h1>" + full.title() + "</h1>"), page);
        List.of("forest", "cost-chart", "transfer-scale", "classes-chart", "gradient-shares-chart")
                .forEach(id -> assertFalse(page.contains("id=\"" + id + "\""), id));
    }

    @Test
    public void gapsAreSaidAndATableOfNothingElseIsAPageToo() {
        List<MissingStudent> gaps = List.of(new MissingStudent("mine", "single", "mine", 1, "the loss became NaN"));
        for (Comparison full : List.of(MADE_UP.table(0), MADE_UP.of(List.of()))) {
            Comparison comparison = new Comparison(
                    full.title(),
                    full.provenance(),
                    full.dataset(),
                    full.classNames(),
                    full.settings(),
                    full.teachers(),
                    full.cells(),
                    full.alone(),
                    full.softTargets(),
                    gaps);
            String page = read(ComparisonPage.render(comparison, List.of()));
            assertTrue(page.contains("A gap: mine seed 1 could not be trained: the loss became NaN."), page);
        }
    }

    @Test
    public void everyChartHasADescriptionAndItsNumbersAsATable() {
        Comparison comparison = MADE_UP.table(0);
        String page = read(ComparisonPage.render(comparison, Correlations.of(comparison)));
        assertEquals(count(page, "class=\"chart\" role=\"img\" aria-label=\""), 5);
        assertEquals(count(page, "<summary>These numbers as a table</summary>"), 6);
    }

    @Test
    public void hostileNamesStayText() {
        String name = "</script><img src=x onerror=alert(1)>\"'&";
        Comparison comparison = MADE_UP.of(List.of(
                MADE_UP.cell("student alone", "", "student", 60, null, null),
                MADE_UP.cell(name, name, name, 61, "sha256:teacher", null),
                MADE_UP.cell(name, "other", "other", 61, "sha256:teacher", null)));
        String page = ComparisonPage.render(comparison, Correlations.of(comparison));
        assertFalse(page.contains(name));
        assertFalse(read(page).contains("<img src=x"));
        assertTrue(page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;"));
        assertEquals(count(page, "<script"), count(page, "</script>"));
        assertEquals(count(page, "</script>"), 3);
    }

    @Test
    public void thePageLoadsNothingFromElsewhere() {
        Comparison comparison = MADE_UP.table(0);
        String page = ComparisonPage.render(comparison, Correlations.of(comparison));
        assertFalse(Pattern.compile("(src|href)\\s*=\\s*[\"']?\\s*(https?:)?//|url\\(|@import")
                .matcher(read(page))
                .find());
        assertFalse(Pattern.compile("<(script|link|img|iframe)[^>]*(src|href)\\s*=\\s*[\"']?+(?!data:)")
                .matcher(read(page))
                .find());
        assertTrue(page.contains("Content-Security-Policy\" content=\"default-src &#x27;none&#x27;"));
    }

    @Test
    public void fortyCellsWithThreeSeedsAndMatricesAreSmallerThanFiveMegabytes() {
        Comparison comparison = new Comparisons(3, 30, 100).table(5);
        assertTrue(
                comparison.cells().size() >= 40,
                "wanted at least 40, got " + comparison.cells().size());
        String page = ComparisonPage.render(comparison, Correlations.of(comparison));
        int size = page.getBytes(UTF_8).length;
        assertTrue(size < 5_000_000, "wanted less than 5 million bytes, got " + size);
    }
}
