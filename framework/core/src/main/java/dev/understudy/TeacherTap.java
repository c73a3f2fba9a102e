package dev.understudy;

/**
 * A named place in a teacher network.
 *
 * @param path the path of the block whose output is read, see {@link Tap#path()}
 */
public record TeacherTap(String path) implements Tap {

    /** Checks the path. */
    public TeacherTap {
        if (path.isBlank()) {
            throw new InputException("A teacher tap needs the path of a block, got an empty one");
        }
    }

    @Override
    public String toString() {
        return path;
    }
}
