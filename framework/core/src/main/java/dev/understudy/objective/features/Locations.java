package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import dev.understudy.AuxiliaryModule;
import dev.understudy.StepContext;

/** Each location of maps as a sample of its own. */
final class Locations {

    private Locations() {}

    /** {@code [batch, channels, height, width]} as {@code [batch * height * width, channels]}. */
    static NDArray rows(NDArray maps) {
        return maps.transpose(0, 2, 3, 1).reshape(-1, maps.getShape().get(1));
    }

    /**
     * What a teacher's layers say to each location, as if it were all of an image: they average over locations and end with a
     * linear layer.
     *
     * @return {@code [batch * height * width, classes]}
     */
    static NDArray classes(NDArray maps, AuxiliaryModule teacher, StepContext context) {
        NDArray images = rows(maps).reshape(-1, maps.getShape().get(1), 1, 1);
        return context.getModules().forward(teacher.getName(), images);
    }
}
