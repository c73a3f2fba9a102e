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

/**
 * A page in a browser, in a frame as wide as a screen: a window cannot be as narrow as a telephone. A script at the end of
 * a copy of the page measures it and tells the page around the frame.
 */
final class Framed {
    private static final String MEASURE = """
            <script>
            addEventListener('load', () => {
              const all = (what) => [...document.querySelectorAll(what)];
              if (location.hash === '#press') {
                ['once', 'again'].forEach(() => all('main button:not(#copy), main input').forEach((each) => each.click()));
                all('main select').forEach((each) => {
                  each.selectedIndex = each.options.length - 1;
                  each.dispatchEvent(new Event('change'));
                });
              }
              const shown = (box) => box.width > 0 && box.height > 0;
              const frame = document.documentElement.getBoundingClientRect();
              /* Where a text lies, as it is drawn. */
              const box = (node) => {
                const range = document.createRange();
                range.selectNodeContents(node);
                return range.getBoundingClientRect();
              };
              const texts = (within) => {
                const found = [];
                const walk = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
                while (walk.nextNode()) {
                  const { parentElement: parent } = walk.currentNode;
                  if (walk.currentNode.data.trim() !== '' && !parent.closest('script, style, option, .skip')) {
                    found.push([walk.currentNode.data.trim(), box(walk.currentNode), parent]);
                  }
                }
                return found.filter(([, place]) => shown(place));
              };
              const sticks = (place, around) => place.left < around.left - 1 || place.right > around.right + 1;
              const out = (place, around) => sticks(place, around)
                || place.top < around.top - 1 || place.bottom > around.bottom + 1;
              const cut = [];
              /* Tables scroll; what heads their rows is seen as a whole all the same, and leaves room for numbers. */
              texts(document.body).filter(([, , parent]) => !parent.closest('.chart, .scroll, .detail'))
                .filter(([, place]) => sticks(place, frame)).forEach(([text]) => cut.push(`page: ${text}`));
              all('.scroll').filter((each) => shown(each.getBoundingClientRect())).forEach((scroll) => {
                const room = scroll.getBoundingClientRect();
                [...scroll.querySelectorAll('tbody th')].forEach((head) => {
                  const place = box(head);
                  if (shown(place) && (place.right - room.left > 0.65 * room.width || head.scrollWidth > head.clientWidth + 1)) {
                    cut.push(`head: ${head.textContent}`);
                  }
                });
              });
              all('.chart').forEach((chart) => {
                const around = chart.getBoundingClientRect();
                const words = [...chart.querySelectorAll('svg text')]
                  .map((each) => [each.textContent, each.getBoundingClientRect()]).filter(([, place]) => shown(place));
                words.filter(([text, place]) => out(place, around) || /\\.\\.\\.$|…$/.test(text))
                  .forEach(([text]) => cut.push(`${chart.id}: ${text}`));
                words.forEach(([text, place], index) => words.slice(index + 1).forEach(([other, its]) => {
                  const over = Math.min(place.right, its.right) - Math.max(place.left, its.left);
                  const under = Math.min(place.bottom, its.bottom) - Math.max(place.top, its.top);
                  if (over > 2 && under > 4) {
                    cut.push(`${chart.id}: ${text} on ${other}`);
                  }
                }));
              });
              all('.grid').forEach((grid) => {
                const rule = [...grid.tHead.rows[0].cells].reduce((sum, cell) => sum + cell.getBoundingClientRect().width, 0);
                if (Math.abs(rule - grid.getBoundingClientRect().width) > 2) {
                  cut.push('the rule above the grid');
                }
              });
              const colours = (canvas) => new Set(new Uint32Array(
                canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size;
              parent.postMessage({
                width: innerWidth,
                overflow: document.documentElement.scrollWidth - innerWidth,
                dark: matchMedia('(prefers-color-scheme: dark)').matches,
                paper: getComputedStyle(document.body).backgroundColor,
                charts: all('.chart').filter((each) => each.querySelectorAll('svg path').length > 5).length,
                cut: cut.join(' | '),
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

    private final Chromium.Opened opened;

    private Framed(Chromium.Opened opened) {
        this.opened = opened;
    }

    /**
     * Opens a page.
     *
     * @param page the page
     * @param width of the screen in pixels
     * @param dark whether the user likes pages dark
     * @param pressed whether every button is pressed twice and every choice made
     */
    static Framed open(String page, int width, boolean dark, boolean pressed) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("page");
        try {
            int end = page.lastIndexOf("</body>");
            Files.writeString(folder.resolve("report.html"), page.substring(0, end) + MEASURE + page.substring(end));
            String around =
                    AROUND.replace("{hash}", pressed ? "#press" : "").replace("{width}", Integer.toString(width));
            return new Framed(Chromium.open(Files.writeString(folder.resolve("around.html"), around), dark));
        } finally {
            sweep(folder);
        }
    }

    private static void sweep(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Refuses errors, the wrong colours, a page that is too wide, and charts or canvases that are missing. */
    void check(int width, boolean dark, int charts, int canvases) {
        List<String> complaints = opened.log()
                .lines()
                .filter(line -> line.contains("CONSOLE") || line.contains("Uncaught"))
                .toList();
        assertEquals(complaints, List.of());
        assertEquals(said("width"), Integer.toString(width));
        assertEquals(said("dark"), Boolean.toString(dark));
        assertEquals(said("paper"), dark ? "rgb(21, 24, 27)" : "rgb(252, 252, 250)");
        assertEquals(said("charts"), Integer.toString(charts));
        assertEquals(said("canvases"), Integer.toString(canvases));
        assertEquals(said("cut"), "", "what is cut or lies on something else");
        assertTrue(Integer.parseInt(said("overflow")) <= 0, said("overflow") + " pixels too wide");
    }

    private String said(String name) {
        Matcher matcher =
                Pattern.compile("<html[^>]* data-" + name + "=\"([^\"]*)\"").matcher(opened.dom());
        assertTrue(matcher.find(), "The page did not say its " + name + ": " + opened.log());
        return matcher.group(1);
    }
}
