package dev.understudy.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.noscript;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.ul;

import dev.understudy.report.internal.html.Figures;
import dev.understudy.report.internal.html.Page;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.report.internal.run.ChartData;
import dev.understudy.report.internal.run.Details;
import dev.understudy.report.internal.run.Headline;
import dev.understudy.report.internal.run.RecipeCurves;
import dev.understudy.report.internal.run.ResultsTable;
import dev.understudy.report.internal.run.RunResults;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** A run on one page that opens from disk, with nothing from the network. */
public final class HtmlReport {
    private static final List<String> STYLES = List.of("report.css");
    private static final List<String> SCRIPTS = List.of("base.js", "report.js");

    private HtmlReport() {}

    /**
     * Makes the page.
     *
     * @param summary what the run measured
     * @param history what happened in every epoch
     * @return the whole page
     */
    public static String render(RunSummary summary, History history) {
        RunResults results = new RunResults(summary.students());
        List<RecipeCurves> curves = RecipeCurves.of(history);
        Headline headline = new Headline(summary, results);
        return new Page(headline.sentence(), summary.provenance().version(), STYLES, SCRIPTS)
                .render(
                        ChartData.of(summary.teacher(), curves),
                        headline.html(),
                        main(
                                resultsSection(summary, results),
                                iff(!curves.isEmpty(), curvesSection(new Figures(curves))),
                                new Details(summary).html()));
    }

    private static DomContent resultsSection(RunSummary summary, RunResults results) {
        return section(
                        h2("Results").withId("results"),
                        new ResultsTable(summary.teacher(), results).html(),
                        ul(each(notes(results), note -> li(note))).withClass("notes"))
                .attr("aria-labelledby", "results");
    }

    private static List<String> notes(RunResults results) {
        List<String> notes = new ArrayList<>();
        notes.add(Verdict.words(
                !results.alone().isEmpty(),
                results.taught().stream().map(results::toAlone).toList()));
        notes.add("Last: the accuracy after the last epoch, the number to quote. Best: the highest of all epochs,"
                + " chosen by looking at the test split, and so optimistic.");
        if (!results.alone().isEmpty()) {
            notes.add("“vs. alone”: the last accuracy minus that of the student alone (recipe “" + StudentSummary.ALONE
                    + "”) with the same seed, in percentage points; where there are several seeds the mean, in brackets"
                    + " its 95 % interval.");
        }
        notes.add(
                results.seeds() == 1
                        ? "One seed: how far another seed would be from it is unknown, and a small difference may be chance."
                        : "±: the standard deviation over seeds (with n − 1).");
        notes.add("Knowledge: the objectives that compare a layer of student and teacher. Teacher’s logits: whether an"
                + " objective reads what the teacher answers, as soft targets do. Self-taught: whether the network has"
                + " channels that no knowledge reaches.");
        return notes;
    }

    private static DomContent curvesSection(Figures figures) {
        return section(
                        h2("Learning curves").withId("curves"),
                        noscript(p("The charts need JavaScript. The tables below them hold the same numbers.")),
                        figures.accuracy(),
                        h2("Losses").withId("losses"),
                        p("What each objective measured on the training images, before its weight; the training loss "
                                + "is their weighted sum. Where there are several seeds, each line is their mean."),
                        label(input().withType("checkbox").withId("logarithmic"), rawHtml(" Logarithmic scale"))
                                .withClass("switch"),
                        figures.losses())
                .attr("aria-labelledby", "curves");
    }
}
