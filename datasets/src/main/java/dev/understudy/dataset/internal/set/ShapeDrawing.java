package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.internal.batch.CounterRandom;

/** One generated image while it is drawn. Lengths are in pixels, values from 0 to 255. */
final class ShapeDrawing {
    static final int SIDE = 32;

    private static final int CHANNELS = 3;
    private static final int PATCHES = 5;
    private static final double PATCHINESS = 25;
    private static final double NOISE = 8;
    private static final int LINES = 2;

    private final double[] values = new double[CHANNELS * SIDE * SIDE];
    private final long split;
    private final int index;
    private int drawn;

    ShapeDrawing(long split, int index) {
        this.split = split;
        this.index = index;
    }

    /** A random number in [from, to). */
    private double between(double from, double to) {
        return from + (to - from) * CounterRandom.unit(CounterRandom.bits(split, index, drawn++));
    }

    /** Random values on a coarse grid, linear between its points. */
    void background() {
        for (int channel = 0; channel < CHANNELS; channel++) {
            double base = between(85, 170);
            double[] grid = new double[PATCHES * PATCHES];
            for (int i = 0; i < grid.length; i++) {
                grid[i] = base + between(-PATCHINESS, PATCHINESS);
            }
            for (int i = 0; i < SIDE * SIDE; i++) {
                values[channel * SIDE * SIDE + i] = onGrid(grid, i % SIDE, i / SIDE);
            }
        }
    }

    private static double onGrid(double[] grid, int x, int y) {
        double scale = (PATCHES - 1.0) / SIDE;
        int column = (int) (x * scale);
        int row = (int) (y * scale);
        double right = x * scale - column;
        double down = y * scale - row;
        int at = row * PATCHES + column;
        double upper = grid[at] * (1 - right) + grid[at + 1] * right;
        double lower = grid[at + PATCHES] * (1 - right) + grid[at + PATCHES + 1] * right;
        return upper * (1 - down) + lower * down;
    }

    /** Stray lines that belong to no figure. */
    void lines() {
        for (int i = 0; i < LINES; i++) {
            double[] colour = colour(20, 60);
            double x = between(0, SIDE);
            double y = between(0, SIDE);
            double angle = between(0, 2 * StrictMath.PI);
            double half = between(3, 9);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            paint(x, y, half + 2, colour, (dx, dy) -> {
                double beyond = Math.max(0, Math.abs(cos * dx + sin * dy) - half);
                double beside = cos * dy - sin * dx;
                return Math.sqrt(beyond * beyond + beside * beside) - 0.8;
            });
        }
    }

    /** The figure that the image is of. */
    void figure(Figure figure, boolean outline) {
        double radius = between(8, 12.5);
        double x = between(radius, SIDE - radius);
        double y = between(radius, SIDE - radius);
        double angle = between(0, 2 * StrictMath.PI);
        double cos = StrictMath.cos(angle) / radius;
        double sin = StrictMath.sin(angle) / radius;
        paint(x, y, 1.2 * radius + 2, colour(50, 110), (dx, dy) -> {
            double distance = radius * figure.distance(cos * dx + sin * dy, cos * dy - sin * dx);
            return outline ? Math.abs(distance) - 0.9 : distance;
        });
    }

    /** What is added to each channel: of random size, and either all up or all down. */
    private double[] colour(double least, double most) {
        double sign = between(0, 1) < 0.5 ? -1 : 1;
        double[] colour = new double[CHANNELS];
        for (int channel = 0; channel < CHANNELS; channel++) {
            colour[channel] = sign * between(least, most);
        }
        return colour;
    }

    private interface Area {
        /** How far a point, seen from the middle, is outside the area: below 0 inside. */
        double distance(double dx, double dy);
    }

    /** Adds the colour where the area is, in part at its edge. */
    private void paint(double x, double y, double reach, double[] colour, Area area) {
        int right = (int) Math.min(SIDE, x + reach);
        int bottom = (int) Math.min(SIDE, y + reach);
        for (int row = (int) Math.max(0, y - reach); row < bottom; row++) {
            for (int column = (int) Math.max(0, x - reach); column < right; column++) {
                double distance = area.distance(column + 0.5 - x, row + 0.5 - y);
                double cover = Math.max(0, Math.min(1, 0.5 - distance));
                for (int channel = 0; channel < CHANNELS; channel++) {
                    values[(channel * SIDE + row) * SIDE + column] += cover * colour[channel];
                }
            }
        }
    }

    /** The finished image, with noise. */
    void write(byte[] into, int offset) {
        for (int i = 0; i < values.length; i++) {
            double value = values[i] + between(-NOISE, NOISE);
            into[offset + i] = (byte) Math.max(0, Math.min(255, value));
        }
    }
}
