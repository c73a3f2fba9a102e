package dev.understudy.internal.cache;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.SampleNumbers;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.internal.teacher.TeacherOutputs;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one pass keeps of a teacher's outputs: which files they are, and how they are computed. */
public final class OutputStore {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputStore.class);

    /** Raised when anything changes that the outputs depend on, beside what a file's header says. */
    private static final String VERSION = "2";

    private final OutputPass pass;
    private final OutputCache cache;
    private final Set<OutputFile> trusted = new HashSet<>();

    private OutputStore(OutputPass pass, OutputCache cache) {
        this.pass = pass;
        this.cache = cache;
    }

    /**
     * What a student reads of its teacher in one stage.
     *
     * @param epochs how long the stage is
     * @param outputs what it reads in each of them
     */
    public record Slot(int epochs, List<TeacherOutput> outputs) {}

    /**
     * What all teachers of a pass share.
     *
     * @param trainingData what is shown
     * @param manager holds what lives as long as the pass
     * @param wanted what is kept of all teachers so far, by folder: none of them takes the room of another
     */
    public record Shared(TrainingData trainingData, NDManager manager, Map<Path, Set<OutputFile>> wanted) {

        /** For a pass that keeps nothing yet. */
        public static Shared of(TrainingData trainingData, NDManager manager) {
            return new Shared(trainingData, manager, new HashMap<>());
        }
    }

    /**
     * Makes room for all that some students read.
     *
     * @param teacher the teacher
     * @param keeping where its outputs are kept; null where they are not
     * @param readings what each student reads, stage by stage
     * @param shared what all teachers of the pass share
     * @return null where nothing is to be kept, or it would be more than is allowed
     * @throws IOException when the data cannot be read
     * @throws InputException when the training data does not repeat, or the folder cannot be used
     */
    public static @Nullable OutputStore of(
            Teacher teacher, Distillation.@Nullable Keeping keeping, List<List<Slot>> readings, Shared shared)
            throws IOException {
        if (keeping == null) {
            return null;
        }
        TrainingData.FixedAugmentations augmentations = shared.trainingData.getFixedAugmentations();
        if (augmentations == null) {
            throw new InputException("The teacher's outputs can be kept where the training set repeats;"
                    + " this training data does not say that it does, see TrainingData.fixedAugmentations");
        }
        OutputCache cache = new OutputCache(keeping.folder(), keeping.mostBytes());
        OutputStore store = new OutputStore(new OutputPass(teacher, augmentations, shared.manager), cache);
        store.samples().check(shared.trainingData.getTrain().at(0), shared.manager);
        Set<OutputFile> others = shared.wanted.computeIfAbsent(keeping.folder(), key -> new HashSet<>());
        Set<OutputFile> all = new LinkedHashSet<>(others);
        all.addAll(store.wanted(readings));
        if (!store.hasRoom(all)) {
            return null;
        }
        others.addAll(all);
        return store;
    }

    /** The outputs that are read, in the augmentations that their epochs show. */
    private Set<OutputFile> wanted(List<List<Slot>> readings) {
        Set<OutputFile> wanted = new LinkedHashSet<>();
        for (List<Slot> reading : readings) {
            int begin = 0;
            for (Slot slot : reading) {
                for (TeacherOutput output : slot.outputs()) {
                    for (int i = 0; i < Math.min(pass.augmentations().count(), slot.epochs()); i++) {
                        wanted.add(file(output, augmentation(begin + i)));
                    }
                }
                begin += slot.epochs();
            }
        }
        return wanted;
    }

    private boolean hasRoom(Set<OutputFile> wanted) {
        long bytes = OutputCache.bytes(wanted);
        if (bytes > cache.mostBytes()) {
            LOGGER.warn(
                    "The teacher's outputs are not kept: they need {} bytes, {} are allowed in {};"
                            + " the teacher is run instead",
                    grouped(bytes),
                    grouped(cache.mostBytes()),
                    cache.folder());
            return false;
        }
        try {
            cache.makeRoom(wanted);
        } catch (ResultException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new InputException(
                    "The teacher's outputs cannot be kept in " + cache.folder() + ": " + Reasons.withFile(e), e);
        }
        return true;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    SampleNumbers samples() {
        return new SampleNumbers(pass.augmentations().samples());
    }

    /** The fixed augmentation that an epoch shows. */
    int augmentation(int epoch) {
        return epoch % pass.augmentations().count();
    }

    /** Runs the teacher for each batch. */
    TeacherOutputs live(List<TeacherOutput> outputs) {
        return TeacherOutputs.live(pass.open(outputs));
    }

    private OutputFile file(TeacherOutput output, int augmentation) {
        Engine engine = pass.manager().getEngine();
        Map<String, String> origin = new TreeMap<>();
        origin.put("version", VERSION);
        origin.put("engine", engine.getEngineName() + " " + engine.getVersion());
        origin.put("device", pass.manager().getDevice().getDeviceType());
        origin.put("teacher", pass.teacher().fingerprint());
        origin.put("samples", pass.augmentations().fingerprint());
        origin.put("view", Integer.toString(augmentation));
        origin.put("output", output.name());
        return OutputFile.of(
                cache.folder(), origin, output.each(), pass.augmentations().samples());
    }

    Path path(TeacherOutput output, int augmentation) {
        return file(output, augmentation).path();
    }

    /** Opens what is kept of an output. */
    OutputReader open(TeacherOutput output, int augmentation) throws IOException {
        return cache.open(file(output, augmentation));
    }

    /**
     * Which of these outputs, found on the disk, had better be computed again. Those that were found right, and those
     * that this training wrote itself, are not looked at again.
     */
    List<TeacherOutput> unlike(int augmentation, Map<TeacherOutput, OutputReader> found) throws IOException {
        Map<TeacherOutput, OutputReader> unknown = new LinkedHashMap<>(found);
        unknown.keySet().removeIf(output -> trusted.contains(file(output, augmentation)));
        List<TeacherOutput> unlike = unknown.isEmpty() ? List.of() : pass.unlike(augmentation, unknown);
        unknown.keySet().stream()
                .filter(output -> !unlike.contains(output))
                .forEach(o -> trusted.add(file(o, augmentation)));
        return unlike;
    }

    /**
     * Computes outputs for a fixed augmentation, and puts them onto the disk.
     *
     * @param shown is told after each batch, with the number of samples in all
     */
    void fill(int augmentation, List<TeacherOutput> outputs, LongConsumer shown) throws IOException {
        Map<TeacherOutput, OutputWriter> writers = new LinkedHashMap<>();
        try {
            for (TeacherOutput output : outputs) {
                writers.put(output, new OutputWriter(file(output, augmentation)));
            }
            pass.write(augmentation, writers, shown);
        } finally {
            for (OutputWriter writer : writers.values()) {
                writer.close();
            }
        }
        outputs.forEach(output -> trusted.add(file(output, augmentation)));
    }
}
