package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import dev.understudy.objective.CrossEntropy;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** A folder of checkpoints holds nothing else of ours, and what else is in it stays. */
public final class CheckpointFilesTest {

    private static final TrainingData PLAIN = TinyImages.trainingData(14, 4).fingerprint("14 images");
    private static final String[] USERS = {
        "best.safetensors",
        "best.safetensors.damaged",
        "zz.safetensors",
        "download.part",
        ".000001-000000002.safetensors.x.part",
        "000001-000000002.safetensors.old",
        "notes.txt"
    };

    private Path folder = Path.of("");

    @BeforeMethod
    public void freshFolder() throws IOException {
        folder = Files.createTempDirectory("users").resolve("checkpoints");
    }

    private Distillation training() {
        return Distillation.alone(Tiny.student())
                .stage(Stage.whole(2).objective("labels", 1, new CrossEntropy()))
                .checkpoints(Checkpoints.at(folder).everySteps(1));
    }

    private void train() throws IOException {
        training().train(PLAIN).close();
    }

    private void addUsers() throws IOException {
        Files.createDirectories(folder);
        for (String name : USERS) {
            Files.writeString(folder.resolve(name), "of the user's: " + name);
        }
    }

    private Map<String, String> texts() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String name : USERS) {
            texts.put(name, Files.readString(folder.resolve(name)));
        }
        return texts;
    }

    private long checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{6}-\\d{9}\\.safetensors"))
                    .count();
        }
    }

    @Test
    public void aFolderOfWeightsIsRefusedAndStaysAsItIs() throws IOException {
        addUsers();
        Map<String, String> before = texts();
        String line = Refusal.line(expectThrows(ResultException.class, this::train));
        assertTrue(line.startsWith("The folder of checkpoints " + folder + " is not empty"), line);
        assertEquals(texts(), before);
        Checkpoints.at(folder).remove();
        assertEquals(texts(), before);
        assertFalse(Checkpoints.at(folder).holdAny());
    }

    @Test
    public void filesThatOthersPutBesideCheckpointsStay() throws IOException {
        train();
        addUsers();
        Map<String, String> before = texts();
        assertTrue(Checkpoints.at(folder).holdAny());
        train();
        assertEquals(texts(), before);
        assertEquals(checkpoints(), 2);
        Checkpoints.at(folder).remove();
        assertEquals(checkpoints(), 0);
        assertEquals(texts(), before);
        train();
        assertEquals(checkpoints(), 2, "the mark stays as long as the folder does");
        for (String name : USERS) {
            Files.delete(folder.resolve(name));
        }
        Checkpoints.at(folder).remove();
        assertFalse(Files.exists(folder));
    }

    @Test
    public void weightsThatAreCalledLikeACheckpointAreNeitherReadNorMoved() throws IOException {
        train();
        Path called = folder.resolve("000009-000000001.safetensors");
        try (TrainedStudent student = Distillation.alone(Tiny.student())
                .stage(Stage.whole(1).objective("labels", 1, new CrossEntropy()))
                .train(PLAIN)) {
            student.save(called);
        }
        byte[] before = Files.readAllBytes(called);
        String line = Refusal.line(expectThrows(InputException.class, this::train));
        assertEquals(line, called + " is called like a checkpoint and is none; move it out of the folder");
        Checkpoints.at(folder).remove();
        assertTrue(Arrays.equals(Files.readAllBytes(called), before));
    }

    @Test
    public void linksAreLeftAlone() throws IOException {
        train();
        Path users = Files.writeString(folder.resolveSibling("users.safetensors"), "weights");
        Path link = Files.createSymbolicLink(folder.resolve("000009-000000001.safetensors"), users);
        train();
        Checkpoints.at(folder).remove();
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(Files.readString(users), "weights");
        Path other = folder.resolveSibling("linked");
        Files.createSymbolicLink(other, folder);
        Checkpoints.at(other).remove();
        assertTrue(Files.isSymbolicLink(other));
    }

    @Test
    public void whatWasPutAsideBeforeIsNotOverwritten() throws IOException {
        train();
        Path newest = folder.resolve("000002-000000000.safetensors");
        Path aside = Files.writeString(folder.resolve(newest.getFileName() + ".damaged"), "from before");
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 100));
        train();
        assertEquals(Files.readString(aside), "from before");
        assertEquals(Files.size(folder.resolve(newest.getFileName() + ".damaged-2")), 100);
    }
}
