package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;

import dev.understudy.report.internal.html.Figures;
import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.EpochRow;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Test accuracy over the epochs. */
public final class CurvesSection implements Section {
    private final Cells cells;

    public CurvesSection(Cells cells) {
        this.cells = cells;
    }

    @Override
    public String heading() {
        return "Learning curves";
    }

    @Override
    public List<DomContent> content() {
        Map<String, SortedMap<Integer, Double>> means = new LinkedHashMap<>();
        cells.all()
                .forEach(entry -> means.put(
                        entry.name(), ComparisonData.curves(entry.cell()).mean(EpochRow::testAccuracy)));
        return List.of(
                p(
                        "Test accuracy after each epoch, in percent. A line is the mean over seeds, its band reaches from the "
                                + "lowest to the highest seed. At first the references and the best are shown; each name shows or "
                                + "hides its line."),
                tools(),
                legends(),
                figure(
                        Sections.chart("curves-chart", "Line chart: mean test accuracy in percent over epochs."),
                        figcaption(
                                "The axis fits the lines: it need not begin at zero. A line that begins late belongs to a "
                                        + "recipe whose first stage does not get as far as an answer."),
                        Figures.numbers(means, NumberText::decimal)));
    }

    private static DomContent tools() {
        return div(tool("curves-few", "References and best"), tool("curves-all", "All"), tool("curves-none", "None"))
                .withId("curves-tools")
                .withClass("tools")
                .isHidden();
    }

    private static DomContent tool(String id, String name) {
        return button(name).withId(id).withType("button");
    }

    /** A place for each row's buttons, named by the row; those alone in their row share one. */
    private DomContent legends() {
        Set<String> groups = new LinkedHashSet<>();
        List<Cells.Entry> lines = cells.lines();
        cells.all()
                .forEach(entry ->
                        groups.add(lines.contains(entry) ? "" : entry.cell().row()));
        List<DomContent> legends = new ArrayList<>();
        int index = 0;
        for (String group : groups) {
            legends.add(div(
                            iff(!group.isEmpty(), span(group).withClass("group")),
                            iff(group.isEmpty(), span("references").withClass("group")),
                            div().withId("curves-legend-" + index++).withClass("legend"))
                    .withClass("legend-row"));
        }
        return div(each(legends, legend -> legend)).withClass("legends");
    }
}
