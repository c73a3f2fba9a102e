package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.initializer.Initializer;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.internal.module.BufferBlock;
import java.util.Optional;

/**
 * What the negative values of each channel of a teacher's batch norm are on average, if what it puts out is normal with the
 * mean beta and the deviation |gamma|: {@code beta - |gamma| phi(beta / |gamma|) / Phi(-beta / |gamma|)}, and {@code -3
 * |gamma|} where fewer than 1 in 1000 are negative, as in the authors' code. A buffer {@code [1, N, 1, 1]}, computed when
 * the training begins.
 *
 * @param norm the batch norm
 */
record BatchNormMargins(TeacherTap norm) implements AuxiliaryModule.Builder {

    private static final double RARE = 0.001;

    /** Beyond this the sum below has nothing to add: the parts are 0 and 1. */
    private static final double FAR = 8;

    String name() {
        return "OFD's margins at " + norm;
    }

    AuxiliaryModule module() {
        return AuxiliaryModule.of(name(), this).frozen();
    }

    @Override
    public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
        Block block = shapes.getTeacher().blockAt(norm);
        if (!(block instanceof BatchNorm)) {
            throw new InputException("OFD computes margins from a batch norm of the teacher, but \"" + norm + "\" is a "
                    + block.getClass().getSimpleName() + "; tap the batch norm before the ReLU, such as \"" + norm
                    + "/norm\"");
        }
        float[] deviations = values(block, "gamma");
        float[] means = values(block, "beta");
        float[] margins = new float[means.length];
        for (int i = 0; i < margins.length; i++) {
            margins[i] = (float) margin(means[i], Math.abs(deviations[i]));
        }
        Shape shape = new Shape(1, margins.length, 1, 1);
        return new BufferBlock.Plan(ignored -> shape, new Given(margins)).build(shapes);
    }

    private static float[] values(Block block, String name) {
        return OnHost.read(block.getParameters().get(name).getArray(), NDArray::toFloatArray);
    }

    /** The mean of what is below 0 of a normal distribution. */
    static double margin(double mean, double deviation) {
        if (deviation == 0) {
            return Math.min(0, mean);
        }
        double where = mean / deviation;
        double negative = below(-where);
        return negative > RARE ? mean - deviation * density(where) / negative : -3 * deviation;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The part of a standard normal distribution below x, by {@code 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...)}. */
    static double below(double x) {
        if (Math.abs(x) > FAR) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = 0;
        for (int i = 3; sum + term != sum; i += 2) {
            sum += term;
            term *= x * x / i;
        }
        return 0.5 + sum * density(x);
    }

    /** These numbers. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Given(float[] numbers) implements Initializer {

        @Override
        public NDArray initialize(NDManager manager, Shape shape, DataType type) {
            return manager.create(numbers, shape).toType(type, false);
        }
    }
}
