package dev.understudy.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A block that is neither a sequence nor a layer of branches, and lets values that it computes on its way be tapped: the
 * attention of a transformer, a gate. A tap's path is the block's and the value's name, such as {@code
 * blocks/block0/attention/weights}.
 *
 * <pre>{@code
 * public List<String> tapNames() {
 *     return List.of("weights");
 * }
 *
 * public NDList forward(ParameterStore store, NDList inputs, boolean training, Taps taps) {
 *     NDArray weights = ...;
 *     if (taps.put("weights", weights)) {
 *         return new NDList(); // nobody reads what follows
 *     }
 *     ...
 * }
 *
 * protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> p) {
 *     return forward(store, inputs, training, Taps.NONE);
 * }
 * }</pre>
 */
public interface Tappable extends Block {

    /**
     * What can be tapped.
     *
     * @return names, in the order in which the values are computed; letters, digits and {@code _}
     */
    List<String> tapNames();

    /**
     * Runs the block, as far as anybody reads it.
     *
     * @param store where the parameters' values are
     * @param inputs the block's inputs
     * @param training as in {@link Block#forward}
     * @param taps is given each value that can be tapped
     * @return the output; anything where {@link Taps#put} said that nobody reads it
     */
    NDList forward(ParameterStore store, NDList inputs, boolean training, Taps taps);

    /**
     * The parameters that take part where values are read and the block's output is not; others are not trained then.
     *
     * @param names some of {@link #tapNames}
     * @return by default all of the block's
     */
    default Collection<Parameter> parametersFor(Set<String> names) {
        return getParameters().values();
    }

    /** Takes a block's values. */
    @FunctionalInterface
    interface Taps {

        /** Where nothing is tapped. */
        Taps NONE = (name, value) -> false;

        /**
         * Takes a value.
         *
         * @param name its name
         * @param value the value
         * @return true where nobody reads anything that the block computes after it
         */
        boolean put(String name, NDArray value);
    }
}
