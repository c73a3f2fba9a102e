package dev.understudy.report;

import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.small;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

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
                Tables.scrolling(
                        "Accuracy by recipe",
                        table(
                                        caption(
                                                "Test accuracy in percent after the last epoch, mean ± standard deviation "
                                                        + "over seeds" + paper()
                                                        + ". Bold: better than the student alone with "
                                                        + "95 % confidence. Choose an entry to see more of it."),
                                        thead(tr(Tables.column(""), each(columns, column -> Tables.column(column)
                                                .withClass(NUMBER)))),
                                        tbody(
                                                        each(cells.comparison().teachers(), this::teacher),
                                                        each(cells.lines(), this::line))
                                                .withClass("references"),
                                        tbody(each(rows, this::row)))
                                .withClass("grid")),
                each(cells.all(), entry -> new CellDetail(entry).html()));
    }

    private String paper() {
        boolean any = cells.comparison().cells().stream().anyMatch(cell -> cell.paper() != null);
        return any ? "; small, the paper’s number" : "";
    }

    private TrTag teacher(TeacherResult teacher) {
        return wide(
                teacher.network(), span(Text.decimal(teacher.test().accuracy())).withClass("entry"));
    }

    private TrTag line(Cells.Entry entry) {
        return wide(entry.name(), entry(entry));
    }

    private TrTag wide(String name, DomContent content) {
        int rest = columns.size() - 1;
        return tr(
                th(name).attr("scope", "row"),
                td(content).withClass(NUMBER),
                iff(rest > 0, td().attr("colspan", Integer.toString(rest))));
    }

    private TrTag row(String row) {
        return tr(th(row).attr("scope", "row"), each(columns, column -> td(each(at(row, column), this::entry))
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
                        span(Text.decimal(entry.standing().last())),
                        iff(paper != null, small(Text.decimalOrNone(paper)).attr("title", "the paper’s number")))
                .withType("button")
                .withClass("entry" + bold)
                .attr("popovertarget", CellDetail.id(entry));
    }
}
