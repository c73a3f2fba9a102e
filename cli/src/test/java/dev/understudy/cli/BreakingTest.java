package dev.understudy.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import dev.understudy.SmallDisk;
import dev.understudy.cli.run.UnfinishedRun;
import dev.understudy.internal.file.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/**
 * Trainings in processes of their own that are killed, whose disk fills up, or whose checkpoints are damaged, at random
 * moments: each ends with the weights of one that was never disturbed, bit for bit. A few in each build; many by
 * {@code -Dunderstudy.kills=50 -Dunderstudy.fullDisks=20 -Dunderstudy.damages=20}.
 */
public class BreakingTest {

    private static final int KILLS = Integer.getInteger("understudy.kills", 2);
    private static final int FULL_DISKS = Integer.getInteger("understudy.fullDisks", 1);
    private static final int DAMAGES = Integer.getInteger("understudy.damages", 1);

    private static final int MINUTES = 5;
    private static final String DISK = "3m";

    /** Said at the start, so that a failure can be looked at again: {@code -Dunderstudy.breakingSeed=N}. */
    private static final long SEED = Long.getLong("understudy.breakingSeed", System.nanoTime());

    private final Random random = new Random(SEED);
    private final Path home = Cli.folder();
    private final int first = random.nextInt(Kind.values().length);
    private final Map<Kind, Undisturbed> undisturbed = new LinkedHashMap<>();

    /** The kinds of runs. */
    private enum Kind {
        SINGLE_STAGE("channel"),
        TWO_STAGES("channel:stages=two"),
        SELF_GUIDED("self-guided-channel:soft-targets=yes"),
        MANY("");

        private final String recipe;

        Kind(String recipe) {
            this.recipe = recipe;
        }

        List<String> words(Path folder) {
            if (this == MANY) {
                return List.of(ManyStudents.class.getName(), folder.toString(), "10", "3");
            }
            List<String> words = new ArrayList<>(List.of(Main.class.getName()));
            words.addAll(Cli.tiny(
                    "train",
                    folder,
                    recipe,
                    "--epochs",
                    "12",
                    "--teacher-epochs",
                    "1",
                    "--train-size",
                    "400",
                    "--batch",
                    "64",
                    "--threads",
                    "1",
                    "--checkpoint-every",
                    "3"));
            return words;
        }
    }

    /** One after the other; a short run begins with any of them. */
    private Kind kind(int number) {
        return Kind.values()[(first + number) % Kind.values().length];
    }

    /** What a run comes to that nothing happens to, and how long it takes. */
    private record Undisturbed(Map<String, String> weights, long millis) {}

    private Undisturbed undisturbed(Kind kind) throws IOException, InterruptedException {
        Undisturbed known = undisturbed.get(kind);
        if (known == null) {
            long begin = System.nanoTime();
            Map<String, String> weights = weights(finished(kind, Cli.folder()));
            known = new Undisturbed(weights, (System.nanoTime() - begin) / 1_000_000);
            undisturbed.put(kind, known);
        }
        return known;
    }

    @BeforeClass
    public void tellSeed() {
        report("What is broken when follows from -Dunderstudy.breakingSeed=" + SEED);
    }

    @Test
    public void killedAtRandomMomentsItEndsTheSame() throws IOException, InterruptedException {
        for (int kill = 1; kill <= KILLS; kill++) {
            Kind kind = kind(kill);
            Path folder = killed(kind);
            assertEquals(weights(finished(kind, folder)), undisturbed(kind).weights, kind + " in " + folder);
            report("kill " + kill + " of " + KILLS + ": " + kind + " ended the same");
        }
    }

    @Test
    public void withDamagedCheckpointsItEndsTheSame() throws IOException, InterruptedException {
        for (int done = 0; done < DAMAGES; ) {
            Kind kind = kind(done);
            Path folder = killed(kind);
            List<Path> damaged = damage(folder);
            if (!damaged.isEmpty()) {
                String log = Files.readString(log(finished(kind, folder)));
                for (Path file : damaged) {
                    assertTrue(log.contains(file + " is damaged"), file + " in " + log);
                }
                assertEquals(weights(folder), undisturbed(kind).weights, kind + " in " + folder);
                done++;
                report("damage " + done + " of " + DAMAGES + ": " + kind + ", " + damaged.size()
                        + " files, ended the same");
            }
        }
    }

