package dev.understudy.internal.loop;

import static org.testng.Assert.assertEquals;

import dev.understudy.internal.workers.Workers;
import org.testng.annotations.Test;

public final class BatchWindowTest {

    private static final long MIB = 1 << 20;

    @Test
    public void severalBatchesAreTakenInOneGoUnlessTheyAreLarge() {
        try (Workers two = new Workers(2);
                Workers one = new Workers(1)) {
            assertEquals(BatchWindow.most(two, 0), 4);
            assertEquals(BatchWindow.most(two, MIB), 4);
            assertEquals(BatchWindow.most(two, 4 * MIB), 4);
            assertEquals(BatchWindow.most(two, 4 * MIB + 1), 3);
            assertEquals(BatchWindow.most(two, 8 * MIB), 2);
            assertEquals(BatchWindow.most(two, 8 * MIB + 1), 1);
            assertEquals(BatchWindow.most(two, 1000 * MIB), 1);
            assertEquals(BatchWindow.most(one, MIB), 1);
        }
    }
}
