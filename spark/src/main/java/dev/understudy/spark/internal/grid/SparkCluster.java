package dev.understudy.spark.internal.grid;

import dev.understudy.InputException;
import dev.understudy.cli.KeepTeacherCommand;
import dev.understudy.cli.cluster.ClusterComparison;
import dev.understudy.cli.cluster.ClusterProvider;
import dev.understudy.cli.cluster.ClusterTeacher;
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
        SparkConf conf = new SparkConf();
        boolean submitted = conf.get("spark.master", "").equals(comparison.master());
        SparkConf whole = submitted ? SparkSettings.submitted(conf) : SparkSettings.started(conf, comparison.master());
        SparkSettings.check(whole);
        try (JavaSparkContext context = context(whole)) {
            new GridRun(
                            context,
                            new CommandSteps(
                                    comparison.words(), comparison.folder().toString()),
                            new ComputeSettings(
                                    comparison.engine(),
                                    comparison.threads(),
                                    comparison.gpu(),
                                    comparison.home().toString()),
                            comparison.mixed(),
                            comparison.log()::line)
                    .run(comparison.folder());
        }
    }

    @Override
    public void keepTeacher(String master, ClusterTeacher teacher, Consumer<String> log) {
        SparkConf conf = new SparkConf();
        boolean submitted = conf.get("spark.master", "").equals(master);
        try (JavaSparkContext context =
                context(submitted ? SparkSettings.submitted(conf) : SparkSettings.started(conf, master))) {
            TeacherRun.Kept kept = new TeacherRun(context, teacher, teacher.mixed(), log).keep();
            log.accept(KeepTeacherCommand.kept(kept.files(), kept.bytes()));
        }
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
