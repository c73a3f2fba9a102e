package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;
import java.util.Optional;

/**
 * Inter-channel correlation (ICKD-C): the student's channels, brought to the teacher's number by a 1x1 convolution with batch
 * norm that is trained along, are to go with each other as the teacher's do, {@code (1/C^2) ||G_s - G_t||^2} with {@code G = F
 * F^T} of the activations F as {@code [C, locations]} (Liu et al. 2021, "Exploring Inter-Channel Correlation for
 * Diversity-preserved Knowledge Distillation").
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides, of any N, H and W; G is a sum over locations, so that in the paper's form
 * a map of another size has another scale. Mean over the batch; at least 0, and 0 at equality.
 *
 * <p>Neither G nor anything of its size is made where locations are few beside channels: products of its rows are those of
 * {@code F (F^T F)} with F. Where student and teacher are almost the same, values are so differences of larger ones.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param form how correlations are compared
 */
public record Ickd(StudentTap student, TeacherTap teacher, Form form) implements Objective {

    /** Added to squared lengths of rows, so that a row of zeros stays one and has a finite gradient. */
    private static final double LENGTH_FLOOR = 1e-20;

    /** How correlations are compared. */
    public enum Form {
        /** As they are, the mean over their C^2 elements. */
        PAPER,
        /**
         * Each row of both matrices as a unit vector, the squared differences summed over a row and averaged over the C rows:
         * the authors' code ({@code ICKD.py}), whose weight of 2.5 goes with it.
         */
        PUBLISHED
    }

    /**
     * In the paper's form.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static Ickd of(StudentTap student, TeacherTap teacher) {
        return new Ickd(student, teacher, Form.PAPER);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(AuxiliaryModule.of(name(), new Projection(student, teacher)));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = context.getModules().forward(name(), context.getStudent().get(student));
        return distance(own, context.getTeacher().get(teacher));
    }

    /**
     * The difference of the correlations.
     *
     * @param student the student's activation at the teacher's number of channels, {@code [batch, C, H, W]}
     * @param target the teacher's {@code [batch, C, H, W]}, of any height and width
     * @return a scalar, at least 0 within rounding
     */
    public NDArray distance(NDArray student, NDArray target) {
        NDArray own = ChannelRows.of(student, "ICKD");
        NDArray wanted = ChannelRows.of(Targets.beside(target, student), "ICKD");
        if (form == Form.PAPER) {
            return flow(own).distance(flow(wanted));
        }
        NDArray a = rows(own, own);
        NDArray b = rows(wanted, wanted);
        NDArray both = rows(own, wanted);
        NDArray ofA = Scaling.plus(a, LENGTH_FLOOR);
        NDArray ofB = Scaling.plus(b, LENGTH_FLOOR);
        NDArray cosines = both.div(ofA.sqrt()).div(ofB.sqrt());
        return a.div(ofA).add(b.div(ofB)).sub(Scaling.times(cosines, 2)).mean();
    }

    /** G as what goes from the layer to itself. */
    private static Flow flow(NDArray channels) {
        NDArray locations = channels.transpose(0, 2, 1);
        return new Flow(locations, locations, 1);
    }

    /** The products of two correlation matrices' rows, {@code [batch, C]}. */
    private static NDArray rows(NDArray own, NDArray other) {
        long channels = own.getShape().get(1);
        boolean large =
                channels > Math.min(own.getShape().get(2), other.getShape().get(2));
        return (large
                        ? own.matMul(own.transpose(0, 2, 1).matMul(other)).mul(other)
                        : ChannelRows.products(own, own).mul(ChannelRows.products(other, other)))
                .sum(new int[] {2});
    }

    private String name() {
        return "ICKD " + student + " -> " + teacher;
    }

    private record Projection(StudentTap student, TeacherTap teacher) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape own = shapes.at(student);
            Shape other = shapes.at(teacher);
            if (own.dimension() != 4 || other.dimension() != 4) {
                throw new InputException(
                        "ICKD needs activations [batch, channels, height, width], got " + own + " at the student's \""
                                + student + "\" and " + other + " at the teacher's \"" + teacher + "\"");
            }
            return Optional.of(AuxiliaryModule.Built.of(() -> block(other.get(1)), own));
        }

        private static Block block(long channels) {
            return new SequentialBlock()
                    .add(Conv2d.builder()
                            .setKernelShape(new Shape(1, 1))
                            .setFilters(Math.toIntExact(channels))
                            .optBias(false)
                            .build())
                    .add(BatchNorm.builder().build());
        }
    }
}
