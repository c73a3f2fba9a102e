package dev.understudy.result;

import dev.understudy.internal.text.Checks;

/**
 * The pictures a run used.
 *
 * @param name the data set's name
 * @param classes how many classes it has
 * @param trainPictures how many pictures were trained on
 * @param validationPictures how many were held back to choose by; 0 where none were
 * @param testPictures how many the accuracies were measured on
 * @param fingerprint a checksum of exactly these pictures
 */
public record DatasetSummary(
        String name, int classes, int trainPictures, int validationPictures, int testPictures, String fingerprint) {
    /** Refuses impossible counts. */
    public DatasetSummary {
        Checks.positive("classes", classes);
        Checks.positive("trainPictures", trainPictures);
        Checks.notNegative("validationPictures", validationPictures);
        Checks.positive("testPictures", testPictures);
    }
}
