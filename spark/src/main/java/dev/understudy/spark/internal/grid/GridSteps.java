package dev.understudy.spark.internal.grid;

import java.io.IOException;
import java.io.Serializable;

/**
 * The steps of a comparison, each done by one task in one executor, in a folder that all share. What goes out to executors
 * and what comes back is text.
 */
interface GridSteps extends Serializable {

    /** Trains teachers and measures costs; what is to be trained comes back as JSON. */
    String prepare(TaskPlace place) throws IOException;

    /** Trains a part: a plan of this part alone, as JSON. */
    void train(TaskPlace place, String plan) throws IOException;

    /** Puts the table together, with the outcomes of parts as JSON; the comparison comes back as JSON. */
    String collect(TaskPlace place, String outcomes) throws IOException;
}
