package dev.understudy.objective.logits;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.TrainingProgress;
import dev.understudy.internal.arithmetic.Ranges;
import dev.understudy.internal.arithmetic.Targets;
import dev.understudy.objective.Scaling;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Curriculum Temperature for Knowledge Distillation (CTKD): KD at one temperature that is learned along, against the
 * student, {@code T^2 mean_b KL(softmax(z_t / T) || softmax(z_s / T))} with {@code T = lowest + range sigmoid(theta)} (Li et
 * al. 2023, "Curriculum Temperature for Knowledge Distillation", the global temperature). The gradient of theta is
 * multiplied by {@code -lambda}, so that it makes the loss larger while the student makes it smaller; lambda grows from 0 to
 * 1 over the first epochs as half a cosine, {@code (1 - cos(pi min(e, epochs) / epochs)) / 2} in epoch e from 1.
 *
 * <p>Shapes: both logits {@code [batch, classes]}. Mean over the batch; at least 0, and 0 at equality. Theta begins at 1, is
 * trained by the stage's optimizer as an auxiliary module, kept in checkpoints and dropped afterwards. The authors' code
 * has the minus sign in its schedule in place of the reversal. Beside 0.9 of it they have 0.1 of the cross entropy.
 *
 * @param lowest the lowest temperature, above 0
 * @param range how far it may rise above that, above 0
 * @param epochs over how many epochs lambda grows, at least 0
 */
public record Ctkd(double lowest, double range, int epochs) implements Objective {

    private static final String TEMPERATURE = "temperature of CTKD";

    /** Checks the ranges. */
    public Ctkd {
        Ranges.above("lowest temperature of CTKD", lowest);
        Ranges.above("range of CTKD's temperature", range);
        if (epochs < 0) {
            throw new InputException("The epochs over which CTKD begins must be at least 0, got " + epochs);
        }
    }

    /**
     * The authors' for CIFAR-100: from 1 to 21, over 10 epochs.
     *
     * @return the objective
     */
    public static Ctkd standard() {
        return new Ctkd(1, 20, 10);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .withStudentLogits()
                .withTeacherLogits()
                .with(AuxiliaryModule.of(TEMPERATURE, new Learned()));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray student = context.getStudent().getLogits();
        NDArray theta = context.getModules().forward(TEMPERATURE, student);
        return distance(student, context.getTeacher().getLogits(), reversed(theta, lambda(context.getProgress())));
    }

    /** How strongly the temperature works against the student in an epoch. */
    double lambda(TrainingProgress progress) {
        double done = epochs == 0 ? 1 : Math.min(1, (progress.epoch() + 1.0) / epochs);
        return (1 - Math.cos(Math.PI * done)) / 2;
    }

    /** The same number, whose gradient is multiplied by {@code -lambda}. */
    private static NDArray reversed(NDArray theta, double lambda) {
        return Scaling.times(theta, -lambda).add(Scaling.times(theta.stopGradient(), 1 + lambda));
    }

    private NDArray distance(NDArray student, NDArray teacher, NDArray theta) {
        NDArray part = Scaling.plus(theta.neg().exp(), 1);
        NDArray temperature = Scaling.plus(Scaling.times(part.onesLike().div(part), range), lowest);
        NDArray wanted = Targets.beside(teacher, student).div(temperature).logSoftmax(1);
        NDArray own = student.div(temperature).logSoftmax(1);
        NDArray divergence = ClassLogits.divergences(wanted, own).mean();
        return temperature.square().mul(divergence).sum();
    }

    /** Makes theta. */
    private record Learned() implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            return Optional.of(AuxiliaryModule.Built.of(Theta::new, new Shape(1, shapes.getClasses())));
        }
    }

    /** One number, whatever it is shown. */
    private static final class Theta extends AbstractBlock {

        private static final byte VERSION = 1;
        private static final Shape ONE = new Shape(1);

        private final Parameter value = addParameter(Parameter.builder()
                .setName("theta")
                .setType(Parameter.Type.OTHER)
                .optShape(ONE)
                .optInitializer(new ConstantInitializer(1))
                .build());

        Theta() {
            super(VERSION);
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
            NDArray input = inputs.head();
            return new NDList(Targets.ofParameter(store.getValue(value, input.getDevice(), training), input));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return new Shape[] {ONE};
        }
    }
}
