package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.TrainingData;
import dev.understudy.cli.run.UnfinishedRun;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentFolder;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipes.ImageData;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testng.annotations.Test;

/** Folders in which a user keeps things, some called as ours are, given as places to write to: nothing of it changes. */
public class UsersFoldersTest {

    private static final int FOLDERS = 50;

    private static final List<String> NAMES = List.of(
            "notes.txt",
            "weights.safetensors",
            "000001-000000002.safetensors",
            "000001-000000002.safetensors.damaged",
            ".000001-000000002.safetensors.123e4567-e89b-12d3-a456-426614174000.part",
            "teacher.safetensors",
            "best.pt",
            "download.part",
            "model.damaged",
            "summary.json",
            "table.json",
            "table.md",
            "report.html",
            "history.csv",
            "log.txt",
            "command.json",
            "student-seed1.json",
            "student-seed1.safetensors",
            ".lock",
            ".understudy.lock",
            "0123456789abcdef0123456789abcdef.outputs.safetensors",
            "übung 1.txt");

    private static final List<String> FOLDER_NAMES = List.of(
            "checkpoints", "students", "profiles", "matrices", "weights", "gaps", "student-seed1", "outputs", "data");

    private final ImageData images = new ImageData(
            Datasets.open("shapes", DataOptions.defaults().trainSize(64).validationSize(0)));

    /** Everything in a folder by path: what it is, what it holds, when it was changed. */
    private static Map<String, String> state(Path folder) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.toList()) {
                FileTime changed = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
                String content = Files.isSymbolicLink(path)
                        ? "link to " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path) ? "folder" : HexFormat.of().formatHex(Files.readAllBytes(path));
                state.put(folder.relativize(path).toString(), content + " " + changed);
            }
        }
        return state;
    }

    /** A folder with something in it, and next to it what its links lead to. */
    private static Path users(Random random) throws IOException {
        Path root = Cli.folder();
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere")).toAbsolutePath();
        fill(elsewhere, elsewhere, random, 1);
        Path folder = Files.createDirectory(root.resolve("mine"));
        fill(folder, elsewhere, random, 3);
        Files.writeString(folder.resolve("0"), "so that it is not empty");
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(random.nextInt(1 << 30))));
            }
        }
        return folder;
    }

    private static void fill(Path folder, Path elsewhere, Random random, int depth) throws IOException {
        for (int i = random.nextInt(6); i >= 0; i--) {
            Path file = folder.resolve(NAMES.get(random.nextInt(NAMES.size())));
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            switch (random.nextInt(6)) {
                case 0 -> Files.createSymbolicLink(file, elsewhere);
                case 1 -> Files.createSymbolicLink(file, elsewhere.resolve("nowhere"));
                case 2 -> Files.writeString(file, "{\"format\": 1, \"words\": [\"train\"]}");
                default -> {
                    byte[] bytes = new byte[random.nextInt(100)];
                    random.nextBytes(bytes);
                    Files.write(file, bytes);
                }
            }
        }
        for (int i = random.nextInt(4); depth > 0 && i > 0; i--) {
            Path inner = folder.resolve(FOLDER_NAMES.get(random.nextInt(FOLDER_NAMES.size())));
            if (Files.exists(inner, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (random.nextInt(5) == 0) {
                Files.createSymbolicLink(inner, elsewhere);
            } else {
                fill(Files.createDirectory(inner), elsewhere, random, depth - 1);
            }
        }
    }

    private Distillation alone() {
        return Distillation.alone(PaperNetworks.student(images.task(0.0625)))
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()));
    }

    private void refused(Path folder, Thrower use) {
        String line =
                String.valueOf(expectThrows(ResultException.class, use::run).getMessage());
        assertTrue(line.contains(folder + " is not empty and not a folder of Understudy's"), line);
    }

    @FunctionalInterface
    private interface Thrower {

        void run() throws IOException;
    }

    @Test
    public void nothingOfAUsersIsChanged() throws IOException {
        Random random = new Random(15);
        TrainingData trainingData = images.trainingData(32, 1);
        for (int number = 0; number < FOLDERS; number++) {
            Path mine = users(random);
            Path given = number % 5 == 0
                    ? Files.createSymbolicLink(mine.resolveSibling("link"), mine.toAbsolutePath())
                    : mine;
            Map<String, String> before = state(mine.resolveSibling("."));
            for (List<String> words : List.of(
                    Cli.train(given, "student"),
                    Cli.tiny("compare", given, "student"),
                    Cli.tiny("table", given, "3"),
                    List.of("quickstart", "--output", given.toString()))) {
                Cli.run(words).refused("--output " + given + " is not empty and not a folder of Understudy's");
            }
            Cli.run(List.of("new", given.toString())).refused("DIR " + given + " is not empty");
            refused(given, () -> alone().checkpoints(Checkpoints.at(given)).train(trainingData));
            refused(given, () -> Experiment.of(seed -> trainingData)
                    .with("student", alone())
                    .folder(given)
                    .compare("Trials", images.summary(), List.of()));
            Checkpoints.at(given).remove();
            assertEquals(state(mine.resolveSibling(".")), before, "folder " + number);
        }
    }

    /** What a user puts into a run's own folder while it is unfinished. */
    @Test
    public void whatAUserAddsToARunStays() throws IOException {
        Path folder = Cli.fresh();
        List<String> words = Cli.train(folder, "student", "--seeds", "2", "--checkpoint-every", "1");
        UnfinishedRun.in(folder, ExperimentFolder.Kind.RUN).close();
        List<Path> added = new ArrayList<>();
        for (String name : List.of(
                "notes.txt",
                "best.safetensors",
                "checkpoints/notes.txt",
                "checkpoints/best.safetensors",
                "checkpoints/mine/000001-000000002.safetensors",
                "checkpoints/mine/x.part",
                "students/a.json")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            added.add(Files.writeString(file, "of the user's: " + name));
        }
        Path link = Files.createSymbolicLink(folder.resolve("checkpoints/link"), folder.resolve("students"));
        Cli.run(words).succeeded();
        for (Path file : added) {
            assertEquals(Files.readString(file), "of the user's: " + folder.relativize(file));
        }
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    public void anEmptyFolderOfAUsersStaysEmptyWhereNothingBegins() throws IOException {
        Path folder = Cli.folder();
        Cli.run(Cli.train(folder, "student", "--teacher", "nothing.safetensors"))
                .refused("--teacher");
        assertTrue(Cli.names(folder).isEmpty());
        assertTrue(Files.isDirectory(folder));
    }
}
