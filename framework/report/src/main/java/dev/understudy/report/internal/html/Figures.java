package dev.understudy.report.internal.html;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.run.RecipeCurves;
import dev.understudy.result.EpochRow;
import j2html.tags.DomContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** The places where the script draws, each with the same numbers as a table. */
public final class Figures {
    public static final String TOTAL = "training loss";
    private final List<RecipeCurves> curves;

    public Figures(List<RecipeCurves> curves) {
        this.curves = curves;
    }

    public DomContent accuracy() {
        Map<String, SortedMap<Integer, Double>> columns = new LinkedHashMap<>();
        curves.forEach(recipe -> columns.put(recipe.recipe(), recipe.mean(EpochRow::testAccuracy)));
        return figure(
                div().withId("accuracy-legend").withClass("legend"),
                chart("accuracy", "Line chart: test accuracy in percent over epochs for " + names(columns)),
                figcaption(accuracyCaption()),
                numbers(columns, NumberText::decimal));
    }

    private String accuracyCaption() {
        boolean several = curves.stream().anyMatch(recipe -> recipe.runs().size() > 1);
        String stages = curves.stream()
                .filter(recipe -> !recipe.stageStarts().isEmpty())
                .map(recipe -> recipe.recipe() + " " + starts(recipe))
                .collect(Collectors.joining("; "));
        return "Test accuracy after each epoch, in percent. The axis fits the lines: it need not begin at zero."
                + (several ? " Strong lines are means over seeds, faint lines single seeds." : "")
                + (stages.isEmpty() ? "" : " Vertical lines: a new stage begins (" + stages + ").");
    }

    private static String starts(RecipeCurves recipe) {
        return recipe.stageStarts().stream()
                .map(start -> "at epoch " + start.epoch() + ", " + start.name())
                .collect(Collectors.joining(", "));
    }

    public DomContent losses() {
        return div(
                div().withId("loss-legend").withClass("legend"),
                div(each(curves, (index, recipe) -> loss(index, recipe))).withClass("multiples"));
    }

    private static DomContent loss(int index, RecipeCurves recipe) {
        Map<String, SortedMap<Integer, Double>> columns = new LinkedHashMap<>();
        columns.put(TOTAL, recipe.mean(EpochRow::trainLoss));
        recipe.terms()
                .forEach(
                        term -> columns.put(term, recipe.mean(row -> row.terms().get(term))));
        String stages = recipe.stageStarts().isEmpty() ? "" : "Next stage " + starts(recipe) + ".";
        return figure(
                h3(recipe.recipe()),
                chart("loss-" + index, "Line chart: losses of " + recipe.recipe() + " over epochs: " + names(columns)),
                iff(!stages.isEmpty(), figcaption(stages)),
                numbers(columns, NumberText::loss));
    }

    private static String names(Map<String, ?> columns) {
        return String.join(", ", columns.keySet()) + ". The numbers are in the table that follows.";
    }

    private static DomContent chart(String id, String description) {
        return div().withId(id).withClass("chart").attr("role", "img").attr("aria-label", description);
    }

    /** Columns of numbers by epoch, folded away. */
    public static DomContent numbers(Map<String, SortedMap<Integer, Double>> columns, DoubleFunction<String> format) {
        SortedSet<Integer> epochs = new TreeSet<>();
        columns.values().forEach(column -> epochs.addAll(column.keySet()));
        return details(
                summary("These numbers as a table"),
                Tables.scrolling(
                        "Numbers by epoch",
                        table(
                                thead(tr(
                                        Tables.column("Epoch").withClass("number"),
                                        each(columns.keySet(), name -> Tables.named(name)
                                                .withClass("number")))),
                                tbody(each(
                                        epochs,
                                        epoch -> tr(
                                                th(epoch.toString())
                                                        .attr("scope", "row")
                                                        .withClass("number"),
                                                each(columns.values(), column -> cell(column, epoch, format))))))));
    }

    private static DomContent cell(SortedMap<Integer, Double> column, Integer epoch, DoubleFunction<String> format) {
        Double value = column.get(epoch);
        return td(value == null ? NumberText.NONE : format.apply(value)).withClass("number");
    }
}
