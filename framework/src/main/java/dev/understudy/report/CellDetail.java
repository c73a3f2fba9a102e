package dev.understudy.report;

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
                                        td(Text.decimal(entry.standing().last()))
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
        Standing standing = entry.standing();
        Map<String, String> facts = new LinkedHashMap<>();
        standing.chosen().ifPresent(chosen -> facts.put("Chosen on validation", Text.decimal(chosen)));
        facts.put("Best on test, optimistic", Text.decimal(standing.best()));
        standing.toAlone().ifPresent(difference -> facts.put("vs. student alone", Text.difference(difference)));
        standing.toUntaught()
                .ifPresent(difference -> facts.put("vs. best without a teacher", Text.difference(difference)));
        standing.toSoftTargets().ifPresent(difference -> facts.put("vs. KD", Text.difference(difference)));
        Double paper = entry.cell().paper();
        if (paper != null) {
            facts.put("Paper", Text.decimal(paper));
        }
        standing.agreement().ifPresent(agreement -> facts.put("Agrees with the teacher", Text.decimal(agreement)));
        facts.put("Calibration error", Text.decimal(standing.calibrationError()));
        return facts;
    }

    private static TrTag seed(StudentResult student) {
        return tr(
                th(Long.toString(student.seed())).attr("scope", "row"),
                td(Text.decimal(student.last())).withClass(NUMBER),
                td(Text.decimalOrNone(student.chosen())).withClass(NUMBER),
                td(Text.decimal(student.best())).withClass(NUMBER));
    }
}
