package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;

/**
 * SimKD (Chen et al. 2022, eq. 3): the student's projected features are to be the teacher's last ones,
 * {@code ||P(F_S) - F_T||^2}, and nothing else is learned, since the student ends with the teacher's own classifier. The
 * network that ships is the student's layers, {@link #projector} and the teacher's frozen classifier: build it so
 * ({@link dev.understudy.block.Parts}), give it the teacher's weights ({@link dev.understudy.InitialWeights}), train up to
 * the projector, and test in that stage ({@link dev.understudy.Stage#tested}).
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides with the same N; where locations differ, the larger map is averaged
 * over areas to the smaller. Reduction: mean over elements and batch, as in the authors' code.
 *
 * <p>Deviation: where the student's map is the larger, what the projector puts out is averaged, not its input.
 *
 * @param projected the projector's output in the student
 * @param features what the teacher's classifier takes
 */
public record SimKd(StudentTap projected, TeacherTap features) implements Objective {

    /** By what the authors divide the teacher's channels within the projector. */
    public static final int FACTOR = 2;

    /**
     * What makes the teacher's features of the student's: convolutions of 1x1, 3x3 and 1x1 without bias, each with batch
     * norm and ReLU, the first two of a part of the channels.
     *
     * @param channels the teacher's
     * @param factor what the channels are divided by in between, 1 or more; {@link #FACTOR} in the paper's tables
     * @return the projector
     */
    public static Layers projector(int channels, int factor) {
        if (factor < 1 || channels < factor) {
            throw new InputException("A projector to " + channels + " channels needs a factor from 1 to " + channels
                    + ", got " + factor);
        }
        int few = channels / factor;
        return new Layers()
                .add("reduce", layer(few, 1))
                .add("middle", layer(few, 3))
                .add("expand", layer(channels, 1));
    }

    private static Layers layer(int channels, int side) {
        return new Layers()
                .add(
                        "conv",
                        Conv2d.builder()
                                .setKernelShape(new Shape(side, side))
                                .optPadding(new Shape(side / 2, side / 2))
                                .optBias(false)
                                .setFilters(channels)
                                .build())
                .add("norm", BatchNorm.builder().build())
                .add("relu", Activation.reluBlock());
    }

    @Override
    public Needs needs() {
        return Needs.nothing().with(projected).with(features);
    }

    @Override
    public NDArray loss(StepContext context) {
        return distance(
                context.getStudent().get(projected), context.getTeacher().get(features));
    }

    /**
     * The loss between projected and wanted features.
     *
     * @param student {@code [batch, N, H, W]}
     * @param target the teacher's, same N
     * @return a scalar, zero at equality
     */
    public NDArray distance(NDArray student, NDArray target) {
        Shape own = student.getShape();
        Shape other = target.getShape();
        if (own.dimension() != 4 || other.dimension() != 4 || own.get(1) != other.get(1)) {
            throw new InputException(
                    "SimKD compares features [batch, channels, height, width] of as many channels, got " + own + " and "
                            + other + "; SimKd.projector makes the teacher's channels");
        }
        Connector.Pair pair = Connector.Pair.ofSmaller(student, target);
        return Norm.SQUARED.compare(pair.student(), pair.teacher());
    }
}
