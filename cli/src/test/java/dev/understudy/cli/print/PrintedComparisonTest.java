package dev.understudy.cli.print;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.ComparisonNotes;
import dev.understudy.result.ClassificationMetrics;
import dev.understudy.result.Comparison;
import dev.understudy.result.DatasetSummary;
import dev.understudy.result.EpochRow;
import dev.understudy.result.Provenance;
import dev.understudy.result.StudentResult;
import dev.understudy.result.TableCell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.Test;

/** A comparison on the terminal. */
public final class PrintedComparisonTest {
    private static final Provenance PROVENANCE = new Provenance(
            "1.2.3", "abc", "./understudy", "PyTorch", "17", "a machine", Instant.parse("2026-01-31T12:00:00Z"), 1);

    private static final Comparison COMPARISON = new Comparison(
            "Some recipes",
            PROVENANCE,
            new DatasetSummary("shapes", 4, 1000, 100, 500, "0123"),
            List.of("circle", "square", "star", "cross"),
            Map.of(),
            List.of(),
            List.of(
                    cell("student", "single", "student", 89.18, 70, 71, 72),
                    cell("channel", "single", "channel", null, 71, 73, 75),
                    cell("channel", "two", "channel:stages=two", 91.03, 72, 73.1, 74.2)),
            "student",
            null);

    @Test
    public void theMatrixHasAStarOnlyWhereTheDifferenceHolds() {
        // channel is better by 1, 2, 3 and channel:stages=two by 2.0, 2.1, 2.2
        List<String> lines = PrintedComparison.lines(COMPARISON);
        assertEquals(
                lines.subList(0, 7),
                List.of(
                        "Some recipes",
                        "",
                        "  test %, last epoch  single                 two",
                        "  ------------------  ---------------------  ---------------------",
                        "  student             71.00 ± 1.00  (89.18)",
                        "  channel             73.00 ± 2.00           73.10 ± 1.10* (91.03)",
                        ""));
    }

    @Test
    public void theNotesFollowWordForWordInShortLines() {
        List<String> lines = PrintedComparison.lines(COMPARISON);
        List<String> notes = lines.subList(7, lines.size());
        StringBuilder words = new StringBuilder();
        for (String line : notes) {
            assertTrue(line.length() <= 80, line);
            assertTrue(line.matches("(- |  )\\S.*\\S"), line);
            words.append(line.startsWith("- ") ? "\n" : " ").append(line.substring(2));
        }
        assertEquals(
                words.substring(1),
                String.join("\n", ComparisonNotes.of(COMPARISON)).replaceFirst("^Bold", "*"));
        assertTrue(notes.size() > ComparisonNotes.of(COMPARISON).size(), "no note was long enough: " + notes);
    }

    /** The paper's tables have four columns, and a user's recipes have any name. */
    @Test
    public void nothingIsWiderThanATerminal() {
        TextTable table = new TextTable("test %, last epoch", "single", "single + KD", "two", "two + KD");
        String name = "dev.example.recipes.RelationalKnowledge:stages=two,soft-targets=yes,temperature=4.0";
        table.row(name, "71.00 ± 1.00*† (89.18)", "72.00 ± 1.00*† (89.18)", "73.00 ± 1.00*† (89.18)", "74.00 ± 1.00");
        List<String> lines = table.lines(80);
        lines.forEach(line -> assertTrue(line.length() <= 80, line));
        String all = String.join("\n", lines);
        for (int value = 71; value <= 74; value++) {
            assertTrue(all.contains(value + ".00 ± 1.00"), all);
        }
        String names = lines.subList(2, lines.size() / 2).stream()
                .map(line -> line.substring(2, Math.min(line.length(), 22)).strip())
                .collect(Collectors.joining());
        assertTrue(names.startsWith(name), names);
    }

    private static TableCell cell(String row, String column, String recipe, @Nullable Double paper, double... last) {
        List<StudentResult> students = new ArrayList<>();
        for (int i = 0; i < last.length; i++) {
            students.add(student(recipe, i + 1, last[i]));
        }
        return new TableCell(row, column, recipe, paper, students, null);
    }

    private static StudentResult student(String recipe, long seed, double last) {
        return new StudentResult(
                StudentResult.FORMAT,
                recipe,
                "small",
                Map.of(),
                seed,
                1000,
                null,
                List.of(new EpochRow(recipe, seed, EpochRow.STUDENT, 1, "", 1, 0.1, 1, Map.of(), 50.0, last, 1)),
                new ClassificationMetrics(last, List.of(last), 5, null, null),
                1,
                PROVENANCE);
    }
}
