package dev.understudy;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A small network that an objective trains along with the student and that is dropped afterwards: a regressor, an
 * embedding, learned variances.
 *
 * @param name its name, unique among all objectives of a distillation; those that are to share one give the same auxiliary module
 * @param builder makes it, once the shapes at the taps are known
 */
public record AuxiliaryModule(String name, Builder builder) {

    /** Makes an auxiliary module, or nothing where the shapes need none. */
    @FunctionalInterface
    public interface Builder {

        /**
         * Makes the auxiliary module.
         *
         * @param shapes the shapes at the taps that the objective named
         * @return a fresh block with the shape it is to be initialised with, or nothing
         */
        Optional<Built> build(Shapes shapes);
    }

    /**
     * An auxiliary module ready to be initialised.
     *
     * @param block makes the fresh block
     * @param input the shape of its input, batch 1
     */
    public record Built(Supplier<Block> block, Shape input) {}

    /** The shapes at the taps, for batch 1. */
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
        Shape at(TeacherTap tap);
    }
}
