package dev.understudy.onnx;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.onnx.internal.OnnxFile;
import dev.understudy.onnx.internal.OnnxSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A student in an ONNX file of {@link OnnxExport}, put to work: images go in as bytes, class names come out. It runs on
 * DJL's ONNX Runtime engine; PyTorch need not be there. Several threads may share it.
 */
public final class OnnxStudent implements AutoCloseable {

    private static final double FULL = 255;

    private final OnnxSession session;
    private final OnnxMetadata notes;
    private final List<String> classNames;
    private final Shape input;
    private final double[] mean;
    private final double[] standardDeviation;

    private OnnxStudent(OnnxSession session, OnnxMetadata notes) {
        this.session = session;
        this.notes = notes;
        classNames = notes.classNames();
        input = new Shape(notes.input().stream().mapToLong(Long::longValue).toArray());
        mean = notes.mean().stream().mapToDouble(Double::doubleValue).toArray();
        standardDeviation = notes.standardDeviation().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (input.dimension() != 3 || mean.length != input.get(0) || standardDeviation.length != mean.length) {
            throw new InputException(notes.file() + ": its images are " + input + ", with " + mean.length
                    + " means and " + standardDeviation.length
                    + " standard deviations; one of each for every channel is wanted");
        }
    }

    /**
     * What the student takes an image for.
     *
     * @param className the class's name
     * @param label the class's number
     * @param probability how sure it is, from 0 to 1
     */
    public record Answer(String className, int label, double probability) {}

    /**
     * Loads a student, which works with as many threads as ONNX Runtime likes.
     *
     * @param file a file of {@link OnnxExport} with class names and normalisation
     * @return the student, to be closed
     * @throws InputException when it is no such file
     */
    public static OnnxStudent load(Path file) {
        return load(file, 0);
    }

    /**
     * Loads a student.
     *
     * @param file a file of {@link OnnxExport} with class names and normalisation
     * @param threads how many threads one image or batch is worked on by; 0 for as many as ONNX Runtime likes
     * @return the student, to be closed
     * @throws InputException when it is no such file
     */
    public static OnnxStudent load(Path file, int threads) {
        OnnxFile read = OnnxFile.read(file);
        OnnxSession session = OnnxSession.load(read.bytes(), file.toString(), Device.cpu(), threads);
        try {
            return new OnnxStudent(session, new OnnxMetadata(file.toString(), read.notes()));
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * The names of the classes that an ONNX file knows, without loading it.
     *
     * @param file any ONNX file
     * @return in the order of the logits; empty where the file does not say them, as those of other makers do not
     * @throws InputException when it is no ONNX file, or its names are no list
     */
    public static List<String> classNames(Path file) {
        OnnxMetadata notes =
                new OnnxMetadata(file.toString(), OnnxFile.read(file).notes());
        return notes.texts().containsKey(OnnxMetadata.CLASSES) ? notes.classNames() : List.of();
    }

    /**
     * The shape of its images.
     *
     * @return channels, height, width
     */
    public Shape getInput() {
        return input;
    }

    /**
     * The names of its classes.
     *
     * @return in the order of the logits
     */
    public List<String> getClassNames() {
        return classNames;
    }

    /**
     * What is subtracted from each channel, on the scale from 0 to 1.
     *
     * @return one number per channel
     */
    public List<Double> getMean() {
        return notes.mean();
    }

    /**
     * What each channel is then divided by.
     *
     * @return one number per channel
     */
    public List<Double> getStandardDeviation() {
        return notes.standardDeviation();
    }

    /**
     * What else its maker noted, such as the recipe and the data set.
     *
     * @return texts by name
     */
    public Map<String, String> getNotes() {
        return notes.texts();
    }

    /**
     * Classifies an image.
     *
     * @param image channel by channel and row by row, a byte each: 0 for black and 255 for full
     * @return the most probable class
     * @throws InputException when there are more or fewer bytes than {@link #getInput} says
     */
    public Answer classify(byte[] image) {
        float[] logits = logits(normalized(image), 1);
        int best = 0;
        double sum = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        for (float logit : logits) {
            sum += Math.exp(logit - (double) logits[best]);
        }
        return new Answer(classNames.get(best), best, 1 / sum);
    }

    /**
     * Classifies images that are normalised already.
     *
     * @param images one after the other
     * @param count how many
     * @return the logits, image by image
     * @throws InputException when the file puts out more or fewer than it has names of classes
     */
    public float[] logits(float[] images, int count) {
        float[] logits =
                session.run(images, new Shape(count).addAll(input)).get(0).values();
        if (logits.length != (long) count * classNames.size()) {
            throw new InputException(notes.file() + " names " + classNames.size() + " classes, but puts out "
                    + logits.length + " numbers for " + count + " images");
        }
        return logits;
    }

    @Override
    public void close() {
        session.close();
    }

    private float[] normalized(byte[] image) {
        if (image.length != input.size()) {
            throw new InputException("An image for " + notes.file() + " is " + input + ", " + input.size()
                    + " bytes; got " + image.length);
        }
        int plane = image.length / mean.length;
        float[] values = new float[image.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (((image[i] & 0xFF) / FULL - mean[i / plane]) / standardDeviation[i / plane]);
        }
        return values;
    }
}
