package dev.understudy.report;

import static j2html.TagCreator.iframe;

import dev.understudy.internal.text.Checks;

/** A whole page, such as a report, to be shown inside another: as the output of a notebook's cell. */
public final class InlinePage {
    private InlinePage() {}

    /**
     * Puts a page into a frame. Its scripts run, but see nothing of the page around.
     *
     * @param page a whole page that needs nothing from the network
     * @param height in pixels, above 0
     * @return HTML
     */
    public static String html(String page, int height) {
        Checks.positive("height", height);
        return iframe().attr("srcdoc", page)
                .attr("sandbox", "allow-scripts")
                .attr("title", "A report")
                .attr("style", "width: 100%; height: " + height + "px; border: 1px solid #dfdfd9")
                .render();
    }
}
