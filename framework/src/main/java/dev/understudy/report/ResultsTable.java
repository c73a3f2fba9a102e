package dev.understudy.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of teacher and students. */
final class ResultsTable {
    private static final String NUMBER = "number";
    private final @Nullable TeacherSummary teacher;
    private final Results results;

    ResultsTable(@Nullable TeacherSummary teacher, Results results) {
        this.teacher = teacher;
        this.results = results;
    }

    DomContent html() {
        return Tables.scrolling(
                "Results",
                table(
                                caption("Accuracies in percent on the test split."),
                                thead(header()),
                                teacher == null ? tbody() : tbody(teacherRow(teacher)),
                                each(results.byRecipe().values(), students -> tbody(each(rows(students), row -> row))))
                        .withClass("results"));
    }

    private static TrTag header() {
        return tr(
                Tables.column("Recipe"),
                Tables.column("Seed").withClass(NUMBER),
                Tables.column("Last").withClass(NUMBER),
                Tables.column("vs. alone").withClass(NUMBER),
                Tables.column("Best").withClass(NUMBER),
                Tables.column("Images/s").withClass(NUMBER),
                Tables.column("Parameters").withClass(NUMBER),
                Tables.column("of teacher’s").withClass(NUMBER),
                Tables.column("Knowledge"),
                Tables.column("Stages"),
                Tables.column("Teacher’s logits"),
                Tables.column("Self-taught"));
    }

    private static TrTag teacherRow(TeacherSummary teacher) {
        return tr(
                name("teacher"),
                number(Text.NONE),
                number(Text.decimal(teacher.accuracy())),
                number(Text.NONE),
                number(Text.NONE),
                number(Text.NONE),
                number(Text.countOrUnknown(teacher.parameters())),
                number(teacher.parameters() == null ? Text.NONE : Text.share(1, 1)),
                each(Collections.nCopies(4, Text.NONE), text -> td(text)));
    }

    private List<TrTag> rows(List<StudentSummary> students) {
        if (students.size() == 1) {
            return List.of(seedRow(students.get(0)));
        }
        List<TrTag> rows = new ArrayList<>(List.of(meanRow(students)));
        students.forEach(student -> rows.add(detailRow(student)));
        return rows;
    }

    private TrTag seedRow(StudentSummary student) {
        return row(student.recipe(), Long.toString(student.seed()), measured(student), nature(student));
    }

    /** One of several seeds: what its recipe is stands in the row of the mean. */
    private TrTag detailRow(StudentSummary student) {
        List<DomContent> nothing =
                Stream.<DomContent>generate(() -> td()).limit(6).toList();
        return row("seed " + student.seed(), "", measured(student), nothing).withClass("seed");
    }

    private TrTag meanRow(List<StudentSummary> students) {
        StudentSummary first = students.get(0);
        return row(first.recipe(), "mean of " + students.size(), means(students), nature(first))
                .withClass("mean");
    }

    private static TrTag row(String recipe, String seed, List<DomContent> measured, List<DomContent> nature) {
        return tr(name(recipe), number(seed), each(measured, cell -> cell), each(nature, cell -> cell));
    }

    private List<DomContent> measured(StudentSummary student) {
        Double gain = results.gain(student);
        return List.of(
                number(Text.decimal(student.accuracy().last())),
                number(gain == null ? Text.NONE : Text.signed(gain)),
                number(Text.decimal(student.accuracy().best())),
                number(Text.count(Math.round(student.imagesPerSecond()))));
    }

    private List<DomContent> means(List<StudentSummary> students) {
        Spread speed = Results.spread(students, StudentSummary::imagesPerSecond);
        Optional<Difference> toAlone = results.toAlone(students);
        boolean bold = Verdict.isBold(toAlone);
        return List.of(
                marked(Text.decimal(Results.spread(students, s -> s.accuracy().last())), bold),
                marked(toAlone.map(Text::difference).orElse(Text.NONE), bold),
                number(Text.decimal(Results.spread(students, s -> s.accuracy().best()))),
                number(Text.count(Math.round(speed.mean()))));
    }

    private List<DomContent> nature(StudentSummary student) {
        return List.of(
                number(Text.count(student.parameters())),
                number(share(student.parameters())),
                td(Text.orNone(student.knowledge())),
                td(Text.orNone(student.stages())),
                td(Text.yes(student.softTargets())),
                td(Text.yes(student.selfTaught())));
    }

    private String share(long parameters) {
        Long whole = teacher == null ? null : teacher.parameters();
        return whole == null ? Text.NONE : Text.share(parameters, whole);
    }

    private static DomContent name(String recipe) {
        return Tables.name(recipe);
    }

    private static DomContent number(String text) {
        return td(text).withClass(NUMBER);
    }

    private static DomContent marked(String text, boolean bold) {
        return td(text).withClass(bold ? NUMBER + " holds" : NUMBER);
    }
}
