package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Main;
import dev.understudy.cli.MeasuredStudents;
import dev.understudy.internal.file.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** A comparison on a cluster is that of one machine bit for bit, whatever is killed. */
public class KilledExecutorTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final int MEGABYTES = 1024;

    private final SparkHome spark;
    private final Path folder;
    private final Map<String, List<Object>> alone = new TreeMap<>();

    public KilledExecutorTest() throws IOException {
        spark = SparkHome.create();
        folder = spark.folder();
    }

    @BeforeClass
    public void oneMachine() throws IOException, InterruptedException, TimeoutException {
        try (RunningComparison running = start("alone")) {
            assertEquals(running.status(), 0, running.said());
        }
        alone.putAll(measured(folder.resolve("alone")));
        assertEquals(alone.size(), 12, alone.keySet().toString());
    }

    private RunningComparison start(String name, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("compare", "kd", "channel:stages=two", "self-guided-channel"));
        words.addAll(List.of("--seeds", "2", "--epochs", "4", "--width", "0.0625", "--train-size", "400"));
        words.addAll(List.of("--teacher-epochs", "1", "--checkpoint-every", "2"));
        words.addAll(List.of("--output", folder.resolve(name).toString()));
        words.addAll(List.of(more));
        return new RunningComparison(spark.program(
                List.of("-Xmx" + MEGABYTES + "m", "-Dunderstudy.home=" + folder.resolve("home")),
                Main.class.getName(),
                words));
    }

    /** All that was measured of each student, but for times and where it was trained; and its weights. */
    static Map<String, List<Object>> measured(Path folder) throws IOException {
        Map<String, List<Object>> measured = new TreeMap<>(MeasuredStudents.of(folder));
        try (Stream<Path> files = Files.list(folder.resolve("weights"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".safetensors"))
                    .toList()) {
                measured.put(file.getFileName().toString(), List.of(Sha256.of(file)));
            }
        }
        return measured;
    }

    @Test
    public void anExecutorIsKilledInTheMiddle() throws IOException, InterruptedException, TimeoutException {
        try (RunningComparison running = start("killed", "--spark", CLUSTER)) {
            running.await("part 1/2  epoch 2/.*");
            String executor = running.await("part 1/2: on .*").replaceAll(".*executor (\\d+).*", "$1");
            assertTrue(running.executor(executor).orElseThrow().destroyForcibly());
            assertEquals(running.status(), 0, running.said());
            String said = running.said();
            assertTrue(said.contains("2 executors: PyTorch "), said);
            assertTrue(said.contains(", try 2"), said);
            assertTrue(said.matches("(?s).*goes on.*"), said);
            assertTrue(said.contains("2 of 2 parts are done"), said);
        }
        assertEquals(measured(folder.resolve("killed")), alone);
        try (Stream<Path> left = Files.list(folder.resolve("killed"))) {
            assertEquals(
                    left.map(path -> path.getFileName().toString())
                            .filter(name -> name.matches("\\.cluster|checkpoints"))
                            .count(),
                    0);
        }
        assertTrue(Files.readString(folder.resolve("killed/log.txt")).contains("2 of 2 parts are done"));
    }

    @Test
    public void theDriverIsKilledAndTheSameCommandGoesOn() throws IOException, InterruptedException, TimeoutException {
        try (RunningComparison running = start("again", "--spark", CLUSTER)) {
            running.await("part ./2  epoch 2/.*");
            running.kill();
        }
        try (RunningComparison running = start("again", "--spark", CLUSTER)) {
            assertEquals(running.status(), 0, running.said());
            assertTrue(running.said().contains("goes on"), running.said());
        }
        assertEquals(measured(folder.resolve("again")), alone);
    }
}
