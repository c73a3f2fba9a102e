package dev.understudy.internal.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.BatchReader;
import dev.understudy.internal.data.SampleNumbers;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.source.OutputRange;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Shows a teacher fixed augmentations of all samples in the given order, so that what it puts out does not depend on how
 * a student's batches are mixed.
 *
 * @param teacher the teacher
 * @param augmentations of all samples
 * @param manager holds what lives as long as the training
 */
record OutputPass(Teacher teacher, TrainingData.FixedAugmentations augmentations, NDManager manager) {

    /** The teacher, run as far as some outputs need. */
    Teacher.View open(Iterable<TeacherOutput> outputs) {
        return teacher.open(manager, TeacherOutput.taps(outputs), TeacherOutput.logits(outputs));
    }

    /** All samples of a fixed augmentation. */
    OutputRange all(int augmentation) {
        return new OutputRange(augmentation, 0, augmentations.samples());
    }

    /** The batches of a range. */
    private Dataset batches(OutputRange range) {
        if (range.equals(all(range.augmentation()))) {
            return augmentations.inOrder().at(range.augmentation());
        }
        TrainingData.InBatches batches = augmentations.inBatches();
        int end = range.end() == augmentations.samples() ? 0 : range.end();
        if (batches == null || range.begin() % batches.size() != 0 || end % batches.size() != 0) {
            throw new InputException("Wanted a range of whole batches of the "
                    + augmentations.samples() + " samples, "
                    + (batches == null ? "which can be read in one only" : batches.size() + " in each") + ", got "
                    + range);
        }
        int last = (range.end() - 1) / batches.size() + 1;
        return batches.at(range.augmentation(), range.begin() / batches.size(), last);
    }

    /**
     * Computes outputs.
     *
     * @param range for which samples
     * @param writers receive them; finished when all samples are there
     * @param shown is told after each batch, with the number of samples in all
     */
    void write(OutputRange range, Map<TeacherOutput, ShardWriter> writers, LongConsumer shown) throws IOException {
        SampleNumbers samples = new SampleNumbers(augmentations.samples());
        try (Teacher.View watched = open(writers.keySet());
                NDManager scope = manager.newSubManager()) {
            int next = range.begin();
            for (Batch batch :
                    BatchReader.of("A fixed augmentation of the training set", () -> batches(range), scope)) {
                try (batch) {
                    next = samples.inOrder(batch, next);
                    Activations<TeacherTap> live = watched.forward(batch.getData());
                    for (Map.Entry<TeacherOutput, ShardWriter> entry : writers.entrySet()) {
                        entry.getValue().add(entry.getKey().from(live));
                    }
                    shown.accept(augmentations.samples());
                }
            }
            samples.all(next, range.end());
        }
        for (ShardWriter writer : writers.values()) {
            writer.finish();
        }
    }

    /**
     * Which of some kept outputs are not, bit for bit, what the teacher puts out here and now for the
     * augmentation's first batch: those of a network with the same weights but another structure, of a processor or a number of threads that
     * rounds in another way, and those that are damaged there.
     */
    List<TeacherOutput> unlike(int augmentation, Map<TeacherOutput, ShardReader> readers) throws IOException {
        try (Teacher.View watched = open(readers.keySet());
                NDManager scope = manager.newSubManager()) {
            Iterator<Batch> batches = BatchReader.of(
                            "A fixed augmentation of the training set",
                            () -> augmentations.inOrder().at(augmentation),
                            scope)
                    .iterator();
            if (!batches.hasNext()) {
                return List.copyOf(readers.keySet());
            }
            try (Batch first = batches.next()) {
                int[] samples = new SampleNumbers(augmentations.samples()).of(first);
                Activations<TeacherTap> live = watched.forward(first.getData());
                return readers.entrySet().stream()
                        .filter(entry ->
                                !same(entry.getValue(), samples, entry.getKey().from(live)))
                        .map(Map.Entry::getKey)
                        .toList();
            }
        }
    }

    private static boolean same(ShardReader reader, int[] samples, NDArray live) {
        try (NDArray kept = reader.read(live.getManager(), samples)) {
            return kept.toByteBuffer()
                    .equals(live.toType(DataType.FLOAT32, false).toByteBuffer());
        } catch (IOException e) {
            return false;
        }
    }
}
