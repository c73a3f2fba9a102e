package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.internal.notes.Markdown;
import dev.understudy.result.Comparison;
import dev.understudy.result.MissingStudent;
import dev.understudy.result.TableCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.testng.annotations.Test;

/** A comparison as Markdown and as comma-separated values. */
public final class ComparisonTextTest {
    private static final Comparison COMPARISON = Compared.of(
            Compared.with(Compared.cell("student", "single", "student", 70, 71, 72), 89.18, null),
            Compared.with(Compared.cell("kd", "single", "kd", 71, 73, 75), 89.73, null),
            Compared.with(
                    Compared.cell("channel | a*b", "two + KD", "channel:stages=two", 72, 73.1, 74.2),
                    null,
                    Compared.profile("channel:stages=two")));

    @Test
    public void theMatrixIsBoldOnlyWhereTheDifferenceHolds() {
        // kd: 1, 2, 3 more; channel: 2.0, 2.1, 2.2 more; standard deviations 1, 2 and 1.1
        String text = MarkdownTable.render(COMPARISON);
        assertTrue(text.startsWith("# Table 3 \\| shapes\n\n"), text);
        assertTrue(text.contains("""

                        |  | single | two + KD |
                        |---|---:|---:|
                        | student | 71.00 ± 1.00 (89.18) |  |
                        | kd | 73.00 ± 2.00 (89.73) |  |
                        | channel \\| a\\*b |  | **73.10 ± 1.10** |
                        """), text);
    }

    @Test
    public void theLongTableHasARowForEachCell() {
        String text = MarkdownTable.render(COMPARISON);
        assertTrue(
                text.contains(
                        "\n| student | 3 | 71.00 ± 1.00 | 71.00 ± 1.00 | 72.00 ± 1.00 | 70.00 ± 0.00 | –"
                                + " | −2.00 \\[−4.48, +0.48\\] | 89.18 | – | 4.50 ± 0.00 | 1.50 ± 0.00 | 125,000 | – | – | – | – |\n"),
                text);
        // channel - kd: 1, 0.1, -0.8: mean 0.1, s = 0.9, half 2.235724; 4,000 steps in 50 s
        assertTrue(
                text.contains(
                        "\n| channel:stages=two | 3 | **73.10 ± 1.10** | 73.10 ± 1.10 | 74.10 ± 1.10 | 70.00 ± 0.00"
                                + " | **+2.10 \\[+1.85, +2.35\\]** | +0.10 \\[−2.14, +2.34\\] | – | 85.00 ± 0.00 | 4.50 ± 0.00"
                                + " | 1.50 ± 0.00 | 125,000 | 12.50 | 4,096 | 1.5 MiB | 50.0 s |\n"),
                text);
        assertTrue(text.contains("\n| large | aaaaaaaaaaaa | 1,000,000 | 80.00 | 79.50 | 3.00 | 1.25 |\n"), text);
    }

    @Test
    public void notesAndOriginFollow() {
        String text = MarkdownTable.render(COMPARISON);
        assertTrue(text.contains("\n- In brackets: the paper's accuracy, one number without a spread.\n"), text);
        assertTrue(text.contains("\n- commits of the students: abc123\n"), text);
        assertTrue(text.contains("\n- machines: Linux amd64, 2 logical cores\n"), text);
        assertTrue(text.contains("\n- epochs: 2\n"), text);
        assertTrue(text.endsWith("\nCommands:\n\n    ./understudy compare\n"), text);
        ComparisonNotes.of(COMPARISON).stream()
                .filter(note -> !ComparisonNotes.marks(COMPARISON).contains(note))
                .forEach(note -> assertTrue(text.contains("\n- " + Markdown.text(note) + "\n"), note));
    }

    @Test
    public void withoutATeacherThereIsNoTableOfTeachers() {
        String text = MarkdownTable.render(Compared.of(List.of(), Compared.cell("student", "single", "student", 70)));
        assertFalse(text.contains("Teacher"), text);
        assertTrue(text.contains("| student | 70.00 |\n"), text);
    }

