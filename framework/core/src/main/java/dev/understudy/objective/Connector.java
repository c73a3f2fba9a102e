package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Resampling;
import java.util.Optional;

/**
 * Makes the activations of a guided and a guiding layer comparable. Where channels must match and do not, the student's
 * go through a 1x1 convolution to the teacher's number of channels, learned with the student and dropped after training
 * (the paper's regression layer, left there as future work). Where locations must match and do not, the larger map is
 * resampled to the smaller one's size by area, so that nothing is invented (ours).
 *
 * @param student the guided layer
 * @param teacher the guiding layer
 * @param match what must match
 */
public record Connector(StudentTap student, TeacherTap teacher, Match match) {

    /** Which sizes of two activations {@code [batch, channels, height, width]} must be equal. */
    public enum Match {
        /** The number of channels. */
        CHANNELS,
        /** Height and width. */
        LOCATIONS,
        /** Both. */
        CHANNELS_AND_LOCATIONS;

        private boolean channels() {
            return this != LOCATIONS;
        }

        private boolean locations() {
            return this != CHANNELS;
        }
    }

    /**
     * Two activations that can be compared.
     *
     * @param student the student's {@code [batch, channels, height, width]}
     * @param teacher the teacher's, equal where they must match
     */
    public record Pair(NDArray student, NDArray teacher) {

        /**
         * Averages the larger of two maps to the size of the smaller one, height and width each on its own.
         *
         * @param student {@code [batch, channels, height, width]}
         * @param teacher {@code [batch, channels, height, width]}, of any size and number of channels
         * @return both with the same height and width
         */
        public static Pair ofSmaller(NDArray student, NDArray teacher) {
            return new Pair(Resampling.within(student, teacher), Resampling.within(teacher, student));
        }
    }

    /**
     * What it reads: both taps, and an auxiliary module where channels differ.
     *
     * @return the needs
     */
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(AuxiliaryModule.of(name(), new Regressor(student, teacher, match.channels())));
    }

    /**
     * Connects the two activations of a batch.
     *
     * @param context the batch
     * @return the pair
     */
    public Pair connect(StepContext context) {
        NDArray own = context.getStudent().get(student);
        NDArray other = context.getTeacher().get(teacher);
        Pair pair = match.locations() ? Connector.Pair.ofSmaller(own, other) : new Pair(own, other);
        boolean convolved =
                match.channels() && own.getShape().get(1) != other.getShape().get(1);
        return convolved ? new Pair(context.getModules().forward(name(), pair.student), pair.teacher) : pair;
    }

    /** The same for all objectives between two layers, whatever else must match. */
    private record Regressor(StudentTap student, TeacherTap teacher, boolean channels)
            implements AuxiliaryModule.Builder {

        @Override
        public Optional<AuxiliaryModule.Built> build(AuxiliaryModule.Shapes shapes) {
            Shape own = shapes.at(student);
            Shape other = shapes.at(teacher);
            for (Shape shape : new Shape[] {own, other}) {
                if (shape.dimension() != 4) {
                    throw new InputException(
                            "Knowledge of a layer needs activations [batch, channels, height, width], got " + own
                                    + " at the student's \"" + student + "\" and " + other + " at the teacher's \""
                                    + teacher + "\"");
                }
            }
            if (!channels || own.get(1) == other.get(1)) {
                return Optional.empty();
            }
            return Optional.of(AuxiliaryModule.Built.of(() -> convolution(other.get(1)), own));
        }

        private static Block convolution(long channels) {
            return Conv2d.builder()
                    .setKernelShape(new Shape(1, 1))
                    .setFilters(Math.toIntExact(channels))
                    .optBias(true)
                    .build();
        }
    }

    /** One that never has a regressor has another name, since auxiliary modules of the same name are shared. */
    private String name() {
        return (match.channels() ? "connector " : "resampling ") + student + " -> " + teacher;
    }
}
