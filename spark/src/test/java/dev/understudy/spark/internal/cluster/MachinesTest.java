package dev.understudy.spark.internal.cluster;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertTrue;

import dev.understudy.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.testng.Assert;
import org.testng.annotations.Test;

public class MachinesTest {

    static ExecutorReport report(String host, String executor, String engine, int threads, String processor) {
        return new ExecutorReport(host, executor, "0.1 abc", engine, "cpu", threads, processor, "");
    }

    private static final ExecutorReport FIRST = report("a", "0", "PyTorch 2.7.1", 1, "amd64 avx2");

    @Test
    public void hostsAndBothValuesAreNamed() {
        assertEquals(
                Machines.differences(List.of(
                        FIRST,
                        report("b", "1", "PyTorch 2.5.1", 1, "amd64 avx2"),
                        report("c", "2", "PyTorch 2.7.1", 2, "amd64 avx2"),
                        report("a", "3", "PyTorch 2.7.1", 1, "amd64 avx2"))),
                "engine PyTorch 2.5.1 on b, PyTorch 2.7.1 on a and c; threads 1 on a and b, 2 on c");
        assertEquals(
                Machines.differences(List.of(FIRST, report("b", "1", "PyTorch 2.7.1", 1, "amd64 avx512f"))),
                "processor amd64 avx2 on a, amd64 avx512f on b");
    }

    @Test
    public void whereTheyStandAndWhichTheyAreIsNoDifference() {
        ExecutorReport other = report("b", "7", "PyTorch 2.7.1", 1, "amd64 avx2");
        assertNull(Machines.differences(List.of(FIRST, other)));
        assertTrue(FIRST.isLike(other));
        assertFalse(FIRST.isLike(report("a", "0", "MXNet 1.9.1", 1, "amd64 avx2")));
    }

    @Test
    public void failuresAreNamedOnceForEachHost() {
        assertNull(Machines.failures(List.of(FIRST)));
        assertEquals(
                Machines.failures(List.of(
                        FIRST,
                        ExecutorReport.failed("b", "1", "The engine's libraries cannot be loaded: no space"),
                        ExecutorReport.failed("b", "2", "The engine's libraries cannot be loaded: no space"),
                        ExecutorReport.failed("c", "3", "/x is not the folder that the driver sees"))),
                "b: The engine's libraries cannot be loaded: no space; c: /x is not the folder that the driver sees");
    }

    @Test
    public void aReportTravelsAsText() {
        assertEquals(Answers.read(Answers.json(FIRST), ExecutorReport.class), FIRST);
    }

    @Test
    public void otherExecutorsAreRefusedOrTakenAndNoted() {
        List<ExecutorReport> mixed = List.of(FIRST, report("b", "1", "PyTorch 2.7.1", 4, "amd64 avx2"));
        InputException refusal =
                Assert.expectThrows(InputException.class, () -> ClusterCheck.judged(mixed, List.of(), false));
        assertEquals(
                refusal.getMessage(),
                "Executors differ in what decides the last digits of results: threads 1 on a, 4 on b;"
                        + " --mixed, in code mixed(true), takes them");
        ClusterCheck.Fit fit = ClusterCheck.judged(mixed, List.of(), true);
        assertEquals(fit, new ClusterCheck.Fit(FIRST, 2, "threads 1 on a, 4 on b"));
        assertEquals(
                ClusterCheck.judged(List.of(FIRST, FIRST), List.of(), false).executors(), 1);
    }

    @Test
    public void oneThatCannotComputeIsRefusedAlsoAmongMixedOnes() {
        InputException refusal = Assert.expectThrows(
                InputException.class,
                () -> ClusterCheck.judged(
                        List.of(FIRST, ExecutorReport.failed("b", "1", "no engine")), List.of(), true));
        assertEquals(refusal.getMessage(), "b: no engine");
    }

    @Test
    public void anAnswerThatTheDriverDoesNotSeeIsRefused() throws Exception {
        SharedFolder folder = SharedFolder.of(Files.createTempDirectory("shared"), "run");
        folder.begin(true);
        InputException refusal = Assert.expectThrows(
                InputException.class, () -> ClusterCheck.judged(List.of(FIRST), List.of(folder), false));
        Path path = folder.path();
        assertEquals(
                refusal.getMessage(),
                "a: what is written to " + path
                        + " there is not seen by the driver; all machines have to share it under this path");
        folder.answer("0");
        assertEquals(ClusterCheck.judged(List.of(FIRST), List.of(folder), false).differences(), "");
    }
}
