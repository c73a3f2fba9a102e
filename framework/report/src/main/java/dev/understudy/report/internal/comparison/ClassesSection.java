package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.p;
import static j2html.TagCreator.td;
import static j2html.TagCreator.tr;

import dev.understudy.report.internal.html.Section;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often teacher and students are right, class by class. */
public final class ClassesSection implements Section {
    private final Cells cells;
    private final ComparisonData data;

    public ClassesSection(Cells cells, ComparisonData data) {
        this.cells = cells;
        this.data = data;
    }

    @Override
    public String heading() {
        return "Class by class";
    }

    @Override
    public boolean hasAny() {
        return !data.teachers().isEmpty();
    }

    @Override
    public List<DomContent> content() {
        return List.of(
                p("How often a student is right among the images of each class, against its teacher; means over seeds. "
                        + "Above the diagonal the student is the better one."),
                menu(),
                div(
                                figure(
                                        Sections.chart("classes-chart", "Scatter plot: accuracy of each class."),
                                        figcaption("Circles: the student is at least as good. Diamonds: the teacher is "
                                                + "better. Named are the classes that differ most.")),
                                p().withId("classes-words").attr("aria-live", "polite"))
                        .withClass("beside"),
                Sections.numbers("Accuracy by class", columns(), rows()));
    }

    private DomContent menu() {
        Map<String, String> choices = new LinkedHashMap<>();
        cells.all().forEach(entry -> choices.put(Integer.toString(entry.index()), entry.name()));
        int best = cells.taught().stream().findFirst().map(Cells.Entry::index).orElse(0);
        return Sections.menu("classes-student", "Student", choices, Integer.toString(best));
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>(List.of("Class"));
        data.teachers().forEach(teacher -> columns.add(teacher.network()));
        data.cells().forEach(cell -> columns.add(cell.name()));
        return columns;
    }

    private static String number(@Nullable Double accuracy) {
        return accuracy == null ? "no images" : NumberText.decimal(accuracy);
    }

    private List<TrTag> rows() {
        List<List<@Nullable Double>> columns = new ArrayList<>();
        data.teachers().forEach(teacher -> columns.add(teacher.perClass()));
        data.cells().forEach(cell -> columns.add(cell.perClass()));
        List<TrTag> rows = new ArrayList<>();
        for (int i = 0; i < data.classes().size(); i++) {
            int index = i;
            rows.add(tr(Tables.name(data.classes().get(i)), each(columns, column -> td(number(column.get(index)))
                    .withClass("number"))));
        }
        return rows;
    }
}
