package dev.understudy.internal.format;

import static org.testng.Assert.assertEquals;

import dev.understudy.result.Matrices;
import java.util.Base64;
import org.testng.Assert;
import org.testng.annotations.Test;

/** Half a symmetric matrix, and how far two are apart. */
public final class HalfMatrixTest {

    private static Matrices.Values matrix(int side, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new Matrices.Values(side, 9, Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    public void keepsTheRowsFromTheDiagonalOn() {
        HalfMatrix half = HalfMatrix.of(matrix(3, 1, 2, 3, 2, 4, 5, 3, 5, 6));
        assertEquals(Base64.getDecoder().decode(half.bytes()), new byte[] {1, 2, 3, 4, 5, 6});
        assertEquals(half.side(), 3);
        assertEquals(half.of(), 9);
    }

    @Test
    public void theDistanceIsTheMeanSquareInDeviations() {
        // 127 stands for 4 standard deviations: differences of 4, 0, 0 and -4 standard deviations; (16 + 0 + 0 + 16) /
        // 4 = 8.
        assertEquals(HalfMatrix.meanSquare(matrix(2, 127, 5, 5, -127), matrix(2, 0, 5, 5, 0)), 8, 1e-12);
        assertEquals(HalfMatrix.meanSquare(matrix(2, 1, 2, 2, 3), matrix(2, 1, 2, 2, 3)), 0, 0);
    }

    @Test
    public void tooFewBytesAreRefused() {
        IllegalArgumentException refused =
                Assert.expectThrows(IllegalArgumentException.class, () -> HalfMatrix.of(matrix(2, 1, 2, 3)));
        assertEquals(refused.getMessage(), "bytes: wanted 4 for a side of 2, got 3");
    }
}
