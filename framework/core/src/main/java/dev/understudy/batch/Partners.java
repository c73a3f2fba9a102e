package dev.understudy.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.understudy.objective.Scaling;
import java.util.Arrays;

/** Another sample of the same batch for each. */
final class Partners {

    private Partners() {}

    /** The rows of an array in another order. */
    static NDArray of(NDArray array, int[] order) {
        NDArray rows =
                array.getManager().create(Arrays.stream(order).asLongStream().toArray());
        return array.get(new NDIndex("{}", rows));
    }

    /** A share of each row, and the rest of its partner. */
    static NDArray mixed(NDArray array, int[] order, double share) {
        return Scaling.times(array, share).add(Scaling.times(of(array, order), 1 - share));
    }
}
