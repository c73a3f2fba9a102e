package dev.understudy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The auxiliary modules of a stage, such as connectors: run with the student's training and dropped after it. */
@FunctionalInterface
public interface AuxiliaryModules {

    /** No auxiliary modules. */
    AuxiliaryModules NONE = (name, inputs, training) -> {
        throw new InputException("No auxiliary module named \"" + name + "\"; there are none");
    };

    /**
     * Runs an auxiliary module.
     *
     * @param name the auxiliary module's name as the objective's {@link Needs} give it
     * @param inputs what it is run on
     * @param training as in {@link ai.djl.nn.Block#forward}: false for inference mode; a frozen module is always in
     *     inference mode
     * @return its outputs
     * @throws InputException when there is no such auxiliary module
     */
    NDList forward(String name, NDList inputs, boolean training);

    /**
     * Runs one of several inputs or outputs, in training mode.
     *
     * @param name the auxiliary module's name
     * @param inputs what it is run on
     * @return its outputs
     */
    default NDList forward(String name, NDList inputs) {
        return forward(name, inputs, true);
    }

    /**
     * Runs one of one input and one output, in training mode.
     *
     * @param name the auxiliary module's name
     * @param input what it is run on
     * @return its single output
     */
    default NDArray forward(String name, NDArray input) {
        return forward(name, new NDList(input)).singletonOrThrow();
    }

    /**
     * What a buffer holds: its own memory, without gradients. To change it, change this array in place, in what is given
     * to {@link #afterStep}.
     *
     * @param name the buffer's name
     * @return its numbers; the handle goes with the batch
     * @throws InputException when there is no such buffer
     */
    default NDArray buffer(String name) {
        throw new InputException("No buffer named \"" + name + "\"; there are none");
    }

    /**
     * Something to be done once the student has been updated by this step, such as changing a buffer by what the objective
     * computed. What is registered in one step is done in the order of its registration, before the next step; where
     * losses are only looked at, nothing is done.
     *
     * @param change what to do; what it writes into a buffer has no gradients ({@link NDArray#stopGradient})
     */
    default void afterStep(Runnable change) {}
}
