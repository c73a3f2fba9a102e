package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.canvas;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.fieldset;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.legend;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.Matrices;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The correlation matrices of teacher and student for an image, and the difference of the two. */
public final class TransferSection implements Section {
    private final Cells cells;
    private final List<PairedMatrices> shown;

    public TransferSection(Cells cells, List<PairedMatrices> shown) {
        this.cells = cells;
        this.shown = shown;
    }

    @Override
    public String heading() {
        return "What is transferred";
    }

    @Override
    public boolean hasAny() {
        return !shown.isEmpty() && !shown.get(0).teacher().images().isEmpty();
    }

    @Override
    public List<DomContent> content() {
        return List.of(
                p("The knowledge that is passed on: which channels of a layer, and which places in the image, respond "
                        + "together. Each matrix is normalised to mean 0 and standard deviation σ = 1. The paler the difference, the "
                        + "more alike are teacher and student."),
                div(images(), menu()).withClass("controls"),
                div(
                                image(),
                                div(
                                        kind("channel", "Correlation between channels"),
                                        kind("spatial", "Correlation between locations"),
                                        scale()))
                        .withClass("transfer"),
                p("The mean squared difference is 0 for equal matrices and 2 for matrices that have nothing to do with each "
                                + "other. Student matrices are those of one trained student.")
                        .withClass("remark"),
                Sections.numbers(
                        "Mean squared difference to the teacher’s matrices",
                        List.of("Student", "Layer", "Between channels", "Between locations"),
                        shown.stream().map(TransferSection::row).toList()));
    }

    private DomContent images() {
        List<DomContent> choices = new ArrayList<>();
        for (Matrices.Shown image : shown.get(0).teacher().images()) {
            choices.add(label(
                    input().withType("radio")
                            .withName("transfer-image")
                            .withValue(Integer.toString(choices.size()))
                            .attr("autocomplete", "off")
                            .withCondChecked(choices.isEmpty()),
                    img().withSrc(source(image)).withAlt(""),
                    span(image.className())));
        }
        return fieldset(legend("Image"), each(choices, choice -> choice)).withClass("images");
    }

    private DomContent image() {
        Matrices.Shown first = shown.get(0).teacher().images().get(0);
        return figure(
                img().withId("transfer-shown").withSrc(source(first)).withAlt("The image as the networks see it"),
                figcaption("the image"));
    }

    private static String source(Matrices.Shown image) {
        return "data:image/png;base64," + image.png();
    }

    /** The best recipe that has matrices is shown first. */
    private DomContent menu() {
        Map<String, String> choices = new LinkedHashMap<>();
        shown.forEach(each -> choices.put(Integer.toString(choices.size()), each.name()));
        List<String> names = shown.stream().map(PairedMatrices::name).toList();
        int best = cells.taught().stream()
                .map(entry -> names.indexOf(entry.name()))
                .filter(index -> index >= 0)
                .findFirst()
                .orElse(0);
        return Sections.menu("transfer-student", "Student", choices, Integer.toString(best));
    }

    private static DomContent kind(String kind, String heading) {
        return div(
                        h3(heading),
                        div(matrix(kind, "teacher"), matrix(kind, "student"), matrix(kind, "difference"))
                                .withClass("matrices"),
                        p().withId(kind + "-words").attr("aria-live", "polite"))
                .withClass("kind");
    }

    private static DomContent matrix(String kind, String whose) {
        DomContent caption = whose.equals("difference")
                ? figcaption("student minus teacher")
                : figcaption(span(whose).withClass("of-" + whose));
        return figure(
                canvas().withId(kind + "-" + whose)
                        .attr("role", "img")
                        .attr("aria-label", "Matrix as colours: " + kind + " correlation, " + whose + "."),
                caption);
    }

    private static DomContent scale() {
        String end = Integer.toString((int) Matrices.Values.RANGE);
        return div(
                        span("−" + end),
                        canvas().withId("transfer-scale").attr("role", "img").attr("aria-label", "Colour scale"),
                        span("+" + end + " σ"))
                .withClass("scale");
    }

    private static TrTag row(PairedMatrices shown) {
        return tr(
                Tables.name(shown.name()),
                td(shown.student().layer()).withClass("number"),
                number(shown.distance(Matrices.Shown::channel)
                        .map(NumberText::decimal)
                        .orElse(NumberText.NONE)),
                number(shown.distance(Matrices.Shown::spatial)
                        .map(NumberText::decimal)
                        .orElse(NumberText.NONE)));
    }

    private static DomContent number(String text) {
        return td(text).withClass("number");
    }
}
