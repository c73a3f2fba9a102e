package dev.understudy;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * What Understudy's libraries throw for what is not a mistake of ours: {@link InputException}, {@link TrainingException},
 * {@link dev.understudy.result.ResultException}. The message is one line for the user. The data sets, which stand
 * without this library, have an exception of their own.
 */
public abstract class UnderstudyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * For those that stand in this library.
     *
     * @param message one line for the user
     * @param cause what happened underneath, or null
     */
    protected UnderstudyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
