package dev.understudy.bench.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;

/** Methods of relations as published code writes them, with the gradient left to the engine. */
public enum DirectRelation implements Discrepancy {
    /** Products of all samples, rows of length 1. */
    SIMILARITY {
        @Override
        public NDArray distance(NDArray student, NDArray target) {
            NDArray difference = rows(flat(student)).sub(rows(flat(target)));
            return difference.square().mean();
        }

        private NDArray rows(NDArray features) {
            return units(features.matMul(features.transpose(1, 0)), 1);
        }
    },
    /** Distances, and angles from the differences of all samples, {@code [batch, batch, features]}. */
    RKD {
        @Override
        public NDArray distance(NDArray student, NDArray target) {
            NDArray own = flat(student);
            NDArray other = flat(target);
            NDArray distances = huber(distances(own).sub(distances(other)));
            NDArray angles = huber(angles(own).sub(angles(other)));
            return Scaling.times(distances, 25).add(Scaling.times(angles, 50));
        }

        private NDArray distances(NDArray features) {
            NDArray lengths = features.square().sum(new int[] {1}, true);
            NDArray products = Scaling.times(features.matMul(features.transpose(1, 0)), 2);
            NDArray squares =
                    Scaling.atLeast(lengths.add(lengths.transpose(1, 0)).sub(products), SMALLEST);
            long batch = features.getShape().get(0);
            NDArray same = features.getManager().eye(Math.toIntExact(batch));
            NDArray distances = squares.sqrt().mul(Scaling.plus(same.neg(), 1));
            return distances.div(Scaling.times(distances.sum(), 1.0 / (batch * (batch - 1))));
        }

        private NDArray angles(NDArray features) {
            NDArray differences = units(features.expandDims(0).sub(features.expandDims(1)), 2);
            return differences.matMul(differences.transpose(0, 2, 1));
        }

        private NDArray huber(NDArray differences) {
            NDArray size = differences.abs();
            NDArray near = size.minimum(size.onesLike());
            return near.mul(size.sub(Scaling.times(near, 0.5))).mean();
        }
    },
    /** The kernel of all channels, {@code [batch, channels, channels, locations]}. */
    NST {
        @Override
        public NDArray distance(NDArray student, NDArray target) {
            NDArray own = units(maps(student), 2);
            NDArray other = units(maps(target), 2);
            NDArray alike = kernel(own, own).add(kernel(other, other));
            return alike.sub(Scaling.times(kernel(own, other), 2));
        }

        private NDArray kernel(NDArray own, NDArray other) {
            NDArray products = own.expandDims(1).mul(other.expandDims(2));
            return products.sum(new int[] {3}).square().mean();
        }
    },
    /** Correlations of all channels, {@code [batch, channels, channels]}, rows of length 1. */
    ICKD {
        @Override
        public NDArray distance(NDArray student, NDArray target) {
            NDArray difference = rows(maps(student)).sub(rows(maps(target)));
            return difference.square().sum(new int[] {2}).mean();
        }

        private NDArray rows(NDArray maps) {
            return units(maps.matMul(maps.transpose(0, 2, 1)), 2);
        }
    };

    private static final double SMALLEST = 1e-12;

    /** Of squared lengths, as ours. */
    private static final double LENGTH_FLOOR = 1e-20;

    /** A batch of vectors. */
    static NDArray flat(NDArray activation) {
        return activation.reshape(activation.getShape().get(0), -1);
    }

    /** A batch of channels of locations. */
    static NDArray maps(NDArray activation) {
        Shape shape = activation.getShape();
        return activation.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    }

    /** Vectors of length 1 along an axis. */
    static NDArray units(NDArray vectors, int axis) {
        NDArray squares = vectors.square().sum(new int[] {axis}, true);
        return vectors.div(Scaling.plus(squares, LENGTH_FLOOR).sqrt());
    }
}
