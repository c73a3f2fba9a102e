package dev.understudy.internal.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the code of a user's own threw: recipes, objectives, networks and all else that is neither ours nor a library's. */
public final class UserCode {

    private static final String OURS = "dev.understudy.";

    /** The platform, Kotlin's, what this project comes with, and what runs tests; all else is the user's. */
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
            "com.intellij.",
            "dev.failsafe.",
            "me.tongfei.",
            "org.apache.commons.",
            "org.apache.logging.",
            "org.apache.hadoop.",
            "org.apache.maven.",
            "org.apache.spark.",
            "org.gradle.",
            "org.junit.",
            "org.slf4j.",
            "org.testng.",
            "org.tribuo.",
            "org.knowm.",
            "j2html.",
            "picocli.",
            "scala.");

    private UserCode() {}

    /**
     * Whether the user's code threw something: whether it stands on top, but for the platform and libraries.
     *
     * @param thrown what was thrown
     * @return true where nothing of ours stands above it
     */
    public static boolean threw(Throwable thrown) {
        return frames(thrown)
                .filter(frame -> !isLibrary(frame))
                .findFirst()
                .filter(frame -> !isOurs(frame))
                .isPresent();
    }

    /**
     * Says what was thrown.
     *
     * @param thrown by a user's code
     * @return one line: the kind, the message where there is one, and the first place in the user's code
     */
    public static String line(Throwable thrown) {
        Throwable told = told(thrown);
        String message = told.getMessage() == null
                ? ""
                : ": " + told.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
        String where = place(thrown).map(place -> " (at " + place + ")").orElse("");
        return told.getClass().getSimpleName() + message + where;
    }

    /** A class that cannot be initialised has its reason below. */
    private static Throwable told(Throwable thrown) {
        return thrown instanceof ExceptionInInitializerError && thrown.getCause() != null ? thrown.getCause() : thrown;
    }

    /**
     * The first place in the user's code.
     *
     * @param thrown what was thrown
     * @return such as {@code my.Objective.loss(Objective.java:31)}; nothing where theirs had no part in it
     */
    public static Optional<String> place(Throwable thrown) {
        return Stream.of(told(thrown), thrown)
                .flatMap(UserCode::frames)
                .filter(UserCode::isTheirs)
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName()
                        + (frame.getFileName() == null
                                ? ""
                                : "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")"));
    }

    /**
     * Whether a place is in the user's code.
     *
     * @param frame the place
     * @return false where it is ours or a library's
     */
    public static boolean isTheirs(StackTraceElement frame) {
        return !isLibrary(frame) && !isOurs(frame);
    }

    private static Stream<StackTraceElement> frames(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace());
    }

    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith(OURS);
    }

    private static boolean isLibrary(StackTraceElement frame) {
        return LIBRARIES.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
