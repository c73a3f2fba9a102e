package dev.understudy.bench.step;

import ai.djl.ndarray.types.Shape;
import dev.understudy.recipe.Task;

/**
 * How large everything is.
 *
 * @param batch images a step
 * @param side pixels a side
 * @param classes how many classes
 * @param full the width that stands for the paper's networks
 * @param quarter the width that stands for a quarter of it
 * @param odd a width whose numbers of channels are no multiples of 8
 * @param warm steps at the start of a training that do not count
 * @param steps steps that count
 * @param epoch how many images an epoch of the group "data" has
 * @param shortRun steps after which memory is read first
 * @param longRun steps after which memory is read again
 * @param fill milliseconds that short work is repeated for
 */
public record BenchSizes(
        int batch,
        int side,
        int classes,
        double full,
        double quarter,
        double odd,
        int warm,
        int steps,
        int epoch,
        int shortRun,
        int longRun,
        double fill) {

    /**
     * Numbers of channels are multiples of 16, but for the odd width. Others are filled up by oneDNN 3.7, which PyTorch 2.7 brings, where
     * the plain ways have channel after channel in memory; on processors with AVX-512 it may leave what it filled up
     * unwritten, and their gradients are wrong at random.
     */
    public static BenchSizes of(boolean quick) {
        return quick
                ? new BenchSizes(4, 16, 4, 0.5, 0.25, 0.15, 1, 2, 16, 5, 50, 1)
                : new BenchSizes(128, 32, 100, 1, 0.25, 0.15, 2, 5, 2560, 1000, 10_000, 200);
    }

    /** The task at a width. */
    public Task task(double width) {
        return new Task(new Shape(3, side, side), classes, width);
    }

    /** Images in memory, as many as wanted. */
    public NoiseImages images(int number) {
        return NoiseImages.of(number, new Shape(3, side, side), classes);
    }

    /** A kind of step at a width, as a row's name has it. */
    public String named(Kind kind, double width) {
        return kind.words() + ", " + named(width);
    }

    /** A width as a row's name has it. */
    public String named(double width) {
        return width == full ? "full width" : width == quarter ? "a quarter of the width" : "width " + width;
    }
}
