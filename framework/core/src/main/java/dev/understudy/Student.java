package dev.understudy;

import ai.djl.nn.Block;
import java.util.function.Supplier;

/**
 * A network to be trained: how to make it, not a live one, so that the same value trains again for the next seed.
 *
 * @param name the network's name
 * @param network makes a fresh, uninitialised network; a DJL block whose sequential parts can be tapped
 */
public record Student(String name, Supplier<Block> network) {

    /** Checks the name. */
    public Student {
        if (name.isBlank()) {
            throw new InputException("A student needs a name, got an empty one");
        }
    }

    /**
     * A student.
     *
     * @param name the network's name
     * @param network makes a fresh network
     * @return the student
     */
    public static Student of(String name, Supplier<Block> network) {
        return new Student(name, network);
    }
}
