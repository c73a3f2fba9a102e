package dev.understudy;

import ai.djl.ndarray.NDArray;

/** The trainable auxiliary modules of a stage, such as connectors: run with the student's training and dropped after it. */
@FunctionalInterface
public interface AuxiliaryModules {

    /** No auxiliary modules. */
    AuxiliaryModules NONE = (name, input) -> {
        throw new InputException("No auxiliary module named \"" + name + "\"; there are none");
    };

    /**
     * Runs an auxiliary module.
     *
     * @param name the auxiliary module's name as the objective's {@link Needs} give it
     * @param input what it is run on
     * @return its single output
     * @throws InputException when there is no such auxiliary module
     */
    NDArray forward(String name, NDArray input);
}
