package dev.understudy.internal;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import dev.understudy.InputException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user's code at work: networks, objectives, helpers, schedules, observers, data sets, recipes. What it throws is said
 * as theirs, in one line: who, what, and where in their code.
 */
public final class Theirs {

    private static final String OURS = "dev.understudy.";

    /** The platform, Kotlin's, and what this project comes with; all else is the user's. */
    private static final List<String> LIBRARIES = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "kotlin.",
            "ai.djl.",
            "ai.onnxruntime.",
            "com.fasterxml.",
            "com.google.protobuf.",
            "org.apache.commons.",
            "org.apache.logging.",
            "org.slf4j.",
            "org.testng.",
            "org.tribuo.",
            "org.hipparchus.",
            "org.knowm.",
            "j2html.",
            "picocli.");

    private Theirs() {}

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
    static void run(Supplier<String> who, Runnable code) {
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
        if (!known && (frame(e, true).isPresent() || isRefusal(e))) {
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

    /**
     * Says what the user's code threw.
     *
     * @param e what was thrown
     * @return the exception, what it says, and the first place of theirs where there is one
     */
    public static String inOneLine(Throwable e) {
        Throwable told = e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
        String message = told.getMessage() == null ? "" : ": " + Complaint.reason(told.getMessage());
        Stream<String> place = Stream.of(told, e)
                .flatMap(each -> frame(each, false).stream())
                .map(frame -> "at " + frame)
                .limit(1);
        Stream<String> engine =
                isRefusal(told) ? Stream.of("with the engine " + Engine.getDefaultEngineName()) : Stream.empty();
        String about = Stream.concat(place, engine).collect(Collectors.joining(", "));
        return told.getClass().getSimpleName() + message + (about.isEmpty() ? "" : " (" + about + ")");
    }

    /** Where in the user's code something was thrown, in brackets; empty where it was not there. */
    static String where(Throwable e) {
        return frame(e, false).map(frame -> " (at " + frame + ")").orElse("");
    }

    /**
     * Whether the user's code threw something: whether it stands on top, but for the platform and libraries.
     *
     * @param e what was thrown
     * @return true where ours does not stand above it
     */
    public static boolean isToBlame(Throwable e) {
        return Stream.of(e.getStackTrace())
                .filter(frame -> !isLibrary(frame))
                .findFirst()
                .filter(frame -> !frame.getClassName().startsWith(OURS))
                .isPresent();
    }

    /** The first place in their code; on request only above the place where theirs was called from ours. */
    private static Optional<String> frame(Throwable e, boolean within) {
        return Arrays.stream(e.getStackTrace())
                .takeWhile(frame -> !within || !frame.getClassName().equals(Theirs.class.getName()))
                .filter(frame -> !isLibrary(frame) && !frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(Theirs::place);
    }

    private static boolean isLibrary(StackTraceElement frame) {
        return LIBRARIES.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static String place(StackTraceElement frame) {
        String file = frame.getFileName() == null ? "" : "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
        return frame.getClassName() + "." + frame.getMethodName() + file;
    }
}
