package dev.understudy.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/** Which objective moves the guided layer when a stage begins. */
final class PullsSection implements Section {
    private final Pulls pulls;

    PullsSection(Pulls pulls) {
        this.pulls = pulls;
    }

    @Override
    public String heading() {
        return "How the objectives pull";
    }

    @Override
    public boolean hasAny() {
        return !pulls.stages().isEmpty();
    }

    @Override
    public List<DomContent> content() {
        return List.of(
                p(
                        "Each objective’s part of the gradient that arrives at the guided layer when a stage begins, its weight "
                                + "included. Stages with a single objective are left out."),
                div().withId("pulls-key").withClass("key"),
                figure(
                        Sections.chart("pulls-chart", "Stacked bars: each objective’s share of the gradient."),
                        warnings(),
                        Sections.numbers(
                                "Shares of the gradient",
                                List.of("Stage", "Objective", "Weight", "Gradient", "Share", "Balanced weight"),
                                rows())));
    }

    private DomContent warnings() {
        return figcaption(
                pulls.warnings().isEmpty()
                        ? text("No objective drowns the others, none counts for nothing.")
                        : text("“!” marks a stage in which an objective drowns the others or counts for nothing."),
                ul(each(pulls.warnings(), warning -> li(warning))).withClass("notes wide"));
    }

    private List<TrTag> rows() {
        List<TrTag> rows = new ArrayList<>();
        for (Pulls.Stage stage : pulls.stages()) {
            for (GradientShare share : stage.parts()) {
                rows.add(tr(
                        Tables.name(stage.name()),
                        number(share.objective()),
                        number(Text.loss(share.weight())),
                        number(Text.loss(share.gradient())),
                        number(Text.decimal(100 * share.share()) + " %"),
                        number(Text.loss(share.balanced()))));
            }
        }
        return rows;
    }

    private static DomContent number(String text) {
        return td(text).withClass("number");
    }
}
