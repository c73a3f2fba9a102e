package dev.understudy.report;

import dev.understudy.result.Comparison;
import java.io.IOException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The page of a comparison in a browser. */
public final class ComparisonPageBrowserTest {
    private static final int CHARTS = 5;

    /** The colour scale, and teacher, student and difference of two kinds of correlation. */
    private static final int CANVASES = 7;

    @DataProvider
    public Object[][] screens() {
        return new Object[][] {{1280, false, false}, {380, true, false}, {1280, true, true}, {380, false, true}};
    }

    @Test(dataProvider = "screens")
    public void everythingIsDrawnWithoutErrorsAndFits(int width, boolean dark, boolean pressed)
            throws IOException, InterruptedException {
        Comparison comparison = new Comparisons(3, 30, 100).table(2);
        String page = ComparisonPage.render(comparison, Correlations.of(comparison));
        Framed.open(page, width, dark, pressed).check(width, dark, CHARTS, CANVASES);
    }

    /** Names of one's own may be as long as one likes; a student may be missing, and there may be one seed. */
    @DataProvider
    public Object[][] others() {
        return new Object[][] {
            {3, 6, 1280, false}, {3, 6, 390, true}, {1, 6, 390, false}, {3, 30, 390, false}, {2, 30, 1280, true}
        };
    }

    @Test(dataProvider = "others")
    public void longNamesManyRecipesAndGapsAreShownWhole(int seeds, int recipes, int width, boolean dark)
            throws IOException, InterruptedException {
        Comparison comparison = new Comparisons(seeds, 30, 10).own(recipes);
        String page = ComparisonPage.render(comparison, Correlations.of(comparison));
        Framed.open(page, width, dark, false).check(width, dark, CHARTS, CANVASES);
    }
}
