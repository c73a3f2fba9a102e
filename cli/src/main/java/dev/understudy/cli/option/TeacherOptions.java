package dev.understudy.cli.option;

import ai.djl.Device;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.dataset.Normalization;
import dev.understudy.format.NameMap;
import dev.understudy.format.NetworkFileType;
import dev.understudy.format.Renormalization;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.Pretrained;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a teacher that the user brings along, and of how it is to be read. */
public final class TeacherOptions {

    @Option(
            names = "--teacher",
            paramLabel = "FILE",
            description =
                    "A teacher of your own: weights as .safetensors or DJL's .params, a TorchScript file (.pt) that"
                            + " returns its features by the recipe's tap names, and \"logits\", or an ONNX file (.onnx) whose"
                            + " values have these names. What a file is, is told by what is in it.")
    private @Nullable Path file;

    @Option(
            names = "--teacher-outputs",
            paramLabel = "NAME",
            split = ",",
            description =
                    "The names of what a TorchScript or ONNX teacher returns, in order, such as conv8,logits, where it"
                            + " does not say them itself or says others.")
    private List<String> outputs = List.of();

    @Option(
            names = "--teacher-network",
            paramLabel = "NAME",
            description =
                    "The network whose weights --teacher holds, where it is not the recipe's own: one of"
                            + " torchvision's, vgg11 to vgg19, vgg11_bn to vgg19_bn, resnet18 to resnet152, by torchvision's names;"
                            + " or one of --networks after cifar-, such as cifar-resnet32x4, by the names of the benchmark's code.")
    private @Nullable String network;

    @Option(
            names = "--teacher-width",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "What every number of channels of --teacher-network is multiplied by, whatever --width says of"
                            + " the students; default: ${DEFAULT-VALUE}, as torchvision's are.")
    private double width = 1;

    @Option(
            names = "--teacher-names",
            paramLabel = "FILE",
            description =
                    "What --teacher calls the layers, a line \"conv1/weights = features.0\" for each, where it was made"
                            + " by PyTorch.")
    private @Nullable Path names;

    @Option(
            names = "--teacher-tap",
            paramLabel = "PATH",
            description = "The place in --teacher that gives its knowledge; default: the recipe's own, conv8.")
    private @Nullable String tap;

    @Option(
            names = "--teacher-mean",
            paramLabel = "X",
            split = ",",
            description = "What was subtracted from each channel, from 0 to 1, when --teacher was trained, such as"
                    + " 0.485,0.456,0.406; default: as for the student.")
    private List<Double> mean = List.of();

    @Option(
            names = "--teacher-std",
            paramLabel = "X",
            split = ",",
            description = "What each channel was then divided by, such as 0.229,0.224,0.225.")
    private List<Double> standardDeviation = List.of();

    /** For picocli. */
    TeacherOptions() {}

    /** Refuses these options where there is no file to read, half a normalisation, and another network than the pair's. */
    void check(NetworkOptions networks) {
        boolean given =
                network != null || names != null || tap != null || !mean.isEmpty() || !standardDeviation.isEmpty();
        if (file == null && given) {
            throw new InputException("--teacher-network, --teacher-names, --teacher-tap, --teacher-mean and"
                    + " --teacher-std say how --teacher FILE is to be read, which is not given");
        }
        networks.pair().ifPresent(this::check);
        OptionRange.width("--teacher-width", width);
        if (width != 1 && network == null) {
            throw new InputException(
                    "--teacher-width " + width + " is of --teacher-network, which is not given; a teacher"
                            + " of the recipe's own network has the width that --width says");
        }
        if (mean.size() != standardDeviation.size()
                || standardDeviation.stream().anyMatch(each -> !(each > 0))) {
            throw new InputException("--teacher-mean and --teacher-std must have one number for each channel,"
                    + " standard deviations above 0; got " + mean + " and " + standardDeviation);
        }
    }

    /** The pair says which network teaches, and its layers are known. */
    private void check(NetworkPair pair) {
        String teacher = Pretrained.BENCHMARK + pair.teacher();
        if (network != null && !network.equals(teacher)) {
            throw new InputException("--teacher-network " + network + ": --networks " + pair + " says that "
                    + pair.teacher() + " teaches; --teacher-network " + teacher
                    + " reads its weights by PyTorch's names, without it they are read by ours");
        }
        if (tap != null) {
            throw new InputException(
                    "--teacher-tap " + tap + ": with --networks the teacher's layers are those of " + pair.teacher());
        }
    }

    /** The file that the user brings along; null where a teacher of ours is wanted. */
    public @Nullable Path file() {
        return file;
    }

    /**
     * Opens a file, as what it is.
     *
     * @param file the user's
     * @param own the recipe's own network, which weights are of unless another one is named
     * @param task the images' shape and classes
     * @param device where it runs
     * @return to be closed
     */
    public Teacher open(Path file, Student own, Task task, Device device) throws IOException {
        String name = String.valueOf(file.getFileName());
        return switch (NetworkFileType.of(file)) {
            case TORCH_SCRIPT -> Teacher.torchScript(name, file, outputs(file), device);
            case ONNX -> Teacher.onnx(name, file, outputs(file), device);
            case SAFETENSORS, PARAMS -> weights(file, own, task, device);
        };
    }

    /** Of a file that brings its network along; what is about weights has no sense for it. */
    private List<String> outputs(Path file) {
        if (network != null || names != null) {
            throw new InputException("--teacher-network and --teacher-names are for files of weights; " + file
                    + " is a network that is run as it is");
        }
        return outputs;
    }

    private Teacher weights(Path file, Student own, Task task, Device device) throws IOException {
        Pretrained pretrained =
                network == null ? null : Pretrained.named(network, new Task(task.input(), task.classes(), width));
        if (!outputs.isEmpty()) {
            throw new InputException("--teacher-outputs names what a TorchScript or ONNX file returns; " + file
                    + " holds weights alone");
        }
        Student student = pretrained == null ? own : pretrained.network();
        if (names != null) {
            return Teacher.load(student, file, NameMap.read(names), task.input(), device);
        }
        return pretrained == null
                ? Teacher.load(student, file, task.input(), device)
                : Teacher.load(student, file, pretrained.names(), task.input(), device);
    }

    /** The same teacher with its own normalisation, tapped where the user says. */
    public Teacher fitted(Teacher teacher, Normalization students) {
        Teacher fitted = teacher;
        if (!mean.isEmpty()) {
            fitted = fitted.withNormalization(
                    Renormalization.between(students.mean(), students.standardDeviation(), mean, standardDeviation));
        }
        return tap == null ? fitted : fitted.withAlias(PaperNetworks.GUIDING.path(), tap);
    }
}
