package dev.understudy.internal.source;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.understudy.AuxiliaryModule;
import dev.understudy.AuxiliaryModules;

/**
 * Modules to which an objective gives the names it knows, where they have longer ones.
 *
 * @param modules by their longer names
 * @param ending what these have at their end
 */
record RenamedModules(AuxiliaryModules modules, String ending) implements AuxiliaryModules {

    @Override
    public NDList forward(String name, NDList inputs, boolean training) {
        return modules.forward(name + ending, inputs, training);
    }

    @Override
    public NDArray buffer(String name) {
        return modules.buffer(name + ending);
    }

    @Override
    public void afterStep(Runnable change) {
        modules.afterStep(change);
    }

    /** What makes a module under a longer name. */
    interface Made extends AuxiliaryModule.Builder {

        /** What the objective gave. */
        AuxiliaryModule.Builder builder();
    }
}
