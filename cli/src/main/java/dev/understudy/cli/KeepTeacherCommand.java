package dev.understudy.cli;

import dev.understudy.InputException;
import dev.understudy.cli.cluster.ClusterCommand;
import dev.understudy.cli.cluster.ClusterProvider;
import dev.understudy.cli.option.ClusterOptions;
import dev.understudy.cli.option.CommandText;
import dev.understudy.cli.option.DataSetOptions;
import dev.understudy.cli.option.OptionRange;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.cli.run.RunLog;
import dev.understudy.cli.teacher.KeptTeacher;
import dev.understudy.source.KeptOutputs;
import dev.understudy.source.OutputRange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

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
     * The command of some words, read and not run.
     *
     * @param words the command line
     * @throws InputException where they are not understood
     */
    public static KeepTeacherCommand read(List<String> words) {
        return (KeepTeacherCommand) Main.read(words);
    }

    /** With the GPU that was given to this process, where the words want one. */
    public KeepTeacherCommand on(String gpu) {
        options.device.place(gpu);
        return this;
    }

    /**
     * Opens the data and the teachers, which are trained where they are not there, as the words say.
     *
     * @param out where what is done is told
     * @return what is kept, to be closed
     */
    public KeptTeacher open(PrintWriter out) throws IOException {
        check();
        options.check();
        return KeptTeacher.open(options.recipes(recipes), data.open(), options, range, RunLog.printed(out));
    }

    /**
     * What a cluster is to do.
     *
     * @param words the command line
     * @throws InputException where it makes no sense, as far as no engine is asked
     */
    public ClusterCommand onCluster(List<String> words) {
        check();
        cluster.check(options, 1);
        options.checkWords();
        options.recipes(recipes);
        return ClusterCommand.of(words, options, cluster);
    }

    private void check() {
        if (options.fixedAugmentations == 0 || options.keepTeacher == null) {
            throw new InputException("Wanted --fixed-augmentations N, images that come again, and --keep-teacher SIZE,"
                    + " the room for what is kept, as \"understudy train\" is to be given them");
        }
        OptionRange.check("--range", range >= 1, "1 or more", range);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        String master = cluster.spark;
        if (master != null) {
            ClusterOptions.checkPaths(spec);
            ClusterProvider.found().keepTeacher(master, onCluster(CommandText.list(spec)), out::println);
            return 0;
        }
        cluster.check(options, 1);
        try (KeptTeacher teacher = open(out)) {
            KeptOutputs outputs = teacher.outputs();
            long images = outputs.ranges(teacher.batches()).stream()
                    .mapToLong(OutputRange::size)
                    .sum();
            out.println(
                    images == 0
                            ? "Everything is there already"
                            : String.format(Locale.ROOT, "To be shown: %,d images", images));
            outputs.keep(teacher.batches(), shown -> Interrupt.check());
            out.println(kept(outputs.getFiles(), outputs.getBytes()));
        }
        return 0;
    }

    /** Says what is kept where. */
    public static String kept(List<Path> files, long bytes) {
        return String.format(Locale.ROOT, "Kept: %,d bytes in %,d files", bytes, files.size())
                + (files.isEmpty() ? "" : " in " + files.get(0).toAbsolutePath().getParent());
    }
}
