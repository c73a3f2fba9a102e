package dev.understudy.spark.internal.cluster;

import dev.understudy.UnderstudyException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What went wrong on a cluster, in one line. */
public final class OneLine {

    private static final Pattern OURS = Pattern.compile(Pattern.quote(TaskFailure.class.getName()) + ": ([^\\n]+)");
    private static final Pattern TASK = Pattern.compile(
            "(?:most recent failure: )?Lost task [^(]*\\(TID \\d+\\) \\((\\S+) executor \\S+\\): ([^\\n]+)");
    private static final Pattern LOST =
            Pattern.compile("ExecutorLostFailure \\((executor \\S+) exited.*?\\) Reason: (.+)");

    private OneLine() {}

    /**
     * What Spark says of a job that failed.
     *
     * @param failure what the job threw
     * @return one line that begins with the machine where one is to blame
     */
    public static String of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (each instanceof UnderstudyException && message != null) {
                return message.replaceAll("\\s*\\R\\s*", " ").strip();
            }
            String found = message == null ? null : found(message);
            if (found != null) {
                return found;
            }
        }
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isBlank()
                ? innermost.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("").strip();
    }

    private static @Nullable String found(String message) {
        Matcher ours = OURS.matcher(message);
        if (ours.find()) {
            return ours.group(1).strip();
        }
        Matcher task = TASK.matcher(message);
        if (!task.find()) {
            return null;
        }
        Matcher lost = LOST.matcher(task.group(2));
        return task.group(1) + ": "
                + (lost.find() ? lost.group(1) + " was lost: " + lost.group(2) : task.group(2)).strip();
    }
}
