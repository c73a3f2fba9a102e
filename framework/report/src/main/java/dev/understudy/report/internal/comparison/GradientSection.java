package dev.understudy.report.internal.comparison;

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

import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.GradientShare;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.List;

/** Which objective moves the guided layer when a stage begins. */
public final class GradientSection implements Section {
    private final GradientShares gradientShares;

    public GradientSection(GradientShares gradientShares) {
        this.gradientShares = gradientShares;
    }

    @Override
    public String heading() {
        return "Gradient shares of the objectives";
    }

    @Override
    public boolean hasAny() {
        return !gradientShares.stages().isEmpty();
    }

    @Override
    public List<DomContent> content() {
        return List.of(
                p(
                        "Each objective’s part of the gradient that arrives at the guided layer when a stage begins, its weight "
                                + "included. Stages with a single objective are left out."),
                div().withId("gradient-shares-key").withClass("key"),
                figure(
                        Sections.chart(
                                "gradient-shares-chart", "Stacked bars: each objective’s share of the gradient."),
                        warnings(),
                        Sections.numbers(
                                "Shares of the gradient",
                                List.of("Stage", "Objective", "Weight", "Gradient", "Share", "Balanced weight"),
                                rows())));
    }

    private DomContent warnings() {
        return figcaption(
                gradientShares.warnings().isEmpty()
                        ? text("No objective drowns the others, none counts for nothing.")
                        : text("“!” marks a stage in which an objective drowns the others or counts for nothing."),
                ul(each(gradientShares.warnings(), warning -> li(warning))).withClass("notes wide"));
    }

    private List<TrTag> rows() {
        List<TrTag> rows = new ArrayList<>();
        for (GradientShares.Stage stage : gradientShares.stages()) {
            for (GradientShare share : stage.parts()) {
                rows.add(tr(
                        Tables.name(stage.name()),
                        number(share.objective()),
                        number(NumberText.loss(share.weight())),
                        number(NumberText.loss(share.gradient())),
                        number(NumberText.decimal(100 * share.share()) + " %"),
                        number(NumberText.loss(share.balanced()))));
            }
        }
        return rows;
    }

    private static DomContent number(String text) {
        return td(text).withClass("number");
    }
}
