package dev.understudy.objective.logits;

import dev.understudy.InputException;

/** Refuses numbers that a method has no meaning for. */
final class Ranges {

    private Ranges() {}

    static void weight(String what, double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new InputException("The " + what + " must be at least 0, got " + number);
        }
    }

    static void temperature(String method, double number) {
        above("temperature of " + method, number);
    }

    static void above(String what, double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new InputException("The " + what + " must be above 0, got " + number);
        }
    }

    /** From 0 to below 1. */
    static void part(String what, double number) {
        if (!(number >= 0 && number < 1)) {
            throw new InputException("The " + what + " must be from 0 to below 1, got " + number);
        }
    }
}
