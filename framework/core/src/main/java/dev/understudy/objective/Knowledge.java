package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;

/**
 * Knowledge of a layer: something about the activation at a tap of the teacher that a layer of the student is to share
 * (paper, section 3.1). Where sizes that must match do not, a {@link Connector} is put between, trained with the student
 * and dropped afterwards.
 */
public interface Knowledge extends Objective, Discrepancy {

    /**
     * The guided layer.
     *
     * @return the student's tap
     */
    StudentTap student();

    /**
     * The guiding layer.
     *
     * @return the teacher's tap
     */
    TeacherTap teacher();

    /**
     * Which sizes must match for this knowledge to be compared.
     *
     * @return channels, locations or both
     */
    Connector.Match match();

    @Override
    default Needs needs() {
        return connector().needs();
    }

    @Override
    default NDArray loss(StepContext context) {
        Connector.Pair pair = connector().connect(context);
        return distance(pair.student(), pair.teacher());
    }

    private Connector connector() {
        return new Connector(student(), teacher(), match());
    }
}
