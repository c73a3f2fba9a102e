package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** A comparison that several processes train is that of one, bit for bit, whatever becomes of a process. */
public class ProcessesTest {

    private static final long MOMENT = 50;
    private static final int MOST_MOMENTS = 2400;

    private static List<String> compare(Path folder, int processes) {
        List<String> words = Cli.tiny("compare", folder, "student", "kd", "channel", "--seeds", "3", "--epochs", "3");
        words.addAll(List.of("--processes", Integer.toString(processes)));
        return words;
    }

    @Test
    public void severalProcessesTrainTheSameAsOne() throws IOException {
        Path alone = Cli.fresh();
        Cli.run(compare(alone, 1)).succeeded();
        Path together = Cli.fresh();
        Cli.Result result = Cli.run(compare(together, 2)).succeeded();
        assertTrue(result.out().contains("6 parts, 2 processes"), result.out());
        assertTrue(result.out().contains("part 6/6: "), result.out());
        assertTrue(Files.readString(together.resolve("log.txt")).contains("part 6/6: "));
        assertEquals(MeasuredStudents.of(together), MeasuredStudents.of(alone));
        assertEquals(leftPlans(), List.of());
        // Records have the command that was typed, whichever process wrote them.
        try (Stream<Path> students = Files.list(together.resolve("students"))) {
            for (Path student : students.toList()) {
                String record = Files.readString(student);
                assertTrue(record.contains("--processes 2") && !record.contains("--part"), record);
            }
        }
    }

    @Test
    public void aProcessThatIsKilledIsNamedAndTheSameCommandGoesOn() throws IOException, InterruptedException {
        Path undisturbed = Cli.fresh();
        Cli.run(compare(undisturbed, 1)).succeeded();
        Path killed = Cli.fresh();
        CompletableFuture<Cli.Result> running = CompletableFuture.supplyAsync(() -> Cli.run(compare(killed, 2)));
        ProcessHandle victim = firstPart();
        victim.destroyForcibly();
        Cli.Result result = running.join();
        assertEquals(result.status(), 2, result.err());
        assertTrue(
                result.err().matches("(?s)The process of part \\d/6 ended with status 137; .*goes on.*"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
        Cli.run(compare(killed, 2)).succeeded();
        assertEquals(MeasuredStudents.of(killed), MeasuredStudents.of(undisturbed));
    }

    @Test
    public void oneProcessOrMoreAreWanted() {
        Cli.run(compare(Cli.fresh(), -1))
                .refused(
                        "--processes must be from 1 to 1024, or 0 for as many as a GPU has memory and cores for, got -1");
    }

    /** A processor is filled by one. */
    @Test
    public void noughtLeavesItToTheMachine() {
        Cli.Result result = Cli.run(compare(Cli.fresh(), 0)).succeeded();
        assertTrue(result.out().contains("--processes 0: 1 (its workers fill the processor)"), result.out());
        assertFalse(result.out().contains(" processes\n"), result.out());
    }

    /** The first of those that train: no other Java is started here. */
    private static ProcessHandle firstPart() throws InterruptedException {
        for (int i = 0; i < MOST_MOMENTS; i++) {
            Optional<ProcessHandle> child = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> command.endsWith("java"))
                            .isPresent())
                    .findFirst();
            if (child.isPresent()) {
                return child.get();
            }
            Thread.sleep(MOMENT);
        }
        throw new IllegalStateException("No process trains");
    }

    private static List<Path> leftPlans() throws IOException {
        List<Path> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            files.filter(file -> file.getFileName().toString().startsWith("understudy-part"))
                    .forEach(left::add);
        }
        return left;
    }
}
