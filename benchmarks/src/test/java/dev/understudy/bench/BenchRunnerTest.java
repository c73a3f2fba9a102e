package dev.understudy.bench;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.testng.annotations.Test;

/** The two ways take turns. */
public class BenchRunnerTest {

    private final List<String> told = new ArrayList<>();
    private final BenchRunner results = new BenchRunner(new BenchOptions(3, true, null, null), told::add);

    @Test
    public void theWaysTakeTurnsAndTheRowHasEveryRound() throws IOException {
        List<String> order = new ArrayList<>();
        results.begin("group");
        BenchRow row = results.duel(
                new BenchRunner.Title("work", "ms", "ours", "other", Target.ratioAtLeast(2)),
                AlternatingRounds.of(() -> next(order, "A", 1), () -> next(order, "B", 10)));
        assertEquals(String.join("", order), "ABABAB");
        // A was asked as the 1st, 3rd and 5th: 1 * 1, 1 * 3, 1 * 5; B as the 2nd, 4th and 6th, ten times as much
        assertEquals(row.first().rounds(), List.of(1.0, 3.0, 5.0));
        assertEquals(row.second().rounds(), List.of(20.0, 40.0, 60.0));
        assertEquals(row.ratio(), 40.0 / 3);
        assertEquals(row.group(), "group");
        assertEquals(results.rows(), List.of(row));
        assertEquals(told.get(0), "group: work");
    }

    @Test
    public void allSizesOfAGrowthTakeTurns() throws IOException {
        List<String> order = new ArrayList<>();
        BenchRunner growing = new BenchRunner(new BenchOptions(2, true, null, null), line -> {});
        growing.grow("batch", "ms", new double[] {1, 2}, size -> {
            order.add(Double.toString(size));
            return 5 * size;
        });
        assertEquals(order, List.of("1.0", "2.0", "1.0", "2.0"));
        assertEquals(growing.growth().get(0).exponent(), 1, 1e-12);
    }

    @Test
    public void whatIsLeftOutIsSaid() {
        BenchRunner other = new BenchRunner(new BenchOptions(1, true, null, null), line -> {});
        other.begin("steps");
        other.leaveOut("the rows against PyTorch", "no --python FILE");
        assertEquals(other.leftOut(), List.of("steps: the rows against PyTorch left out: no --python FILE"));
    }

    private static double next(List<String> order, String name, double value) {
        order.add(name);
        return value * order.size();
    }
}
