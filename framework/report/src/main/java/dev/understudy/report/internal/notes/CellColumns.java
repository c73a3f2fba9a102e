package dev.understudy.report.internal.notes;

import dev.understudy.report.CellStatistics;
import dev.understudy.report.Difference;
import dev.understudy.result.Profile;
import dev.understudy.result.Spread;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The long table of a comparison in Markdown: a row for each cell. */
public final class CellColumns {
    /** Left out where there is nothing to compare with. */
    private static final String NO_TEACHER = "vs. best without teacher";

    /** Stands for the memory that was measured. */
    private static final String MEMORY = "Peak memory";

    private static final List<Column> COLUMNS = List.of(
            new Column("Recipe", standing -> Markdown.text(standing.cell().recipe())),
            new Column(
                    "Seeds",
                    standing -> NumberText.count(standing.cell().students().size())),
            new Column("Last", CellColumns::last),
            new Column("Chosen on validation", standing -> spread(standing.chosen())),
            new Column("Best on test", standing -> standing.best().text()),
            new Column("Validation", standing -> spread(standing.validation())),
            new Column("vs. alone", standing -> bold(standing, difference(standing.toAlone()))),
            new Column(NO_TEACHER, standing -> difference(standing.toUntaught())),
            new Column("vs. KD", standing -> difference(standing.toSoftTargets())),
            new Column(
                    "Paper",
                    standing -> NumberText.decimalOrNone(standing.cell().paper())),
            new Column("Agreement", standing -> spread(standing.agreement())),
            new Column("ECE", standing -> standing.calibrationError().text()),
            new Column("NLL", standing -> spread(standing.negativeLogLikelihood())),
            new Column(
                    "Parameters",
                    standing ->
                            NumberText.count(standing.cell().students().get(0).parameters())),
            new Column("ms/step", standing -> cost(standing, NumberText::step)),
            new Column(
                    "Extra parameters while training",
                    standing -> cost(standing, profile -> NumberText.count(profile.extraParameters()))),
            new Column(
                    MEMORY,
                    standing -> cost(
                            standing,
                            profile -> NumberText.memoryOrNone(
                                    PeakMemoryColumn.of(standing.comparison()).bytes(profile)))),
            new Column("Training time", standing -> cost(standing, profile -> NumberText.duration(profile.seconds()))));

    private static final Set<String> IN_SUMMARY =
            Set.of("Recipe", "Seeds", "Last", "vs. alone", NO_TEACHER, "vs. KD", "Agreement", "Parameters");

    private CellColumns() {}

    /**
     * One column.
     *
     * @param heading its heading
     * @param cell its Markdown in a row
     */
    private record Column(String heading, Function<CellStatistics, String> cell) {}

    public static String table(List<CellStatistics> standings) {
        return table(standings, COLUMNS);
    }

    public static String summary(List<CellStatistics> standings) {
        return table(
                standings,
                COLUMNS.stream()
                        .filter(column -> IN_SUMMARY.contains(column.heading()))
                        .toList());
    }

    private static String table(List<CellStatistics> standings, List<Column> all) {
        boolean compared =
                standings.stream().anyMatch(standing -> standing.toUntaught().isPresent());
        List<Column> columns = all.stream()
                .filter(column -> compared || !column.heading().equals(NO_TEACHER))
                .toList();
        return Markdown.table(
                columns.stream()
                        .map(column -> column.heading().equals(MEMORY) ? memory(standings) : column.heading())
                        .toList(),
                standings.stream()
                        .map(standing -> columns.stream()
                                .map(column -> column.cell().apply(standing))
                                .toList())
                        .toList());
    }

    private static String memory(List<CellStatistics> standings) {
        return standings.stream()
                .findFirst()
                .map(standing -> PeakMemoryColumn.of(standing.comparison()).heading())
                .orElse(MEMORY);
    }

    /** The number to quote, with its marks. */
    public static String last(CellStatistics standing) {
        String last = standing.last().text();
        return bold(standing, last) + (standing.outdone() ? " " + TeacherFree.MARK : "");
    }

    private static String bold(CellStatistics standing, String text) {
        return standing.bold() ? "**" + text + "**" : text;
    }

    private static String spread(Optional<Spread> spread) {
        return spread.map(Spread::text).orElse(NumberText.NONE);
    }

    private static String difference(Optional<Difference> difference) {
        return difference.map(NumberText::difference).map(Markdown::text).orElse(NumberText.NONE);
    }

    private static String cost(CellStatistics standing, Function<Profile, String> number) {
        Profile profile = standing.cell().profile();
        return profile == null ? NumberText.NONE : number.apply(profile);
    }
}
