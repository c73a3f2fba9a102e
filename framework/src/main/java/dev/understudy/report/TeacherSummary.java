package dev.understudy.report;

/**
 * What the teacher is and can do.
 *
 * @param network the name of its network
 * @param parameters how many trainable numbers it has
 * @param accuracy in percent on the test split
 */
public record TeacherSummary(String network, long parameters, double accuracy) {
    /** Refuses an accuracy that is no percentage and a network without parameters. */
    public TeacherSummary {
        Checks.positive("parameters", parameters);
        Checks.percent("accuracy", accuracy);
    }
}
