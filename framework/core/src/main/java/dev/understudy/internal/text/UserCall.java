package dev.understudy.internal.text;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.understudy.InputException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's code at work: networks, objectives, auxiliary modules, schedules, observers, data sets, recipes. What it throws is said
 * as theirs, in one line: who, what, and where in their code.
 */
public final class UserCall {

    private static final String OURS = "dev.understudy.";

    private UserCall() {}

    /**
     * Runs some of the user's code.
     *
     * @param who the beginning of the line, such as {@code The objective "labels"}
     * @param code what to run
     * @param <T> what it returns
     * @return what it returned
     * @throws InputException where it throws something of its own, or the engine cannot do what it asks for
     */
    public static <T extends @Nullable Object> T call(Supplier<String> who, Supplier<T> code) {
        try {
            return code.get();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw named(who, e);
        }
    }

    /** The same for code that has to return something. */
    public static <T> T made(Supplier<String> who, Supplier<? extends @Nullable T> code) {
        T made = call(who, code);
        if (made == null) {
            throw new InputException(who.get() + " gave null");
        }
        return made;
    }

    /** The same for code that returns nothing. */
    public static void run(Supplier<String> who, Runnable code) {
        call(who, () -> {
            code.run();
            return true;
        });
    }

    /** Throws what is no mistake of theirs as it is. */
    private static InputException named(Supplier<String> who, Throwable e) {
        boolean known = e.getClass().getName().startsWith(OURS)
                || e instanceof CancellationException
                || e instanceof UncheckedIOException;
        if (!known && (isTheirs(e) || isRefusal(e))) {
            return new InputException(who.get() + " threw " + inOneLine(e), e);
        }
        if (e instanceof RuntimeException exception) {
            throw exception;
        }
        throw (Error) e;
    }

    /** What DJL and the engines throw where they cannot do what they are asked for. */
    private static boolean isRefusal(Throwable e) {
        boolean refusal = e instanceof UnsupportedOperationException || e instanceof IllegalArgumentException;
        return e instanceof EngineException
                || (refusal
                        && Stream.of(e.getStackTrace()).limit(1).anyMatch(frame -> frame.getClassName()
                                .startsWith("ai.djl.")));
    }

    /** Whether their code stands above the place where ours called it. */
    private static boolean isTheirs(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(UserCall.class.getName()))
                .anyMatch(UserCode::isTheirs);
    }

    /** What an engine says goes on over many lines, and depends on which engine it is. */
    private static String inOneLine(Throwable e) {
        if (!isRefusal(e)) {
            return UserCode.line(e);
        }
        String where = UserCode.place(e).map(place -> "at " + place + ", ").orElse("");
        return e.getClass().getSimpleName() + ": " + ErrorLine.reason(String.valueOf(e.getMessage())) + " (" + where
                + "with the engine " + Engine.getDefaultEngineName() + ")";
    }

    /** Where in the user's code something was thrown, in brackets; empty where it was not there. */
    public static String where(Throwable e) {
        return UserCode.place(e).map(place -> " (at " + place + ")").orElse("");
    }
}
