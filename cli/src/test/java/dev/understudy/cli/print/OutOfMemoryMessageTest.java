package dev.understudy.cli.print;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.engine.EngineException;
import dev.understudy.InputException;
import dev.understudy.cli.Cli;
import dev.understudy.cli.CompareCommand;
import dev.understudy.cli.EvaluateCommand;
import dev.understudy.cli.Main;
import dev.understudy.cli.TrainCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import picocli.CommandLine;

/** Too little memory ends a command in one line that says for what, how much, and which option needs less. */
public class OutOfMemoryMessageTest {

    private static final int MINUTES = 2;
    private static final String TRAINING = "dev.understudy.internal.loop.StageTrainer";

    @DataProvider
    public Object[][] words() {
        return new Object[][] {
            {
                new EngineException("[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate"
                        + " memory: you tried to allocate 167772160000 bytes. Error code 12 (Cannot allocate memory)"),
                "167.8 GB was wanted at once, this machine has "
            },
            {
                new EngineException("CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of"),
                "21.0 MB was wanted at once"
            },
            {new EngineException("MXNetError: Failed to allocate CPU Memory\nStack trace:\n"), "more was wanted at once"
            },
            {
                new EngineException("Failed to allocate memory for requested buffer of size 4294967296"),
                "4.3 GB was wanted at once"
            },
            {new EngineException("std::bad_alloc"), "more was wanted at once"},
            {new OutOfMemoryError("Unable to allocate 1207959552 bytes"), "1.2 GB was wanted at once"},
            {new OutOfMemoryError("Java heap space"), "more was wanted, Java may take "},
            {
                new OutOfMemoryError("Cannot reserve 50331648 bytes of direct buffer memory (allocated: 1, limit: 2)"),
                "50.3 MB was wanted, Java may take "
            },
            {
                new IllegalStateException("A batch could not be made", new OutOfMemoryError("Java heap space")),
                "more was wanted, Java may take "
            },
        };
    }

    @Test(dataProvider = "words")
    public void itIsKnownByWhatJavaAndEnginesSay(Throwable failure, String part) {
        Throwable reason = Objects.requireNonNullElse(failure.getCause(), failure);
        reason.setStackTrace(new StackTraceElement[] {new StackTraceElement(TRAINING, "learn", "A.java", 1)});
        String line = explained(failure, "train", "channel", "--batch", "4096").orElseThrow();
        assertTrue(line.startsWith("Out of memory while training \"channel\": " + part), line);
        assertTrue(line.contains("; a smaller --batch (now 4096) or --width (now 1.0) needs less"), line);
        assertEquals(line.contains("-Xmx"), line.contains("Java may take"), line);
    }

    @DataProvider
    public Object[][] places() {
        return new Object[][] {
            {"dataset.internal.batch.BatchMaker", "making a batch of images", "--batch"},
            {"dataset.internal.set.Cifar", "reading the data set", "--train-size"},
            {"internal.loop.InitialStudent", "making the network", "--width"},
            {"internal.gradient.StageGradients", "measuring \"channel\"", "--batch"},
            {"internal.loop.SharedBatch", "showing a batch to the teacher", "--workers"},
            {"internal.loop.Evaluator", "evaluating", "--width"},
        };
    }

    @Test(dataProvider = "places")
    public void whatWasDoneIsSaidAndItsOptions(String type, String doing, String option) {
        OutOfMemoryError failure = new OutOfMemoryError("Java heap space");
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.util.Arrays", "copyOf", "A.java", 1),
            new StackTraceElement("dev.understudy." + type, "make", "A.java", 1),
            new StackTraceElement(TRAINING, "learn", "A.java", 1)
        });
        String line = explained(failure, "compare", "channel").orElseThrow();
        assertTrue(line.startsWith("Out of memory while " + doing + ": "), line);
        assertTrue(line.contains(option), line);
    }

    @Test
    public void threadsThatCannotBeStartedAreSaidWithTheirOptions() {
        String line = explained(
                        new OutOfMemoryError("unable to create native thread"), "compare", "kd", "--workers", "9")
                .orElseThrow();
        assertEquals(
                line,
                "Out of memory: one more thread was wanted, the system gives none; a smaller --workers (now 9) or"
                        + " --threads needs less, \"ulimit -u\" says how many there may be");
    }

    @Test
    public void whereNoOptionHelpsAMachineDoes() {
        String line = explained(new EngineException("std::bad_alloc"), "evaluate", "run")
                .orElseThrow();
        assertTrue(line.endsWith("; a machine with more memory is wanted"), line);
    }

    @Test
    public void otherFailuresAreNotTakenForIt() {
        assertEquals(explained(new InputException("--batch must be from 1 to 65536"), "train", "kd"), Optional.empty());
        assertEquals(explained(new StackOverflowError(), "train", "kd"), Optional.empty());
    }

    /** A heap that the images do not fit into, and buffers that a batch does not. */
    @DataProvider
    public Object[][] real() {
        return new Object[][] {
            {
                "-Xmx32m",
                "--train-size 40000",
                "Out of memory while reading the data set: more was wanted, Java may take "
            },
            {
                "-XX:MaxDirectMemorySize=2m",
                "--train-size 4096 --batch 4096",
                "Out of memory while making a batch of images: 50.3 MB was wanted, Java may take "
            },
        };
    }

    @Test(dataProvider = "real")
    public void itEndsARealTrainingInOneLine(String memory, String words, String line) throws Exception {
        List<String> lines = errors(memory, words);
        assertEquals(lines.size(), 1, lines.toString());
        assertTrue(lines.get(0).startsWith(line), lines.get(0));
    }

    private static List<String> errors(String memory, String words) throws IOException, InterruptedException {
        Path errors = Cli.fresh();
        List<String> typed = Cli.train(Cli.fresh(), ("student " + words).split(" ", -1));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                memory,
                "-Dunderstudy.home=" + Cli.HOME,
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(typed);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
        assertEquals(process.exitValue(), Main.MISTAKE, Files.readString(errors));
        // PyTorch says on some processors that it goes without NNPACK.
        return Files.readAllLines(errors).stream()
                .filter(line -> !line.contains("NNPACK"))
                .toList();
    }

    private static Optional<String> explained(Throwable failure, String command, String... words) {
        CommandLine line = new CommandLine(command.equals("train") ? new TrainCommand() : other(command));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.parseArgs(Arrays.copyOf(words, words.length));
        return OutOfMemoryMessage.explain(failure, line.getCommandSpec());
    }

    private static Object other(String command) {
        return command.equals("compare") ? new CompareCommand() : new EvaluateCommand();
    }
}
