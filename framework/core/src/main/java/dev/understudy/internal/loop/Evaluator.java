package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.understudy.InputException;
import dev.understudy.internal.data.BatchReader;
import dev.understudy.internal.network.Inference;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.internal.text.UserCall;
import dev.understudy.internal.workers.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accuracies of several students on the same images, which are read once. */
final class Evaluator {

    private Evaluator() {}

    /**
     * Shows every image to every student, in inference mode.
     *
     * @param trainers the students
     * @param what "validation" or "test", for messages
     * @param dataset the images
     * @param manager its device is where the students run
     * @param workers share the students among them
     * @return each student's top-1 accuracy in percent
     */
    static Map<StudentTrainer, Double> of(
            List<StudentTrainer> trainers,
            String what,
            Dataset dataset,
            NDManager manager,
            Workers.Recurring<StudentTrainer> workers)
            throws IOException {
        Map<StudentTrainer, Evaluated> evaluated = new LinkedHashMap<>();
        long all = 0;
        try (NDManager scope = manager.newSubManager()) {
            trainers.forEach(trainer -> evaluated.put(
                    trainer,
                    new Evaluated(
                            trainer.inference(manager),
                            scope.zeros(new Shape(1), DataType.INT64),
                            new LabelCheck("The " + what + " set", scope))));
            Iterator<Batch> batches =
                    BatchReader.of("The " + what + " set", () -> dataset, scope).iterator();
            while (batches.hasNext()) {
                List<Shown> together = together(batches, workers.count());
                Map<StudentTrainer, List<Runnable>> works = new LinkedHashMap<>();
                evaluated.forEach((trainer, each) -> works.put(
                        trainer,
                        together.stream()
                                .<Runnable>map(shown -> () -> each.answer(shown))
                                .toList()));
                workers.forEach(works);
                for (Shown shown : together) {
                    all += shown.batch.getSize();
                    long samples = all;
                    trainers.forEach(trainer -> trainer.tellEvaluation(samples));
                    shown.batch.close();
                }
            }
            if (all == 0) {
                throw new InputException("There are no images to measure the accuracy on");
            }
            Map<StudentTrainer, Double> accuracies = new LinkedHashMap<>();
            for (Map.Entry<StudentTrainer, Evaluated> each : evaluated.entrySet()) {
                each.getValue().labels.check();
                accuracies.put(each.getKey(), 100.0 * each.getValue().right.getLong(0) / all);
            }
            return accuracies;
        } finally {
            evaluated.values().forEach(each -> each.network.close());
        }
    }

    /** The next batches, as many as are shown in one go. */
    private static List<Shown> together(Iterator<Batch> batches, int workers) {
        List<Shown> together = new ArrayList<>();
        int most = 1;
        while (together.size() < most && batches.hasNext()) {
            Batch batch = batches.next();
            NDList images = MemoryFormat.best(batch.getData());
            together.add(new Shown(batch, images));
            most = BatchWindow.most(workers, BatchWindow.bytes(images));
        }
        return together;
    }

    /** A batch with its images in the best order. */
    private record Shown(Batch batch, NDList images) {}

    /**
     * A student in its evaluation.
     *
     * @param network the student
     * @param right {@code [1]}, int64: how many answers were right, counted on the device and read at the end
     * @param labels which labels were seen, likewise
     */
    private record Evaluated(Inference network, NDArray right, LabelCheck labels) {

        void answer(Shown shown) {
            try (BatchView view = BatchView.of(shown.batch, shown.images)) {
                answer(view);
            }
        }

        private void answer(BatchView view) {
            NDArray logits = UserCall.call(
                    () -> "The network of the student",
                    () -> network.forward(view.batch().images()).singletonOrThrow());
            NDArray guess = logits.argMax(1).toType(DataType.INT64, false);
            NDArray truth = view.batch().labels().toType(DataType.INT64, false).reshape(guess.getShape());
            labels.see(truth, logits);
            right.addi(guess.eq(truth).toType(DataType.INT64, false).sum().reshape(1));
        }
    }
}
