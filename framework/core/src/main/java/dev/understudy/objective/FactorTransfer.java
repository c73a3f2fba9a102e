package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.block.Layers;
import dev.understudy.internal.arithmetic.UnitVectors;
import java.util.Optional;

/**
 * Factor transfer (Kim et al. 2018, eq. 2 to 4): an autoencoder on the teacher's features, the paraphraser, is trained
 * alone first by {@link #reconstruction}; a translator is then trained with the student, so that its factor is the
 * paraphraser's: {@code |F_S/||F_S|| - F_T/||F_T|| |}.
 *
 * <p>Shapes: {@code [batch, N, H, W]} on both sides, with any N; factors have {@code rate} times the teacher's channels.
 * Locations that differ are resampled to the smaller map. Reduction: mean over elements and batch (the authors' code; the
 * paper sums). Zero where both factors point the same way.
 *
 * <p>Deviations: the decoder's transposed 3x3 convolutions of stride 1 are plain ones, which compute the same functions.
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param rate the factor's channels as a part of the teacher's, above 0 and at most 1
 * @param form what of a factor is compared
 */
public record FactorTransfer(StudentTap student, TeacherTap teacher, double rate, Form form) implements Objective {

    /** The paraphrase rate of the paper's best results. */
    public static final double RATE = 0.5;

    private static final float SLOPE = 0.1f;

    /** What of a factor is compared, as a unit vector. */
    public enum Form {
        /** All of it, as in the paper. */
        WHOLE,
        /** The mean of its squared channels, as in RepDistiller, whose weight of 200 goes with it. */
        MAP
    }

    /** Checks the rate. */
    public FactorTransfer {
        if (!(rate > 0 && rate <= 1)) {
            throw new InputException("The paraphrase rate should be above 0 and at most 1, got " + rate);
        }
    }

    /**
     * With half the teacher's channels, compared as a whole.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @return the objective
     */
    public static FactorTransfer of(StudentTap student, TeacherTap teacher) {
        return new FactorTransfer(student, teacher, RATE, Form.WHOLE);
    }

    /**
     * What trains the paraphraser, in a stage of modules alone before this: the mean squared difference between the
     * teacher's features and what the decoder makes of their factor (eq. 1).
     *
     * @return the objective
     */
    public Objective reconstruction() {
        return new Reconstruction(teacher, rate);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(encoder(teacher, rate).frozen())
                .with(AuxiliaryModule.of(translator(), new Translator(student, teacher, rate)));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray wanted = context.getModules()
                .forward(encoder(teacher, rate).getName(), context.getTeacher().get(teacher));
        NDArray own =
                context.getModules().forward(translator(), context.getStudent().get(student));
        Connector.Pair pair = Connector.Pair.ofSmaller(own, wanted);
        return distance(pair.student(), pair.teacher());
    }

    /**
     * The loss between two factors.
     *
     * @param student {@code [batch, K, H, W]}
     * @param target the teacher's, same shape
     * @return a scalar, zero where both point the same way
     */
    public NDArray distance(NDArray student, NDArray target) {
        return Norm.ABSOLUTE.compare(direction(student), direction(target));
    }

    private NDArray direction(NDArray factor) {
        NDArray kept = form == Form.WHOLE ? factor : factor.square().mean(new int[] {1});
        return UnitVectors.of(kept.reshape(kept.getShape().get(0), -1));
    }

    private String translator() {
        return "translator " + student + " -> " + teacher + " " + rate;
    }

    private static AuxiliaryModule encoder(TeacherTap teacher, double rate) {
        return AuxiliaryModule.of("paraphraser " + teacher + " " + rate, new Encoder(teacher, rate));
    }

    private static int factors(Shape features, double rate) {
        return (int) Math.max(1, Math.round(features.get(1) * rate));
    }

    private static int channels(Shape features, Object tap) {
        if (features.dimension() != 4) {
            throw new InputException("Factor transfer needs activations [batch, channels, height, width], got "
                    + features + " at \"" + tap + "\"");
        }
        return Math.toIntExact(features.get(1));
    }

    private static Block convolutions(boolean norm, int... channels) {
        Layers layers = new Layers();
        for (int i = 0; i < channels.length; i++) {
            layers.add(
                    "conv" + (i + 1),
                    Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .optPadding(new Shape(1, 1))
                            .setFilters(channels[i])
                            .build());
            if (norm) {
                layers.add("norm" + (i + 1), BatchNorm.builder().build());
            }
            layers.add("relu" + (i + 1), Activation.leakyReluBlock(SLOPE));
        }
        return layers;
    }

    private record Reconstruction(TeacherTap teacher, double rate) implements Objective {

        @Override
        public Needs needs() {
            return Needs.nothing()
                    .with(teacher)
                    .with(encoder(teacher, rate))
                    .with(AuxiliaryModule.of(decoder(), new Decoder(teacher, rate)));
        }

        @Override
        public NDArray loss(StepContext context) {
            NDArray features = context.getTeacher().get(teacher);
            NDArray factor = context.getModules().forward(encoder(teacher, rate).getName(), features);
            return Norm.SQUARED.compare(context.getModules().forward(decoder(), factor), features);
        }

        private String decoder() {
            return "paraphraser's decoder " + teacher + " " + rate;
        }
    }

    private record Encoder(TeacherTap teacher, double rate) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape features = shapes.at(teacher);
            int all = channels(features, teacher);
            int few = factors(features, rate);
            return Optional.of(AuxiliaryModule.Built.of(() -> convolutions(false, all, few, few), features));
        }
    }

    private record Decoder(TeacherTap teacher, double rate) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape features = shapes.at(teacher);
            int all = channels(features, teacher);
            int few = factors(features, rate);
            Shape factor = new Shape(1, few, features.get(2), features.get(3));
            return Optional.of(AuxiliaryModule.Built.of(() -> convolutions(false, few, all, all), factor));
        }
    }

    private record Translator(StudentTap student, TeacherTap teacher, double rate) implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape own = shapes.at(student);
            int all = channels(own, student);
            int few = factors(shapes.at(teacher), rate);
            return Optional.of(AuxiliaryModule.Built.of(() -> convolutions(true, all, few, few), own));
        }
    }
}
