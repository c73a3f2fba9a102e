package dev.understudy.report.internal.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.internal.html.Facts;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.RunSummary;
import dev.understudy.result.StudentSummary;
import j2html.tags.DomContent;
import java.util.List;

/** Everything one needs to get the same numbers again. */
public final class Details {
    private final RunSummary summary;

    public Details(RunSummary summary) {
        this.summary = summary;
    }

    public DomContent html() {
        return section(
                        h2("How to get these numbers again").withId("details"),
                        Tables.command(summary.provenance().command()),
                        div(
                                        Tables.facts("Origin", Facts.of(summary.provenance())),
                                        Tables.facts("SampleImages", Facts.of(summary.dataset())),
                                        iff(
                                                !summary.settings().isEmpty(),
                                                Tables.facts("Settings", summary.settings())))
                                .withClass("columns"),
                        h3("Students"),
                        Tables.scrolling("Students", students(summary.students())))
                .attr("aria-labelledby", "details");
    }

    private static DomContent students(List<StudentSummary> students) {
        return table(
                thead(tr(
                        Tables.column("Recipe"),
                        Tables.column("Seed").withClass("number"),
                        Tables.column("Network"),
                        Tables.column("Norm"),
                        Tables.column("Validation accuracy").withClass("number"),
                        Tables.column("Training time").withClass("number"))),
                tbody(each(
                        students,
                        student -> tr(
                                Tables.name(student.recipe()),
                                td(Long.toString(student.seed())).withClass("number"),
                                td(student.network()),
                                td(NumberText.orNone(student.norm())),
                                td(NumberText.decimalOrNone(student.validationAccuracy()))
                                        .withClass("number"),
                                td(NumberText.duration(student.seconds())).withClass("number")))));
    }
}
