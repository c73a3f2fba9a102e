package dev.understudy.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.link;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A run on one page that opens from disk, with nothing from the network. */
public final class HtmlReport {
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.min.js";
    private static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

    private HtmlReport() {}

    /**
     * Makes the page.
     *
     * @param summary what the run measured
     * @param history what happened in every epoch
     * @return the whole page
     */
    public static String render(RunSummary summary, History history) {
        Results results = new Results(summary.students());
        List<RecipeCurves> curves = RecipeCurves.of(history);
        Headline headline = new Headline(summary, results);
        return "<!doctype html>\n"
                + html(
                                pageHead(headline.sentence()),
                                body(
                                        a("To the results").withHref("#results").withClass("skip"),
                                        headline.html(),
                                        main(
                                                resultsSection(summary, results),
                                                iff(!curves.isEmpty(), curvesSection(new Figures(curves))),
                                                new Details(summary).html()),
                                        footer(p("Written by Understudy "
                                                + summary.provenance().version() + ". This page holds all it needs.")),
                                        data(ChartData.of(summary.teacher(), curves)),
                                        code(ECHARTS),
                                        code("report.js")))
                        .withLang("en")
                        .render();
    }

    private static DomContent pageHead(String title) {
        return head(
                meta().withCharset("utf-8"),
                meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                meta().withName("color-scheme").withContent("light dark"),
                title(title),
                link().withRel("icon").withHref("data:,"),
                style().with(rawHtml(resource("report.css"))));
    }

    private static DomContent resultsSection(RunSummary summary, Results results) {
        return section(
                        h2("Results").withId("results"),
                        new ResultsTable(summary.teacher(), results).html(),
                        ul(each(notes(results), note -> li(note))).withClass("notes"))
                .attr("aria-labelledby", "results");
    }

    private static List<String> notes(Results results) {
        List<String> notes = new ArrayList<>();
        notes.add("Last is the accuracy after the last epoch: the number to quote. Best is the highest of all epochs, "
                + "chosen by looking at the test split, and so optimistic.");
        notes.add(
                results.alone().isEmpty()
                        ? "No student learned alone in this run, so there is nothing to compare the others with."
                        : "“vs. alone” is the last accuracy minus that of the student alone (recipe “"
                                + StudentSummary.ALONE + "”) with the same seed, in percentage points.");
        notes.add(
                results.seeds() == 1
                        ? "One seed: how far another seed would be from it is unknown, and a small difference may be chance."
                        : "± is the standard deviation over seeds (with n − 1).");
        return notes;
    }

    private static DomContent curvesSection(Figures figures) {
        return section(
                        h2("Learning curves").withId("curves"),
                        noscript(p("The charts need JavaScript. The tables below them hold the same numbers.")),
                        figures.accuracy(),
                        h2("Losses").withId("losses"),
                        p("What each objective measured on the training pictures, before its weight; the training loss "
                                + "is their weighted sum. Where there are several seeds, each line is their mean."),
                        label(input().withType("checkbox").withId("logarithmic"), rawHtml(" Logarithmic scale"))
                                .withClass("switch"),
                        figures.losses())
                .attr("aria-labelledby", "curves");
    }

    private static DomContent data(ChartData data) {
        return script().withType("application/json").withId("data").with(rawHtml(Json.embedded(data)));
    }

    private static DomContent code(String name) {
        return script().with(rawHtml(resource(name).replace("</script", "<\\/script")));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("No resource " + name + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
