package dev.understudy.spark;

import dev.understudy.cli.KeepTeacherCommand;
import dev.understudy.cli.cluster.ClusterCommand;
import dev.understudy.spark.internal.teacher.TeacherRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Keeps what teachers put out for the fixed augmentations of a data set, computed by the executors of a cluster: byte for
 * byte the files that one machine keeps, which a training then takes.
 *
 * <pre>{@code
 * SparkTeacher.on(context).keep(
 *         "channel", "--dataset", "folder", "--data", "/shared/birds",
 *         "--fixed-augmentations", "4", "--keep-teacher", "200g");
 * }</pre>
 *
 * <p>{@code UNDERSTUDY_HOME} is a folder that all machines share under the same path, and so is that of the data. A
 * teacher that is not there is trained first, by one executor. Executors that are killed, tasks that run twice and a
 * driver that is lost do no harm: ranges are written whole or not at all, and the same call goes on from those that are
 * there. Immutable: each option returns another.
 */
public final class SparkTeacher {

    private final JavaSparkContext context;
    private final boolean mixed;
    private final Consumer<String> log;

    private SparkTeacher(JavaSparkContext context, boolean mixed, Consumer<String> log) {
        this.context = context;
        this.mixed = mixed;
        this.log = log;
    }

    /**
     * On a cluster.
     *
     * @param context the cluster; it stays open
     * @return executors that have to be alike, and nobody told of the progress
     */
    public static SparkTeacher on(JavaSparkContext context) {
        return new SparkTeacher(context, false, line -> {});
    }

    /**
     * Whether executors that differ in engine, version, processor or threads are taken, whose outputs may differ in their
     * last digits.
     *
     * @param taken whether; false unless set
     * @return another
     */
    public SparkTeacher mixed(boolean taken) {
        return new SparkTeacher(context, taken, log);
    }

    /**
     * With somebody who is told what happens.
     *
     * @param lines takes one line at a time
     * @return another
     */
    public SparkTeacher log(Consumer<String> lines) {
        return new SparkTeacher(context, mixed, lines);
    }

    /**
     * Keeps what students of some recipes will read.
     *
     * @param words as behind {@code ./understudy keep-teacher}
     * @return where it is
     * @throws dev.understudy.InputException when the words make no sense, or the cluster is not fit for it
     * @throws dev.understudy.TrainingException when it could not be done
     */
    public List<Path> keep(String... words) {
        List<String> all = new ArrayList<>(List.of("keep-teacher"));
        all.addAll(List.of(words));
        ClusterCommand command = KeepTeacherCommand.read(all).onCluster(all);
        return new TeacherRun(context, command, mixed || command.mixed(), log)
                .keep()
                .files();
    }
}
