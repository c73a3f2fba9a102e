package dev.understudy.spark.internal.grid;

import dev.understudy.InputException;
import dev.understudy.cli.KeepTeacherCommand;
import dev.understudy.cli.cluster.ClusterCommand;
import dev.understudy.cli.cluster.ClusterComparison;
import dev.understudy.cli.cluster.ClusterProvider;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.OneLine;
import dev.understudy.spark.internal.cluster.SparkSettings;
import dev.understudy.spark.internal.teacher.TeacherRun;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Apache Spark, for the command line. */
public final class SparkCluster implements ClusterProvider {

    /** For {@link java.util.ServiceLoader}. */
    public SparkCluster() {}

    @Override
    public void compare(ClusterComparison comparison) throws IOException {
        ClusterCommand command = comparison.command();
        SparkConf conf = conf(comparison.master());
        SparkSettings.check(conf);
        try (JavaSparkContext context = context(conf)) {
            new GridRun(
                            context,
                            new CommandSteps(
                                    command.words(), comparison.folder().toString()),
                            ComputeSettings.of(command),
                            command.mixed(),
                            comparison.log()::line)
                    .run(comparison.folder());
        }
    }

    @Override
    public void keepTeacher(String master, ClusterCommand command, Consumer<String> log) {
        try (JavaSparkContext context = context(conf(master))) {
            TeacherRun.Kept kept = new TeacherRun(context, command, command.mixed(), log).keep();
            log.accept(KeepTeacherCommand.kept(kept.files(), kept.bytes()));
        }
    }

    private static SparkConf conf(String master) {
        SparkConf conf = new SparkConf();
        boolean submitted = conf.get("spark.master", "").equals(master);
        return submitted ? SparkSettings.submitted(conf) : SparkSettings.started(conf, master);
    }

    private static JavaSparkContext context(SparkConf conf) {
        try {
            return new JavaSparkContext(conf);
        } catch (RuntimeException e) {
            throw new InputException(
                    "Spark does not start with master " + conf.get("spark.master") + ": " + OneLine.of(e), e);
        }
    }
}
