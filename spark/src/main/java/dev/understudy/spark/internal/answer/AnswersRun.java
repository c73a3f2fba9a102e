package dev.understudy.spark.internal.answer;

import ai.djl.engine.Engine;
import dev.understudy.spark.SparkEvaluation;
import dev.understudy.spark.internal.cluster.SparkSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A network that is asked about a folder's images by the command line.
 *
 * @param master the cluster's
 * @param asked the network, and how
 */
record AnswersRun(String master, Asked asked) {

    /**
     * A network, and how it is asked.
     *
     * @param card its card or file
     * @param gpu whether on GPUs
     * @param upright whether images are turned as they say
     * @param mixed whether executors may differ
     * @param threads of the engine; 0 for its own number
     * @param range images for each task
     */
    record Asked(Path card, boolean gpu, boolean upright, boolean mixed, int threads, int range) {}

    /** Writes the answers, and says in a line what they are. */
    String write(String data, String output) throws IOException {
        SparkConf conf = new SparkConf();
        SparkConf whole = conf.get("spark.master", "").equals(master) ? conf : SparkSettings.started(conf, master);
        try (SparkSession spark = SparkSession.builder().config(whole).getOrCreate()) {
            evaluation(spark).write(data, output);
            return summary(spark.read().parquet(output));
        }
    }

    private SparkEvaluation evaluation(SparkSession spark) {
        SparkEvaluation evaluation = SparkEvaluation.of(spark, asked.card)
                .engine(Engine.getDefaultEngineName())
                .gpu(asked.gpu)
                .upright(asked.upright)
                .mixed(asked.mixed)
                .images(asked.range);
        return asked.threads > 0 ? evaluation.threads(asked.threads) : evaluation;
    }

    /** How many there are, and how many of those with a label are right. */
    private static String summary(Dataset<Row> answers) {
        Row counts = answers.agg(
                        functions.count("*"),
                        functions.count("reason"),
                        functions.count(functions.expr("case when reason is null then label end")),
                        functions.count(functions.expr("case when answer = label then 1 end")))
                .first();
        long labelled = counts.getLong(2);
        String accuracy = labelled == 0
                ? "none has the label of a class"
                : String.format(
                        Locale.ROOT,
                        "%.2f %% right of the %,d with a label",
                        100.0 * counts.getLong(3) / labelled,
                        labelled);
        return String.format(
                Locale.ROOT,
                "%,d images, %,d of them cannot be read; %s",
                counts.getLong(0),
                counts.getLong(1),
                accuracy);
    }
}
