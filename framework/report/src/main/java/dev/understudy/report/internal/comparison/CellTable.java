package dev.understudy.report.internal.comparison;

import static j2html.TagCreator.button;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.understudy.report.CellStatistics;
import dev.understudy.report.Difference;
import dev.understudy.report.internal.html.Sections;
import dev.understudy.report.internal.html.Tables;
import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.notes.PeakMemoryColumn;
import dev.understudy.report.internal.notes.TeacherFree;
import dev.understudy.result.Profile;
import dev.understudy.result.Spread;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import j2html.tags.specialized.ThTag;
import j2html.tags.specialized.TrTag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row for every cell with all its numbers, sorted by the buttons in its head. */
final class CellTable {
    /** Left out where there is nothing to compare with. */
    private static final String NO_TEACHER = "vs. best without teacher";

    /** Stands for the memory that was measured. */
    private static final String MEMORY = "Peak memory";

    private static final List<String> COLUMNS = List.of(
            "Last",
            "Chosen on validation",
            "Best on test, optimistic",
            "vs. student alone",
            NO_TEACHER,
            "vs. KD",
            "Agreement",
            "Calibration error",
            "Neg. log-likelihood",
            "Parameters",
            "ms per step",
            MEMORY);
    private static final double MEBIBYTE = 1 << 20;
    private final Cells cells;
    private final boolean compared;
    private final PeakMemoryColumn memory;

    CellTable(Cells cells) {
        this.cells = cells;
        compared = cells.untaught().isPresent();
        memory = PeakMemoryColumn.of(cells.comparison());
    }

    private List<String> columns() {
        return COLUMNS.stream()
                .filter(column -> compared || !column.equals(NO_TEACHER))
                .map(column -> column.equals(MEMORY) ? memory.heading() + ", MiB" : column)
                .toList();
    }

    DomContent html() {
        return div(
                p("Accuracies, agreement and calibration error in percent on the test split, accuracies ± "
                                + "standard deviation over seeds. Differences in percentage points after the last "
                                + "epoch, with their 95\u00a0% interval. Agreement is how often a student gives the "
                                + "teacher’s answer, right or wrong; the calibration error says how far its "
                                + "confidence is from how often it is right; the negative log-likelihood is that of the true "
                                + "class, less is better. The buttons in the head sort; the table scrolls.")
                        .withClass("caption"),
                Tables.scrolling(
                        "All numbers by recipe",
                        table(
                                        thead(tr(head("Recipe", "descending"), each(columns(), column -> head(
                                                        column, "ascending")
                                                .withClass("number")))),
                                        tbody(each(cells.all(), this::row)))
                                .withClass("results sortable")),
                Sections.marks(cells.comparison()));
    }

    /** The first press sorts the other way than the table seems to be sorted before: numbers by falling value. */
    private static ThTag head(String name, String before) {
        return Tables.column("")
                .with(button(text(name), span().withClass("order").attr("aria-hidden", "true"))
                        .withType("button")
                        .attr("data-before", before));
    }

    private TrTag row(Cells.Entry entry) {
        CellStatistics standing = entry.standing();
        Profile profile = entry.cell().profile();
        return tr(
                Tables.name(entry.name()).attr("data-value", Integer.toString(entry.index())),
                spread(Optional.of(standing.last()), standing.outdone() ? " " + TeacherFree.MARK : "")
                        .withClass(standing.bold() ? "number holds" : "number"),
                spread(standing.chosen()),
                spread(Optional.of(standing.best())),
                difference(standing.toAlone(), standing.bold()),
                iff(compared, difference(standing.toUntaught(), false)),
                difference(standing.toSoftTargets(), false),
                mean(standing.agreement()),
                mean(Optional.of(standing.calibrationError())),
                mean(standing.negativeLogLikelihood()),
                count(entry.cell().students().get(0).parameters()),
                step(profile),
                memory(profile));
    }

    private static TdTag spread(Optional<Spread> spread) {
        return spread(spread, "");
    }

    private static TdTag spread(Optional<Spread> spread, String mark) {
        return number(
                spread.map(NumberText::decimal).orElse(NumberText.NONE) + mark,
                spread.map(Spread::mean).orElse(null));
    }

    private static TdTag difference(Optional<Difference> difference, boolean bold) {
        TdTag cell = td().withClass("number")
                .attr("data-value", value(difference.map(Difference::mean).orElse(null)));
        return difference
                .map(known -> cell.with(
                        span(NumberText.signed(known.mean())).withCondClass(bold, "holds"),
                        iff(known.low() != null, span(Sections.interval(known)).withClass("interval"))))
                .orElseGet(() -> cell.withText(NumberText.NONE));
    }

    private static TdTag mean(Optional<Spread> spread) {
        Double mean = spread.map(Spread::mean).orElse(null);
        return number(NumberText.decimalOrNone(mean), mean);
    }

    private static TdTag count(long value) {
        return number(NumberText.count(value), (double) value);
    }

    private static TdTag step(@Nullable Profile profile) {
        return profile == null
                ? number(NumberText.NONE, null)
                : number(NumberText.step(profile), profile.stepMilliseconds());
    }

    private TdTag memory(@Nullable Profile profile) {
        Long bytes = profile == null ? null : memory.bytes(profile);
        return bytes == null
                ? number(NumberText.NONE, null)
                : number(NumberText.count(Math.round(bytes / MEBIBYTE)), (double) bytes);
    }

    private static TdTag number(String text, @Nullable Double value) {
        return td(text).withClass("number").attr("data-value", value(value));
    }

    private static String value(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }
}
