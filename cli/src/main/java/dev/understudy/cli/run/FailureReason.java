package dev.understudy.cli.run;

/** Why a student could not be trained, in one line. */
final class FailureReason {

    private FailureReason() {}

    /** The message of what was thrown, or what it is where it has none. */
    static String line(RuntimeException reason) {
        String message = reason.getMessage();
        return message == null || message.isBlank()
                ? reason.getClass().getName() + " was thrown"
                : message.replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
