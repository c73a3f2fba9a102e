package dev.understudy.spark;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.cli.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * By hand, for an hour or so: {@code -Dunderstudy.trial.rounds=5}. In each round a comparison with two-stage and self-guided
 * students is trained by a real cluster, of which four executors are killed at random moments, and the driver once; it is to
 * end as on one machine, bit for bit. {@code -Dunderstudy.trial.seed} gives the moments of an earlier trial again.
 */
public class KillTrialTest {

    private static final int KILLS = 4;
    private static final int LEAST_MILLISECONDS = 4_000;
    private static final int MOST_MILLISECONDS = 16_000;

    private static List<String> words(Path folder) {
        List<String> words = new ArrayList<>(List.of("compare", "kd", "channel:stages=two", "self-guided-channel"));
        words.addAll(List.of("--seeds", "2", "--epochs", "8", "--width", "0.0625", "--train-size", "400"));
        words.addAll(List.of("--teacher-epochs", "1", "--checkpoint-every", "2", "--output", folder.toString()));
        return words;
    }

    @Test
    public void killedAtRandomItIsThatOfOneMachine() throws IOException, InterruptedException, TimeoutException {
        int rounds = Integer.getInteger("understudy.trial.rounds", 0);
        if (rounds == 0) {
            throw new SkipException("A trial by hand: -Dunderstudy.trial.rounds=5");
        }
        long seed = Long.getLong("understudy.trial.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("Trial with -Dunderstudy.trial.seed=" + seed);
        SparkHome spark = SparkHome.create();
        Path home = spark.folder().resolve("home");
        Path alone = spark.folder().resolve("alone");
        try (RunningComparison one = new RunningComparison(
                spark.program(List.of("-Xmx1g", "-Dunderstudy.home=" + home), Main.class.getName(), words(alone)))) {
            assertEquals(one.status(), 0, one.said());
        }
        Map<String, List<Object>> expected = KilledExecutorTest.measured(alone);
        try (StandaloneCluster cluster = new StandaloneCluster(spark)) {
            for (int round = 1; round <= rounds; round++) {
                Path folder = spark.folder().resolve("round-" + round);
                int executors = disturbed(cluster, home, folder, random);
                assertEquals(KilledExecutorTest.measured(folder), expected, "round " + round);
                System.out.println(
                        "Round " + round + ": " + executors + " executors and 1 driver killed, the same bits");
            }
        }
    }

    /** How many executors were killed, until the comparison ended. */
    private static int disturbed(StandaloneCluster cluster, Path home, Path folder, Random random)
            throws IOException, InterruptedException, TimeoutException {
        int killed = 0;
        int driver = random.nextInt(KILLS);
        RunningComparison running = cluster.submit(home, words(folder));
        try {
            for (int i = 0; i < KILLS; i++) {
                running.await("prepare: on .*");
                Thread.sleep(LEAST_MILLISECONDS + random.nextInt(MOST_MILLISECONDS - LEAST_MILLISECONDS));
                List<ProcessHandle> executors = cluster.executors();
                if (!executors.isEmpty()
                        && executors.get(random.nextInt(executors.size())).destroyForcibly()) {
                    killed++;
                }
                if (i == driver) {
                    running.kill();
                    running.close();
                    running = cluster.submit(home, words(folder));
                }
            }
            assertEquals(running.status(), 0, running.said());
            assertTrue(
                    running.said().contains("parts are done") || running.said().contains("Nothing is left"));
        } finally {
            running.close();
        }
        return killed;
    }
}
