package dev.understudy.spark.internal.cluster;

/** Why a task could not do its work: one line that begins with the machine. */
public final class TaskFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * A failure.
     *
     * @param line the machine, a colon, and why
     */
    public TaskFailure(String line) {
        super(line);
    }
}