    @Test
    public void theTextIsTheSameEveryTimeInAnyCountry() {
        String markdown = MarkdownTable.render(COMPARISON);
        String csv = ComparisonCsv.render(COMPARISON);
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals(MarkdownTable.render(COMPARISON), markdown);
            assertEquals(ComparisonCsv.render(COMPARISON), csv);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    public void theValuesHaveALineForEachStudent() {
        TableCell kd = Compared.with(
                Compared.cell("kd", Compared.student("kd", 2, 72.25, null), Compared.student("kd", 1, 71)),
                89.73,
                null);
        TableCell alone = Compared.cell("a, b", "single", "student", 70);
        assertEquals(
                ComparisonCsv.render(Compared.of(alone, kd)),
                "recipe,row,column,seed,last,chosen,best,validation,agreement,calibrationError,negativeLogLikelihood,"
                        + "parameters,seconds,paper,commit,teacher,gap\n"
                        + "student,\"a, b\",single,1,70.0,70.0,71.0,70.0,,4.5,1.5,125000,30.5,,abc123,,\n"
                        + "kd,kd,single,1,71.0,71.0,72.0,70.0,85.0,4.5,1.5,125000,30.5,89.73,abc123," + Compared.TEACHER
                        + ",\n"
                        + "kd,kd,single,2,72.25,,73.25,,85.0,4.5,1.5,125000,30.5,89.73,abc123," + Compared.TEACHER
                        + ",\n");
    }

    private static Comparison gaps(TableCell... cells) {
        Comparison whole = Compared.of(cells);
        return new Comparison(
                whole.title(),
                whole.provenance(),
                whole.dataset(),
                whole.classNames(),
                whole.settings(),
                whole.teachers(),
                whole.cells(),
                whole.alone(),
                whole.softTargets(),
                List.of(
                        new MissingStudent("kd", "single", "kd", 2, "the loss became NaN"),
                        new MissingStudent("mine", "single", "mine", 1, "not today, \"mine\""),
                        new MissingStudent("mine", "single", "mine", 2, "not today")));
    }

    @Test
    public void aGapIsMarkedInTheTableAndSaysWhy() {
        Comparison comparison =
                gaps(Compared.cell("student", "single", "student", 70, 71), Compared.cell("kd", "single", "kd", 72));
        String text = MarkdownTable.render(comparison);
        assertTrue(text.contains("| kd | 72.00 / 1 gap |\n"), text);
        assertTrue(text.contains("| mine | 2 gaps |\n"), text);
        assertTrue(text.contains("A gap: kd seed 2 could not be trained: the loss became NaN."), text);
        String csv = ComparisonCsv.render(comparison);
        assertTrue(csv.contains("\nkd,kd,single,2,,,,,,,,,,,,,the loss became NaN\n"), csv);
        assertTrue(csv.endsWith("\nmine,mine,single,2,,,,,,,,,,,,,not today\n"), csv);
    }

    @Test
    public void whereNobodyCouldBeTrainedThereIsATableOfGaps() throws IOException {
        Comparison comparison = gaps();
        assertTrue(MarkdownTable.render(comparison).contains("| mine | 2 gaps |\n"));
        Path file = Files.createTempDirectory("gaps").resolve("table.json");
        comparison.write(file);
        assertEquals(Comparison.read(file), comparison);
    }

    @Test
    public void aFileFromBeforeThereWereGapsHasNone() throws IOException {
        Comparison comparison = Compared.of(Compared.cell("student", "single", "student", 70));
        Path file = Files.createTempDirectory("gaps").resolve("table.json");
        comparison.write(file);
        String text = Files.readString(file);
        String older = text.replaceAll(",\\s*\"gaps\" : \\[ \\]", "");
        assertTrue(older.length() < text.length(), text);
        Files.writeString(file, older);
        assertEquals(Comparison.read(file), comparison);
    }
}
