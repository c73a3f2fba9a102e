package dev.understudy.dataset.internal.decode;

import static org.testng.Assert.assertEquals;

import java.util.Arrays;
import org.testng.annotations.Test;

public class PlanesTest {

    @Test
    public void resizingCutsTheMiddleSquareAndTakesMeans() {
        float[] values = new float[3 * 2 * 4];
        // the red plane is 9 1 3 9 / 9 5 7 9: its middle square 1 3 / 5 7 has the mean 4
        System.arraycopy(new float[] {9, 1, 3, 9, 9, 5, 7, 9}, 0, values, 0, 8);
        byte[] bytes = new Planes(4, 2, values).square().resized(1).bytes();
        assertEquals(bytes, new byte[] {4, 0, 0});
    }

    @Test
    public void growingIsLinearBetweenPixels() {
        float[] values = new float[3 * 2 * 2];
        System.arraycopy(new float[] {0, 100, 0, 100}, 0, values, 0, 4);
        byte[] bytes = new Planes(2, 2, values).resized(4).bytes();
        // new centres lie at -0.25 0.25 0.75 1.25 of the old ones
        assertEquals(Arrays.copyOf(bytes, 4), new byte[] {0, 25, 75, 100});
    }
}
