package dev.understudy.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** What an installation of Spark would be, made of links to the jars that the tests have; and programs that run in it. */
public final class SparkHome {

    /** What a JVM of some seconds wants, as those of the build's tests. */
    private static final List<String> QUICK_START = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path folder;

    private SparkHome(Path folder) {
        this.folder = folder;
    }

    /** A new one. */
    public static SparkHome create() throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "spark-home")
                .toAbsolutePath();
        Path jars = Files.createDirectory(folder.resolve("jars"));
        for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (path.endsWith(".jar")) {
                Path jar = Path.of(path).toAbsolutePath();
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        return new SparkHome(folder);
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** A Java program, with the class path of the tests. */
    public ProcessBuilder program(List<String> options, String main, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
                .filter(option -> !option.isBlank())
                .toList());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"));
        command.addAll(QUICK_START);
        command.add("-Dspark.executor.extraJavaOptions=" + String.join(" ", QUICK_START));
        command.addAll(List.of("-Dai.djl.offline=true", "-cp", System.getProperty("java.class.path")));
        command.addAll(command.size() - 2, options);
        command.add(main);
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        folder.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "OPT_OUT_TRACKING",
                        "true"));
        return builder;
    }
}
