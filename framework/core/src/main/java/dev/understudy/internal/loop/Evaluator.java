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
            List<StudentTrainer> trainers, String what, Dataset dataset, NDManager manager, Workers workers)
            throws IOException {
        List<Evaluated> evaluated = new ArrayList<>();
        long all = 0;
        try (NDManager scope = manager.newSubManager()) {
            trainers.forEach(trainer -> evaluated.add(new Evaluated(
                    trainer.inference(manager),
                    scope.zeros(new Shape(1), DataType.INT64),
                    new LabelCheck("The " + what + " set", scope))));
            Workers.Recurring<Evaluated> shares = workers.recurring();
            for (Batch batch : BatchReader.of("The " + what + " set", () -> dataset, scope)) {
                try (batch) {
                    NDList data = MemoryFormat.best(batch.getData());
                    shares.forEach(evaluated, each -> {
                        try (BatchView view = BatchView.of(batch, data)) {
                            each.answer(view);
                        }
                    });
                    all += batch.getSize();
                    long shown = all;
                    trainers.forEach(trainer -> trainer.tellEvaluation(shown));
                }
            }
            if (all == 0) {
                throw new InputException("There are no images to measure the accuracy on");
            }
            evaluated.forEach(each -> each.labels.check());
            Map<StudentTrainer, Double> accuracies = new LinkedHashMap<>();
            for (int i = 0; i < trainers.size(); i++) {
                accuracies.put(trainers.get(i), 100.0 * evaluated.get(i).right.getLong(0) / all);
            }
            return accuracies;
        } finally {
            evaluated.forEach(each -> each.network.close());
        }
    }

    /**
     * A student in its evaluation.
     *
     * @param network the student
     * @param right {@code [1]}, int64: how many answers were right, counted on the device and read at the end
     * @param labels which labels were seen, likewise
     */
    private record Evaluated(Inference network, NDArray right, LabelCheck labels) {

        void answer(BatchView view) {
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
