package dev.understudy.spark.internal.cluster;

import dev.understudy.InputException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;

/** Spark's settings: what they are where nobody says otherwise, and which of them trainings cannot have. */
public final class SparkSettings {

    private static final String EXECUTOR_CORES = "spark.executor.cores";
    private static final String TASK_CPUS = "spark.task.cpus";
    private static final String CLASS_PATH = "spark.executor.extraClassPath";

    private static final Pattern LOCAL = Pattern.compile("local(?:\\[([1-9]\\d*|\\*)(?:\\s*,\\s*\\d+)?])?");
    private static final Pattern LOCAL_CLUSTER =
            Pattern.compile("local-cluster\\[\\s*([1-9]\\d*)\\s*,\\s*([1-9]\\d*)\\s*,\\s*([1-9]\\d*)\\s*]");
    private static final Pattern ELSEWHERE = Pattern.compile("yarn|k8s://.+|spark://.+");

    private static final int ANSWER_MILLISECONDS = 5_000;
    private static final int SECRET_BYTES = 32;

    private SparkSettings() {}

    /**
     * Settings for a driver that nobody has submitted to Spark.
     *
     * @param conf what is said so far
     * @param master which cluster
     * @return with a master, and with what is meant where nobody says otherwise
     * @throws InputException when there is no such master, or nobody answers there
     */
    public static SparkConf started(SparkConf conf, String master) {
        checkMaster(master);
        conf.setMaster(master).setIfMissing("spark.app.name", "Understudy");
        if (master.startsWith("local")) {
            // What is tried on one machine is nobody else's business.
            conf.setIfMissing("spark.ui.enabled", "false")
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        if (cluster.matches()) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            conf.setIfMissing(EXECUTOR_CORES, cluster.group(2))
                    .setIfMissing("spark.executor.memory", cluster.group(3) + "m")
                    .setIfMissing(CLASS_PATH, System.getProperty("java.class.path"))
                    .setIfMissing("spark.authenticate", "true")
                    .setIfMissing("spark.authenticate.secret", HexFormat.of().formatHex(secret));
        } else if (master.matches("spark://.+") && !conf.contains(CLASS_PATH) && !conf.contains("spark.jars")) {
            conf.set("spark.jars", ours());
        }
        return submitted(conf);
    }

    /**
     * The same for one that was submitted.
     *
     * @param conf what is said so far
     * @return with what is meant where nobody says otherwise
     */
    public static SparkConf submitted(SparkConf conf) {
        int cores = executorCores(conf);
        return cores > 0 ? conf.setIfMissing(TASK_CPUS, Integer.toString(cores)) : conf;
    }

    /** The jars of this class path that Spark has not: they go to each executor. */
    private static String ours() {
        Path jars = Path.of(System.getenv().getOrDefault("SPARK_HOME", "."), "jars");
        List<String> paths = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
        return paths.stream()
                .filter(path -> path.endsWith(".jar")
                        && !Files.exists(jars.resolve(Path.of(path).getFileName())))
                .collect(Collectors.joining(","));
    }

    private static void checkMaster(String master) {
        if (!LOCAL.matcher(master).matches()
                && !LOCAL_CLUSTER.matcher(master).matches()
                && !ELSEWHERE.matcher(master).matches()) {
            throw new InputException("No Spark master is called \"" + master
                    + "\"; wanted spark://HOST:PORT, yarn, k8s://HOST:PORT, local[CORES] or"
                    + " local-cluster[EXECUTORS,CORES,MEGABYTES]");
        }
        if (master.startsWith("spark://")) {
            checkAnswers(master);
        }
    }

    /** Spark itself asks for a minute, and says why in the log alone. */
    private static void checkAnswers(String master) {
        String reason = "";
        for (String one : master.substring("spark://".length()).split(",", -1)) {
            Matcher place = Pattern.compile("(.+):(\\d{1,5})").matcher(one);
            if (!place.matches()) {
                throw new InputException("Spark's master \"" + master + "\": wanted spark://HOST:PORT");
            }
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(place.group(1), Integer.parseInt(place.group(2))), ANSWER_MILLISECONDS);
                return;
            } catch (IOException | IllegalArgumentException e) {
                reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
        }
        throw new InputException("No Spark master answers at " + master + " (" + reason + ")");
    }

    /**
     * Refuses what would end trainings or let two of them into one executor.
     *
     * @param conf of a cluster
     * @throws InputException in one line that says what to set
     */
    public static void check(SparkConf conf) {
        if (conf.getBoolean("spark.speculation", false)) {
            throw new InputException("spark.speculation=true starts a training twice; a comparison wants it false");
        }
        int cores = executorCores(conf);
        int cpus = conf.getInt(TASK_CPUS, 1);
        if (cores == 0) {
            throw new InputException(
                    EXECUTOR_CORES + " is not said, and an executor would train several students' parts"
                            + " at once: set it, such as " + EXECUTOR_CORES + "=4 and " + TASK_CPUS + "=4");
        }
        if (cpus < 1) {
            throw new InputException(
                    TASK_CPUS + "=" + cpus + ": 1 or more is wanted; " + EXECUTOR_CORES + " is " + cores);
        }
        double gpus = conf.getDouble("spark.task.resource.gpu.amount", 0);
        int byGpu = gpus > 0
                ? (int) (conf.getInt("spark.executor.resource.gpu.amount", 0) / gpus + 1e-9)
                : Integer.MAX_VALUE;
        if (Math.min(cores / cpus, byGpu) > 1) {
            throw new InputException("An executor trains one part at a time, and this one would take "
                    + Math.min(cores / cpus, byGpu) + " tasks: " + TASK_CPUS + "=" + cores + " is wanted, as "
                    + EXECUTOR_CORES + " is " + cores
                    + (gpus > 0 ? ", and a whole spark.task.resource.gpu.amount" : ""));
        }
    }

    /** How many cores an executor has; 0 where that cannot be told. */
    static int executorCores(SparkConf conf) {
        String master = conf.get("spark.master", "");
        Matcher local = LOCAL.matcher(master);
        if (local.matches()) {
            String cores = local.group(1);
            return cores == null
                    ? 1
                    : cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
        }
        Matcher cluster = LOCAL_CLUSTER.matcher(master);
        int usual = cluster.matches()
                ? Integer.parseInt(cluster.group(2))
                : master.equals("yarn") || master.startsWith("k8s://") ? 1 : 0;
        return conf.getInt(EXECUTOR_CORES, usual);
    }
}
