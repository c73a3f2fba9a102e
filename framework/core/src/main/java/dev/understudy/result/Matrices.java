package dev.understudy.result;

import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.format.HalfMatrix;
import dev.understudy.internal.text.Checks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Normalised correlation matrices of one network for some images, to be looked at. The images are the same for all
 * networks of a comparison.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param network whose they are: the recipe of a student, the network's name of a teacher
 * @param layer the tap
 * @param images one entry per image
 */
public record Matrices(int format, String network, String layer, List<Shown> images) {

    /** The version of the format that this project writes. */
    public static final int FORMAT = 1;

    /**
     * The matrices of one image.
     *
     * @param png the image, a PNG file in base64
     * @param className its true class
     * @param channel the correlation between channels
     * @param spatial the correlation between locations
     */
    public record Shown(String png, String className, Values channel, Values spatial) {}

    /**
     * A square matrix, normalised to mean 0 and standard deviation 1 over all its elements (before it was thinned out).
     *
     * @param side rows and columns kept
     * @param of rows and columns there were, of which {@code side} evenly spaced ones are kept
     * @param bytes row by row in base64, one signed byte an element: -127 to 127 stand for -{@value #RANGE} to
     *     {@value #RANGE} standard deviations; what lies outside is at the ends
     */
    public record Values(int side, int of, String bytes) {

        /** How many standard deviations the largest byte stands for. */
        public static final double RANGE = 4;
    }

    /** Refuses a format that is not known here. */
    public Matrices {
        Checks.format(format, FORMAT);
        images = List.copyOf(images);
    }

    /**
     * How far these are from others for the same images.
     *
     * @param others such as those of the teacher
     * @param kind which: {@code Matrices.Shown::channel} or {@code Matrices.Shown::spatial}
     * @return the mean squared difference of their elements, averaged over the images, in squared standard deviations; empty
     *     where sizes differ or there is no image
     */
    public Optional<Double> distance(Matrices others, Function<Shown, Values> kind) {
        List<Values> ours = images.stream().map(kind).toList();
        List<Values> theirs = others.images.stream().map(kind).toList();
        boolean alike = ours.size() == theirs.size()
                && IntStream.range(0, ours.size()).allMatch(i -> HalfMatrix.alike(ours.get(i), theirs.get(i)));
        return alike && !ours.isEmpty()
                ? Optional.of(IntStream.range(0, ours.size())
                        .mapToDouble(i -> HalfMatrix.meanSquare(ours.get(i), theirs.get(i)))
                        .average()
                        .orElseThrow())
                : Optional.empty();
    }

    /**
     * Writes these as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads them back.
     *
     * @param file the file to read
     * @return the matrices
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static Matrices read(Path file) {
        return Json.read(file, Matrices.class, FORMAT);
    }
}
