package dev.understudy.cli.run;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import dev.understudy.experiment.ExperimentPlan;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public final class ProcessCountTest {

    private static final long GIBIBYTE = 1L << 30;

    /** Card, student, students, cores, load; processes. */
    @DataProvider
    public Object[][] machines() {
        return new Object[][] {
            // 0.9 x 80 / 5 = 14, less the first process.
            {80, 5, 100, 64, 0.4, 13},
            {80, 5, 6, 64, 0.4, 6},
            {80, 5, 100, 8, 0.4, 8},
            {80, 5, 100, 8, 5.6, 2},
            {80, 5, 100, 8, 30.0, 1},
            {80, 5, 100, 8, -1.0, 8},
            {8, 5, 100, 8, 0.0, 1},
            {0, 5, 100, 8, 0.0, 1},
            {80, 0, 100, 8, 0.0, 1},
        };
    }

    @Test(dataProvider = "machines")
    public void memoryAndCoresSayHowMany(int card, int student, int students, int cores, double load, int wanted) {
        assertEquals(
                ProcessCount.of(card * GIBIBYTE, student * GIBIBYTE, students, cores, load)
                        .count(),
                wanted);
    }

    @Test
    public void whatItFollowsFromIsSaid() {
        assertEquals(
                ProcessCount.of(80 * GIBIBYTE, 5 * GIBIBYTE, 100, 8, 0.44).reason(),
                "80.0 GiB on the graphics card, at most 5.0 GiB for a student; 8 cores, a load of 0.4");
    }

    @Test
    public void aProcessorIsFilledByOne() {
        ExperimentPlan nothing = new ExperimentPlan(ExperimentPlan.FORMAT, List.of(), 0, List.of());
        assertEquals(
                ProcessCount.of(nothing, List.of(), List.of(Device.cpu())),
                new ProcessCount(1, "its workers fill the processor"));
    }
}
