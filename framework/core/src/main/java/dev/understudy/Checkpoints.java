package dev.understudy;

import dev.understudy.internal.checkpoint.CheckpointFolder;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a student is kept while it learns, so that a training that ends before its time goes on from there: the same call
 * trains on, and the student comes out the same as without the interruption: on a processor bit for bit, on the same machine
 * with the same number of threads; on a GPU within noise, since cuDNN's sums differ from run to run. A checkpoint is one safetensors file with everything in it: the network and its auxiliary modules,
 * running statistics, the optimizer's velocities, the position in the epoch, and what each epoch came to. It is written
 * beside its place, flushed and renamed, and carries a SHA-256 of itself; the newest two are kept. Where the newest is
 * damaged, a warning says so, and the one before is used.
 *
 * <p>The last checkpoint is written when the student is finished, and stays: the same call then gives the finished
 * student at once. {@link #remove} when the student is saved.
 *
 * <p>The folder is new, empty, or one that earlier checkpoints made: it carries a mark. Any other is refused, and files
 * that are no checkpoints are never renamed or deleted.
 *
 * <p>What a checkpoint follows from is kept in it ({@link Identity}). Where code, networks, the teacher or the training
 * set changed since, the student is trained again, a warning says what changed, and the first new checkpoint takes the
 * place of the earlier ones. Where only validation or test images changed, the student goes on, a warning says so, and
 * accuracies of before are left out. With another seed, other stages or another name it is another student: that is
 * refused.
 *
 * <p>An objective that remembers something from step to step has to keep it in a {@link AuxiliaryModule}; what it keeps elsewhere
 * is in no checkpoint. Immutable: each option returns a new value.
 *
 * <pre>{@code
 * distillation.checkpoints(Checkpoints.at(Path.of("checkpoints/mine"))).train(trainingData);
 * }</pre>
 */
public final class Checkpoints {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Path folder;
    private final Duration pause;
    private final @Nullable Integer steps;

    private Checkpoints(Path folder, Duration pause, @Nullable Integer steps) {
        this.folder = folder;
        this.pause = pause;
        this.steps = steps;
    }

    /**
     * Checkpoints once a minute, and never so often that they take more than a hundredth of the time.
     *
     * @param folder one student's alone; made where it is missing, refused where it holds what others made
     * @return the checkpoints
     */
    public static Checkpoints at(Path folder) {
        return new Checkpoints(folder, MINUTE, null);
    }

    /**
     * With another pause between two checkpoints; they still take no more than a hundredth of the time.
     *
     * @param pause how long at least, above 0
     * @return the checkpoints
     * @throws InputException where it is not above 0
     */
    public Checkpoints every(Duration pause) {
        if (pause.isNegative() || pause.isZero()) {
            throw new InputException("The pause between two checkpoints must be above 0, got " + pause);
        }
        return new Checkpoints(folder, pause, null);
    }

    /**
     * Counted in steps, whatever that costs.
     *
     * @param count how many steps lie between two checkpoints, 1 or more
     * @return the checkpoints
     * @throws InputException where it is below 1
     */
    public Checkpoints everySteps(int count) {
        if (count < 1) {
            throw new InputException("Wanted a checkpoint every 1 or more steps, got " + count);
        }
        return new Checkpoints(folder, pause, count);
    }

    /**
     * Whether there are some to go on from.
     *
     * @return false where the folder is missing or somebody else's
     */
    public boolean holdAny() {
        return CheckpointFolder.holdsAny(folder);
    }

    /**
     * Removes the checkpoints, and the folder where nothing else is in it. Nothing happens where the folder is missing or
     * somebody else's.
     *
     * @throws dev.understudy.result.ResultException when a training works there, or the folder cannot be removed
     */
    public void remove() {
        CheckpointFolder.remove(folder);
    }

    /**
     * Where they lie.
     *
     * @return the folder
     */
    public Path getFolder() {
        return folder;
    }

    /**
     * How long it is at least between two of them, where they are not counted in steps.
     *
     * @return above 0
     */
    public Duration getPause() {
        return pause;
    }

    /**
     * How many steps lie between two of them.
     *
     * @return 1 or more; null where they are not counted in steps
     */
    public @Nullable Integer getSteps() {
        return steps;
    }
}
