package dev.understudy.internal.loop;

import static org.testng.Assert.assertEquals;

import org.testng.annotations.Test;

public final class BatchWindowTest {

    private static final long MIB = 1 << 20;

    @Test
    public void severalBatchesAreTakenInOneGoUnlessTheyAreLarge() {
        assertEquals(BatchWindow.most(2, 0), 4);
        assertEquals(BatchWindow.most(2, MIB), 4);
        assertEquals(BatchWindow.most(2, 4 * MIB), 4);
        assertEquals(BatchWindow.most(2, 4 * MIB + 1), 3);
        assertEquals(BatchWindow.most(2, 8 * MIB), 2);
        assertEquals(BatchWindow.most(2, 8 * MIB + 1), 1);
        assertEquals(BatchWindow.most(2, 1000 * MIB), 1);
        assertEquals(BatchWindow.most(1, MIB), 1);
    }
}
