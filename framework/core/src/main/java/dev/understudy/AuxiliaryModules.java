package dev.understudy;

import ai.djl.ndarray.NDArray;

/** The trainable helpers of a stage, such as connectors: run with the student's training and dropped after it. */
@FunctionalInterface
public interface AuxiliaryModules {

    /** No helpers. */
    AuxiliaryModules NONE = (name, input) -> {
        throw new InputException("No helper named \"" + name + "\"; there are none");
    };

    /**
     * Runs a helper.
     *
     * @param name the helper's name as the objective's {@link Needs} give it
     * @param input what it is run on
     * @return its single output
     * @throws InputException when there is no such helper
     */
    NDArray forward(String name, NDArray input);
}
