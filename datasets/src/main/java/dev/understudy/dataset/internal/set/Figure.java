package dev.understudy.dataset.internal.set;

import java.util.List;

/** A figure of the generated set; all are of about the same size. */
final class Figure {
    /** Disc, square, triangle, star and cross. */
    static final List<Figure> ALL = List.of(
            new Figure(regular(24, 0.8)),
            new Figure(regular(4, 1)),
            new Figure(regular(3, 1.15)),
            new Figure(star(5, 1.2, 0.5)),
            new Figure(cross(1, 0.3)));

    private final double[] xs;
    private final double[] ys;

    private Figure(double[][] corners) {
        xs = corners[0];
        ys = corners[1];
    }

    private static double[][] regular(int corners, double radius) {
        return star(corners, radius, radius * StrictMath.cos(StrictMath.PI / corners));
    }

    /** Corners that stand alternately at two radii. */
    private static double[][] star(int rays, double outer, double inner) {
        double[][] corners = new double[2][2 * rays];
        for (int i = 0; i < 2 * rays; i++) {
            double radius = i % 2 == 0 ? outer : inner;
            corners[0][i] = radius * StrictMath.cos(i * StrictMath.PI / rays);
            corners[1][i] = radius * StrictMath.sin(i * StrictMath.PI / rays);
        }
        return corners;
    }

    /** Four arms of the given length and half width. */
    private static double[][] cross(double arm, double half) {
        return new double[][] {
            {arm, arm, half, half, -half, -half, -arm, -arm, -half, -half, half, half},
            {-half, half, half, arm, arm, half, half, -half, -half, -arm, -arm, -half}
        };
    }

    /** How far a point is from the outline of the figure around the origin: below 0 inside. */
    double distance(double x, double y) {
        double nearest = Double.MAX_VALUE;
        boolean inside = false;
        for (int i = 0, j = xs.length - 1; i < xs.length; j = i++) {
            double edgeX = xs[j] - xs[i];
            double edgeY = ys[j] - ys[i];
            double toX = x - xs[i];
            double toY = y - ys[i];
            double along = (toX * edgeX + toY * edgeY) / (edgeX * edgeX + edgeY * edgeY);
            along = Math.max(0, Math.min(1, along));
            double awayX = toX - along * edgeX;
            double awayY = toY - along * edgeY;
            nearest = Math.min(nearest, awayX * awayX + awayY * awayY);
            if ((ys[i] > y) != (ys[j] > y) && x < xs[i] + edgeX * (y - ys[i]) / edgeY) {
                inside = !inside;
            }
        }
        return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
    }
}
