package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.TeacherFree;
import dev.understudy.result.TeacherResult;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.List;

/** The table as a paper has it, rows by columns; every entry is a button that opens what else there is to know of it. */
final class CellGrid {
    private static final String NUMBER = "number";
    private final Cells cells;
    private final List<String> columns;
    private final List<String> rows;

    CellGrid(Cells cells) {
        this.cells = cells;
        columns = cells.grid().stream()
                .map(entry -> entry.cell().column())
                .distinct()
                .toList();
        rows = cells.grid().stream().map(entry -> entry.cell().row()).distinct().toList();
    }

    DomContent html() {
        return div(
                p("Test accuracy in percent after the last epoch, mean ± standard deviation " + "over seeds" + paper()
                                + ". Choose an entry to see more of it.")
                        .withClass("caption"),
                Tables.scrolling(
                        "Accuracy by recipe",
                        table(
                                        head(),
                                        tbody(
                                                        each(cells.comparison().teachers(), this::teacher),
                                                        each(cells.lines(), this::line))
                                                .withClass("references"),
                                        tbody(each(rows, this::row)))
                                .withClass("grid")),
                Sections.marks(cells.comparison()),
                each(cells.all(), entry -> new CellDetail(entry).html()));
    }

    /** Where no row has several columns there is one, without a name. */
    private DomContent head() {
        return thead(tr(
                Tables.column("Recipe"),
                each(columns.isEmpty() ? List.of("Accuracy") : columns, column -> Tables.column(column)
                        .withClass(NUMBER))));
    }

    private String paper() {
        boolean any = cells.comparison().cells().stream().anyMatch(cell -> cell.paper() != null);
        return any ? "; in brackets, the paper’s number" : "";
    }

    private TrTag teacher(TeacherResult teacher) {
        return wide(
                teacher.network(),
                span(NumberText.decimal(teacher.test().accuracy())).withClass("entry"));
    }

    private TrTag line(Cells.Entry entry) {
        return wide(entry.name(), entry(entry));
    }

    private TrTag wide(String name, DomContent content) {
        int rest = columns.size() - 1;
        return tr(
                Tables.name(name),
                td(content).withClass(NUMBER),
                iff(rest > 0, td().attr("colspan", Integer.toString(rest))));
    }

    private TrTag row(String row) {
        return tr(Tables.name(row), each(columns, column -> td(each(at(row, column), this::entry))
                .withClass(NUMBER)));
    }

    private List<Cells.Entry> at(String row, String column) {
        return cells.grid().stream()
                .filter(entry -> entry.cell().row().equals(row))
                .filter(entry -> entry.cell().column().equals(column))
                .toList();
    }

    private DomContent entry(Cells.Entry entry) {
        Double paper = entry.cell().paper();
        String bold = entry.standing().bold() ? " holds" : "";
        return button(
                        span(NumberText.decimal(entry.standing().last())),
                        iff(entry.standing().outdone(), span(TeacherFree.MARK)),
                        iff(
                                paper != null,
                                small("(" + NumberText.decimalOrNone(paper) + ")")
                                        .attr("title", "the paper’s number")))
                .withType("button")
                .withClass("entry" + bold)
                .attr("popovertarget", CellDetail.id(entry));
    }
}
