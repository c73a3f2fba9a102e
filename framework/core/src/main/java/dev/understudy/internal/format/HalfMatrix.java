package dev.understudy.internal.format;

import dev.understudy.result.Matrices;
import java.util.Arrays;
import java.util.Base64;

/**
 * The upper half of a correlation matrix, diagonal included: the lower is its mirror image, and a page need not carry
 * both.
 *
 * @param side rows and columns
 * @param of rows and columns before it was thinned out
 * @param bytes row by row, each from the diagonal on, in base64, as in {@link Matrices.Values}
 */
public record HalfMatrix(int side, int of, String bytes) {

    public static HalfMatrix of(Matrices.Values matrix) {
        byte[] all = bytes(matrix);
        int side = matrix.side();
        byte[] half = new byte[side * (side + 1) / 2];
        int at = 0;
        for (int row = 0; row < side; row++) {
            byte[] end = Arrays.copyOfRange(all, row * side + row, (row + 1) * side);
            System.arraycopy(end, 0, half, at, end.length);
            at += end.length;
        }
        return new HalfMatrix(side, matrix.of(), Base64.getEncoder().encodeToString(half));
    }

    /** The mean of the squared differences of two matrices of the same size, in squared standard deviations. */
    public static double meanSquare(Matrices.Values one, Matrices.Values other) {
        byte[] left = bytes(one);
        byte[] right = bytes(other);
        double unit = Matrices.Values.RANGE / Byte.MAX_VALUE;
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            double difference = unit * (left[i] - right[i]);
            sum += difference * difference;
        }
        return sum / left.length;
    }

    /** Whether two matrices can be compared, element by element. */
    public static boolean alike(Matrices.Values one, Matrices.Values other) {
        return one.side() == other.side() && one.of() == other.of();
    }

    /** A matrix row by row. */
    public static byte[] bytes(Matrices.Values matrix) {
        byte[] bytes = Base64.getDecoder().decode(matrix.bytes());
        int wanted = matrix.side() * matrix.side();
        if (bytes.length != wanted) {
            throw new IllegalArgumentException(
                    "bytes: wanted " + wanted + " for a side of " + matrix.side() + ", got " + bytes.length);
        }
        return bytes;
    }
}
