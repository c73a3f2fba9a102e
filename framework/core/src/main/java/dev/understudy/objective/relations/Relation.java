package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.Discrepancy;

/**
 * How the samples of a batch lie to each other at a tap of the teacher, which they are to do at a tap of the student too.
 * The two may have any widths: what is compared is of the batch's size.
 */
public interface Relation extends Objective, Discrepancy {

    /**
     * Where the student's activations are read.
     *
     * @return the student's tap
     */
    StudentTap student();

    /**
     * Where the teacher's are read.
     *
     * @return the teacher's tap
     */
    TeacherTap teacher();

    @Override
    default Needs needs() {
        return Needs.nothing().with(student()).with(teacher());
    }

    @Override
    default NDArray loss(StepContext context) {
        return distance(
                context.getStudent().get(student()), context.getTeacher().get(teacher()));
    }
}
