package dev.understudy.recipes;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;

import dev.understudy.objective.Norm;
import dev.understudy.recipes.PaperTables.Cell;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.Test;

public class PaperTablesTest {

    private static final List<Norm> SQUARED = List.of(Norm.SQUARED);

    @Test
    public void tableThreeHasFiveFormsInFourSchemesBehindTwoReferences() {
        List<Cell> cells = PaperTables.three("cifar10", SQUARED);
        assertEquals(cells.size(), 2 + 5 * 4);
        assertEquals(
                rows(cells), List.of("student alone", "KD", "channel", "spatial", "both", "activation", "attention"));
        assertEquals(
                cells.subList(2, 6).stream().map(Cell::column).toList(),
                List.of("single", "single + KD", "two", "two + KD"));
        assertEquals(
                cells.subList(0, 6).stream().map(Cell::word).toList(),
                List.of(
                        "student",
                        "kd",
                        "channel",
                        "channel:soft-targets=yes",
                        "channel:stages=two",
                        "channel:stages=two,soft-targets=yes"));
    }

    @Test
    public void tableFourHasThreeRowsForEachOfTwoFormsBehindThreeReferences() {
        List<Cell> cells = PaperTables.four("cifar100", SQUARED);
        assertEquals(cells.size(), 3 + 2 * 3 * 2);
        assertEquals(
                rows(cells),
                List.of(
                        "student alone",
                        "KD",
                        "student-augmented alone",
                        "channel, original",
                        "channel, augmented",
                        "channel, augmented + self-guided",
                        "activation, original",
                        "activation, augmented",
                        "activation, augmented + self-guided"));
        assertEquals(
                cells.subList(2, 9).stream().map(Cell::word).toList(),
                List.of(
                        "student-augmented",
                        "channel",
                        "channel:soft-targets=yes",
                        "augmented-channel",
                        "augmented-channel:soft-targets=yes",
                        "self-guided-channel",
                        "self-guided-channel:soft-targets=yes"));
    }

    @Test
    public void theCorrelationsStandThereOnceForEachNormWithThePapersNumberBesideBoth() {
        List<Cell> three = PaperTables.three("cifar100", PaperTables.NORMS);
        assertEquals(three.size(), 2 + (3 * 2 + 2) * 4);
        assertEquals(
                rows(three),
                List.of(
                        "student alone",
                        "KD",
                        "channel",
                        "channel, absolute",
                        "spatial",
                        "spatial, absolute",
                        "both",
                        "both, absolute",
                        "activation",
                        "attention"));
        assertEquals(cell(three, "both, absolute", "two").word(), "both:stages=two,norm=absolute");
        assertEquals(paper(three, "both", "two"), 67.70);
        assertEquals(paper(three, "both, absolute", "two"), 67.70);
        List<Cell> four = PaperTables.four("cifar100", PaperTables.NORMS);
        assertEquals(four.size(), 3 + 3 * 3 * 2);
        assertEquals(
                cell(four, "channel, augmented + self-guided, absolute", "single + KD")
                        .word(),
                "self-guided-channel:soft-targets=yes,norm=absolute");
    }

    @Test
    public void thePapersNumbersStandInTheirCells() {
        List<Cell> ten = PaperTables.three("cifar10", SQUARED);
        assertEquals(paper(ten, "student alone", "single"), 89.18);
        assertEquals(paper(ten, "KD", "single"), 89.73);
        assertEquals(paper(ten, "channel", "single"), 90.68);
        assertEquals(paper(ten, "spatial", "single + KD"), 90.92);
        assertEquals(paper(ten, "both", "two + KD"), 91.67);
        assertEquals(paper(ten, "attention", "two"), 90.40);
        List<Cell> hundred = PaperTables.three("cifar100", SQUARED);
        assertEquals(paper(hundred, "student alone", "single"), 64.66);
        assertEquals(paper(hundred, "KD", "single"), 67.36);
        assertEquals(paper(hundred, "activation", "two + KD"), 69.38);
        List<Cell> four = PaperTables.four("cifar100", SQUARED);
        assertEquals(paper(four, "student-augmented alone", "single"), 66.26);
        assertEquals(paper(four, "channel, augmented", "single + KD"), 69.10);
        assertEquals(paper(four, "channel, augmented + self-guided", "single"), 68.21);
        assertEquals(paper(four, "activation, augmented", "single"), 68.04);
        assertEquals(paper(four, "activation, augmented + self-guided", "single + KD"), 68.40);
        // The student's rows are the same students in both tables.
        for (String form : List.of("channel", "activation")) {
            for (String column : List.of("single", "single + KD")) {
                assertEquals(paper(four, form + ", original", column), paper(hundred, form, column));
            }
        }
    }

    @Test
    public void everyCellOfThePapersHasANumberAndNoCellElsewhere() {
        for (String dataset : List.of("cifar10", "cifar100")) {
            PaperTables.three(dataset, PaperTables.NORMS).forEach(cell -> assertFalse(cell.paper() == null, "" + cell));
        }
        PaperTables.four("cifar100", PaperTables.NORMS).forEach(cell -> assertFalse(cell.paper() == null, "" + cell));
        PaperTables.three("shapes", SQUARED).forEach(cell -> assertNull(cell.paper()));
        PaperTables.four("cifar10", SQUARED).forEach(cell -> assertNull(cell.paper()));
    }

    @Test
    public void noCellStandsTwiceAndEachIsARecipeOfItsOwn() {
        for (List<Cell> cells : List.of(
                PaperTables.three("cifar10", PaperTables.NORMS), PaperTables.four("cifar10", PaperTables.NORMS))) {
            Set<String> words = new HashSet<>();
            Set<String> places = new HashSet<>();
            for (Cell cell : cells) {
                words.add(cell.word());
                places.add(cell.row() + " | " + cell.column());
            }
            assertEquals(words.size(), cells.size());
            assertEquals(places.size(), cells.size());
        }
    }

    private static List<String> rows(List<Cell> cells) {
        return cells.stream().map(Cell::row).distinct().toList();
    }

    private static @Nullable Double paper(List<Cell> cells, String row, String column) {
        return cell(cells, row, column).paper();
    }

    private static Cell cell(List<Cell> cells, String row, String column) {
        return cells.stream()
                .filter(cell -> cell.row().equals(row) && cell.column().equals(column))
                .findFirst()
                .orElseThrow();
    }
}
