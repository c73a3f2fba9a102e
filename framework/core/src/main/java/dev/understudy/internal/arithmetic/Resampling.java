package dev.understudy.internal.arithmetic;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import dev.understudy.internal.network.MemoryFormat;
import java.util.List;

/** Maps of other sizes, as means of windows or as matrix products, which any engine can differentiate. */
public final class Resampling {

    private Resampling() {}

    /**
     * Averages over areas: each output location is the mean of the part of the input that it covers.
     *
     * @param maps {@code [batch, channels, height, width]}
     * @param height the height wanted, at most the maps'
     * @param width the width wanted, at most the maps'
     * @return {@code [batch, channels, height, width]}; the maps themselves where the size is right
     */
    public static NDArray byArea(NDArray maps, long height, long width) {
        return resampled(maps, height, width, Share.AREA);
    }

    /**
     * Averages over windows of whole locations, which overlap where sizes do not divide: PyTorch's adaptive average pooling.
     *
     * @param maps {@code [batch, channels, height, width]}
     * @param height the height wanted, at most the maps'
     * @param width the width wanted, at most the maps'
     * @return {@code [batch, channels, height, width]}; the maps themselves where the size is right
     */
    public static NDArray byWindow(NDArray maps, long height, long width) {
        return resampled(maps, height, width, Share.WINDOW);
    }

    /**
     * Takes the location in which each wanted one begins: PyTorch's {@code nearest}.
     *
     * @param maps {@code [batch, channels, height, width]}
     * @param height the height wanted
     * @param width the width wanted
     * @return {@code [batch, channels, height, width]}; the maps themselves where the size is right
     */
    public static NDArray nearest(NDArray maps, long height, long width) {
        return resampled(maps, height, width, Share.NEAREST);
    }

    /**
     * Averages maps that are larger than others to their size, height and width each on its own.
     *
     * @param maps {@code [batch, channels, height, width]}
     * @param others {@code [batch, channels, height, width]}, of any size and number of channels
     * @return the maps with no more rows and columns than the others
     */
    public static NDArray within(NDArray maps, NDArray others) {
        Shape own = maps.getShape();
        Shape most = others.getShape();
        return byArea(maps, Math.min(own.get(2), most.get(2)), Math.min(own.get(3), most.get(3)));
    }

    /** What the input's location j is of the output's location i. */
    private enum Share {
        AREA {
            @Override
            double of(long from, long to, int i, int j) {
                double scale = (double) from / to;
                double overlap = Math.min(j + 1.0, (i + 1) * scale) - Math.max(j, i * scale);
                return Math.max(0, overlap) / scale;
            }
        },
        WINDOW {
            @Override
            double of(long from, long to, int i, int j) {
                long first = i * from / to;
                long end = ((i + 1L) * from + to - 1) / to;
                return j >= first && j < end ? 1.0 / (end - first) : 0;
            }
        },
        NEAREST {
            @Override
            double of(long from, long to, int i, int j) {
                return j == i * from / to ? 1 : 0;
            }
        };

        abstract double of(long from, long to, int i, int j);
    }

    private static NDArray resampled(NDArray maps, long height, long width, Share share) {
        Shape shape = maps.getShape();
        if (shape.get(2) == height && shape.get(3) == width) {
            return maps;
        }
        boolean whole = shape.get(2) % height == 0 && shape.get(3) % width == 0;
        if (whole && share != Share.NEAREST) {
            return means(maps, new Shape(shape.get(2) / height, shape.get(3) / width));
        }
        NDArray rows = weights(maps, shape.get(2), height, share);
        NDArray columns = weights(maps, shape.get(3), width, share);
        return MemoryFormat.best(rows.matMul(maps).matMul(columns.transpose()));
    }

    /** Areas and windows of whole locations that do not overlap are what a pool averages, many times as fast. */
    private static NDArray means(NDArray maps, Shape window) {
        NDArray ordered = MemoryFormat.best(maps);
        return Pool.avgPool2d(ordered, window, window, new Shape(0, 0), false, true);
    }

    private static NDArray weights(NDArray like, long from, long to, Share share) {
        return Constants.of(List.of(share, from, to), like, new Shape(to, from), () -> numbers(from, to, share));
    }

    private static float[] numbers(long from, long to, Share share) {
        float[] weights = new float[Math.toIntExact(to * from)];
        for (int i = 0; i < to; i++) {
            for (int j = 0; j < from; j++) {
                weights[Math.toIntExact(i * from + j)] = (float) share.of(from, to, i, j);
            }
        }
        return weights;
    }
}
