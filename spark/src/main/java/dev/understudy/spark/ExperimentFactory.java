package dev.understudy.spark;

import dev.understudy.experiment.Experiment;
import java.io.IOException;

/**
 * Makes an experiment anew in every process of a cluster that takes part in it. Neither networks nor lambdas can travel;
 * this class's name and some words can. The class is public, in a jar that all executors have, and has a public constructor
 * without parameters.
 */
@FunctionalInterface
public interface ExperimentFactory {

    /**
     * The experiment, the same on all machines: what differs is refused by its
     * {@linkplain dev.understudy.Identity identity}. It says what its images are ({@link Experiment#images}), and names
     * no folder.
     *
     * @param place the words that the driver gave, and where it is to be computed
     * @return the experiment
     * @throws IOException when images or weights cannot be read
     */
    Experiment experiment(ExperimentPlace place) throws IOException;
}
