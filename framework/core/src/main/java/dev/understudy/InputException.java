package dev.understudy;

import java.io.Serial;

/**
 * Something that the user gave cannot be used. The message is one line: what was wanted, what was got, which option or
 * file, and what there is.
 */
public final class InputException extends UnderstudyException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Refuses an input.
     *
     * @param message one line for the user
     */
    public InputException(String message) {
        super(message, null);
    }

    /**
     * Refuses an input because of another failure.
     *
     * @param message one line for the user
     * @param cause what happened
     */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
