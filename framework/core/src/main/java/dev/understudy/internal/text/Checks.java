package dev.understudy.internal.text;

import org.jspecify.annotations.Nullable;

/** Refuses numbers that no run can have measured. */
public final class Checks {
    private Checks() {}

    public static void percent(String name, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException(name + ": wanted a percentage from 0 to 100, got " + value);
        }
    }

    public static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": wanted a number of 0 or more, got " + value);
        }
    }

    public static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": wanted a number of 1 or more, got " + value);
        }
    }

    public static void positiveOrNone(String name, @Nullable Long value) {
        if (value != null) {
            positive(name, value);
        }
    }

    public static void format(int got, int known) {
        if (got < 1 || got > known) {
            throw new IllegalArgumentException(
                    "format: this version knows " + known + ", the file has " + got + "; a newer version may read it");
        }
    }
}
