package dev.understudy.cli;

import ai.djl.Device;
import dev.understudy.InputException;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.cli.file.NetworkFile;
import dev.understudy.cli.file.NewFile;
import dev.understudy.cli.file.SavedStudent;
import dev.understudy.cli.option.NetworkOptions;
import dev.understudy.cli.option.StudentOptions;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.engine.NativeSetup;
import dev.understudy.internal.text.Reasons;
import dev.understudy.measure.TemperatureScaling;
import dev.understudy.onnx.OnnxExport;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes trained students in a format that others read. */
@Command(
        name = "export",
        description =
                "Write the students of a run, or the best one of a comparison, as ONNX files, with class names and"
                        + " normalisation; each answers as its student does on the processor before it is written.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ExportCommand implements Callable<Integer> {

    /** The note that says a network's data set. */
    public static final String DATASET = "dataset";

    /** The note that says a network's accuracy when it was trained. */
    public static final String ACCURACY = "accuracy";

    private static final int BEGIN = 64;

    /** What a student's card lies beside. */
    private static final Pattern NETWORK = Pattern.compile("\\.(onnx|safetensors)$");

    /** The formats there are. */
    enum Format {
        /** Open Neural Network Exchange. */
        ONNX
    }

    @Parameters(
            paramLabel = "RUN",
            description =
                    "A run's or a comparison's folder, or one student's .json. Of a comparison, one student is written: the"
                            + " best on the validation split of those that --student and --seed leave.")
    private Path run = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "onnx",
            description = "onnx; default: ${DEFAULT-VALUE}.")
    private Format format = Format.ONNX;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "The file to write, for a run's folder the folder to write into; default: NAME.onnx beside each"
                            + " .json.")
    private @Nullable Path output;

    @Option(
            names = "--calibrate",
            description = "Divide the logits by the temperature that suits the validation split best, so that their"
                    + " softmax says how sure the student may be; what it answers stays the same.")
    private boolean calibrated;

    @Mixin
    private StudentOptions students = new StudentOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    ExportCommand() {}

    @Override
    public Integer call() throws IOException {
        NativeSetup.prepare();
        if (Files.isRegularFile(run) && NETWORK.matcher(run.toString()).find()) {
            throw new InputException(
                    run + " holds a network; wanted is its student's .json, which training writes beside"
                            + " it, or a run's folder");
        }
        List<Path> cards = SavedStudent.isComparison(run) ? List.of(best()) : students.cards(run);
        for (Path file : cards) {
            Interrupt.check();
            NetworkFile student = NetworkFile.read(file);
            Path written = place(student);
            NewFile.replaceable(output == null ? "The file" : "--output", written, ExportCommand::check);
            PrintWriter out = spec.commandLine().getOut();
            student.change().ifPresent(what -> out.println(student.name() + ": " + what));
            Double temperature = calibrated ? temperature(student) : null;
            // ONNX Runtime answers in float32; a GPU may round products before, more than the check lets pass.
            try (TrainedStudent trained = student.load(Device.cpu())) {
                OnnxExport export = export(student, trained);
                (temperature == null ? export : export.temperature(temperature)).write(written);
            }
            out.println(String.format(
                    Locale.ROOT,
                    "Written to %s: %s, %,d bytes%s",
                    written,
                    student.card().network(),
                    Files.size(written),
                    temperature == null ? "" : String.format(Locale.ROOT, ", temperature %.3f", temperature)));
        }
        return 0;
    }

    private static double temperature(NetworkFile student) {
        Double temperature = student.card().temperature();
        if (temperature == null) {
            throw new InputException("--calibrate: " + student.file() + " has no temperature: " + student.name()
                    + " was trained without a validation split, or by an earlier version; train it again with one");
        }
        if (!TemperatureScaling.isFound(temperature)) {
            throw new InputException("--calibrate: the validation split does not say how sure " + student.name()
                    + (temperature < 1
                            ? " may be: it answers all of its images right"
                            : " may be: its answers there are no better than guesses")
                    + ", so that the best temperature is the last that was tried, "
                    + String.format(Locale.ROOT, "%.4g", temperature)
                    + "; train it with more validation images, or leave --calibrate out");
        }
        return temperature;
    }

    /** With all that the card says. */
    public static OnnxExport export(NetworkFile student, TrainedStudent trained) {
        NetworkCard card = student.card();
        student.normalization();
        OnnxExport export = OnnxExport.of(trained, student.task().input())
                .classNames(card.classNames())
                .normalization(card.mean(), card.standardDeviation())
                .note("recipe", card.recipe())
                .note(DATASET, card.dataset())
                .note(
                        ACCURACY,
                        String.format(Locale.ROOT, "%.2f", card.accuracy().last()))
                .note("width", Double.toString(card.width()))
                .note("seed", Long.toString(card.seed()))
                .note("weights.sha256", card.sha256());
        for (String setting : List.of(NetworkOptions.SETTING, NetworkCards.UPRIGHT)) {
            String value = card.settings().get(setting);
            export = value == null ? export : export.note(setting, value);
        }
        return export;
    }

    private Path best() throws IOException {
        List<SavedStudent> meant = students.students(run);
        SavedStudent best = SavedStudent.best(meant);
        if (meant.size() > 1) {
            spec.commandLine()
                    .getOut()
                    .println("Of " + meant.size() + " students, " + best.name()
                            + " is the best on the validation split; --student and --seed name others");
        }
        return best.card();
    }

    /** Refuses an ONNX file that no export wrote: who wrote it stands at its beginning. */
    private static void check(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String begin = new String(in.readNBytes(BEGIN), StandardCharsets.ISO_8859_1);
            if (!begin.contains(OnnxExport.PRODUCER)) {
                throw new ResultException(file + " was written by others");
            }
        } catch (IOException e) {
            throw new ResultException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private Path place(NetworkFile student) {
        String name = student.name() + "." + format.name().toLowerCase(Locale.ROOT);
        if (output == null) {
            return student.file().resolveSibling(name);
        }
        if (Files.isDirectory(run) && !SavedStudent.isComparison(run)) {
            if (Files.exists(output) && !Files.isDirectory(output)) {
                throw new InputException(
                        "--output " + output + " is a file; a folder is wanted for the students of " + run);
            }
            return made(output).resolve(name);
        }
        if (Files.isDirectory(output)) {
            throw new InputException("--output " + output + " is a folder; a file is wanted for one student");
        }
        return output;
    }

    private static Path made(Path folder) {
        try {
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            throw new InputException("--output " + folder + " cannot be made: " + Reasons.of(e), e);
        }
    }
}
