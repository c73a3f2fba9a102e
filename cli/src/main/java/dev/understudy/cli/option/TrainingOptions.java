package dev.understudy.cli.option;

import ai.djl.Device;
import dev.understudy.FirstWeights;
import dev.understudy.InputException;
import dev.understudy.cli.file.HomeFolder;
import dev.understudy.engine.Engines;
import dev.understudy.engine.NativeSetup;
import dev.understudy.internal.trial.GpuTrial;
import dev.understudy.recipe.CommonOptions;
import dev.understudy.setting.PublishedSetting;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how to train. */
public final class TrainingOptions {

    private static final int BATCH = 128;

    /** The longest training. */
    public static final int MOST_EPOCHS = CommonOptions.MOST_EPOCHS;

    @Mixin
    public NetworkOptions networks = new NetworkOptions();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How long a student learns its labels; the first of two stages comes on top; default: the"
                    + " recipe's own, 30 unless it says otherwise.")
    @Nullable
    public Integer epochs;

    @Option(
            names = "--first-weights",
            paramLabel = "HOW",
            description = "How weights of students and of a teacher of ours are drawn before the first step:"
                    + " pytorch (uniform within 1 / sqrt(fan-in)), glorot or he; default: ${DEFAULT-VALUE}.",
            defaultValue = "he")
    public FirstWeights firstWeights = FirstWeights.STANDARD;

    @Option(names = "--seed", defaultValue = "1", description = "The first seed; default: ${DEFAULT-VALUE}.")
    public long seed = 1;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Train each recipe with N seeds, from --seed on; default: ${DEFAULT-VALUE}.")
    public int seeds = 1;

    @Option(
            names = "--learning-rate",
            paramLabel = "NUMBER",
            description =
                    "The first of each of a student's stages, above 0; half a cosine takes it to zero; default: the"
                            + " recipe's own, 0.1 unless it says otherwise.")
    @Nullable
    String learningRate;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Images a step; default: those of --benchmark, or " + BATCH + ".")
    @Nullable
    Integer batch;

    @Option(
            names = "--fixed-augmentations",
            paramLabel = "N",
            defaultValue = "0",
            description = "Augment each image in N fixed ways that the students' epochs show in turn, the same for all"
                    + " seeds; default: 0, afresh in each epoch. A teacher of ours always learns from fresh ones.")
    public int fixedAugmentations;

    @Mixin
    public MixingOptions mixing = new MixingOptions();

    @Option(
            names = "--keep-teacher",
            paramLabel = "SIZE",
            description =
                    "Keep what the teacher puts out for fixed augmentations in outputs/ of UNDERSTUDY_HOME, at most"
                            + " SIZE in all, such as 500m or 4g, so that it is not run again; default: not kept.")
    @Nullable
    public String keepTeacher;

    @Mixin
    public TeacherOptions usersTeacher = new TeacherOptions();

    @Option(
            names = "--teacher-epochs",
            paramLabel = "N",
            description =
                    "How long a teacher of ours is trained; default: 4 times --epochs, as long as a student with --benchmark.")
    @Nullable
    public Integer teacherEpochs;

    @Option(
            names = "--teacher-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The seed of a teacher of ours, the same for all students; default: ${DEFAULT-VALUE}.")
    public long teacherSeed = 1;

    @Mixin
    public DeviceOption device = new DeviceOption();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "How many threads the engine works with; default: one for each core, where several students learn at"
                            + " once one for each student.")
    public int threads;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "PACE",
            defaultValue = "1m",
            description =
                    "How often a student in training is kept: after a time such as 30s, 10m or 2h, but never so often"
                            + " that it takes more than 1 %% of the time; or after a number of steps; default: ${DEFAULT-VALUE}."
                            + " \"understudy resume DIR\", or the same command, goes on from there.")
    String checkpointEvery = "1m";

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "Where it is written; default: a folder in runs/, for \"train\" a new one, for \"compare\" and"
                            + " \"table\" one for each data set, in which the same command goes on.")
    @Nullable
    public Path output;

    /** For picocli. */
    public TrainingOptions() {}

    /** Refuses nonsense before anything is read or trained, and has the engine ready. */
    public void check() {
        checkWords();
        if (threads > 0) {
            NativeSetup.threads(threads);
        }
        NativeSetup.prepare();
        GpuTrial.keepIn(HomeFolder.folder().resolve("gpus"));
        devices();
        Engines.requireTraining();
    }

    /** Refuses nonsense as far as no engine is asked. */
    public void checkWords() {
        networks.check();
        epochs("--epochs", epochs());
        OptionRange.check("--seeds", seeds >= 1 && seeds <= 1000, "from 1 to 1000", seeds);
        OptionRange.check("--seed", seed <= Long.MAX_VALUE - seeds, "at most " + (Long.MAX_VALUE - seeds), seed);
        OptionRange.batch(batch());
        epochs("--teacher-epochs", teacherEpochs());
        usersTeacher.check(networks);
        OptionRange.check(
                "--fixed-augmentations",
                fixedAugmentations >= 0 && fixedAugmentations <= 100_000,
                "from 0 to 100000",
                fixedAugmentations);
        if (keepBytes().isPresent() && fixedAugmentations == 0) {
            throw new InputException(
                    "--keep-teacher " + keepTeacher
                            + ": images that are augmented afresh in each epoch do not come again; --fixed-augmentations 1 or more is wanted");
        }
        mixing.check(keepTeacher);
        OptionRange.threads(threads);
        pace();
    }

    /** How much of the teacher's outputs may be kept; empty where none is. */
    OptionalLong keepBytes() {
        return keepTeacher == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteSize.bytes("--keep-teacher", keepTeacher));
    }

    public CheckpointInterval pace() {
        return new CheckpointInterval(checkpointEvery);
    }

    public int teacherEpochs() {
        int usual = networks.setting().isPresent() ? epochs() : Math.min(MOST_EPOCHS, 4 * epochs());
        return teacherEpochs == null ? usual : teacherEpochs;
    }

    private int epochs() {
        int usual = networks.setting().map(PublishedSetting::getEpochs).orElse(CommonOptions.EPOCHS.getDefault());
        return epochs == null ? usual : epochs;
    }

    /** Images a step. */
    public int batch() {
        return batch == null ? networks.setting().isPresent() ? PublishedSetting.BATCH : BATCH : batch;
    }

    public LongStream allSeeds() {
        return LongStream.range(seed, seed + seeds);
    }

    /** The options that are given to all recipes. */
    public RecipeFlags flags() {
        Map<String, String> given = new LinkedHashMap<>();
        if (epochs != null) {
            given.put(CommonOptions.EPOCHS.getName(), epochs.toString());
        }
        if (learningRate != null) {
            given.put(CommonOptions.LEARNING_RATE.getName(), learningRate);
        }
        given.putAll(RecipeFlagSpecs.given(command));
        return new RecipeFlags(given, recipe -> networks.defaults(recipe, epochs()));
    }

    /** Reads recipes, each once; refuses an option that none of them has. */
    public List<RecipeArgument> recipes(List<String> typed) {
        Map<String, RecipeArgument> each = new LinkedHashMap<>();
        recipesAsTyped(typed).values().forEach(argument -> each.putIfAbsent(argument.text(), argument));
        return List.copyOf(each.values());
    }

    /** The same by how they were typed, in whatever order their options stand. */
    public Map<String, RecipeArgument> recipesAsTyped(List<String> typed) {
        RecipeFlags flags = flags();
        Map<String, RecipeArgument> read = new LinkedHashMap<>();
        for (String each : typed) {
            RecipeArgument argument = RecipeArgument.parse(each, flags);
            networks.check(argument.recipe());
            RecipeFlagSpecs.refuseTaken(command, argument);
            read.put(each, argument);
        }
        flags.refuseUnused(read.values());
        return read;
    }

    /** Where the student's weights are, and whoever is not trained: the first of its devices. */
    public Device device() {
        return devices().get(0);
    }

    /** The devices that a batch is split among. */
    public List<Device> devices() {
        return device.all();
    }

    /** The options by name, those of some recipes as they are given to all of them, for the report. */
    public Map<String, String> settings(Collection<RecipeArgument> words) {
        return settings(flags().settings(words));
    }

    /** The options by name with a recipe's own in their place, for the report. */
    public Map<String, String> settings(RecipeArgument argument) {
        return settings(argument.values().getTexts());
    }

    private Map<String, String> settings(Map<String, String> recipe) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("width", Double.toString(networks.width));
        networks.pair().ifPresent(pair -> settings.put(NetworkOptions.SETTING, pair.toString()));
        networks.setting().ifPresent(setting -> settings.put("benchmark", setting.option()));
        settings.putAll(recipe);
        settings.put("first-weights", firstWeights.option());
        settings.put("batch", Integer.toString(batch()));
        settings.put("fixed-augmentations", Integer.toString(fixedAugmentations));
        mixing.put(settings);
        settings.put("keep-teacher", keepTeacher == null ? "not kept" : keepTeacher);
        settings.put("device", device.typed());
        settings.put("threads", threads == 0 ? "one for each core" : Integer.toString(threads));
        return settings;
    }

    private static void epochs(String option, int epochs) {
        OptionRange.check(option, epochs >= 1 && epochs <= MOST_EPOCHS, "from 1 to " + MOST_EPOCHS, epochs);
    }
}
