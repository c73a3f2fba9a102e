package dev.understudy.spark;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real master and two real workers of Spark's own, on this machine's loopback alone. */
final class StandaloneCluster implements AutoCloseable {

    private static final int SECRET_BITS = 256;
    private static final int WORKERS = 2;
    private static final int TRIES = 300;
    private static final long LOOK_MILLISECONDS = 100;

    private final SparkHome spark;
    private final String master;
    private final String secret = new BigInteger(SECRET_BITS, new SecureRandom()).toString(16);
    private final List<Process> processes = new ArrayList<>();

    StandaloneCluster(SparkHome spark) throws IOException, InterruptedException {
        this.spark = spark;
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        master = "spark://127.0.0.1:" + port;
        begin("org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", Integer.toString(port));
        awaitPort(port);
        for (int i = 0; i < WORKERS; i++) {
            String folder = spark.folder().resolve("worker-" + i).toString();
            begin(
                    "org.apache.spark.deploy.worker.Worker",
                    List.of("--host", "127.0.0.1", "--cores", "1", "--memory", "2g", "--work-dir", folder, master)
                            .toArray(String[]::new));
        }
    }

    private List<String> authenticated() {
        return List.of("-Dspark.authenticate=true", "-Dspark.authenticate.secret=" + secret);
    }

    private void begin(String main, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("--webui-port", "0"));
        all.addAll(List.of(words));
        List<String> options = new ArrayList<>(authenticated());
        options.add("-Xmx512m");
        processes.add(spark.program(options, main, all)
                .redirectOutput(spark.folder()
                        .resolve("daemon-" + processes.size() + ".log")
                        .toFile())
                .start());
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                Thread.sleep(LOOK_MILLISECONDS);
            }
        }
        throw new IllegalStateException("The master does not start");
    }

    /** A driver that is submitted, as spark-submit does it. */
    RunningComparison submit(Path home, List<String> words) throws IOException {
        List<String> all = new ArrayList<>(List.of("--master", master, "--class", Main.class.getName()));
        for (String setting : List.of(
                "spark.authenticate=true",
                "spark.authenticate.secret=" + secret,
                "spark.driver.host=127.0.0.1",
                "spark.ui.enabled=false",
                "spark.executor.cores=1",
                "spark.executor.memory=1g",
                // A part that is killed as often as this trial does it is no gap.
                "spark.task.maxFailures=100",
                "spark.executor.extraClassPath="
                        + System.getProperty("java.class.path").replace(File.pathSeparatorChar, ':'))) {
            all.addAll(List.of("--conf", setting));
        }
        all.add("spark-internal");
        all.addAll(words);
        return new RunningComparison(spark.program(
                List.of("-Xmx1g", "-Dunderstudy.home=" + home), "org.apache.spark.deploy.SparkSubmit", all));
    }

    /** The processes of executors, of whichever worker. */
    List<ProcessHandle> executors() {
        return processes.stream()
                .flatMap(Process::descendants)
                .filter(StandaloneCluster::isExecutor)
                .toList();
    }

    private static boolean isExecutor(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("CoarseGrainedExecutorBackend");
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Stream<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())));
        all.toList().forEach(ProcessHandle::destroyForcibly);
    }
}
