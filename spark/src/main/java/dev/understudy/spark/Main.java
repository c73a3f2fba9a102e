package dev.understudy.spark;

import dev.understudy.cli.run.Interrupt;
import dev.understudy.spark.internal.answer.AnswersCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.SparkConf;

/** The command line as a program that is submitted to Spark: {@code spark-submit --class dev.understudy.spark.Main}. */
public final class Main {

    /** {@code evaluate} writes what networks answer; ./understudy, where a command of this name prints a table, calls it so. */
    private static final Map<String, String> COMMANDS = new TreeMap<>(Map.of(
            "compare", "compare", "table", "table", "keep-teacher", "keep-teacher", "evaluate", AnswersCommand.NAME));

    private static final int MISTAKE = 2;

    private Main() {}

    /**
     * Runs a command whose work the executors do, with the words of {@code ./understudy}: {@code compare}, {@code table}, {@code
     * keep-teacher} or {@code evaluate}. Ends the JVM with a status other than 0 after a failure, as the command line does; after success it returns, as Spark
     * wants it.
     *
     * @param args the words of the command line
     */
    public static void main(String[] args) {
        Interrupt interruption = Interrupt.install();
        int status;
        try {
            status = run(new SparkConf(), writer(System.out), writer(System.err), args);
        } finally {
            interruption.finished();
        }
        if (status != 0) {
            interruption.exit(status);
        }
    }

    static int run(SparkConf conf, PrintWriter out, PrintWriter err, String... args) {
        if (args.length == 0 || !COMMANDS.containsKey(args[0])) {
            err.println("On a cluster there are " + COMMANDS.keySet()
                    + (args.length == 0 ? "" : ", got \"" + args[0] + "\"; the launcher has the other commands"));
            return MISTAKE;
        }
        if (!conf.contains("spark.master")) {
            err.println("Spark's master is not known: spark-submit --master says it");
            return MISTAKE;
        }
        List<String> words = new ArrayList<>(List.of(args));
        if (words.stream().anyMatch(word -> word.equals("--spark") || word.startsWith("--spark="))) {
            err.println("--spark is ./understudy's: spark-submit --master says which cluster");
            return MISTAKE;
        }
        words.set(0, Objects.requireNonNull(COMMANDS.get(args[0])));
        words.addAll(List.of("--spark", conf.get("spark.master")));
        return dev.understudy.cli.Main.run(out, err, words.toArray(String[]::new));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
