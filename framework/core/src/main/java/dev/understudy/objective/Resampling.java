package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Makes maps smaller, as a matrix product that any engine can differentiate. */
final class Resampling {

    private Resampling() {}

    /**
     * Averages over areas: each output location is the mean of the part of the input that it covers.
     *
     * @param maps {@code [batch, channels, height, width]}
     * @param height the height wanted, at most the maps'
     * @param width the width wanted, at most the maps'
     * @return {@code [batch, channels, height, width]}; the maps themselves where the size is right
     */
    static NDArray byArea(NDArray maps, long height, long width) {
        Shape shape = maps.getShape();
        if (shape.get(2) == height && shape.get(3) == width) {
            return maps;
        }
        NDArray rows = weights(maps, shape.get(2), height);
        NDArray columns = weights(maps, shape.get(3), width);
        return rows.matMul(maps).matMul(columns.transpose());
    }

    /**
     * Averages the larger of two maps to the size of the smaller one, height and width each on its own.
     *
     * @param student {@code [batch, channels, height, width]}
     * @param teacher {@code [batch, channels, height, width]}, of any size and number of channels
     * @return both with the same height and width
     */
    static Connector.Pair toTheSmaller(NDArray student, NDArray teacher) {
        Shape own = student.getShape();
        Shape other = teacher.getShape();
        long height = Math.min(own.get(2), other.get(2));
        long width = Math.min(own.get(3), other.get(3));
        return new Connector.Pair(byArea(student, height, width), byArea(teacher, height, width));
    }

    private static NDArray weights(NDArray like, long from, long to) {
        float[] weights = new float[Math.toIntExact(to * from)];
        double scale = (double) from / to;
        for (int i = 0; i < to; i++) {
            for (int j = 0; j < from; j++) {
                double overlap = Math.min(j + 1.0, (i + 1) * scale) - Math.max(j, i * scale);
                weights[Math.toIntExact(i * from + j)] = (float) (Math.max(0, overlap) / scale);
            }
        }
        return like.getManager().create(weights, new Shape(to, from)).toDevice(like.getDevice(), false);
    }
}
