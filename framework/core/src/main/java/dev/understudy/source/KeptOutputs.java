package dev.understudy.source;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.TrainingData;
import dev.understudy.internal.cache.OutputFile;
import dev.understudy.internal.cache.OutputRanges;
import dev.understudy.internal.cache.OutputStore;
import dev.understudy.internal.cache.TeacherReadings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * What teachers put out for fixed augmentations of a training set, kept on the disk before any training: what the
 * trainings of some distillations then read ({@link Distillation#keeping}). Computed here, or in ranges that several
 * processes and machines share which have the same distillations, training data and folder:
 *
 * <pre>{@code
 * List<OutputRange> ranges = kept.ranges(16);   // words and numbers, for others
 * kept.compute(range, shown -> {});             // each of them somewhere, as often as it comes
 * List<OutputRange> missing = kept.join(ranges); // to be computed again; empty in the end
 * }</pre>
 *
 * <p>A range is whole batches, and a file of its own, written whole or not at all, whose name says what is in it: who
 * computes one twice writes the same bytes. Joined, the files are byte for byte those of one pass on one machine. While
 * they are joined the folder holds up to twice as much; what is left of a split that nobody joined goes after a day.
 *
 * <p>Engine, its version and the kind of device are part of a file's name. The number of threads and the processor's
 * family decide the last bits as well: machines that share a pass should be alike in them, and a training computes
 * outputs again whose first batch is not what its own machine computes.
 */
public final class KeptOutputs implements AutoCloseable {

    private static final int ROUNDS = 3;

    private final NDManager manager;
    private final List<OutputStore> stores = new ArrayList<>();
    private final List<OutputRanges> teachers = new ArrayList<>();

    private KeptOutputs(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Looks at what distillations read and what of it is kept already, and makes room for the rest.
     *
     * @param distillations at least one, each {@linkplain Distillation#keeping keeping} its teachers' outputs
     * @param trainingData what their students will be shown; it has to {@linkplain TrainingData#fixedAugmentations repeat}
     * @return what is kept, to be closed
     * @throws IOException when the data cannot be read
     * @throws InputException when the data does not repeat, the outputs need more than is allowed, or the folder cannot
     *     be used
     */
    public static KeptOutputs open(List<Distillation> distillations, TrainingData trainingData) throws IOException {
        if (distillations.isEmpty()) {
            throw new InputException("Wanted one distillation or more whose teachers' outputs are kept, got none");
        }
        Device device = distillations.get(0).getDevice();
        KeptOutputs kept = new KeptOutputs(NDManager.newBaseManager(device));
        try {
            kept.stores.addAll(TeacherReadings.of(distillations, trainingData, kept.manager));
            for (OutputStore store : kept.stores) {
                kept.teachers.add(new OutputRanges(store));
            }
            return kept;
        } catch (IOException | RuntimeException | Error e) {
            kept.close();
            throw e;
        }
    }

    /**
     * Where everything lies when it is kept.
     *
     * @return a file for each output and augmentation, or several where it is large; none where the students read
     *     nothing of a teacher
     */
    public List<Path> getFiles() {
        return stores.stream()
                .flatMap(store -> store.files().stream())
                .map(OutputFile::path)
                .distinct()
                .toList();
    }

    /**
     * How much everything takes when it is kept.
     *
     * @return in bytes
     */
    public long getBytes() {
        return stores.stream()
                .flatMap(store -> store.files().stream())
                .distinct()
                .mapToLong(OutputFile::length)
                .sum();
    }

    /**
     * What is still to be computed, in ranges of batches. The same number gives the same ranges on any machine, so that
     * those that were computed before are found again.
     *
     * @param batches how many batches a range has, 1 or more
     * @return in order; empty where everything is kept; each augmentation as a whole where the training data does not say
     *     how its batches are reached ({@link TrainingData.InBatches})
     */
    public List<OutputRange> ranges(int batches) {
        if (batches < 1) {
            throw new InputException("Wanted ranges of 1 batch or more, got " + batches);
        }
        Set<OutputRange> all = new TreeSet<>();
        for (OutputRanges teacher : teachers) {
            teacher.augmentations().forEach(augmentation -> all.addAll(teacher.split(augmentation, batches)));
        }
        return List.copyOf(all);
    }

    /**
     * Computes a range, unless it is there: each teacher is shown its batches once.
     *
     * @param range one of {@link #ranges}
     * @param shown is told after each batch, with the number of samples of the augmentation; what it throws ends the
     *     work, and nothing half-written stays
     * @throws IOException when the data cannot be read or the outputs cannot be written
     */
    public void compute(OutputRange range, LongConsumer shown) throws IOException {
        for (OutputRanges teacher : teachers) {
            teacher.compute(range, shown);
        }
    }

    /**
     * Joins ranges, and removes what they were joined from.
     *
     * @param ranges all of the augmentations that are to be joined
     * @return those that are not there or are damaged, in order; what lacks them is not joined. Empty when all is kept
     * @throws IOException when the outputs cannot be written
     * @throws InputException when they are not all samples of an augmentation
     */
    public List<OutputRange> join(Collection<OutputRange> ranges) throws IOException {
        Set<OutputRange> missing = new TreeSet<>();
        for (OutputRanges teacher : teachers) {
            missing.addAll(teacher.join(new TreeSet<>(ranges)));
        }
        return List.copyOf(missing);
    }

    /**
     * Computes and joins everything in this process. One that is killed goes on from the ranges that are there.
     *
     * @param batches how many batches a range has, 1 or more
     * @param shown is told after each batch, with the number of samples of the augmentation
     * @throws IOException when the data cannot be read or the outputs cannot be written
     */
    public void keep(int batches, LongConsumer shown) throws IOException {
        List<OutputRange> all = ranges(batches);
        List<OutputRange> missing = all;
        for (int round = 0; !missing.isEmpty(); round++) {
            if (round == ROUNDS) {
                throw new IOException("What was written of " + missing + " is not what is read again");
            }
            for (OutputRange range : missing) {
                compute(range, shown);
            }
            missing = join(all);
        }
    }

    /** Frees what the computing took; teachers stay open. */
    @Override
    public void close() {
        manager.close();
    }
}
