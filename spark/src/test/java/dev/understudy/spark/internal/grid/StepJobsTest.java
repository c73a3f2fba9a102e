package dev.understudy.spark.internal.grid;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.spark.LocalContext;
import dev.understudy.spark.internal.cluster.ComputeSettings;
import dev.understudy.spark.internal.cluster.ExecutorReport;
import dev.understudy.spark.internal.cluster.SharedFolder;
import dev.understudy.spark.internal.cluster.TaskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.testng.Assert;
import org.testng.annotations.Test;

public class StepJobsTest {

    private static final ComputeSettings SETTINGS = new ComputeSettings("PyTorch", 1, false, "");
    private static final ExecutorReport OTHER =
            new ExecutorReport("elsewhere", "9", "0.1", "PyTorch 2.5.1", "cpu", 1, "amd64", "");

    private final JavaSparkContext context = LocalContext.get();
    private final List<String> told = new ArrayList<>();

    /** Says what it was asked. */
    private record Echo() implements GridSteps {

        @Override
        public String prepare(TaskPlace place) {
            return place.name() + " with " + place.cores() + " core and GPUs " + place.gpus();
        }

        @Override
        public void train(TaskPlace place, String plan) throws IOException {
            throw new IOException("the disk of " + plan + " is full");
        }

        @Override
        public String collect(TaskPlace place, String outcomes) {
            return outcomes + " collected";
        }
    }

    private StepJobs.Running done(boolean mixed, StepTask.Kind kind, String request)
            throws IOException, InterruptedException {
        SharedFolder folder = SharedFolder.of(Files.createTempDirectory("shared"), "run");
        if (!request.equals("unseen")) {
            folder.begin(true);
        }
        List<String> folders = List.of(folder.path().toString());
        StepJobs jobs = new StepJobs(
                context,
                (which, name) -> new StepTask(new Echo(), which, name, SETTINGS, OTHER, mixed, folders, "run"),
                told::add);
        StepJobs.Running running = jobs.start(kind, "step", request);
        while (!running.isDone()) {
            Thread.sleep(10);
        }
        assertFalse(jobs.isOver());
        assertEquals(jobs.differences(), "");
        return running;
    }

    @Test
    public void stepsAreDoneWhereSparkSendsThem() throws IOException, InterruptedException {
        assertEquals(done(true, StepTask.Kind.PREPARE, "").text(), "step with 1 core and GPUs []");
        assertEquals(done(true, StepTask.Kind.COLLECT, "all").text(), "all collected");
    }

    @Test
    public void aFailureIsOneLineWithTheHost() throws IOException, InterruptedException {
        StepJobs.Running failed = done(true, StepTask.Kind.PART, "it");
        TaskFailure failure = Assert.expectThrows(TaskFailure.class, failed::text);
        assertTrue(
                String.valueOf(failure.getMessage()).matches("[\\w.]+: the disk of it is full"), failure.getMessage());
    }

    @Test
    public void anExecutorThatCameLaterSeesTheFolderToo() throws IOException, InterruptedException {
        StepJobs.Running refused = done(true, StepTask.Kind.COLLECT, "unseen");
        TaskFailure failure = Assert.expectThrows(TaskFailure.class, refused::text);
        assertTrue(
                String.valueOf(failure.getMessage()).matches("[\\w.]+: /.* is not the folder that the driver sees .*"),
                failure.getMessage());
    }

    /** Where no executor may do it, it fails in the end. */
    @Test
    public void anExecutorThatIsAnotherIsGivenUp() throws IOException, InterruptedException {
        told.clear();
        StepJobs.Running refused = done(false, StepTask.Kind.PREPARE, "");
        TaskFailure failure = Assert.expectThrows(TaskFailure.class, refused::text);
        assertTrue(
                String.valueOf(failure.getMessage())
                        .matches(
                                "Understudy .* on .*; engine PyTorch 2.5.1 on elsewhere, PyTorch \\S+ on [\\w.]+; processor .*"),
                failure.getMessage());
        assertTrue(told.get(0).startsWith("Executor driver is given up: Understudy "), told.toString());
        assertEquals(told.size(), 8);
    }
}
