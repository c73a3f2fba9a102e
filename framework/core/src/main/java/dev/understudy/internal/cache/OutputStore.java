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
import dev.understudy.source.OutputRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    private final long mostBytesPerFile;
    private final Map<Integer, Set<TeacherOutput>> wanted;
    private final Set<Path> trusted = new HashSet<>();

    private OutputStore(OutputPass pass, Distillation.Keeping keeping, List<List<Slot>> readings) {
        this.pass = pass;
        this.cache = new OutputCache(keeping.folder(), keeping.mostBytes());
        this.mostBytesPerFile = keeping.mostBytesPerFile();
        this.wanted = wanted(readings);
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
        OutputStore store = checked(teacher, keeping, readings, shared);
        Optional<String> refusal = store.makeRoom(shared);
        refusal.ifPresent(
                reason -> LOGGER.warn("The teacher's outputs are not kept: {}; the teacher is run instead", reason));
        return refusal.isEmpty() ? store : null;
    }

    /**
     * The same where they have to be kept.
     *
     * @throws InputException also when they would be more than is allowed
     */
    public static OutputStore wanted(
            Teacher teacher, Distillation.Keeping keeping, List<List<Slot>> readings, Shared shared)
            throws IOException {
        OutputStore store = checked(teacher, keeping, readings, shared);
        Optional<String> refusal = store.makeRoom(shared);
        if (refusal.isPresent()) {
            throw new InputException("The teacher's outputs cannot be kept: " + refusal.get());
        }
        return store;
    }

    private static OutputStore checked(
            Teacher teacher, Distillation.Keeping keeping, List<List<Slot>> readings, Shared shared)
            throws IOException {
        TrainingData.FixedAugmentations augmentations = shared.trainingData.getFixedAugmentations();
        if (augmentations == null) {
            throw new InputException("The teacher's outputs can be kept where the training set repeats;"
                    + " this training data does not say that it does, see TrainingData.fixedAugmentations");
        }
        OutputStore store = new OutputStore(new OutputPass(teacher, augmentations, shared.manager), keeping, readings);
        store.samples().check(shared.trainingData.getTrain().at(0), shared.manager);
        return store;
    }

    /** The outputs that are read, by the augmentations that their epochs show. */
    private Map<Integer, Set<TeacherOutput>> wanted(List<List<Slot>> readings) {
        Map<Integer, Set<TeacherOutput>> all = new TreeMap<>();
        for (List<Slot> reading : readings) {
            int begin = 0;
            for (Slot slot : reading) {
                for (int i = 0; i < Math.min(pass.augmentations().count(), slot.epochs()); i++) {
                    all.computeIfAbsent(augmentation(begin + i), key -> new LinkedHashSet<>())
                            .addAll(slot.outputs());
                }
                begin += slot.epochs();
            }
        }
        return all;
    }

    /** What is kept when everything is computed, by augmentation. */
    Map<Integer, Set<TeacherOutput>> wanted() {
        return wanted;
    }

    /** Where it is kept. */
    public Set<OutputFile> files() {
        Set<OutputFile> files = new LinkedHashSet<>();
        wanted.forEach((augmentation, outputs) -> outputs.forEach(
                output -> files.addAll(shards(output, augmentation).files())));
        return files;
    }

    /** Makes room beside what other teachers of the pass keep; says why where there is not enough. */
    private Optional<String> makeRoom(Shared shared) {
        Set<OutputFile> others = shared.wanted.computeIfAbsent(cache.folder(), key -> new HashSet<>());
        Set<OutputFile> all = new LinkedHashSet<>(others);
        all.addAll(files());
        long bytes = OutputCache.bytes(all);
        if (bytes > cache.mostBytes()) {
            return Optional.of("they need " + grouped(bytes) + " bytes, " + grouped(cache.mostBytes())
                    + " are allowed in " + cache.folder());
        }
        try {
            cache.makeRoom(all);
        } catch (ResultException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new InputException(
                    "The teacher's outputs cannot be kept in " + cache.folder() + ": " + Reasons.withFile(e), e);
        }
        others.addAll(all);
        return Optional.empty();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    OutputPass pass() {
        return pass;
    }

    OutputCache cache() {
        return cache;
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

    private Map<String, String> origin(TeacherOutput output, int augmentation) {
        Engine engine = pass.manager().getEngine();
        Map<String, String> origin = new TreeMap<>();
        origin.put("version", VERSION);
        origin.put("engine", engine.getEngineName() + " " + engine.getVersion());
        origin.put("device", pass.manager().getDevice().getDeviceType());
        origin.put("teacher", pass.teacher().fingerprint());
        origin.put("samples", pass.augmentations().fingerprint());
        origin.put("view", Integer.toString(augmentation));
        origin.put("output", output.name());
        return origin;
    }

    /** The files of an output, whether they are there or not. */
    OutputShards shards(TeacherOutput output, int augmentation) {
        return OutputShards.of(
                cache.folder(),
                origin(output, augmentation),
                output.each(),
                pass.augmentations().samples(),
                mostBytesPerFile);
    }

    /** The file of a range of an output, whether it is there or not. */
    OutputFile range(TeacherOutput output, OutputRange range) {
        return OutputFile.range(
                cache.folder(), origin(output, range.augmentation()), output.each(), range.begin(), range.end());
    }

    Path path(TeacherOutput output, int augmentation) {
        return shards(output, augmentation).path();
    }

    /** Opens what is kept of an output. */
    ShardReader open(TeacherOutput output, int augmentation) throws IOException {
        return cache.open(shards(output, augmentation));
    }

    /**
     * Which of these outputs, found on the disk, had better be computed again. Those that were found right, and those
     * that this training wrote itself, are not looked at again.
     */
    List<TeacherOutput> unlike(int augmentation, Map<TeacherOutput, ShardReader> found) throws IOException {
        Map<TeacherOutput, ShardReader> unknown = new LinkedHashMap<>(found);
        unknown.keySet().removeIf(output -> trusted.contains(path(output, augmentation)));
        List<TeacherOutput> unlike = unknown.isEmpty() ? List.of() : pass.unlike(augmentation, unknown);
        unknown.keySet().stream()
                .filter(output -> !unlike.contains(output))
                .forEach(o -> trusted.add(path(o, augmentation)));
        return unlike;
    }

    /**
     * Computes outputs for a fixed augmentation, and puts them onto the disk.
     *
     * @param shown is told after each batch, with the number of samples in all
     */
    void fill(int augmentation, List<TeacherOutput> outputs, LongConsumer shown) throws IOException {
        Map<TeacherOutput, List<OutputFile>> files = new LinkedHashMap<>();
        outputs.forEach(output -> files.put(output, shards(output, augmentation).files()));
        write(pass.all(augmentation), files, shown);
        outputs.forEach(output -> trusted.add(path(output, augmentation)));
    }

    /**
     * Computes outputs for a range of samples, and puts them into files.
     *
     * @param shown is told after each batch, with the number of samples in all
     */
    void write(OutputRange range, Map<TeacherOutput, List<OutputFile>> files, LongConsumer shown) throws IOException {
        Map<TeacherOutput, ShardWriter> writers = new LinkedHashMap<>();
        try {
            for (Map.Entry<TeacherOutput, List<OutputFile>> entry : files.entrySet()) {
                writers.put(entry.getKey(), new ShardWriter(entry.getValue()));
            }
            pass.write(range, writers, shown);
        } finally {
            ShardWriter.closeAll(writers.values());
        }
    }
}
