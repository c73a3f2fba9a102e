package dev.understudy.cli.run;

import java.io.IOException;

/**
 * Has the machines of a cluster train a comparison. Named in the {@code META-INF/services} of a jar beside this one, so that
 * whoever has no cluster needs none of its libraries.
 */
public interface ClusterProvider {

    /**
     * Trains what is missing, and writes the table into the comparison's folder as one machine does. Returns when all is
     * written; a student that could not be trained is a gap.
     *
     * @param comparison what is to be compared
     * @throws IOException when the folder cannot be read
     * @throws dev.understudy.UnderstudyException when the cluster is not fit for it, or ended before it was done
     */
    void compare(ClusterComparison comparison) throws IOException;
}
