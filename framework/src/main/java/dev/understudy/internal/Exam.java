package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.TranslateException;
import dev.understudy.InputException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The accuracies of several students on the same pictures, which are read once. */
final class Exam {

    private Exam() {}

    /**
     * Shows every picture to every student, in inference mode.
     *
     * @param pupils the students
     * @param dataset the pictures
     * @param manager its device is where the students run
     * @param workers share the students among them
     * @return each student's top-1 accuracy in percent
     */
    static Map<Pupil, Double> of(List<Pupil> pupils, Dataset dataset, NDManager manager, Workers workers)
            throws IOException {
        Map<Pupil, Long> right = new ConcurrentHashMap<>();
        Map<Pupil, Inference> networks = new LinkedHashMap<>();
        long all = 0;
        try (NDManager scope = manager.newSubManager()) {
            pupils.forEach(pupil -> networks.put(pupil, Inference.of(pupil.network(), List.of(), true, manager)));
            for (Batch batch : dataset.getData(scope)) {
                try (batch) {
                    NDList data = MemoryOrder.best(batch.getData());
                    workers.forEach(List.copyOf(networks.entrySet()), each -> {
                        try (Material material = Material.of(batch, data)) {
                            right.merge(each.getKey(), right(each.getValue(), material), Long::sum);
                        }
                    });
                    all += batch.getSize();
                    long shown = all;
                    pupils.forEach(pupil -> pupil.tellExam(shown));
                }
            }
        } catch (TranslateException e) {
            throw new IOException("A batch could not be made: " + e.getMessage(), e);
        } finally {
            networks.values().forEach(Inference::close);
        }
        if (all == 0) {
            throw new InputException("There are no pictures to measure the accuracy on");
        }
        Map<Pupil, Double> accuracies = new LinkedHashMap<>();
        for (Pupil pupil : pupils) {
            accuracies.put(pupil, 100.0 * right.getOrDefault(pupil, 0L) / all);
        }
        return accuracies;
    }

    private static long right(Inference network, Material material) {
        NDArray guess =
                network.show(material.data()).singletonOrThrow().argMax(1).toType(DataType.INT64, false);
        return guess.eq(material.labels().toType(DataType.INT64, false).reshape(guess.getShape()))
                .toType(DataType.INT64, false)
                .sum()
                .getLong();
    }
}
