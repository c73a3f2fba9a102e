package dev.understudy.recipe;

import dev.understudy.InputException;

/**
 * A teacher's and a student's network by name, on which recipes are to be tried in place of their own networks. Written
 * {@code teacher:student}, as papers do.
 *
 * @param teacher such as {@code resnet32x4}
 * @param student such as {@code resnet8x4}
 */
public record NetworkPair(String teacher, String student) {

    /** Checks that both are names. */
    public NetworkPair {
        if (!isName(teacher) || !isName(student)) {
            throw new InputException("Two networks are TEACHER:STUDENT, such as resnet32x4:resnet8x4, got \"" + teacher
                    + ":" + student + "\"");
        }
    }

    /**
     * Reads a pair.
     *
     * @param text {@code teacher:student}
     * @return the pair
     * @throws InputException when it is not two names
     */
    public static NetworkPair of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new InputException(
                    "Two networks are TEACHER:STUDENT, such as resnet32x4:resnet8x4, got \"" + text + "\"");
        }
        return new NetworkPair(text.substring(0, colon), text.substring(colon + 1));
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf(':') < 0 && name.equals(name.strip());
    }

    @Override
    public String toString() {
        return teacher + ":" + student;
    }
}
