package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * The page of a comparison in a browser, in a frame as wide as a screen: a window cannot be as narrow as a telephone. A
 * script at the end of a copy of the page measures it and tells the page around the frame.
 */
public final class ComparisonPageBrowserTest {
    private static final String MEASURE = """
            <script>
            addEventListener('load', () => {
              const all = (what) => [...document.querySelectorAll(what)];
              if (location.hash === '#press') {
                all('main button:not(#copy), main input').forEach((each) => each.click());
                all('main select').forEach((each) => {
                  each.selectedIndex = each.options.length - 1;
                  each.dispatchEvent(new Event('change'));
                });
              }
              const colours = (canvas) => new Set(new Uint32Array(
                canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
              parent.postMessage({
                width: innerWidth,
                overflow: document.documentElement.scrollWidth - innerWidth,
                dark: matchMedia('(prefers-color-scheme: dark)').matches,
                paper: getComputedStyle(document.body).backgroundColor,
                charts: all('.chart').filter((each) => each.querySelectorAll('svg path').length > 5).length,
                canvases: all('canvas').filter((each) => colours(each) > 5).length,
              }, '*');
            });
            </script>
            """;
    private static final String AROUND = """
            <!doctype html>
            <meta name="color-scheme" content="light dark">
            <script>
            addEventListener('message', (event) => Object.assign(document.documentElement.dataset, event.data));
            </script>
            <iframe src="report.html{hash}" style="width: {width}px; height: 2000px; border: 0"></iframe>
            """;

    private Path folder = Path.of("");

    @BeforeClass
    public void makePage() throws IOException {
        folder = Files.createTempDirectory("page");
        Comparison comparison = new Comparisons(3, 30, 100).table(2);
        String page = ComparisonPage.render(comparison, Correlations.of(comparison));
        int end = page.lastIndexOf("</body>");
        Files.writeString(folder.resolve("report.html"), page.substring(0, end) + MEASURE + page.substring(end));
    }

    @AfterClass(alwaysRun = true)
    public void sweep() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @DataProvider
    public Object[][] screens() {
        return new Object[][] {{1280, false, ""}, {380, true, ""}, {1280, true, "#press"}, {380, false, "#press"}};
    }

    @Test(dataProvider = "screens")
    public void everythingIsDrawnWithoutErrorsAndFits(int width, boolean dark, String hash)
            throws IOException, InterruptedException {
        Path around = folder.resolve("around-" + width + dark + ".html");
        Files.writeString(around, AROUND.replace("{hash}", hash).replace("{width}", Integer.toString(width)));
        Chromium.Opened opened = Chromium.open(around, dark);
        List<String> complaints = opened.log()
                .lines()
                .filter(line -> line.contains("CONSOLE") || line.contains("Uncaught"))
                .toList();
        assertEquals(complaints, List.of());
        assertEquals(said(opened, "width"), Integer.toString(width));
        assertEquals(said(opened, "dark"), Boolean.toString(dark));
        assertEquals(said(opened, "paper"), dark ? "rgb(21, 24, 27)" : "rgb(252, 252, 250)");
        assertEquals(said(opened, "charts"), "5");
        assertEquals(said(opened, "canvases"), "7");
        assertTrue(Integer.parseInt(said(opened, "overflow")) <= 0, said(opened, "overflow") + " pixels too wide");
    }

    private static String said(Chromium.Opened opened, String name) {
        Matcher matcher =
                Pattern.compile("<html[^>]* data-" + name + "=\"([^\"]*)\"").matcher(opened.dom());
        assertTrue(matcher.find(), "The page did not say its " + name + ": " + opened.log());
        return matcher.group(1);
    }
}
