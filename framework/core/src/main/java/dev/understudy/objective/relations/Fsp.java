package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import java.util.List;

/**
 * The flow of solution procedure (FSP): how the channels of one layer go with those of the next is to be as in the teacher,
 * {@code sum_i mean (G_s - G_t)^2} with {@code G = (1/HW) F_i F_(i+1)^T} for each two layers that follow each other (Yim et al.
 * 2017, eq. 1 and 2). In the paper it trains the student's layers alone, before the labels do: a stage of its own.
 *
 * <p>Shapes: {@code [batch, N, H, W]}; at each place student and teacher have as many channels, their sizes may differ. Of two
 * layers that follow each other the larger is averaged to the smaller, as in RepDistiller; the paper takes maxima. Reduction:
 * the mean over batch and elements, summed over the matrices, as in RepDistiller; the paper sums over elements. At least 0
 * within rounding.
 *
 * <p>A matrix is not made where it is larger than the maps; where student and teacher are almost the same, values are then
 * differences of larger ones.
 *
 * @param student the guided layers in their order, 2 or more
 * @param teacher the guiding layers, as many, in the same order
 */
public record Fsp(List<StudentTap> student, List<TeacherTap> teacher) implements Objective {

    /** Checks the numbers of layers. */
    public Fsp {
        if (student.size() < 2 || student.size() != teacher.size()) {
            throw new InputException("FSP needs as many layers of the student as of the teacher, 2 or more, got "
                    + student + " and " + teacher);
        }
        student = List.copyOf(student);
        teacher = List.copyOf(teacher);
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.nothing();
        for (int i = 0; i < student.size(); i++) {
            needs = needs.with(student.get(i)).with(teacher.get(i));
        }
        return needs;
    }

    @Override
    public NDArray loss(StepContext context) {
        List<NDArray> own = student.stream().map(context.getStudent()::get).toList();
        List<NDArray> other = teacher.stream()
                .map(tap -> Targets.beside(context.getTeacher().get(tap), own.get(0)))
                .toList();
        NDArray sum = distance(own, other, 0);
        for (int i = 1; i < own.size() - 1; i++) {
            sum = sum.add(distance(own, other, i));
        }
        return sum;
    }

    private NDArray distance(List<NDArray> own, List<NDArray> other, int first) {
        Flow flow = Flow.between(own.get(first), own.get(first + 1));
        Flow wanted = Flow.between(other.get(first), other.get(first + 1));
        if (!flow.channels().equals(wanted.channels())) {
            throw new InputException("FSP compares layers of as many channels, got " + flow.channels()
                    + " at the student's " + student.subList(first, first + 2) + " and " + wanted.channels()
                    + " at the teacher's " + teacher.subList(first, first + 2));
        }
        return flow.distance(wanted);
    }
}
