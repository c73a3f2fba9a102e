package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.block.Residual;
import dev.understudy.internal.arithmetic.Squares;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Connector;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Scaling;

/**
 * NORM, N-to-one representation matching: the student's last maps are made N times the teacher's channels, and each of the N
 * slices is to be the teacher's map, {@code sum_n mean( (S_n - F_t)^2 )} (Liu et al. 2023, "NORM: Knowledge Distillation via
 * N-to-One Representation Matching", section 3). The wide maps are within the student: between its last maps and what
 * averages them stands {@link #transform}, which is linear once it is trained.
 *
 * <p>Shapes: the student's wide maps {@code [batch, N C, H, W]}, the teacher's {@code [batch, C, H, W]}. The larger maps are
 * averaged over areas to the size of the smaller; the authors take their maxima. Reduction: the mean over elements and
 * batch, summed over the slices, as in the authors' code. At least 0, 0 at equality.
 *
 * @param student the wide maps
 * @param teacher the last maps of the teacher
 */
public record NToOne(StudentTap student, TeacherTap teacher) implements Objective, Discrepancy {

    /** The authors' N. */
    public static final int SLICES = 8;

    /** Where {@link #transform} puts out wide maps: behind its own name in the student. */
    public static final String WIDE = Residual.BODY + "/wide";

    /**
     * What stands after a student's last maps: these, and on top of them what a convolution of 1x1 makes of the wide maps
     * that another one makes of them. Both are without bias and have a batch norm, and there is nothing else between them.
     *
     * @param channels of the student's last maps
     * @param teachers the channels of the teacher's last maps
     * @param slices N, 1 or more
     * @return the layer, which puts out as many channels as it takes
     */
    public static Residual transform(int channels, int teachers, int slices) {
        if (channels < 1 || teachers < 1 || slices < 1) {
            throw new InputException("NORM needs 1 channel or more on both sides and 1 slice or more, got " + channels
                    + ", " + teachers + " and " + slices);
        }
        return new Residual(
                new Layers()
                        .add("wide", convolution(Math.multiplyExact(teachers, slices)))
                        .add("narrow", convolution(channels)),
                Blocks.identityBlock());
    }

    private static Layers convolution(int channels) {
        return new Layers()
                .add(
                        "weights",
                        Conv2d.builder()
                                .setKernelShape(new Shape(1, 1))
                                .optBias(false)
                                .setFilters(channels)
                                .build())
                .add("norm", BatchNorm.builder().build());
    }

    @Override
    public Needs needs() {
        return Needs.nothing().with(student).with(teacher);
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(context.getStudent().get(student), context.getTeacher().get(teacher));
    }

    /**
     * The loss between wide maps and the teacher's.
     *
     * @param student {@code [batch, N C, H, W]}
     * @param target the teacher's, {@code [batch, C, H, W]}
     * @return a scalar, zero where each slice is the teacher's
     */
    @Override
    public NDArray distance(NDArray student, NDArray target) {
        Maps.check("NORM", student.getShape(), target.getShape());
        long wide = student.getShape().get(1);
        long channels = target.getShape().get(1);
        if (wide % channels != 0) {
            throw new InputException("NORM needs a multiple of the teacher's channels in the student's wide maps, got "
                    + student.getShape() + " and " + target.getShape() + "; NToOne.transform makes them");
        }
        Connector.Pair pair = Connector.Pair.ofSmaller(student, Targets.beside(target, student));
        Shape shape = pair.teacher().getShape();
        long slices = wide / channels;
        // Channels last, as maps lie in memory.
        NDArray own = pair.student()
                .transpose(0, 2, 3, 1)
                .reshape(shape.get(0), shape.get(2), shape.get(3), slices, channels);
        NDArray wanted = pair.teacher().transpose(0, 2, 3, 1).expandDims(3);
        return Scaling.times(Squares.mean(own.sub(wanted)), (double) slices);
    }
}
