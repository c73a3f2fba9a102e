package dev.understudy.spark.internal.answer;

import dev.understudy.InputException;
import dev.understudy.cli.option.OptionRange;
import dev.understudy.cli.option.StudentOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Asks a network about all images of a folder, on a cluster; {@code evaluate} where Spark started the program. It names no
 * class of Spark's, so that the command line can list it where Spark is missing.
 */
@Command(
        name = AnswersCommand.NAME,
        description = "Ask a network about all images of a folder, on an Apache Spark cluster: a row for each image,"
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
            description = "The images, in this folder and below, on any file system that Spark reads. An image whose"
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
            description = "Turn images as their EXIF orientation says; for networks that were trained so, it is done"
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
            description = "How many images each of Spark's tasks has; default: ${DEFAULT-VALUE}.")
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
        OptionRange.threads(threads);
        OptionRange.check("--range", range >= 1, "1 or more", range);
        List<Path> cards = students.cards(run);
        if (cards.size() > 1) {
            throw new InputException(run + " holds " + cards.size()
                    + " students, and one is asked: --student and --seed choose it, or its .json in the place of RUN");
        }
        if (!device.equals("cpu") && !device.equals("gpu")) {
            throw new InputException(
                    "--device " + device + ": on a cluster Spark says which GPU a task has; cpu or gpu is wanted");
        }
        checkSpark();
        PrintWriter out = spec.commandLine().getOut();
        AnswersRun answers = new AnswersRun(
                master, new AnswersRun.Asked(cards.get(0), device.equals("gpu"), upright, mixed, threads, range));
        out.println(answers.write(data, output));
        out.println("Written to " + output);
        return 0;
    }

    private static void checkSpark() {
        try {
            Class.forName("org.apache.spark.SparkConf", false, AnswersCommand.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new InputException(
                    NAME + " is computed by Apache Spark, which is not on the class path; spark-submit or ./understudy "
                            + NAME + " --spark MASTER bring it",
                    e);
        }
    }
}
