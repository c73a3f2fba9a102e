package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;

/** A distance between something of the student's and what it is to be like. */
public interface Discrepancy {

    /**
     * The distance.
     *
     * @param student what the student put out
     * @param target what it is compared with: the teacher's, or the labels
     * @return a scalar
     */
    NDArray distance(NDArray student, NDArray target);

    /**
     * The same as a plain DJL loss, for a DJL {@code Trainer} without the rest of this project: its labels are the
     * target and its predictions are the student's. Shapes must match; there is no connector.
     *
     * @param name the loss's name
     * @return the loss
     */
    default Loss asLoss(String name) {
        return new ComparisonLoss(name, this);
    }

    /** The one place where DJL's order, labels before predictions, appears. */
    final class ComparisonLoss extends Loss {

        private final Discrepancy comparison;

        private ComparisonLoss(String name, Discrepancy comparison) {
            super(name);
            this.comparison = comparison;
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            return comparison.distance(predictions.singletonOrThrow(), labels.singletonOrThrow());
        }
    }
}
