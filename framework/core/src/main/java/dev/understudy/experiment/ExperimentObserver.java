package dev.understudy.experiment;

import dev.understudy.Observer;
import dev.understudy.TrainedStudent;
import dev.understudy.result.Profile;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Is told what an experiment does. Unless a method is written anew, lines go to the log. */
public interface ExperimentObserver {

    /** Tells the log alone. */
    ExperimentObserver LOG = new ExperimentObserver() {};

    /**
     * Something worth knowing.
     *
     * @param line one line
     */
    default void told(String line) {
        LoggerFactory.getLogger(Experiment.class).info(line);
    }

    /**
     * Something that people should look at: a student that is trained again, a gap, a cost that cannot be trusted.
     *
     * @param line one line
     */
    default void warned(String line) {
        Logger logger = LoggerFactory.getLogger(Experiment.class);
        logger.warn(line);
    }

    /**
     * What a recipe costs was measured.
     *
     * @param profile its cost
     */
    default void measured(Profile profile) {}

    /**
     * A student could not be trained before, and is not tried again.
     *
     * @param student the student
     * @param reason in one line
     */
    default void stillMissing(PlannedStudent student, String reason) {
        warned(student.name() + " is a gap as before: " + reason);
    }

    /**
     * A part begins.
     *
     * @param part which
     */
    default void begins(ExperimentPlan.Part part) {}

    /**
     * Who watches a student.
     *
     * @param student the student
     * @param epochs how many epochs all its stages have
     * @return is told of its steps and epochs
     */
    default Observer watch(PlannedStudent student, int epochs) {
        return Observer.NONE;
    }

    /**
     * A student is trained, and is kept after this.
     *
     * @param student the student
     * @param trained its network and history
     * @throws IOException when something that is to be known of it cannot be read
     */
    default void finished(PlannedStudent student, TrainedStudent trained) throws IOException {}

    /**
     * A student is finished and kept.
     *
     * @param student the student
     * @param trained its network and history, closed after this
     */
    default void kept(PlannedStudent student, TrainedStudent trained) {}

    /**
     * A student cannot be trained and is a gap.
     *
     * @param student the student
     * @param reason in one line
     */
    default void failed(PlannedStudent student, String reason) {
        warned(student.name() + " is a gap: " + reason);
    }
}
