package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import dev.understudy.internal.file.ManagedFolder;
import dev.understudy.result.NetworkCard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The command line inside this JVM, with a home of its own, and one tiny run that several tests look at. */
public final class Cli {

    private static final Path ROOT = root();

    /** Where the teachers of these tests are kept. */
    public static final Path HOME = ROOT.resolve("home");

    /** What makes a training tiny. */
    static final List<String> TINY = List.of(
            "--dataset",
            "shapes",
            "--train-size",
            "200",
            "--width",
            "0.0625",
            "--epochs",
            "1",
            "--teacher-epochs",
            "1");

    private static Path finished = ROOT;

    static {
        System.setProperty("understudy.home", HOME.toString());
    }

    private Cli() {}

    /**
     * What a command came to.
     *
     * @param status its exit status
     * @param out what it printed
     * @param err what it complained of
     */
    public record Result(int status, String out, String err) {

        /** Exit status 0 and nothing to complain of. */
        public Result succeeded() {
            assertEquals(err, "");
            assertEquals(status, 0);
            return this;
        }

        /** Exit status 2 and one line with these parts; a mistake in the syntax may be followed by where to look. */
        public void refused(String... parts) {
            List<String> lines = err.lines().toList();
            assertEquals(status, 2, err);
            assertFalse(lines.isEmpty(), "no line");
            int most = lines.get(lines.size() - 1).matches("See: understudy( \\w+)? --help") ? 2 : 1;
            assertTrue(lines.size() <= most, err);
            assertFalse(err.contains("Exception"), err);
            assertFalse(err.contains("\tat "), err);
            for (String part : parts) {
                assertTrue(lines.get(0).contains(part), "\"" + part + "\" in: " + err);
            }
        }
    }

    public static Result run(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }

    /** Words in one string, separated by blanks. */
    public static Result run(String words) {
        return run(List.of(words.split(" ", -1)));
    }

    /** {@code train}, tiny, with more words; they come last, so that they win. */
    public static List<String> train(Path output, String... words) {
        return tiny("train", output, words);
    }

    /** A command that trains, tiny, with more words; they come last, so that they win. */
    static List<String> tiny(String command, Path output, String... words) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words));
        for (int i = 0; i < TINY.size(); i += 2) {
            if (!all.contains(TINY.get(i))) {
                all.addAll(TINY.subList(i, i + 2));
            }
        }
        all.addAll(List.of("--output", output.toString()));
        return all;
    }

    /** The folder of {@code train student channel --seeds 2}, trained once for all tests. */
    public static synchronized Path finished() {
        if (finished.equals(ROOT)) {
            Path folder = fresh();
            run(train(folder, "student", "channel", "--seeds", "2")).succeeded();
            finished = folder;
        }
        return finished;
    }

    /** The stored teacher's weights of a width, a seed and one epoch, trained on "shapes". */
    public static Path teacher(String width, int seed) throws IOException {
        return teacher("shapes", width, seed);
    }

    /** The same of another data set. */
    public static Path teacher(String dataset, String width, int seed) throws IOException {
        try (Stream<Path> folders = Files.list(HOME.resolve("teachers"))) {
            return folders.map(folder -> folder.resolve("teacher.safetensors"))
                    .filter(file -> isTeacher(file, dataset, width, seed))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isTeacher(Path file, String dataset, String width, int seed) {
        NetworkCard card = NetworkCard.read(file.resolveSibling("network.json"));
        Map<String, String> settings = card.settings();
        return card.dataset().equals(dataset)
                && Map.of("network", "teacher", "width", width, "epochs", "1", "seed", Integer.toString(seed))
                        .entrySet()
                        .stream()
                        .allMatch(entry -> entry.getValue().equals(settings.get(entry.getKey())));
    }

    /** A path at which nothing is yet. */
    public static Path fresh() {
        return folder().resolve("run");
    }

    /** How a JVM of its own is started that has this home and the class path of the tests; a main class comes next. */
    static List<String> java(Path home) {
        return new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Dunderstudy.home=" + home,
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path")));
    }

    /** An empty folder. */
    public static Path folder() {
        try {
            return Files.createTempDirectory(ROOT, "case");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of a folder of files. */
    public static Path copy(Path folder) throws IOException {
        Path copy = folder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    /** The names of the files in a folder, sorted, without the mark that says whose it is. */
    public static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !ManagedFolder.isMark(file))
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Turns one bit in the middle of a file. */
    public static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** All files and folders of these tests, and those that a command writes where it is not told a place. */
    static Set<Path> everything() throws IOException {
        Set<Path> all = new TreeSet<>();
        for (Path place : List.of(ROOT, Path.of("runs"), Path.of("bench.json"))) {
            if (Files.exists(place)) {
                try (Stream<Path> files = Files.walk(place)) {
                    files.forEach(all::add);
                }
            }
        }
        return all;
    }

    private static Path root() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "cli");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
