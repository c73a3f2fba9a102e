package dev.understudy;

import java.nio.file.Path;

/** Something that happened in a training. */
public sealed interface Event {

    /**
     * A stage begins.
     *
     * @param stage its number, from 1
     * @param stages how many there are
     * @param name its name
     * @param epochs how many epochs it has
     */
    record StageBegun(int stage, int stages, String name, int epochs) implements Event {}

    /**
     * A training goes on from a checkpoint.
     *
     * @param epoch the epoch over all stages that it goes on in, from 1; one more than there are where nothing is left
     * @param epochs how many epochs all stages have
     * @param step how many steps of the epoch were done
     * @param checkpoint the file
     */
    record Resumed(int epoch, int epochs, long step, Path checkpoint) implements Event {}

    /**
     * A step is done: the student's, or one of the teacher alone.
     *
     * @param epoch the epoch over all stages, from 1
     * @param epochs how many epochs all stages have
     * @param samples how many samples of the epoch were shown so far; 0 while the teacher puts out what is kept, and
     *     while steps are passed over that a checkpoint has already
     * @param total how many samples the epoch has, as far as the data set says
     */
    record StepDone(int epoch, int epochs, long samples, long total) implements Event {}

    /**
     * Some images of the validation or the test split were looked at.
     *
     * @param epoch the epoch over all stages, from 1
     * @param epochs how many epochs all stages have
     * @param samples how many images of the split so far
     */
    record Evaluated(int epoch, int epochs, long samples) implements Event {}

    /**
     * An epoch is done.
     *
     * @param result what it came to
     * @param epochs how many epochs all stages have
     */
    record EpochDone(EpochResult result, int epochs) implements Event {}
}
