package dev.understudy.report.internal.run;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.Difference;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.result.Spread;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TeacherSummary;
import j2html.tags.DomContent;
import j2html.tags.specialized.TrTag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of teacher and students. */
public final class ResultsTable {
    private static final String NUMBER = "number";
    private final @Nullable TeacherSummary teacher;
    private final RunResults results;

    public ResultsTable(@Nullable TeacherSummary teacher, RunResults results) {
        this.teacher = teacher;
        this.results = results;
    }

    public DomContent html() {
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
                number(NumberText.NONE),
                number(NumberText.decimal(teacher.accuracy())),
                number(NumberText.NONE),
                number(NumberText.NONE),
                number(NumberText.NONE),
                number(NumberText.countOrUnknown(teacher.parameters())),
                number(teacher.parameters() == null ? NumberText.NONE : NumberText.share(1, 1)),
                each(Collections.nCopies(4, NumberText.NONE), text -> td(text)));
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
                number(NumberText.decimal(student.accuracy().last())),
                number(gain == null ? NumberText.NONE : NumberText.signed(gain)),
                number(NumberText.decimal(student.accuracy().best())),
                number(NumberText.count(Math.round(student.imagesPerSecond()))));
    }

    private List<DomContent> means(List<StudentSummary> students) {
        Spread speed = RunResults.spread(students, StudentSummary::imagesPerSecond);
        Optional<Difference> toAlone = results.toAlone(students);
        boolean bold = Verdict.isBold(toAlone);
        return List.of(
                marked(
                        NumberText.decimal(
                                RunResults.spread(students, s -> s.accuracy().last())),
                        bold),
                marked(toAlone.map(NumberText::difference).orElse(NumberText.NONE), bold),
                number(NumberText.decimal(
                        RunResults.spread(students, s -> s.accuracy().best()))),
                number(NumberText.count(Math.round(speed.mean()))));
    }

    private List<DomContent> nature(StudentSummary student) {
        return List.of(
                number(NumberText.count(student.parameters())),
                number(share(student.parameters())),
                td(NumberText.orNone(student.knowledge())),
                td(NumberText.orNone(student.stages())),
                td(NumberText.yes(student.softTargets())),
                td(NumberText.yes(student.selfTaught())));
    }

    private String share(long parameters) {
        Long whole = teacher == null ? null : teacher.parameters();
        return whole == null ? NumberText.NONE : NumberText.share(parameters, whole);
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
