package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.BeforeClass;
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

    private final Path alone = Cli.fresh();

    /** A processor is filled by one: what all others here are held against. */
    @BeforeClass
    public void noughtLeavesItToTheMachine() {
        Cli.Result result = Cli.run(compare(alone, 0)).succeeded();
        assertTrue(result.out().contains("--processes 0: 1 (its workers fill the processor)"), result.out());
        assertFalse(result.out().contains(" processes\n"), result.out());
    }

    @Test
    public void severalProcessesTrainTheSameAsOne() throws IOException {
        Path together = Cli.fresh();
        Set<Path> before = plans();
        Cli.Result result = Cli.run(compare(together, 2)).succeeded();
        assertTrue(result.out().contains("6 parts, 2 processes"), result.out());
        assertTrue(result.out().contains("part 6/6: "), result.out());
        assertTrue(Files.readString(together.resolve("log.txt")).contains("part 6/6: "));
        assertEquals(MeasuredStudents.of(together), MeasuredStudents.of(alone));
        assertEquals(plans(), before);
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
        Path killed = Cli.fresh();
        CompletableFuture<Cli.Result> running = CompletableFuture.supplyAsync(() -> Cli.run(compare(killed, 2)));
        firstPart(killed).destroyForcibly();
        Cli.Result result = running.join();
        assertEquals(result.status(), 2, result.err());
        assertTrue(
                result.err().matches("(?s)The process of part \\d/6 ended with status 137; .*goes on.*"), result.err());
        assertFalse(result.err().contains("\tat "), result.err());
        Cli.run(compare(killed, 2)).succeeded();
        assertEquals(MeasuredStudents.of(killed), MeasuredStudents.of(alone));
    }

    /** Where there is no Java to start. */
    @Test
    public void aProcessThatCannotBeStartedIsNamedAndLeavesNothing() throws IOException {
        Path folder = Cli.fresh();
        Set<Path> before = plans();
        String java = System.getProperty("java.home");
        System.setProperty("java.home", folder.resolve("no-java").toString());
        try {
            Cli.Result result = Cli.run(compare(folder, 2));
            assertEquals(result.status(), 2, result.err());
            assertTrue(
                    result.err()
                            .matches(
                                    "(?s)The processes of part 1/6, part 2/6, .*part 6/6 could not be started: .*no-java.*goes on.*"),
                    result.err());
            assertFalse(result.err().contains("\tat "), result.err());
            assertEquals(plans(), before);
        } finally {
            System.setProperty("java.home", java);
        }
    }

    @Test
    public void oneProcessOrMoreAreWanted() {
        Cli.run(compare(Cli.fresh(), -1))
                .refused(
                        "--processes must be from 1 to 1024, or 0 for as many as a GPU has memory and cores for, got -1");
    }

    /** The first of those that train, once something is kept: one that is about to become Java is none yet. */
    private static ProcessHandle firstPart(Path folder) throws InterruptedException {
        for (int i = 0; i < MOST_MOMENTS; i++) {
            Optional<ProcessHandle> first = Files.isDirectory(folder.resolve("checkpoints"))
                    ? ProcessHandle.current()
                            .children()
                            .filter(ProcessesTest::isJava)
                            .min(Comparator.comparing(
                                    process -> process.info().startInstant().orElse(Instant.MAX)))
                    : Optional.empty();
            if (first.isPresent()) {
                return first.get();
            }
            Thread.sleep(MOMENT);
        }
        throw new IllegalStateException("No process trains");
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("java"))
                .isPresent();
    }

    private static Set<Path> plans() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("understudy-part"))
                    .collect(Collectors.toSet());
        }
    }
}
