package dev.understudy.report.internal.run;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;

import dev.understudy.internal.text.Counts;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.RunSummary;
import dev.understudy.result.Spread;
import dev.understudy.result.StudentSummary;
import dev.understudy.result.TeacherSummary;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was measured, in one sentence, and the numbers that matter most. */
public final class Headline {
    private final RunSummary summary;
    private final RunResults results;

    public Headline(RunSummary summary, RunResults results) {
        this.summary = summary;
        this.results = results;
    }

    public DomContent html() {
        return header(
                p("Understudy").withClass("brand"), h1(sentence()), p(setting()).withClass("lede"), figures());
    }

    /** The title of the page, too. */
    public String sentence() {
        return "Test accuracy on " + summary.dataset().name() + " of " + student() + teaching() + ", over "
                + Counts.of(results.seeds(), "seed");
    }

    private String student() {
        Set<String> networks =
                summary.students().stream().map(StudentSummary::network).collect(Collectors.toSet());
        if (networks.size() != 1) {
            return Counts.of(networks.size(), "student network");
        }
        StudentSummary first = summary.students().get(0);
        return "a student of " + NumberText.size(first.parameters()) + " parameters";
    }

    private String teaching() {
        TeacherSummary teacher = summary.teacher();
        int ways = results.taught().size();
        if (teacher == null || ways == 0) {
            return "";
        }
        return ", taught by a teacher of " + NumberText.sizeOrUnknown(teacher.parameters()) + " parameters"
                + (ways == 1 ? "" : ", in " + ways + " ways");
    }

    private String setting() {
        DatasetSummary data = summary.dataset();
        String held = data.validationImages() == 0 ? "" : NumberText.count(data.validationImages()) + " to choose by, ";
        return Counts.of(data.classes(), "class").replace("classs", "classes") + ", "
                + NumberText.count(data.trainImages()) + " images to train on, " + held
                + NumberText.count(data.testImages()) + " to test on. "
                + (summary.settings().containsKey(RunSummary.RESUMED)
                        ? "The last part of the run, since it was gone on with, took "
                        : "The run took ")
                + NumberText.duration(summary.provenance().seconds()) + ".";
    }

    private DomContent figures() {
        List<DomContent> figures = new ArrayList<>();
        TeacherSummary teacher = summary.teacher();
        if (teacher != null) {
            figures.add(figure("Teacher", NumberText.decimal(teacher.accuracy())));
        }
        if (!results.alone().isEmpty()) {
            figures.add(figure("Student alone", NumberText.decimal(last(results.alone()))));
        }
        if (results.taught().size() == 1) {
            figures.add(figure(
                    "Student taught", NumberText.decimal(last(results.taught().get(0)))));
        } else if (!results.taught().isEmpty()) {
            figures.add(figure("Students taught, lowest to highest", range()));
        }
        return dl(each(figures, figure -> figure)).withClass("figures");
    }

    private String range() {
        List<Double> means = results.taught().stream()
                .map(students -> last(students).mean())
                .sorted()
                .toList();
        return NumberText.decimal(means.get(0)) + " to " + NumberText.decimal(means.get(means.size() - 1));
    }

    private static Spread last(List<StudentSummary> students) {
        return RunResults.spread(students, student -> student.accuracy().last());
    }

    private static DomContent figure(String name, String percent) {
        return div(dt(name), dd(percent + " %"));
    }
}
