package dev.understudy.bench;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import dev.understudy.result.Measurement;
import dev.understudy.result.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testng.annotations.Test;

/** What bench.json promises. */
public final class BenchSummaryTest {

    private static final Measurement OURS = Measurement.of("ours", List.of(4.0, 2.0, 3.0));
    private static final Measurement OTHER = Measurement.of("other", List.of(6.0, 30.0, 5.0, 9.0));

    @Test
    public void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertEquals(OURS, new Measurement("ours", 3, 2, 4, List.of(4.0, 2.0, 3.0)));
        // sorted 5 6 9 30: (6 + 9) / 2
        assertEquals(OTHER, new Measurement("other", 7.5, 5, 30, List.of(6.0, 30.0, 5.0, 9.0)));
        assertThrows(IllegalArgumentException.class, () -> Measurement.of("none", List.of()));
        assertThrows(IllegalArgumentException.class, () -> Measurement.of("broken", List.of(Double.NaN)));
    }

    @Test
    public void theRatioIsTheSecondMedianOverTheFirst() {
        BenchRow row = row(Target.ratioAtLeast(2.5));
        assertEquals(row.ratio(), 2.5);
        assertTrue(Target.ratioAtLeast(2.5).reached(row));
        assertFalse(Target.ratioAtLeast(2.6).reached(row));
        assertTrue(Target.ratioAtMost(2.5).reached(row));
        assertFalse(Target.ratioAtMost(2.4).reached(row));
        assertTrue(Target.firstAtMost(3).reached(row));
        assertFalse(Target.firstAtMost(2.9).reached(row));
        Measurement nothing = Measurement.of("nothing", List.of(0.0));
        assertThrows(IllegalArgumentException.class, () -> BenchRow.of("g", "n", "ms", nothing, OURS, null));
    }

    @Test
    public void theExponentIsThatOfThePowerBehindThePoints() {
        // cost = 3 size^2
        GrowthTable table = GrowthTable.of("batch", "ms", List.of(point(1, 3), point(2, 12), point(4, 48)));
        assertEquals(table.exponent(), 2, 1e-12);
        // logs, in units of log 2: (0, 0), (1, 1), (2, 1); slope (-1 * -2/3 + 0 * 1/3 + 1 * 1/3) / 2 = 1/2
        GrowthTable bent = GrowthTable.of("batch", "ms", List.of(point(1, 1), point(2, 2), point(4, 2)));
        assertEquals(bent.exponent(), 0.5, 1e-12);
        assertThrows(IllegalArgumentException.class, () -> GrowthTable.of("batch", "ms", List.of(point(1, 3))));
        assertThrows(
                IllegalArgumentException.class, () -> GrowthTable.of("batch", "ms", List.of(point(1, 0), point(2, 1))));
    }

    @Test
    public void aSummaryReadBackIsTheSame() throws IOException {
        Path folder = Files.createTempDirectory("bench");
        Path file = folder.resolve("bench.json");
        BenchSummary summary = new BenchSummary(
                Provenance.collect("bench", "PyTorch", Instant.EPOCH),
                Map.of("rounds", "3"),
                List.of(row(Target.ratioAtLeast(2)), row(null)),
                List.of(GrowthTable.of("batch", "ms", List.of(point(1, 3), point(2, 12)))),
                List.of("no Python"));
        try {
            summary.write(file);
            assertEquals(BenchSummary.read(file), summary);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static BenchRow row(@Nullable Target wanted) {
        return BenchRow.of("losses", "channel", "ms", OURS, OTHER, wanted);
    }

    private static GrowthTable.Point point(double size, double cost) {
        return new GrowthTable.Point(size, Measurement.of("step", List.of(cost)));
    }
}
