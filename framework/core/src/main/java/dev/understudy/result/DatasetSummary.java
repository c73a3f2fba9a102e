package dev.understudy.result;

import dev.understudy.internal.text.Checks;

/**
 * The images a run used.
 *
 * @param name the data set's name
 * @param classes how many classes it has
 * @param trainImages how many images were trained on
 * @param validationImages how many were held back to choose by; 0 where none were
 * @param testImages how many the accuracies were measured on
 * @param fingerprint a checksum of exactly these images
 */
public record DatasetSummary(
        String name, int classes, int trainImages, int validationImages, int testImages, String fingerprint) {
    /** Refuses impossible counts. */
    public DatasetSummary {
        Checks.positive("classes", classes);
        Checks.positive("trainImages", trainImages);
        Checks.notNegative("validationImages", validationImages);
        Checks.positive("testImages", testImages);
    }
}
