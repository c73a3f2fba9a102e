package dev.understudy.internal.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.understudy.Checkpoints;
import dev.understudy.Distillation;
import dev.understudy.Identity;
import dev.understudy.InputException;
import dev.understudy.TrainingData;
import dev.understudy.engine.Engines;
import dev.understudy.engine.NativeSetup;
import dev.understudy.internal.identity.SplitDigests;
import dev.understudy.result.ResultException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when one student's next checkpoint is due, and bears with a disk that does not take it. */
public final class CheckpointWriter implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointWriter.class);

    /** After so many failures in a row the log is told no more of each. */
    private static final int TOLD = 3;

    private final Checkpoints settings;
    private final CheckpointFolder folder;
    private final Map<String, String> origin;
    private final Map<String, String> surroundings;
    private final CheckpointBudget budget;
    private long last = System.nanoTime();
    private int steps;
    private int failures;
    private @Nullable Path newest;

    private CheckpointWriter(
            Checkpoints settings,
            CheckpointFolder folder,
            Map<String, String> origin,
            Map<String, String> surroundings,
            CheckpointBudget budget) {
        this.settings = settings;
        this.folder = folder;
        this.origin = origin;
        this.surroundings = surroundings;
        this.budget = budget;
    }

    /**
     * Of a training.
     *
     * @param trainingData with {@linkplain SplitDigests#known fingerprints}
     * @param budget what it shares with the others of its pass
     * @return null where it is to have no checkpoints, or cannot have any
     */
    public static @Nullable CheckpointWriter of(
            Distillation distillation, TrainingData trainingData, CheckpointBudget budget) {
        Checkpoints settings = distillation.getCheckpoints();
        if (settings == null) {
            return null;
        }
        Identity identity = Identity.of(distillation, trainingData);
        if (!identity.getUnknown().isEmpty()) {
            LOGGER.warn(
                    "There are no checkpoints of \"{}\": {}",
                    distillation.getStudent().name(),
                    identity.getUnknown().get(0));
            return null;
        }
        return new CheckpointWriter(
                settings,
                CheckpointFolder.open(settings.getFolder()),
                identity.getSettings(),
                surroundings(distillation),
                budget);
    }

    /** What the last digits depend on. */
    private static Map<String, String> surroundings(Distillation distillation) {
        Map<String, String> surroundings = new LinkedHashMap<>();
        surroundings.put("engine", Engines.current());
        surroundings.put(
                "device",
                distillation.getDevices().stream().map(Device::toString).collect(Collectors.joining(" + ")));
        surroundings.put("threads", Integer.toString(NativeSetup.threads()));
        return surroundings;
    }

    /** The checkpoint to go on from; null where there is none. */
    public CheckpointFolder.@Nullable Found found(NDManager manager) {
        CheckpointFolder.Found found = folder.newest(manager, origin);
        if (found != null) {
            newest = found.file();
            Map<String, String> then = found.checkpoint().state().surroundings();
            if (!then.equals(surroundings)) {
                LOGGER.warn(
                        "{} was written with {}, now there is {}: the student's last digits will not be those of a"
                                + " training that was not interrupted",
                        found.file(),
                        then,
                        surroundings);
            }
        }
        return found;
    }

    public Map<String, String> origin() {
        return origin;
    }

    public Map<String, String> surroundings() {
        return surroundings;
    }

    /** The newest checkpoint; null before the first. */
    @Nullable
    public Path newest() {
        return newest;
    }

    /** How many steps lie before the next checkpoint, 1 or more; as many as there are where they are not counted. */
    public int stepsLeft() {
        Integer count = settings.getSteps();
        return count == null ? Integer.MAX_VALUE : Math.max(1, count - steps);
    }

    /**
     * Whether it is time for the next checkpoint.
     *
     * @param taken how many steps were taken since this was asked last
     */
    public boolean isDue(int taken) {
        steps += taken;
        Integer count = settings.getSteps();
        if (count != null) {
            return steps >= count;
        }
        return System.nanoTime() - last >= settings.getPause().toNanos() && budget.allows();
    }

    /**
     * Writes a checkpoint; where that fails, a warning says so, and the training goes on to the next.
     *
     * @return whether it is written
     */
    public boolean keep(Checkpoint checkpoint) {
        long begin = System.nanoTime();
        boolean written = false;
        try {
            newest = folder.write(checkpoint);
            if (failures > 0) {
                LOGGER.info("Checkpoints can be written again: {}", newest);
            }
            failures = 0;
            written = true;
        } catch (ResultException | InputException | OutOfMemoryError e) {
            if (++failures <= TOLD) {
                LOGGER.warn("No checkpoint now, the training goes on and tries again: {}", e.getMessage());
            }
        }
        last = System.nanoTime();
        budget.spend(last - begin);
        steps = 0;
        LOGGER.debug("A checkpoint took {} ms", TimeUnit.NANOSECONDS.toMillis(last - begin));
        return written;
    }

    @Override
    public void close() {
        folder.close();
    }
}
