package dev.understudy.internal.text;

import dev.understudy.InputException;
import java.io.IOException;

/** Calls what belongs to a recipe, so that whatever goes wrong names it. */
public final class RecipeCall {

    private RecipeCall() {}

    /**
     * Something of a recipe's.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Does it.
         *
         * @return what it gives
         * @throws IOException when something cannot be read or written
         */
        T done() throws IOException;
    }

    /**
     * Does something of a recipe's, whose name stands before what is refused of it, or what its code throws.
     *
     * @param recipe as the user names it
     * @param work what is done
     * @param <T> what it gives
     * @return what it gives
     * @throws IOException when something cannot be read or written
     * @throws InputException with the recipe's name
     */
    public static <T> T of(String recipe, Work<T> work) throws IOException {
        try {
            return work.done();
        } catch (InputException e) {
            throw new InputException("Recipe \"" + recipe + "\": " + e.getMessage(), e);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (UserCode.threw(e)) {
                throw new InputException("Recipe \"" + recipe + "\": its code threw " + UserCode.line(e), e);
            }
            throw e;
        }
    }
}
