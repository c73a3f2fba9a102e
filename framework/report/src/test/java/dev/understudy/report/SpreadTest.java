package dev.understudy.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertThrows;

import dev.understudy.report.internal.notes.NumberText;
import dev.understudy.report.internal.run.RecipeCurves;
import dev.understudy.report.internal.run.RunResults;
import dev.understudy.result.EpochRow;
import dev.understudy.result.Spread;
import dev.understudy.result.StudentSummary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.annotations.Test;

/** Statistics over seeds, worked by hand. */
public final class SpreadTest {
    @Test
    public void meanAndStandardDeviationAreThoseWorkedByHand() {
        // mean (60 + 62 + 67) / 3 = 63; squares 9 + 1 + 16 = 26; 26 / 2 = 13
        assertEquals(Spread.of(List.of(60.0, 62.0, 67.0)), new Spread(3, 63, Math.sqrt(13)));
    }

    @Test
    public void aSingleSeedDoesNotScatter() {
        assertEquals(Spread.of(List.of(60.0)), new Spread(1, 60, 0));
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
    }

    @Test
    public void gainsArePairedBySeed() {
        StudentSummary taught = Samples.student("channel", 2, 66, 66);
        StudentSummary unpaired = Samples.student("channel", 3, 99, 99);
        RunResults results = new RunResults(List.of(
                Samples.student("student", 1, 50, 50),
                Samples.student("student", 2, 63, 64),
                Samples.student("channel", 1, 51, 52),
                taught,
                unpaired));
        assertEquals(results.gain(taught), 3.0);
        assertNull(results.gain(unpaired));
        // gains 1 and 3: mean 2, squares 1 + 1, over 1
        assertEquals(results.toAlone(results.taught().get(0)).orElseThrow().standardDeviation(), Math.sqrt(2));
        assertEquals(results.toAlone(results.taught().get(0)).orElseThrow(), Difference.of(List.of(1.0, 3.0)));
    }

    @Test
    public void curvesAreAveragedWhereAllSeedsHaveAValue() {
        RecipeCurves curves = RecipeCurves.of(new History(List.of(
                        Samples.row("a", 1, 1, Map.of(), 10.0),
                        Samples.row("a", 2, 1, Map.of(), 20.0),
                        Samples.row("a", 1, 2, Map.of(), 30.0),
                        Samples.row("a", 2, 2, Map.of(), null))))
                .get(0);
        assertEquals(curves.mean(EpochRow::testAccuracy), new TreeMap<>(Map.of(1, 15.0)));
    }

    @Test
    public void numbersAreWrittenForPeople() {
        assertEquals(NumberText.signed(-0.414), "−0.41");
        assertEquals(NumberText.signed(0.001), "0.00");
        assertEquals(NumberText.decimal(new Spread(3, 1.25, 0.5)), "1.25 ± 0.50");
        assertEquals(NumberText.decimal(new Spread(1, 1.25, 0)), "1.25");
        assertEquals(NumberText.loss(0.00012345), "1.235e-04");
        assertEquals(NumberText.loss(0.0123456), "0.01235");
        assertEquals(NumberText.loss(123.456), "123.5");
        assertEquals(NumberText.loss(Double.NaN), "NaN");
        assertEquals(NumberText.duration(59.96), "1 min 00 s");
        assertEquals(NumberText.duration(12.34), "12.3 s");
        assertEquals(NumberText.duration(4521), "1 h 15 min");
        assertEquals(NumberText.size(178_532), "178,532");
        assertEquals(NumberText.size(1_204_332), "1.20 million");
    }
}
