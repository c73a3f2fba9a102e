package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Resampling;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;
import java.util.List;

/**
 * The flow of solution procedure (FSP): how the channels of one layer go with those of the next is to be as in the teacher,
 * {@code sum_i mean (G_s - G_t)^2} with {@code G = (1/HW) F_i F_(i+1)^T} for each two layers that follow each other (Yim et al.
 * 2017, eq. 1 and 2). In the paper it trains the student's layers alone, before the labels do: a stage of its own.
 *
 * <p>Shapes: {@code [batch, N, H, W]}; at each place student and teacher have as many channels, their sizes may differ. Of two
 * layers that follow each other the larger is averaged to the smaller, as in RepDistiller; the paper takes maxima. Reduction:
 * the mean over batch and elements, summed over the matrices, as in RepDistiller; the paper sums over elements. At least 0.
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
        NDArray flow = flow(own.get(first), own.get(first + 1));
        NDArray wanted = flow(other.get(first), other.get(first + 1));
        if (!flow.getShape().equals(wanted.getShape())) {
            throw new InputException("FSP compares layers of as many channels, got " + channels(own, first)
                    + " at the student's " + student.subList(first, first + 2) + " and " + channels(other, first)
                    + " at the teacher's " + teacher.subList(first, first + 2));
        }
        return flow.sub(wanted).square().mean();
    }

    private static List<Long> channels(List<NDArray> maps, int first) {
        return maps.subList(first, first + 2).stream()
                .map(map -> map.getShape().get(1))
                .toList();
    }

    /** The FSP matrices, {@code [batch, channels, channels of the next]}. */
    private static NDArray flow(NDArray layer, NDArray next) {
        NDArray from = ChannelRows.of(within(layer, next), "FSP");
        NDArray to = ChannelRows.of(within(next, layer), "FSP");
        return Scaling.times(
                ChannelRows.products(from, to), 1.0 / from.getShape().get(2));
    }

    private static NDArray within(NDArray maps, NDArray others) {
        Shape own = maps.getShape();
        Shape most = others.getShape();
        return own.dimension() == 4 && most.dimension() == 4
                ? Resampling.byWindow(maps, Math.min(own.get(2), most.get(2)), Math.min(own.get(3), most.get(3)))
                : maps;
    }
}
