package dev.understudy.spark.internal.grid;

import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.result.Comparison;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An experiment in code on a cluster.
 *
 * @param context the cluster
 * @param folder shared by all
 * @param settings by which engine, on what
 * @param mixed whether executors may differ
 * @param log is told what happens
 */
public record CodeGrid(
        JavaSparkContext context, Path folder, ComputeSettings settings, boolean mixed, Consumer<String> log) {

    /**
     * Trains and collects.
     *
     * @param title what is compared
     * @param factory the name of the class that makes the experiment
     * @param words what it is to know
     * @return the comparison
     */
    public Comparison compare(String title, String factory, List<String> words) throws IOException {
        GridSteps steps = new CodeSteps(title, factory, words, folder.toString(), settings.gpu());
        try (ExperimentFolder locked = ExperimentFolder.open(folder)) {
            String collected = new GridRun(context, steps, settings, mixed, log).run(locked.getPath());
            try (TextFile file = TextFile.of(collected)) {
                return Comparison.read(file.path());
            }
        }
    }
}
