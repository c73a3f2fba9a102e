package dev.understudy.spark.internal.answer;

import ai.djl.engine.Engine;
import dev.understudy.InputException;
import dev.understudy.cli.option.StudentOptions;
import dev.understudy.spark.SparkEvaluation;
import dev.understudy.spark.internal.cluster.SparkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a network about all pictures of a folder, on a cluster; {@code evaluate} where Spark started the program. */
@Command(
        name = AnswersCommand.NAME,
        description =
                "Ask a network about all pictures of a folder, on an Apache Spark cluster: a row for each picture,"
                        + " as Parquet.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class AnswersCommand implements Callable<Integer> {

    /** What it is called among the commands of {@code ./understudy}. */
    public static final String NAME = "answers";

    private static final int IMAGES = 1024;

    @Parameters(
            paramLabel = "RUN",
            description =
                    "A run's or a comparison's folder, one student's .json in it, a stored teacher's network.json, or"
                            + " an .onnx file that \"export\" wrote: the same path on all machines.")
    private Path run = Path.of("");

    @Mixin
    private StudentOptions students = new StudentOptions();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "The pictures, in this folder and below, on any file system that Spark reads. A picture whose"
                    + " folder is called as a class has this label.")
    private String data = "";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Where the rows are written, on any file system that Spark writes; a folder that is not there"
                    + " yet.")
    private String output = "";

    @Option(
            names = "--exif-orientation",
            description = "Turn pictures as their EXIF orientation says; for networks that were trained so, it is done"
                    + " anyway.")
    private boolean upright;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "cpu, or gpu for those that Spark gives to its tasks; default: ${DEFAULT-VALUE}.")
    private String device = "cpu";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many threads the engine works with in each executor; default: its own number.")
    private int threads;

    @Option(
            names = "--range",
            paramLabel = "N",
            defaultValue = "" + IMAGES,
            description = "How many pictures each of Spark's tasks has; default: ${DEFAULT-VALUE}.")
    private int range = IMAGES;

    @Option(
            names = "--mixed",
            description = "Also on executors whose engine, version, processor or threads are others, which may change"
                    + " logits in their last digits; default: such executors are refused.")
    private boolean mixed;

    @Option(names = "--spark", required = true, paramLabel = "MASTER", description = "The cluster's master.")
    private String master = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public AnswersCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Path> cards = students.cards(run);
        if (cards.size() > 1) {
            throw new InputException(run + " holds " + cards.size()
                    + " students, and one is asked: --student and --seed choose it, or its .json in the place of RUN");
        }
        if (!device.equals("cpu") && !device.equals("gpu")) {
            throw new InputException(
                    "--device " + device + ": on a cluster Spark says which GPU a task has; cpu or gpu is wanted");
        }
        SparkConf conf = new SparkConf();
        SparkConf whole = conf.get("spark.master", "").equals(master) ? conf : SparkSettings.started(conf, master);
        PrintWriter out = spec.commandLine().getOut();
        try (SparkSession spark = SparkSession.builder().config(whole).getOrCreate()) {
            evaluation(spark, cards.get(0)).write(data, output);
            out.println(summary(spark.read().parquet(output)));
        }
        out.println("Written to " + output);
        return 0;
    }

    private SparkEvaluation evaluation(SparkSession spark, Path card) {
        SparkEvaluation evaluation = SparkEvaluation.of(spark, card)
                .engine(Engine.getDefaultEngineName())
                .gpu(device.equals("gpu"))
                .upright(upright)
                .mixed(mixed)
                .images(range);
        return threads > 0 ? evaluation.threads(threads) : evaluation;
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
                "%,d pictures, %,d of them cannot be read; %s",
                counts.getLong(0),
                counts.getLong(1),
                accuracy);
    }
}
