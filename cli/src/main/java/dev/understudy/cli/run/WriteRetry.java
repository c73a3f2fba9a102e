package dev.understudy.cli.run;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedRunnable;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What must be written is tried several times before a run fails for it: a disk that is full may have room again. */
record WriteRetry(RunLog journal) {

    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    static WriteRetry with(RunLog journal) {
        return new WriteRetry(journal);
    }

    /**
     * Writes.
     *
     * @throws ResultException when it failed each time
     */
    void write(CheckedRunnable work) {
        RetryPolicy<Object> again = RetryPolicy.builder()
                .handle(ResultException.class, IOException.class)
                .withMaxAttempts(ATTEMPTS)
                .withBackoff(PAUSE, LONGEST)
                .onRetry(event -> journal.line("Tries again: " + message(event.getLastException())))
                .build();
        try {
            Failsafe.with(again).run(work);
        } catch (FailsafeException e) {
            throw new ResultException(message(e.getCause()), e);
        }
    }

    private static String message(@Nullable Throwable e) {
        return e == null ? "no reason given" : String.valueOf(e.getMessage());
    }
}
