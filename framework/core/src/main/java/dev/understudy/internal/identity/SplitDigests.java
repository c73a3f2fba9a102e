package dev.understudy.internal.identity;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Dataset;
import dev.understudy.TrainingData;
import java.io.IOException;

/** What a curriculum shows, by its numbers where nobody has said what stands for them. */
public final class SplitDigests {

    private SplitDigests() {}

    /**
     * The curriculum with a fingerprint of each split. Those that it lacks are made by reading the first epoch of the
     * training set, the validation split and the test split.
     *
     * @param curriculum the curriculum
     * @param device where the numbers are made
     * @return the same, with fingerprints
     * @throws IOException when the data cannot be read
     */
    public static TrainingData known(TrainingData curriculum, Device device) throws IOException {
        TrainingData known = curriculum;
        try (NDManager manager = NDManager.newBaseManager(device)) {
            if (curriculum.getFingerprint().isBlank()) {
                known = known.fingerprint(Fingerprints.ofTraining(curriculum, manager));
            }
            Dataset validation = curriculum.getValidation();
            if (validation != null && curriculum.getValidationFingerprint().isBlank()) {
                known = known.validation(validation, Fingerprints.of(validation, manager));
            }
            Dataset test = curriculum.getTest();
            if (test != null && curriculum.getTestFingerprint().isBlank()) {
                known = known.test(test, Fingerprints.of(test, manager));
            }
        }
        return known;
    }
}
