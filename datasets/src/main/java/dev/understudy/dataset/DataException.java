package dev.understudy.dataset;

import dev.understudy.dataset.internal.digest.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be used. Its message is one line that names the file or option, what was wanted and what was
 * got, fit to be shown to the user as it stands: what names of files bring along of control characters, line ends
 * included, becomes a question mark.
 */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * An exception without a deeper cause.
     *
     * @param message one line: the file or option, what was wanted, what was got
     */
    public DataException(String message) {
        super(Printable.of(message));
    }

    /**
     * An exception that another one led to.
     *
     * @param message one line: the file or option, what was wanted, what was got
     * @param cause what led to it
     */
    public DataException(String message, @Nullable Throwable cause) {
        super(Printable.of(message), cause);
    }
}
