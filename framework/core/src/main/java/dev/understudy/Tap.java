package dev.understudy;

/**
 * A named place in a network whose activation can be read. A student's and a teacher's tap are different types, so
 * that swapping them does not compile.
 */
public sealed interface Tap permits StudentTap, TeacherTap {

    /**
     * The path of the block whose output is read: child names from the root, separated by {@code /}. The two-digit
     * number that DJL puts before a child's name may be left out where the name alone is unique: {@code conv4/guided},
     * {@code 04conv4/01guided} and {@code 03SequentialBlock/02BatchNorm} are paths.
     *
     * @return the path
     */
    String path();
}
