package dev.understudy.internal.arithmetic;

import dev.understudy.InputException;

/** Refuses numbers that a method has no meaning for. */
public final class Ranges {

    private Ranges() {}

    public static void weight(String what, double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new InputException("The " + what + " must be at least 0, got " + number);
        }
    }

    public static void temperature(String method, double number) {
        above("temperature of " + method, number);
    }

    public static void above(String what, double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new InputException("The " + what + " must be above 0, got " + number);
        }
    }

    /** From 0 to below 1. */
    public static void part(String what, double number) {
        if (!(number >= 0 && number < 1)) {
            throw new InputException("The " + what + " must be from 0 to below 1, got " + number);
        }
    }
}
