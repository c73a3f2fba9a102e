package dev.understudy.internal.file;

import dev.understudy.result.ResultException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** What must be written is tried several times before a training fails for it: a disk that is full may have room again. */
public final class WriteRetry {

    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 1000;

    private WriteRetry() {}

    /** Something that writes. */
    @FunctionalInterface
    public interface Work {

        /**
         * Writes.
         *
         * @throws IOException when it cannot
         */
        void write() throws IOException;
    }

    /**
     * Writes, after a pause of a second and one of two seconds again where it fails.
     *
     * @param told is told of each failure but the last
     * @param work what is to be written
     * @throws IOException when it failed each time
     * @throws ResultException likewise
     */
    public static void write(Consumer<String> told, Work work) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                work.write();
                return;
            } catch (IOException | ResultException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                told.accept("Tries again: " + e.getMessage());
                pause(FIRST_PAUSE_MILLIS << (attempt - 1));
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Stopped");
        }
    }
}
