package dev.understudy.internal.loop;

import ai.djl.ndarray.NDList;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.context.StepBatches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an epoch that lie in memory, the next one first. Some are read before their turn; what cannot be read fails
 * in its turn.
 */
final class BatchWindow implements AutoCloseable {

    /** Batches that are worked through in one go: with more, hardly any core waits less. */
    private static final int MOST = 4;

    /** Bytes of the images of all of them. */
    private static final long BYTES = 16 << 20;

    /** What makes a batch into what students see of it. */
    @FunctionalInterface
    interface Sharing {

        /**
         * Shares it.
         *
         * @param batch as it was read
         * @param step its place in the epoch, from 0
         */
        SharedBatch share(StepBatch batch, long step);
    }

    /** What ends the batches: nothing where they are all read. */
    private record End(@Nullable Exception failure) {}

    private final StepBatches batches;
    private final Sharing sharing;
    private final List<SharedBatch> read = new ArrayList<>();
    private long step;
    private @Nullable End end;

    /**
     * Reads nothing yet.
     *
     * @param batches where they come from
     * @param sharing makes of them what students see
     */
    BatchWindow(StepBatches batches, Sharing sharing) {
        this.batches = batches;
        this.sharing = sharing;
    }

    /**
     * How many batches are worked through in one go: several where several work at once, so that all cores have something to do
     * until the last of them, unless they are large.
     *
     * @param workers how many work at once
     * @param size bytes of the images of one
     */
    static int most(int workers, long size) {
        return workers == 1 ? 1 : (int) Math.max(1, Math.min(MOST, BYTES / Math.max(1, size)));
    }

    /** How many bytes images take. */
    static long bytes(NDList images) {
        return images.stream()
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
    }

    /** The step of the next batch, from 0. */
    long step() {
        return step;
    }

    /** The next one, to be learned from now; nothing at the end. */
    Optional<SharedBatch> next() throws IOException {
        read(1);
        if (!read.isEmpty()) {
            return Optional.of(read.get(0));
        }
        Exception failure = end == null ? null : end.failure;
        if (failure instanceof IOException exception) {
            throw exception;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return Optional.empty();
    }

    /**
     * Reads ahead.
     *
     * @param count how many are wanted, the next one among them
     * @return so many where there are, in order
     */
    List<SharedBatch> read(int count) {
        while (read.size() < count && end == null) {
            try {
                Optional<StepBatch> batch = batches.next();
                batch.ifPresentOrElse(
                        present -> read.add(sharing.share(present, step + read.size())), () -> end = new End(null));
            } catch (IOException | RuntimeException e) {
                end = new End(e);
            }
        }
        return List.copyOf(read.subList(0, Math.min(count, read.size())));
    }

    /** Lets go of the first ones, which all have learned from. */
    void drop(int count) {
        List<SharedBatch> done = read.subList(0, count);
        done.forEach(SharedBatch::close);
        done.clear();
        step += count;
    }

    @Override
    public void close() {
        read.forEach(SharedBatch::close);
    }
}
