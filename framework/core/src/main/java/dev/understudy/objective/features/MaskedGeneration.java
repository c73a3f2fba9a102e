package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.RepeatedNumbers;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Connector;
import dev.understudy.objective.Scaling;
import java.util.Optional;

/**
 * Masked generative distillation (MGD): from a part of the student's maps all of the teacher's are to be made, {@code sum( (G(A(F_s)
 * M) - F_t)^2 ) / batch}, where M leaves out each channel of each sample with the probability lambda, anew in each step
 * (Yang et al. 2022, "Masked Generative Distillation", section 3, for classification).
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides, with any N. A is a convolution of 1x1 where channels differ; G is two
 * convolutions of 3x3 with a ReLU between them, of the teacher's channels; both are learned along and dropped. The larger
 * maps are averaged over areas to the size of the smaller. Reduction: the sum over elements, the mean over the batch; the
 * authors' weight of 0.00007 goes with it. At least 0.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param masked lambda, from 0 to below 1
 */
public record MaskedGeneration(StudentTap student, TeacherTap teacher, double masked) implements Objective {

    /** What the authors multiply it by. */
    public static final double WEIGHT = 0.00007;

    /** Checks the range. */
    public MaskedGeneration {
        Ranges.part("masked part of MGD", masked);
    }

    /**
     * The authors' for ImageNet: 0.15 of the channels are left out.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static MaskedGeneration of(StudentTap student, TeacherTap teacher) {
        return new MaskedGeneration(student, teacher, 0.15);
    }

    private Connector connector() {
        return new Connector(student, teacher, Connector.Match.CHANNELS_AND_LOCATIONS);
    }

    @Override
    public Needs needs() {
        return connector().needs().with(AuxiliaryModule.of(name(), new Generator(teacher)));
    }

    @Override
    public NDArray loss(StepContext context) {
        Connector.Pair pair = connector().connect(context);
        NDArray own = pair.student();
        Shape shape = own.getShape();
        NDArray drawn = context.getRandom().uniform(own.getManager(), new Shape(shape.get(0), shape.get(1), 1, 1));
        NDArray kept = drawn.gte(RepeatedNumbers.of(drawn, masked))
                .toType(own.getDataType(), false)
                .toDevice(own.getDevice(), false);
        return distance(context.getModules().forward(name(), own.mul(kept)), pair.teacher());
    }

    /**
     * The loss between maps that were made and the teacher's.
     *
     * @param made {@code [batch, N, H, W]}
     * @param target the teacher's, same shape
     * @return a scalar, zero at equality
     */
    public static NDArray distance(NDArray made, NDArray target) {
        Maps.checkSame("MGD", made.getShape(), target.getShape());
        NDArray sum = made.sub(Targets.beside(target, made)).square().sum();
        return Scaling.times(sum, 1.0 / made.getShape().get(0));
    }

    private String name() {
        return "MGD's generator " + student + " -> " + teacher;
    }

    private record Generator(TeacherTap teacher) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape maps = shapes.at(teacher);
            int channels = Math.toIntExact(maps.get(1));
            return Optional.of(AuxiliaryModule.Built.of(() -> layers(channels), maps));
        }

        private static Block layers(int channels) {
            return new Layers()
                    .add("first", convolution(channels))
                    .add("relu", Activation.reluBlock())
                    .add("second", convolution(channels));
        }

        private static Block convolution(int channels) {
            return Conv2d.builder()
                    .setKernelShape(new Shape(3, 3))
                    .optPadding(new Shape(1, 1))
                    .setFilters(channels)
                    .build();
        }
    }
}
