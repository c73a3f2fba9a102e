package dev.understudy.cli.cluster;

import dev.understudy.InputException;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.function.Consumer;

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

    /**
     * Has teachers' outputs computed and kept, byte for byte as one machine does. Returns when all is kept.
     *
     * @param master which cluster, as it was typed
     * @param command says what is to be kept
     * @param log what happens goes there, line by line
     * @throws dev.understudy.UnderstudyException when the cluster is not fit for it, or ended before it was done
     */
    void keepTeacher(String master, ClusterCommand command, Consumer<String> log);

    /**
     * The one that is on the class path.
     *
     * @return the first of them
     * @throws InputException where there is none
     */
    static ClusterProvider found() {
        return ServiceLoader.load(ClusterProvider.class)
                .findFirst()
                .orElseThrow(() -> new InputException("--spark wants understudy-spark and Spark's own jars on the class"
                        + " path; the launcher and spark-submit put them there"));
    }
}
