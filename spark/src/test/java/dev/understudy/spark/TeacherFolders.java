package dev.understudy.spark;

import static org.testng.Assert.assertEquals;

import dev.understudy.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Homes with the same tiny teacher, and what one machine keeps of it. */
final class TeacherFolders {

    /** Two augmentations of 400 images, of which two outputs are read; ranges of a batch. */
    static final List<String> WORDS = words(400, 2);

    private final Path folder;
    private final Map<String, Integer> alone;

    private TeacherFolders(Path folder, Map<String, Integer> alone) {
        this.folder = folder;
        this.alone = alone;
    }

    static List<String> words(int images, int augmentations) {
        List<String> words = new ArrayList<>(List.of("channel", "--soft-targets", "--width", "0.0625"));
        words.addAll(List.of("--train-size", Integer.toString(images), "--epochs", Integer.toString(augmentations)));
        words.addAll(List.of("--teacher-epochs", "1", "--threads", "1"));
        words.addAll(List.of("--fixed-augmentations", Integer.toString(augmentations)));
        words.addAll(List.of("--keep-teacher", "100m", "--range", "128"));
        return List.copyOf(words);
    }

    static TeacherFolders create() throws IOException {
        return create(WORDS);
    }

    /** Has one machine train the teacher and keep its outputs. */
    static TeacherFolders create(List<String> keep) throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "teacher")
                .toAbsolutePath();
        String before = System.getProperty("understudy.home", "");
        try {
            System.setProperty("understudy.home", folder.resolve("alone").toString());
            List<String> words = new ArrayList<>(List.of("keep-teacher"));
            words.addAll(keep);
            StringWriter said = new StringWriter();
            PrintWriter out = new PrintWriter(said, true);
            assertEquals(Main.run(out, out, words.toArray(String[]::new)), 0, said.toString());
        } finally {
            System.setProperty("understudy.home", before);
        }
        Map<String, Integer> alone = bytes(folder.resolve("alone"));
        return new TeacherFolders(folder, alone);
    }

    /** Where all of them lie. */
    Path folder() {
        return folder;
    }

    /** What one machine keeps. */
    Map<String, Integer> ofOneMachine() {
        return alone;
    }

    /** The card of the teacher. */
    Path teacher() throws IOException {
        try (Stream<Path> teachers = Files.list(folder.resolve("alone/teachers"))) {
            return teachers.findFirst().orElseThrow().resolve("network.json");
        }
    }

    /** Another home with the same teacher, of which nothing is kept. */
    Path home(String name) throws IOException {
        Path from = folder.resolve("alone/teachers");
        Path home = folder.resolve(name);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path to = home.resolve("teachers").resolve(from.relativize(each));
                Files.createDirectories(to.getParent());
                if (Files.isRegularFile(each)) {
                    Files.copy(each, to);
                }
            }
        }
        return home;
    }

    /** All files of kept outputs but the mark, and what their bytes come to. */
    static Map<String, Integer> bytes(Path home) throws IOException {
        Map<String, Integer> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(home.resolve("outputs"))) {
            for (Path file : files.filter(each -> !each.endsWith(".understudy")).toList()) {
                bytes.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }
}
