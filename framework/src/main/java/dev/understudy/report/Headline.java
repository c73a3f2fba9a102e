package dev.understudy.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was measured, in one sentence, and the numbers that matter most. */
final class Headline {
    private final RunSummary summary;
    private final Results results;

    Headline(RunSummary summary, Results results) {
        this.summary = summary;
        this.results = results;
    }

    DomContent html() {
        return header(
                p("Understudy").withClass("brand"), h1(sentence()), p(setting()).withClass("lede"), figures());
    }

    /** The title of the page, too. */
    String sentence() {
        return "Test accuracy on " + summary.dataset().name() + " of " + student() + teaching() + ", over "
                + Text.plural(results.seeds(), "seed");
    }

    private String student() {
        Set<String> networks =
                summary.students().stream().map(StudentSummary::network).collect(Collectors.toSet());
        if (networks.size() != 1) {
            return Text.plural(networks.size(), "student network");
        }
        StudentSummary first = summary.students().get(0);
        return "a student of " + Text.size(first.parameters()) + " parameters";
    }

    private String teaching() {
        TeacherSummary teacher = summary.teacher();
        int ways = results.taught().size();
        if (teacher == null || ways == 0) {
            return "";
        }
        return ", taught by a teacher of " + Text.sizeOrUnknown(teacher.parameters()) + " parameters"
                + (ways == 1 ? "" : ", in " + ways + " ways");
    }

    private String setting() {
        DatasetSummary data = summary.dataset();
        String held = data.validationPictures() == 0 ? "" : Text.count(data.validationPictures()) + " to choose by, ";
        return Text.plural(data.classes(), "class").replace("classs", "classes") + ", "
                + Text.count(data.trainPictures()) + " pictures to train on, " + held
                + Text.count(data.testPictures()) + " to test on. The run took "
                + Text.duration(summary.provenance().seconds()) + ".";
    }

    private DomContent figures() {
        List<DomContent> figures = new ArrayList<>();
        TeacherSummary teacher = summary.teacher();
        if (teacher != null) {
            figures.add(figure("Teacher", Text.decimal(teacher.accuracy())));
        }
        if (!results.alone().isEmpty()) {
            figures.add(figure("Student alone", Text.decimal(last(results.alone()))));
        }
        if (results.taught().size() == 1) {
            figures.add(
                    figure("Student taught", Text.decimal(last(results.taught().get(0)))));
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
        return Text.decimal(means.get(0)) + " to " + Text.decimal(means.get(means.size() - 1));
    }

    private static Spread last(List<StudentSummary> students) {
        return Results.spread(students, student -> student.accuracy().last());
    }

    private static DomContent figure(String name, String percent) {
        return div(dt(name), dd(percent + " %"));
    }
}
