package dev.understudy.spark.internal.answer;

import dev.understudy.dataset.DataException;
import dev.understudy.spark.internal.cluster.ExecutorProcess;
import dev.understudy.spark.internal.cluster.OneLine;
import dev.understudy.spark.internal.cluster.TaskFailure;
import dev.understudy.spark.internal.cluster.TaskMachine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Asks a network about some images, one row each; what cannot be read is a row with its reason.
 *
 * @param network which network
 * @param known what it has to be, and what the executor has to be like
 * @param mixed whether executors may differ
 * @param hadoop how files are read
 */
public record AnswerTask(
        AskedNetwork network, AskedNetwork.Known known, boolean mixed, Broadcast<SerializableConfiguration> hadoop)
        implements FlatMapFunction<List<String>, Row> {

    @Override
    public Iterator<Row> call(List<String> files) {
        TaskMachine.check(network.settings(), known.executor(), mixed);
        OpenNetwork open = network.open();
        if (!open.fingerprint().equals(known.fingerprint())) {
            throw new TaskFailure(ExecutorProcess.host() + ": the network at " + network.file()
                    + " is another there; all machines have to share it under this path");
        }
        return new Rows(
                open,
                network.upright() || open.isUpright(),
                files.iterator(),
                hadoop.value().value());
    }

    /**
     * An image.
     *
     * @param path where it lies
     * @param bytes as the network wants it; none where it cannot be read
     * @param reason why it cannot be read; null where it can
     */
    private record Decoded(
            Path path, List<byte[]> bytes, @Nullable String reason) {}

    /** The rows of images, a batch at a time. */
    private static final class Rows implements Iterator<Row> {

        private final OpenNetwork network;
        private final boolean upright;
        private final Iterator<String> files;
        private final Configuration hadoop;
        private final AnswerRows rows;
        private final ExecutorService decoders;
        private final Queue<Row> ready = new ArrayDeque<>();

        Rows(OpenNetwork network, boolean upright, Iterator<String> files, Configuration hadoop) {
            this.network = network;
            this.upright = upright;
            this.files = files;
            this.hadoop = hadoop;
            this.rows = new AnswerRows(network.classes(), network.fingerprint());
            TaskContext task = TaskContext.get();
            this.decoders = Executors.newFixedThreadPool(task.cpus());
            TaskCompletionListener end = ended -> decoders.shutdownNow();
            task.addTaskCompletionListener(end);
        }

        @Override
        public boolean hasNext() {
            return !ready.isEmpty() || files.hasNext();
        }

        @Override
        public Row next() {
            if (ready.isEmpty()) {
                if (TaskContext.get().isInterrupted()) {
                    throw new TaskKilledException("stopped between batches");
                }
                ready.addAll(batch());
            }
            return ready.remove();
        }

        private List<Row> batch() {
            List<String> some = new ArrayList<>();
            while (some.size() < OpenNetwork.BATCH && files.hasNext()) {
                some.add(files.next());
            }
            List<Decoded> images = decoded(some);
            List<byte[]> readable = new ArrayList<>();
            images.forEach(image -> readable.addAll(image.bytes));
            Iterator<float[]> logits = logits(readable).iterator();
            return images.stream()
                    .map(image -> image.reason == null
                            ? rows.answer(image.path, logits.next())
                            : rows.unreadable(image.path, image.reason))
                    .toList();
        }

        private List<float[]> logits(List<byte[]> images) {
            try {
                return network.logits(images);
            } catch (IOException | RuntimeException e) {
                throw new TaskFailure(ExecutorProcess.host() + ": " + OneLine.of(e));
            }
        }

        /** As many at once as the task has cores. */
        private List<Decoded> decoded(List<String> some) {
            List<Callable<Decoded>> each = new ArrayList<>();
            some.forEach(file -> each.add(() -> decoded(file)));
            List<Decoded> images = new ArrayList<>();
            try {
                for (Future<Decoded> image : decoders.invokeAll(each)) {
                    images.add(image.get());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TaskKilledException("stopped while images were decoded");
            } catch (ExecutionException e) {
                throw new TaskFailure(ExecutorProcess.host() + ": " + OneLine.of(Objects.requireNonNull(e.getCause())));
            }
            return images;
        }

        private Decoded decoded(String file) {
            Path path = new Path(URI.create(file));
            try {
                byte[] content = content(path);
                return new Decoded(path, List.of(network.image(path.toString(), content, upright)), null);
            } catch (DataException e) {
                String line = String.valueOf(e.getMessage());
                String name = path + ": ";
                return new Decoded(path, List.of(), line.startsWith(name) ? line.substring(name.length()) : line);
            } catch (IOException e) {
                return new Decoded(path, List.of(), "cannot be read: " + OneLine.of(e));
            }
        }

        private byte[] content(Path path) throws IOException {
            try (InputStream in = path.getFileSystem(hadoop).open(path)) {
                return in.readAllBytes();
            }
        }
    }
}
