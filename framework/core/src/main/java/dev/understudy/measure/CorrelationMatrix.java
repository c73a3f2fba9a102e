package dev.understudy.measure;

import dev.understudy.result.Matrices;
import java.util.Base64;

/**
 * The correlation matrix {@code X X^T} of one activation, normalised to mean 0 and population standard deviation 1 over all its
 * elements: what {@link dev.understudy.objective.Correlation} compares, in doubles and to be looked at. Its elements are
 * computed when they are asked for, since that between locations can have more of them than memory.
 */
final class CorrelationMatrix {

    /** At most so many rows and columns are looked at. */
    static final int MOST_SHOWN = 64;

    /** A standard deviation below this, or below this part of the mean, counts as none. */
    private static final double DEVIATION_FLOOR = 1e-10;

    private final double[][] rows;
    private final double mean;
    private final double standardDeviation;

    private CorrelationMatrix(double[][] rows) {
        this.rows = rows;
        mean = mean(rows);
        standardDeviation = standardDeviation(rows, mean);
    }

    /** {@code F F^T} of {@code F} of shape {@code [channels, locations]}, one row after the other. */
    static CorrelationMatrix betweenChannels(float[] activation, int channels) {
        int locations = activation.length / channels;
        double[][] rows = new double[channels][locations];
        for (int i = 0; i < activation.length; i++) {
            rows[i / locations][i % locations] = activation[i];
        }
        return new CorrelationMatrix(rows);
    }

    /** {@code F^T F} of the same. */
    static CorrelationMatrix betweenLocations(float[] activation, int channels) {
        int locations = activation.length / channels;
        double[][] rows = new double[locations][channels];
        for (int i = 0; i < activation.length; i++) {
            rows[i % locations][i / locations] = activation[i];
        }
        return new CorrelationMatrix(rows);
    }

    int side() {
        return rows.length;
    }

    /** One element in standard deviations from the mean; 0 where the matrix has no variance. */
    double get(int row, int column) {
        return standardDeviation == 0 ? 0 : (product(rows[row], rows[column]) - mean) / standardDeviation;
    }

    /** Evenly spaced rows and columns as bytes. */
    Matrices.Values shown() {
        int shown = Math.min(side(), MOST_SHOWN);
        byte[] bytes = new byte[shown * shown];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = level(get(place(i / shown, shown), place(i % shown, shown)));
        }
        return new Matrices.Values(shown, side(), Base64.getEncoder().encodeToString(bytes));
    }

    private int place(int index, int shown) {
        return (int) ((long) index * side() / shown);
    }

    private static byte level(double deviations) {
        double level = deviations * Byte.MAX_VALUE / Matrices.Values.RANGE;
        return (byte) Math.max(-Byte.MAX_VALUE, Math.min(Byte.MAX_VALUE, Math.round(level)));
    }

    /** The sum of all elements is the square of the sum of the rows. */
    private static double mean(double[][] rows) {
        double[] sum = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += row[i];
            }
        }
        return product(sum, sum) / rows.length / rows.length;
    }

    /** Every element off the diagonal is there twice. */
    private static double standardDeviation(double[][] rows, double mean) {
        double squares = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                double off = product(rows[i], rows[j]) - mean;
                squares += (i == j ? 1 : 2) * off * off;
            }
        }
        double standardDeviation = Math.sqrt(squares) / rows.length;
        return standardDeviation < DEVIATION_FLOOR * Math.max(1, Math.abs(mean)) ? 0 : standardDeviation;
    }

    private static double product(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
