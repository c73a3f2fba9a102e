package dev.understudy.result;

import dev.understudy.UnderstudyException;
import java.io.Serial;

/** A file of a run's folder cannot be read or written; the message is one line that names the file. */
public final class ResultException extends UnderstudyException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line that names the file, what was wanted and what was got
     */
    public ResultException(String message) {
        super(message, null);
    }

    /**
     * Creates the exception.
     *
     * @param message one line that names the file, what was wanted and what was got
     * @param cause what happened underneath
     */
    public ResultException(String message, Throwable cause) {
        super(message, cause);
    }
}
