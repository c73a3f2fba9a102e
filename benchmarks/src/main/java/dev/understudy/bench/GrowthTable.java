package dev.understudy.bench;

import dev.understudy.result.Measurement;
import java.util.List;

/**
 * How a cost grows with the size of something.
 *
 * @param of what grows
 * @param unit of the points' numbers
 * @param points the cost at each size, the smallest first
 * @param exponent the slope of a straight line through the points, both axes logarithmic: 1 where twice the size costs
 *     twice as much
 */
public record GrowthTable(String of, String unit, List<Point> points, double exponent) {

    /** Copies the points. */
    public GrowthTable {
        points = List.copyOf(points);
    }

    /**
     * The cost at one size.
     *
     * @param size the size, above 0
     * @param cost what was measured
     */
    public record Point(double size, Measurement cost) {}

    /**
     * A table with its exponent, by least squares.
     *
     * @param of what grows
     * @param unit of the points' numbers
     * @param points at least two different sizes, with costs above 0
     * @return the table
     */
    public static GrowthTable of(String of, String unit, List<Point> points) {
        double meanX = mean(points, true);
        double meanY = mean(points, false);
        double along = 0;
        double across = 0;
        for (Point point : points) {
            double x = Math.log(point.size()) - meanX;
            along += x * x;
            across += x * (Math.log(point.cost().median()) - meanY);
        }
        if (!(along > 0) || !Double.isFinite(across)) {
            throw new IllegalArgumentException(
                    of + ": wanted costs above 0 at two or more sizes above 0, got " + points);
        }
        return new GrowthTable(of, unit, points, across / along);
    }

    private static double mean(List<Point> points, boolean size) {
        return points.stream()
                .mapToDouble(
                        point -> Math.log(size ? point.size() : point.cost().median()))
                .average()
                .orElse(Double.NaN);
    }
}
