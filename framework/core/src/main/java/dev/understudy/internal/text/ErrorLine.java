package dev.understudy.internal.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a library complains of, in one line: without its stack, and never cut before it says why. */
public final class ErrorLine {

    /** What TorchScript says after pages of its stack, at the beginning of a line. */
    private static final Pattern REASON = Pattern.compile("(?m)^(?:[\\w.]*Error|[\\w.]*Exception): (?=\\S)");

    /** Where the stack of a library in C++ begins. */
    private static final Pattern STACK =
            Pattern.compile("\\n\\s*(?:Exception raised from|frame #\\d|Stack trace|at [\\w.$]+\\()");

    /** Where in the sources of ONNX Runtime something went wrong, and in which function. */
    private static final Pattern SOURCE = Pattern.compile("/\\S+\\.(?:cc|cpp|h):\\d+ \\S+\\([^()]*\\)(?: const)? ");

    private ErrorLine() {}

    /**
     * The reason of a failure.
     *
     * @param failure what a library threw
     * @return the words of its innermost cause, in one line
     */
    public static String of(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null && first.getCause() != first) {
            first = first.getCause();
        }
        String message = first.getMessage();
        return message == null || message.isBlank()
                ? first.getClass().getSimpleName() + ", no reason given"
                : reason(message);
    }

    /** What a message says, in one line. */
    static String reason(String message) {
        Matcher stack = STACK.matcher(message);
        String words = stack.find() ? message.substring(0, stack.start()) : message;
        Matcher reason = REASON.matcher(words);
        int begin = 0;
        while (reason.find()) {
            begin = reason.end();
        }
        String shown = SOURCE.matcher(words.substring(begin)).replaceAll("");
        return Quote.line(shown.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
