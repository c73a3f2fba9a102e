package dev.understudy.report;

import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything one needs to get the same numbers again. */
final class Details {
    private final RunSummary summary;

    Details(RunSummary summary) {
        this.summary = summary;
    }

    DomContent html() {
        return section(
                        h2("How to get these numbers again").withId("details"),
                        div(
                                        pre(code(summary.provenance().command()).withId("command"))
                                                .withTabindex(0)
                                                .attr("aria-label", "Command"),
                                        button("Copy")
                                                .withId("copy")
                                                .withType("button")
                                                .isHidden())
                                .withClass("command"),
                        div(
                                        Tables.facts("Origin", origin()),
                                        Tables.facts("Pictures", pictures()),
                                        iff(
                                                !summary.settings().isEmpty(),
                                                Tables.facts("Settings", summary.settings())))
                                .withClass("columns"),
                        h3("Students"),
                        Tables.scrolling("Students", students(summary.students())))
                .attr("aria-labelledby", "details");
    }

    private Map<String, String> origin() {
        Provenance provenance = summary.provenance();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Version", provenance.version());
        facts.put("Commit", provenance.commit());
        facts.put("Engine", provenance.engine());
        facts.put("Java", provenance.java());
        facts.put("Machine", provenance.machine());
        facts.put("Start", provenance.start().toString());
        facts.put("Duration", Text.duration(provenance.seconds()));
        return facts;
    }

    private Map<String, String> pictures() {
        DatasetSummary dataset = summary.dataset();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Name", dataset.name());
        facts.put("Classes", Text.count(dataset.classes()));
        facts.put("Training", Text.count(dataset.trainPictures()));
        facts.put("Validation", Text.count(dataset.validationPictures()));
        facts.put("Test", Text.count(dataset.testPictures()));
        facts.put("Fingerprint", dataset.fingerprint());
        return facts;
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
                                th(student.recipe()).attr("scope", "row"),
                                td(Long.toString(student.seed())).withClass("number"),
                                td(student.network()),
                                td(Text.orNone(student.norm())),
                                td(Text.decimalOrNone(student.validationAccuracy()))
                                        .withClass("number"),
                                td(Text.duration(student.seconds())).withClass("number")))));
    }
}
