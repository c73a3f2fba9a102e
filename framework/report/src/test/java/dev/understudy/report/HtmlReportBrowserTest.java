package dev.understudy.report;

import dev.understudy.result.RunSummary;
import java.io.IOException;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The page of a run in a browser. */
public final class HtmlReportBrowserTest {

    @DataProvider
    public Object[][] screens() {
        return new Object[][] {{1280, true, true}, {380, false, false}};
    }

    @Test(dataProvider = "screens")
    public void everythingIsDrawnWithoutErrorsAndFits(int width, boolean dark, boolean pressed)
            throws IOException, InterruptedException {
        RunSummary summary =
                Samples.summary(List.of(Samples.student("student", 1, 60, 62), Samples.student("channel", 1, 64, 65)));
        History history = new History(new Comparisons(1, 12, 4)
                .table(0).cells().stream()
                        .limit(2)
                        .flatMap(cell -> cell.students().get(0).history().stream())
                        .toList());
        Framed.open(HtmlReport.render(summary, history), width, dark, pressed).check(width, dark, 3, 0);
    }
}
