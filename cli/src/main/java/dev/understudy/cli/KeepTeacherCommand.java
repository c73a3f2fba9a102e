package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.run.KeptTeacher;
import dev.understudy.cli.run.RunLog;
import dev.understudy.source.KeptOutputs;
import dev.understudy.source.OutputRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps what the teachers of some recipes put out, before any student is trained. */
@Command(
        name = "keep-teacher",
        description =
                "Keep what the teachers of some recipes put out for the fixed augmentations of a data set, in outputs/"
                        + " of UNDERSTUDY_HOME: what \"understudy train\" with the same words would keep, so that it need not run them."
                        + " What is there is not computed again, and the same command goes on where it was stopped.",
        mixinStandardHelpOptions = true,
        modelTransformer = KeepTeacherCommand.Options.class,
        sortOptions = false)
public final class KeepTeacherCommand implements Callable<Integer> {

    private static final int IMAGES = 2048;

    @Parameters(
            paramLabel = "RECIPE",
            arity = "1..*",
            description = "The recipes whose students will read the outputs; see \"understudy train --help\".")
    private List<String> recipes = List.of();

    @Option(
            names = "--range",
            paramLabel = "N",
            defaultValue = "" + IMAGES,
            description = "How many images are computed at a time, whole batches: what a stop loses at most; default:"
                    + " ${DEFAULT-VALUE}.")
    private int range = IMAGES;

    @Mixin
    private DataSetOptions data = new DataSetOptions();

    @Mixin
    private TrainingOptions options = new TrainingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public KeepTeacherCommand() {}

    /** The options of a training without the folder that it writes. */
    static final class Options implements CommandLine.IModelTransformer {

        /** For picocli. */
        Options() {}

        @Override
        public CommandSpec transform(CommandSpec spec) {
            spec.remove(spec.findOption("--output"));
            return spec;
        }
    }

    /**
     * Opens the data and the teachers, which are trained where they are not there, as the words say.
     *
     * @param out where what is done is told
     * @return what is kept, to be closed
     */
    public KeptTeacher open(PrintWriter out) throws IOException {
        options.check();
        if (options.fixedAugmentations == 0 || options.keepTeacher == null) {
            throw new InputException("Wanted --fixed-augmentations N, images that come again, and --keep-teacher SIZE,"
                    + " the room for what is kept, as \"understudy train\" is to be given them");
        }
        TrainingOptions.range("--range", range >= 1, "1 or more", range);
        List<RecipeArgument> arguments = options.recipes(recipes);
        return KeptTeacher.open(arguments, data.open(), options, RunLog.printed(out));
    }

    /** How many batches are computed at a time. */
    public int batches() {
        return Math.max(1, (range + options.batch() - 1) / options.batch());
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (KeptTeacher teacher = open(out)) {
            KeptOutputs outputs = teacher.outputs();
            long images = outputs.ranges(batches()).stream()
                    .mapToLong(OutputRange::size)
                    .sum();
            out.println(images == 0 ? "Everything is there already" : line("To be shown: %,d images", images));
            outputs.keep(batches(), watch(out));
            kept(outputs, out);
        }
        return 0;
    }

    /** Says what is kept where. */
    public static void kept(KeptOutputs outputs, PrintWriter out) {
        List<Path> files = outputs.getFiles();
        out.println(line("Kept: %,d bytes in %,d files", outputs.getBytes(), files.size())
                + (files.isEmpty() ? "" : " in " + files.get(0).toAbsolutePath().getParent()));
    }

    private static String line(String text, Object... numbers) {
        return String.format(Locale.ROOT, text, numbers);
    }

    /** Stops between batches. */
    private static LongConsumer watch(PrintWriter out) {
        return shown -> {
            Interrupt.check();
            out.flush();
        };
    }
}