    @Test
    public void onADiskThatFillsUpItEndsTheSame() throws IOException, InterruptedException {
        int failed = 0;
        for (int done = 0; done < FULL_DISKS; ) {
            Kind kind = kind(done);
            Undisturbed wanted = undisturbed(kind);
            try (SmallDisk small = SmallDisk.at(Cli.folder(), DISK)) {
                Path disk = small.folder();
                Path folder = Files.createDirectory(disk.resolve("run"));
                Process process = start(kind, folder);
                boolean again = random.nextBoolean();
                Thread.sleep(moment(wanted));
                fill(disk);
                if (again) {
                    Thread.sleep(moment(wanted) / 2);
                    Files.delete(disk.resolve("filler"));
                }
                assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
                if (process.exitValue() != 0) {
                    failed++;
                    assertEquals(process.exitValue(), kind == Kind.MANY ? 1 : 2, Files.readString(log(folder)));
                    Files.deleteIfExists(disk.resolve("filler"));
                    finished(kind, folder);
                }
                Files.deleteIfExists(disk.resolve("filler"));
                assertEquals(weights(folder), wanted.weights, kind + " in " + folder);
                done++;
                report("full disk " + done + " of " + FULL_DISKS + ": " + kind + " ended the same, " + failed
                        + " of them after failing at the end");
            }
        }
    }

    private static void fill(Path disk) throws IOException {
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            byte[] page = new byte[1 << 12];
            while (true) {
                filler.write(page);
            }
        } catch (IOException e) {
            assertTrue(Files.size(disk.resolve("filler")) > 0, e.toString());
        }
    }

    /** The folder of a run that was killed somewhere in its work; one that was done before is forgotten. */
    private Path killed(Kind kind) throws IOException, InterruptedException {
        Undisturbed wanted = undisturbed(kind);
        while (true) {
            Path folder = Cli.folder();
            Process process = start(kind, folder);
            boolean done = process.waitFor(moment(wanted), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            if (!done && !isFinished(folder)) {
                return folder;
            }
        }
    }

    /** It was killed when all was written, on its way out. */
    private static boolean isFinished(Path folder) {
        return Files.exists(folder.resolve("summary.json")) && !UnfinishedRun.isIn(folder);
    }

    private long moment(Undisturbed wanted) {
        return wanted.millis / 5 + random.nextLong(4 * wanted.millis / 5);
    }

    /** Damages the newest checkpoint of each student that has another one. */
    private List<Path> damage(Path folder) throws IOException {
        Map<Path, List<Path>> checkpoints = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file ->
                            file.toString().endsWith(".safetensors") && file.startsWith(folder.resolve("checkpoints")))
                    .sorted()
                    .forEach(file -> checkpoints
                            .computeIfAbsent(file.getParent(), student -> new ArrayList<>())
                            .add(file));
        }
        List<Path> damaged = new ArrayList<>();
        for (List<Path> files : checkpoints.values()) {
            if (files.size() > 1) {
                Path newest = files.get(files.size() - 1);
                Files.write(newest, damaged(Files.readAllBytes(newest)));
                damaged.add(newest);
            }
        }
        return damaged;
    }

    private byte[] damaged(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(bytes, at);
            }
            default -> {
                byte before = bytes[at];
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 4096), (byte) 0);
                bytes[at] = (byte) ~before;
            }
        }
        return bytes;
    }

    private Path finished(Kind kind, Path folder) throws IOException, InterruptedException {
        Process process = start(kind, folder);
        assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES));
        assertEquals(process.exitValue(), 0, Files.readString(log(folder)));
        return folder;
    }

    private Process start(Kind kind, Path folder) throws IOException {
        List<String> command = Cli.java(home);
        command.addAll(kind.words(folder));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(folder).toFile())
                .start();
    }

    /** What its process said last. */
    private Path log(Path folder) {
        return home.resolve(Sha256.shortOf(folder.toString()) + ".log");
    }

    /** The digests of the students. */
    private static Map<String, String> weights(Path folder) throws IOException {
        Map<String, String> weights = new TreeMap<>();
        for (String name : Cli.names(folder)) {
            assertTrue(!name.endsWith(".part"), name);
            if (name.endsWith(".safetensors")) {
                weights.put(name, Sha256.of(folder.resolve(name)));
            }
        }
        assertTrue(!weights.isEmpty(), folder.toString());
        return weights;
    }

    /** Each break is told, so that a long run can be watched. */
    private static void report(String line) {
        System.out.println(line);
    }
}
