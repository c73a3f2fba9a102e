package dev.understudy.cli;

import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.DeviceOption;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows in a few minutes, on generated images, what the project does. */
@Command(
        name = "quickstart",
        description = "Train a teacher, a student alone and a student taught, on generated images: a few minutes.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class QuickstartCommand implements Callable<Integer> {

    private static final String TAUGHT = "both";

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Where the run is written; default: a new folder in runs/.")
    private @Nullable Path output;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many students of each kind; default: ${DEFAULT-VALUE}.")
    private int seeds = 3;

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    QuickstartCommand() {}

    @Override
    public Integer call() throws IOException {
        TrainingOptions options = new TrainingOptions();
        options.networks.width = 0.125;
        options.epochs = 8;
        options.teacherEpochs = 12;
        options.seeds = seeds;
        options.device = device;
        options.check();
        RunFolder folder = new RunFolder(output, "quickstart");
        List<RecipeArgument> arguments = options.recipes(List.of("student", TAUGHT));
        return TrainCommand.train(spec, folder, new DataSetOptions(), options, arguments);
    }
}
