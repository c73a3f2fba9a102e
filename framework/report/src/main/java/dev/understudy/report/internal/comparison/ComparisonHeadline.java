package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.p;

import dev.understudy.internal.text.Counts;
import dev.understudy.report.Difference;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.Verdict;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.Spread;
import dev.understudy.result.TeacherResult;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a comparison found, in one sentence that claims no more than its intervals, and the numbers that matter most. */
public final class ComparisonHeadline {
    private static final String NBSP = "\u00a0";
    private final Cells cells;
    private final List<Cells.Entry> taught;

    public ComparisonHeadline(Cells cells) {
        this.cells = cells;
        taught = cells.taught();
    }

    public DomContent html() {
        return header(
                p("Understudy · " + cells.comparison().title()).withClass("brand"),
                h1(sentence()),
                p(setting()).withClass("lede"),
                figures());
    }

    private String sentence() {
        if (taught.isEmpty()) {
            return cells.comparison().title();
        }
        if (cells.alone().isEmpty()) {
            return "There is no student alone to compare with. " + best();
        }
        return taught.stream().allMatch(ComparisonHeadline::single) ? oneSeed() : intervals();
    }

    private static boolean single(Cells.Entry entry) {
        return entry.standing()
                .toAlone()
                .filter(difference -> difference.low() != null)
                .isEmpty();
    }

    private String oneSeed() {
        return "No recipe has two seeds in common with the student alone: no difference can be told from chance. "
                + best();
    }

    private String intervals() {
        long better = taught.stream().filter(entry -> entry.standing().bold()).count();
        String count = better == 0 ? "None" : better == taught.size() && better > 1 ? "All" : Long.toString(better);
        return count + " of " + Counts.of(taught.size(), "recipe")
                + (better == 1 || better == 0 ? " beats" : " beat")
                + " the student alone with 95\u00a0% confidence. " + best();
    }

    /** Whoever is best by mean, be it a student without a teacher; then the best recipe is named beside it. */
    private String best() {
        Cells.Entry best = cells.ranked().get(0);
        Cells.Entry recipe = taught.get(0);
        return best.taught()
                ? "Best by mean: " + named(recipe)
                        + gain(recipe.standing().toAlone(), " over the student alone")
                        + cells.untaught()
                                .map(other -> gain(recipe.standing().toUntaught(), " over " + other.name()))
                                .orElse("")
                : "Best by mean: " + named(best) + ", which had no teacher; the best recipe is " + named(recipe)
                        + gain(recipe.standing().toAlone(), " over the student alone");
    }

    private static String named(Cells.Entry entry) {
        return entry.name() + " with " + percent(entry.standing().last());
    }

    private static String gain(Optional<Difference> difference, String over) {
        return difference
                .map(known -> ", " + NumberText.signed(known.mean()) + NBSP + "points"
                        + (known.low() == null
                                ? ""
                                : " " + Sections.interval(known).replace(" ", NBSP)) + over
                        + (Verdict.of(known) == Verdict.UNDECIDED ? ", which may be chance" : ""))
                .orElse("");
    }

    private static String percent(Spread spread) {
        return NumberText.decimal(spread) + NBSP + "%";
    }

    private String setting() {
        DatasetSummary data = cells.comparison().dataset();
        String held = data.validationImages() == 0 ? "" : NumberText.count(data.validationImages()) + " to choose by, ";
        return "Test accuracy on " + data.name() + " after the last epoch: " + data.classes() + " classes, "
                + NumberText.count(data.trainImages()) + " images to train on, " + held
                + NumberText.count(data.testImages())
                + " to test on" + seeds()
                + ". In brackets the 95\u00a0% interval of the difference to the student alone, "
                + "paired by seed." + teacher();
    }

    private String seeds() {
        int most = cells.all().stream()
                .mapToInt(entry -> entry.cell().students().size())
                .max()
                .orElse(0);
        int least = cells.all().stream()
                .mapToInt(entry -> entry.cell().students().size())
                .min()
                .orElse(0);
        return ", " + (least == most ? Counts.of(most, "seed") : least + " to " + most + " seeds") + " a recipe";
    }

    private String teacher() {
        List<TeacherResult> teachers = cells.comparison().teachers();
        if (teachers.isEmpty()) {
            return "";
        }
        TeacherResult first = teachers.get(0);
        return " The teacher has " + NumberText.sizeOrUnknown(first.parameters()) + " parameters and reaches "
                + NumberText.decimal(first.test().accuracy()) + NBSP + "%.";
    }

    private DomContent figures() {
        List<DomContent> figures = new ArrayList<>();
        cells.comparison().teachers().stream()
                .limit(1)
                .forEach(teacher -> figures.add(
                        figure("Teacher", NumberText.decimal(teacher.test().accuracy()), false)));
        cells.alone().ifPresent(entry -> figures.add(figure("Student alone", entry)));
        cells.untaught().ifPresent(entry -> figures.add(figure("Best without a teacher: " + entry.name(), entry)));
        cells.softTargets().ifPresent(entry -> figures.add(figure("Soft targets alone (KD)", entry)));
        taught.stream().limit(1).forEach(entry -> figures.add(figure("Best recipe by mean: " + entry.name(), entry)));
        return dl(each(figures, figure -> figure)).withClass("figures");
    }

    private static DomContent figure(String name, Cells.Entry entry) {
        return figure(
                name,
                NumberText.decimal(entry.standing().last()),
                entry.standing().bold());
    }

    private static DomContent figure(String name, String percent, boolean bold) {
        return div(dt(name), dd(percent + NBSP + "%").withCondClass(bold, "holds"));
    }
}
