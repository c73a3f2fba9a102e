package dev.understudy.internal.identity;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.TrainingData;
import java.io.IOException;

/** What training data shows, by its numbers where nobody has said what stands for them. */
public final class SplitDigests {

    private SplitDigests() {}

    /**
     * The training data with a fingerprint of each split. Those that it lacks are made by reading the first epoch of the
     * training set, the validation split and the test split.
     *
     * @param trainingData the training data
     * @param device where the numbers are made
     * @return the same, with fingerprints
     * @throws IOException when the data cannot be read
     */
    public static TrainingData known(TrainingData trainingData, Device device) throws IOException {
        TrainingData known = trainingData;
        try (NDManager manager = NDManager.newBaseManager(device)) {
            if (trainingData.getFingerprint().isBlank()) {
                known = known.fingerprint(
                        Fingerprints.ofTraining(trainingData.getTrain(), trainingData.getSeed(), manager));
            }
            for (String name : trainingData.getViewNames()) {
                if (trainingData.getViewFingerprint(name).isBlank()) {
                    TrainingData.Epochs view = trainingData.getView(name);
                    known = known.view(name, view, Fingerprints.ofTraining(view, trainingData.getSeed(), manager));
                }
            }
            Dataset inOrder = trainingData.getInOrder();
            if (inOrder != null && trainingData.getInOrderFingerprint().isBlank()) {
                known = known.inOrder(inOrder, Fingerprints.of(inOrder, manager));
            }
            Dataset validation = trainingData.getValidation();
            if (validation != null && trainingData.getValidationFingerprint().isBlank()) {
                known = known.validation(validation, Fingerprints.of(validation, manager));
            }
            Dataset test = trainingData.getTest();
            if (test != null && trainingData.getTestFingerprint().isBlank()) {
                known = known.test(test, Fingerprints.of(test, manager));
            }
        }
        return known;
    }
}
