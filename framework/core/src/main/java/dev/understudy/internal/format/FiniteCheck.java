package dev.understudy.internal.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.understudy.InputException;
import dev.understudy.internal.arithmetic.OnHost;
import dev.understudy.internal.text.Quote;
import java.nio.file.Path;
import java.util.Map;

/** Refuses numbers that are none: NaN and infinity. */
public final class FiniteCheck {

    private FiniteCheck() {}

    /**
     * Whether all numbers of an array are finite; one number is read from the device.
     *
     * @param array of any kind of numbers
     * @return false where one is NaN or infinite
     */
    public static boolean all(NDArray array) {
        if (!array.getDataType().isFloating() || array.isEmpty()) {
            return true;
        }
        // What is finite, less itself, is 0; anything else is NaN, and a sum with NaN is NaN.
        try (NDArray wide = array.toType(DataType.FLOAT32, true);
                NDArray nothing = wide.sub(wide);
                NDArray sum = nothing.sum()) {
            return OnHost.<Float>read(sum, NDArray::getFloat) == 0;
        }
    }

    /**
     * Refuses answers.
     *
     * @param whose such as {@code The network}
     * @param logits what it answered
     * @throws InputException when they are no numbers
     */
    public static void checkAnswers(String whose, NDArray logits) {
        if (!all(logits)) {
            throw new InputException(
                    whose + "'s answers are not numbers: among its logits are NaN or infinite ones, so it can"
                            + " neither be measured nor teach");
        }
    }

    /** Refuses weights, by the name that their file gives them. */
    public static void check(Path file, Map<String, NDArray> arrays) {
        arrays.forEach((name, array) -> {
            if (!all(array)) {
                throw new InputException(file + ": the parameter " + Quote.of(name) + " " + array.getShape()
                        + " holds numbers that are NaN or infinite; a network with it answers nothing");
            }
        });
    }
}
