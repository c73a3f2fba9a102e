package dev.understudy;

/**
 * A named place in a student network.
 *
 * @param path the path of the block whose output is read, see {@link Tap#path()}
 */
public record StudentTap(String path) implements Tap {

    /** Checks the path. */
    public StudentTap {
        if (path.isBlank()) {
            throw new InputException("A student tap needs the path of a block, got an empty one");
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
