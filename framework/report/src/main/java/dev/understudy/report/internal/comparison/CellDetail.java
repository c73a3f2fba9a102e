package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.CellStatistics;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.StudentResult;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything about one cell, in a box that its button opens. */
final class CellDetail {
    private static final String NUMBER = "number";
    private final Cells.Entry entry;

    CellDetail(Cells.Entry entry) {
        this.entry = entry;
    }

    static String id(Cells.Entry entry) {
        return "cell-" + entry.index();
    }

    DomContent html() {
        return div(
                        h3(entry.name()),
                        p(code(entry.cell().recipe())),
                        table(tbody(
                                tr(
                                        th("Last epoch").attr("scope", "row"),
                                        td(NumberText.decimal(entry.standing().last()))
                                                .withClass(entry.standing().bold() ? NUMBER + " holds" : NUMBER)),
                                each(
                                        facts().entrySet(),
                                        fact -> tr(
                                                th(fact.getKey()).attr("scope", "row"),
                                                td(fact.getValue()).withClass(NUMBER))))),
                        table(
                                thead(tr(
                                        Tables.column("Seed"),
                                        Tables.column("Last").withClass(NUMBER),
                                        Tables.column("Chosen").withClass(NUMBER),
                                        Tables.column("Best").withClass(NUMBER))),
                                tbody(each(entry.cell().students(), CellDetail::seed))))
                .withId(id(entry))
                .withClass("detail")
                .attr("popover", "auto");
    }

    private Map<String, String> facts() {
        CellStatistics standing = entry.standing();
        Map<String, String> facts = new LinkedHashMap<>();
        standing.chosen().ifPresent(chosen -> facts.put("Chosen on validation", NumberText.decimal(chosen)));
        facts.put("Best on test, optimistic", NumberText.decimal(standing.best()));
        standing.toAlone().ifPresent(difference -> facts.put("vs. student alone", NumberText.difference(difference)));
        standing.toUntaught()
                .ifPresent(difference -> facts.put("vs. best without a teacher", NumberText.difference(difference)));
        standing.toSoftTargets().ifPresent(difference -> facts.put("vs. KD", NumberText.difference(difference)));
        Double paper = entry.cell().paper();
        if (paper != null) {
            facts.put("Paper", NumberText.decimal(paper));
        }
        standing.agreement()
                .ifPresent(agreement -> facts.put("Agrees with the teacher", NumberText.decimal(agreement)));
        facts.put("Calibration error", NumberText.decimal(standing.calibrationError()));
        standing.negativeLogLikelihood()
                .ifPresent(loss -> facts.put("Negative log-likelihood", NumberText.decimal(loss)));
        return facts;
    }

    private static TrTag seed(StudentResult student) {
        return tr(
                th(Long.toString(student.seed())).attr("scope", "row"),
                td(NumberText.decimal(student.last())).withClass(NUMBER),
                td(NumberText.decimalOrNone(student.chosen())).withClass(NUMBER),
                td(NumberText.decimal(student.best())).withClass(NUMBER));
    }
}
