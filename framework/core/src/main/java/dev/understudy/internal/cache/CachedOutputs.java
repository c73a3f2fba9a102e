package dev.understudy.internal.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import dev.understudy.Activations;
import dev.understudy.TeacherTap;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.internal.teacher.TeacherOutputs;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outputs of a teacher, read from the disk; what is not there is computed before the epoch that shows it. */
public final class CachedOutputs implements TeacherOutputs {

    private static final Logger LOGGER = LoggerFactory.getLogger(CachedOutputs.class);

    private final OutputStore store;
    private final List<TeacherOutput> outputs;
    private final Map<TeacherOutput, ShardReader> readers = new LinkedHashMap<>();
    private int augmentation = -1;

    /** In place of the disk, once that has failed. */
    private @Nullable TeacherOutputs live;

    public CachedOutputs(OutputStore store, List<TeacherOutput> outputs) {
        this.store = store;
        this.outputs = outputs;
    }

    @Override
    public void begin(int epoch, LongConsumer shown) {
        int next = store.augmentation(epoch);
        if (live == null && next != augmentation) {
            closeReaders();
            augmentation = next;
            try {
                open(shown);
            } catch (IOException e) {
                live = instead(e);
            }
        }
    }

    private void open(LongConsumer shown) throws IOException {
        for (TeacherOutput output : outputs) {
            try {
                readers.put(output, store.open(output, augmentation));
            } catch (NoSuchFileException e) {
                LOGGER.debug("{} is not there yet", e.getFile());
            } catch (IOException e) {
                again(output, Reasons.of(e));
            }
        }
        for (TeacherOutput output : store.unlike(augmentation, readers)) {
            again(output, "it is not what the teacher puts out here");
        }
        List<TeacherOutput> missing =
                outputs.stream().filter(output -> !readers.containsKey(output)).toList();
        if (!missing.isEmpty()) {
            compute(missing, shown);
        }
    }

    private void compute(List<TeacherOutput> missing, LongConsumer shown) throws IOException {
        store.fill(augmentation, missing, shown);
        for (TeacherOutput output : missing) {
            readers.put(output, store.open(output, augmentation));
        }
    }

    private void again(TeacherOutput output, String reason) {
        LOGGER.warn("{}: {}; the teacher's outputs are computed again", store.path(output, augmentation), reason);
        ShardReader reader = readers.remove(output);
        if (reader != null) {
            reader.close();
        }
    }

    private TeacherOutputs instead(IOException e) {
        LOGGER.warn("The teacher's outputs cannot be kept: {}; the teacher is run instead", Reasons.withFile(e));
        return store.live(outputs);
    }

    @Override
    public Activations<TeacherTap> of(Batch batch, NDList data) {
        TeacherOutputs other = live;
        if (other == null) {
            int[] samples = store.samples().of(batch);
            NDManager manager = batch.getData().head().getManager();
            try {
                Map<TeacherOutput, NDArray> arrays = new LinkedHashMap<>();
                for (TeacherOutput output : outputs) {
                    arrays.put(output, read(output, manager, samples));
                }
                return TeacherOutput.together("teacher", arrays);
            } catch (IOException e) {
                other = instead(e);
                live = other;
            }
        }
        return other.of(batch, data);
    }

    private NDArray read(TeacherOutput output, NDManager manager, int[] samples) throws IOException {
        try {
            return reader(output).read(manager, samples);
        } catch (IOException e) {
            again(output, Reasons.of(e));
            compute(List.of(output), total -> {});
            return reader(output).read(manager, samples);
        }
    }

    private ShardReader reader(TeacherOutput output) {
        return Objects.requireNonNull(readers.get(output), "the epoch was not begun");
    }

    @Override
    public void close() {
        closeReaders();
        if (live != null) {
            live.close();
        }
    }

    private void closeReaders() {
        readers.values().forEach(ShardReader::close);
        readers.clear();
    }
}
