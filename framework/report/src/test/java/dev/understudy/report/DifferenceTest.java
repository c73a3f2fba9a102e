package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.result.Comparison;
import dev.understudy.result.Spread;
import dev.understudy.result.TableCell;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.testng.annotations.Test;

/** Paired differences, worked by hand. */
public final class DifferenceTest {
    private static final TableCell ALONE = Compared.cell("student", "single", "student", 70, 71, 72);

    @Test
    public void anIntervalThatReachesBelowZeroDoesNotHold() {
        // 1, 2, 3: mean 2; squares 1 + 0 + 1, over 2, s = 1; t(2, 0.975) = 4.302653; 4.302653 / sqrt(3) = 2.484138
        Difference difference = Difference.of(List.of(1.0, 2.0, 3.0));
        assertEquals(difference.pairs(), 3);
        assertEquals(difference.mean(), 2.0);
        assertEquals(difference.standardDeviation(), 1.0);
        assertBounds(difference, 2 - 2.484138, 2 + 2.484138);
        assertFalse(difference.holds());
    }

    @Test
    public void anIntervalAboveZeroHolds() {
        // 2.0, 2.1, 2.2: mean 2.1; s = 0.1; half of it 0.2484138
        Difference difference = Difference.of(List.of(2.0, 2.1, 2.2));
        assertBounds(difference, 2.1 - 0.2484138, 2.1 + 0.2484138);
        assertTrue(difference.holds());
        assertFalse(Difference.of(List.of(-2.0, -2.1, -2.2)).holds());
    }

    private static void assertBounds(Difference difference, double low, double high) {
        assertEquals(Objects.requireNonNull(difference.low()), low, 1e-6);
        assertEquals(Objects.requireNonNull(difference.high()), high, 1e-6);
    }

    @Test
    public void onePairHasNoIntervalAndNeverHolds() {
        Difference difference = Difference.of(List.of(9.0));
        assertEquals(difference, new Difference(1, 9, null, null, null));
        assertFalse(difference.holds());
        assertEquals(NumberText.difference(difference), "+9.00");
    }

    @Test
    public void cellsArePairedBySeedNotByPlace() {
        TableCell kd = Compared.cell(
                "kd", Compared.student("kd", 3, 75), Compared.student("kd", 4, 99), Compared.student("kd", 1, 71));
        // seed 1: 71 - 70 = 1; seed 3: 75 - 72 = 3; seeds 2 and 4 are in one cell only
        Difference difference = Difference.between(kd, ALONE).orElseThrow();
        assertEquals(difference.pairs(), 2);
        assertEquals(difference.mean(), 2.0);
        // t(1, 0.975) = 12.706205; s = sqrt(2), over sqrt(2) = 1
        assertBounds(difference, 2 - 12.706205, 2 + 12.706205);
        assertEquals(NumberText.difference(difference), "+2.00 [−10.71, +14.71]");
        assertEquals(Difference.between(Compared.cell("kd", Compared.student("kd", 4, 99)), ALONE), Optional.empty());
    }

    @Test
    public void aReferenceHasNoDifferenceToItself() {
        Comparison comparison = Compared.of(ALONE, Compared.cell("kd", "single", "kd", 72, 73.1, 74.2));
        CellStatistics alone = CellStatistics.all(comparison).get(0);
        CellStatistics kd = CellStatistics.all(comparison).get(1);
        assertEquals(alone.toAlone(), Optional.empty());
        assertFalse(alone.bold());
        assertEquals(kd.toSoftTargets(), Optional.empty());
        assertTrue(kd.bold());
        // 70 - 72, 71 - 73.1, 72 - 74.2
        assertEquals(alone.toSoftTargets().orElseThrow().mean(), -2.1, 1e-9);
        assertFalse(alone.betterThanSoftTargets());
    }

    @Test
    public void aMeanIsOverAllSeedsOrThereIsNone() {
        TableCell some =
                Compared.cell("student", Compared.student("student", 1, 70), Compared.student("student", 2, 71, null));
        CellStatistics standing = new CellStatistics(Compared.of(some), some);
        assertEquals(standing.validation(), Optional.empty());
        assertEquals(standing.chosen(), Optional.empty());
        assertEquals(standing.agreement(), Optional.empty());
        assertEquals(standing.last(), Spread.of(List.of(70.0, 71.0)));
        assertEquals(standing.best(), Spread.of(List.of(71.0, 72.0)));
        assertNull(some.students().get(1).chosen());
        assertEquals(some.students().get(0).chosen(), 70.0);
    }
}
