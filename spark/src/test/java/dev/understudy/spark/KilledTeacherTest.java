package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Main;
import dev.understudy.cli.file.MeasuredNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.testng.annotations.Test;

/** A teacher over a large set on a cluster that starts tasks twice, and of which an executor is killed in the middle. */
public class KilledTeacherTest {

    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final int IMAGES = 1500;
    private static final List<String> WORDS = TeacherFolders.words(1500, 4);
    private static final List<String> SPECULATION = List.of(
            "-Dspark.speculation=true",
            "-Dspark.speculation.interval=20ms",
            "-Dspark.speculation.quantile=0.1",
            "-Dspark.speculation.multiplier=1.01",
            "-Dspark.speculation.minTaskRuntime=1ms");

    private final SparkHome home;
    private final TeacherFolders folders;
    private final SparkSession spark;

    public KilledTeacherTest() throws IOException {
        home = SparkHome.create();
        folders = TeacherFolders.create(WORDS);
        spark = SparkSession.builder().sparkContext(LocalContext.get().sc()).getOrCreate();
    }

    private RunningComparison start(Path understudyHome, List<String> words) throws IOException {
        List<String> options = new ArrayList<>(List.of("-Xmx1024m", "-Dunderstudy.home=" + understudyHome));
        options.addAll(SPECULATION);
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--spark", CLUSTER));
        return new RunningComparison(home.program(options, Main.class.getName(), all));
    }

    private interface Looked {
        boolean isThere() throws IOException;
    }

    /** Kills the first executor as soon as something is there, and lets the rest be done. */
    private static void kill(RunningComparison running, Looked sign)
            throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!sign.isThere()) {
            assertTrue(System.nanoTime() < end, running.said());
            Thread.sleep(10);
        }
        assertTrue(running.executor("0").orElseThrow().destroyForcibly());
        assertEquals(running.status(), 0, running.said());
    }

    private static boolean holds(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.anyMatch(file -> file.getFileName().toString().matches(name));
        } catch (java.io.UncheckedIOException e) {
            // Moved while it was looked at.
            return true;
        }
    }

    @Test
    public void theOutputsAreThoseOfOneMachine() throws IOException, InterruptedException, TimeoutException {
        Path there = folders.home("killed");
        List<String> words = new ArrayList<>(List.of("keep-teacher"));
        words.addAll(WORDS);
        try (RunningComparison running = start(there, words)) {
            kill(running, () -> holds(there.resolve("outputs"), "[0-9a-f]+\\.range\\.safetensors"));
            assertTrue(running.said().contains("To be computed: 48 ranges, by "), running.said());
            assertTrue(running.said().contains("Kept: "), running.said());
        }
        assertEquals(TeacherFolders.bytes(there), folders.ofOneMachine(), "nothing else is left either");
        assertFalse(Files.exists(there.resolve(".cluster")));
    }

    @Test
    public void theDriverIsKilledAndTheSameCommandGoesOn() throws IOException, InterruptedException, TimeoutException {
        Path there = folders.home("again");
        List<String> words = new ArrayList<>(List.of("keep-teacher"));
        words.addAll(WORDS);
        try (RunningComparison running = start(there, words)) {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (!holds(there.resolve("outputs"), "[0-9a-f]+\\.range\\.safetensors") && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            running.kill();
        }
        assertTrue(holds(there.resolve("outputs"), "[0-9a-f]+\\.range\\.safetensors"), "killed in the middle");
        try (RunningComparison running = start(there, words)) {
            assertEquals(running.status(), 0, running.said());
        }
        assertEquals(TeacherFolders.bytes(there), folders.ofOneMachine());
    }

    @Test
    public void eachImageIsARowOnce() throws IOException, InterruptedException, TimeoutException {
        Path card = folders.teacher();
        Path images = NoiseFolder.write(
                folders.folder().resolve("images"), MeasuredNetwork.of(card).classes(), IMAGES);
        Files.writeString(images.resolve("words.jpg"), "words");
        Path output = folders.folder().resolve("answers");
        List<String> words = new ArrayList<>(List.of("answers", card.toString(), "--threads", "1", "--range", "32"));
        words.addAll(List.of("--data", images.toString(), "--output", output.toString()));
        try (RunningComparison running = start(folders.folder().resolve("alone"), words)) {
            kill(running, () -> holds(output.resolve("_temporary"), "part-.*\\.parquet"));
            assertTrue(running.said().contains("1,501 images, 1 of them cannot be read; "), running.said());
        }
        List<Row> rows = spark.read().parquet(output.toString()).orderBy("path").collectAsList();
        assertEquals(rows.size(), IMAGES + 1);
        List<Row> here = SparkEvaluation.of(spark, card)
                .threads(1)
                .answers(images.toString())
                .orderBy("path")
                .collectAsList();
        assertEquals(rows, here);
    }
}
