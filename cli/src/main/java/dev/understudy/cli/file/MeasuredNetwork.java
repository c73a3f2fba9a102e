package dev.understudy.cli.file;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.cli.ExportCommand;
import dev.understudy.dataset.Normalization;
import dev.understudy.onnx.OnnxStudent;
import dev.understudy.result.NetworkCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A network that can be measured, from whichever file.
 *
 * @param file the file
 * @param name what to call it
 * @param dataset the name of its data set
 * @param input the shape of its images
 * @param classes the names of the classes it knows, in the order of its logits
 * @param normalization how its images are normalised
 * @param upright whether its images were turned as their EXIF orientation says
 * @param parameters how many numbers it holds
 * @param whenTrained its accuracy when it was trained, in percent
 * @param change what the user changed since it was trained
 * @param opening makes it ready to run
 */
public record MeasuredNetwork(
        Path file,
        String name,
        String dataset,
        Shape input,
        List<String> classes,
        Normalization normalization,
        boolean upright,
        long parameters,
        String whenTrained,
        Optional<String> change,
        Opening opening) {

    /** Makes a network ready to run on a device; an ONNX file runs on the processor, where ONNX Runtime is at home. */
    @FunctionalInterface
    public interface Opening {

        Teacher open(Device device) throws IOException;
    }

    /** Of a card or an ONNX file. */
    public static MeasuredNetwork of(Path file) throws IOException {
        return isOnnx(file) ? ofOnnx(file) : ofCard(NetworkFile.read(file));
    }

    /** The files that a network lies in: its card and its weights, or an ONNX file. */
    public static List<Path> files(Path file) throws IOException {
        return isOnnx(file)
                ? List.of(file)
                : List.of(file, file.resolveSibling(NetworkCard.read(file).weights()));
    }

    static boolean isOnnx(Path file) {
        return file.toString().endsWith(".onnx");
    }

    private static MeasuredNetwork ofCard(NetworkFile student) {
        NetworkCard card = student.card();
        return new MeasuredNetwork(
                student.file(),
                student.name(),
                card.dataset(),
                student.task().input(),
                card.classNames(),
                student.normalization(),
                card.settings().containsKey(NetworkCards.UPRIGHT),
                card.parameters(),
                String.format(Locale.ROOT, "%.2f", card.accuracy().last()),
                student.change(),
                device -> student.load(device).asTeacher());
    }

    private static MeasuredNetwork ofOnnx(Path file) {
        try (OnnxStudent student = OnnxStudent.load(file)) {
            Map<String, String> notes = student.getNotes();
            return new MeasuredNetwork(
                    file,
                    file.getFileName().toString(),
                    note(file, notes, ExportCommand.DATASET),
                    student.getInput(),
                    student.getClassNames(),
                    new Normalization(student.getMean(), student.getStandardDeviation()),
                    notes.containsKey(NetworkCards.UPRIGHT),
                    Long.parseLong(note(file, notes, "parameters")),
                    note(file, notes, ExportCommand.ACCURACY),
                    Optional.empty(),
                    device -> Teacher.onnx(file.getFileName().toString(), file, Device.cpu()));
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
    }

    private static String note(Path file, Map<String, String> notes, String key) {
        String text = notes.get(key);
        if (text == null) {
            throw new InputException(file + " does not say its \"" + key + "\", as files of \"understudy export\" do;"
                    + " it says " + notes.keySet());
        }
        return text;
    }
}
