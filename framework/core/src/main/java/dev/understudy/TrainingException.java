package dev.understudy;

import java.io.Serial;

/** A training cannot go on. The message is one line: what happened, where, and what may help. */
public final class TrainingException extends UnderstudyException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Stops a training.
     *
     * @param message one line
     */
    public TrainingException(String message) {
        super(message, null);
    }
}
