package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.Objects;
import org.testng.Assert.ThrowingRunnable;

/** What is said where an input is refused: always one line. */
public final class Refusal {

    private Refusal() {}

    /** The message of the refusal. */
    public static String of(ThrowingRunnable refused) {
        return line(expectThrows(InputException.class, refused));
    }

    /** The message of an exception. */
    public static String line(Throwable refusal) {
        String message = Objects.requireNonNullElse(refusal.getMessage(), "");
        assertEquals(message.lines().count(), 1, message);
        return message;
    }

    static void assertBegins(String message, String beginning) {
        assertTrue(message.startsWith(beginning), message);
    }
}
