package dev.understudy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.initializer.Initializer;
import dev.understudy.internal.module.BufferBlock;
import dev.understudy.internal.module.NetworkPart;
import dev.understudy.source.Sources;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A small network that an objective trains along with the student and that is dropped afterwards: a regressor, an
 * embedding, learned variances. Also an array that belongs to the training and is not optimised, such as a memory bank
 * ({@link #buffer}), and a part of the teacher's network ({@link #teacherFrom}).
 *
 * <p>All of it is saved in checkpoints, and its first numbers follow from the seed and its name.
 */
public final class AuxiliaryModule {

    private final String name;
    private final Builder builder;
    private final boolean frozen;

    private AuxiliaryModule(String name, Builder builder, boolean frozen) {
        if (name.isBlank()) {
            throw new InputException("An auxiliary module needs a name, got an empty one");
        }
        this.name = name;
        this.builder = builder;
        this.frozen = frozen;
    }

    /**
     * A module that is trained along.
     *
     * @param name its name, unique among all objectives of a distillation; those that are to share one give the same
     *     auxiliary module
     * @param builder makes it, once the shapes at the taps are known
     * @return the module
     */
    public static AuxiliaryModule of(String name, Builder builder) {
        return new AuxiliaryModule(name, builder, false);
    }

    /**
     * An array that an objective keeps from step to step: read by {@link AuxiliaryModules#buffer}, changed in place by what
     * the objective gives to {@link AuxiliaryModules#afterStep}, never optimised.
     *
     * @param name its name, unique as that of any module
     * @param shape its shape, once the others are known
     * @param first its first numbers; the engine's random numbers are seeded for it
     * @return the buffer, float32
     */
    public static AuxiliaryModule buffer(String name, Function<Shapes, Shape> shape, Initializer first) {
        return new AuxiliaryModule(name, new BufferBlock.Plan(shape, first), true);
    }

    /**
     * The teacher's network from a tap on, with the teacher's own weights: frozen, in inference mode, and gradients go
     * through it to its input. Its name is {@code teacher from <tap>}.
     *
     * @param tap the place whose activation is its input; a teacher made of DJL's blocks
     * @return the module
     */
    public static AuxiliaryModule teacherFrom(TeacherTap tap) {
        return new AuxiliaryModule("teacher from " + tap, new NetworkPart.OfTeacher(tap), true);
    }

    /**
     * A parameter of the teacher's network, as a buffer that nobody changes. Its name is {@code teacher's <path>}.
     *
     * @param path names of blocks joined by {@code /}, and the parameter's name: {@code classes/weight}
     * @return the buffer
     */
    public static AuxiliaryModule teacherParameter(String path) {
        return new AuxiliaryModule("teacher's " + path, new NetworkPart.Parameter(path), true);
    }

    /**
     * The same module, which stands still wherever this is asked for: nothing of it is trained, it runs in inference mode,
     * and its running statistics do not move. An earlier stage may have trained it.
     *
     * @return the frozen module
     */
    public AuxiliaryModule frozen() {
        return new AuxiliaryModule(name, builder, true);
    }

    /**
     * Its name.
     *
     * @return unique among all objectives of a distillation
     */
    public String getName() {
        return name;
    }

    /**
     * What makes it.
     *
     * @return the builder
     */
    public Builder getBuilder() {
        return builder;
    }

    /**
     * Whether it stands still where this is asked for.
     *
     * @return true after {@link #frozen}
     */
    public boolean isFrozen() {
        return frozen;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuxiliaryModule module
                && name.equals(module.name)
                && builder.equals(module.builder)
                && frozen == module.frozen;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, builder, frozen);
    }

    @Override
    public String toString() {
        return name + (frozen ? " (frozen)" : "");
    }

    /** Makes an auxiliary module, or nothing where the shapes need none. */
    @FunctionalInterface
    public interface Builder {

        /**
         * Makes the auxiliary module.
         *
         * @param shapes the shapes at the taps that the objective named, and what else is known before the training
         * @return a fresh block with the shapes it is to be initialised with, or nothing
         */
        Optional<Built> build(Shapes shapes);
    }

    /** An auxiliary module ready to be initialised. */
    public static final class Built {

        private final Supplier<Block> block;
        private final Shape[] inputs;
        private final boolean shared;

        private Built(Supplier<Block> block, Shape[] inputs, boolean shared) {
            this.block = block;
            this.inputs = inputs;
            this.shared = shared;
        }

        /**
         * A block and its inputs.
         *
         * @param block makes the fresh block
         * @param inputs the shape of each of its inputs in order, batch 1; none for one that only holds numbers
         * @return the module
         */
        public static Built of(Supplier<Block> block, Shape... inputs) {
            return new Built(block, inputs.clone(), false);
        }

        /**
         * A block that belongs to somebody else, such as a part of the teacher: it stands still, and is neither saved nor
         * freed with the student.
         *
         * @param block an initialised block
         * @param inputs the shape of each of its inputs in order, batch 1
         * @return the module
         */
        public static Built shared(Block block, Shape... inputs) {
            return new Built(() -> block, inputs.clone(), true);
        }

        /**
         * What makes the block.
         *
         * @return a supplier of fresh blocks
         */
        public Supplier<Block> getBlock() {
            return block;
        }

        /**
         * The shapes of its inputs.
         *
         * @return in order, batch 1
         */
        public Shape[] getInputs() {
            return inputs.clone();
        }

        /**
         * Whether its block belongs to somebody else.
         *
         * @return true after {@link #shared}
         */
        public boolean isShared() {
            return shared;
        }

        @Override
        public String toString() {
            return "block for " + Arrays.toString(inputs);
        }
    }

    /** What is known of the networks and the training set before the training; shapes are for batch 1. */
    public interface Shapes {

        /**
         * The shape at a student's tap.
         *
         * @param tap a tap among the objective's needs
         * @return its shape for a batch of one
         */
        Shape at(StudentTap tap);

        /**
         * The shape at a teacher's tap.
         *
         * @param tap a tap among the objective's needs
         * @return its shape for a batch of one
         */
        default Shape at(TeacherTap tap) {
            return at(Sources.TEACHER, tap);
        }

        /**
         * The shape at a tap of a source.
         *
         * @param source its name
         * @param tap a tap among the objective's needs
         * @return its shape for a batch of one
         */
        Shape at(String source, TeacherTap tap);

        /**
         * The shape of the networks' input.
         *
         * @return its shape for a batch of one
         */
        Shape getInput();

        /**
         * How many classes the student tells apart.
         *
         * @return the size of its logits
         */
        long getClasses();

        /**
         * How many samples the training set has.
         *
         * @return their number; it is counted where the data set does not say
         */
        long getSamples();

        /**
         * The teacher, trained.
         *
         * @return the teacher
         * @throws InputException where the student learns alone
         */
        default Teacher getTeacher() {
            return getTeacher(Sources.TEACHER);
        }

        /**
         * A teacher of several, trained.
         *
         * @param source its name
         * @return the teacher
         * @throws InputException where no teacher has the name
         */
        Teacher getTeacher(String source);
    }
}
