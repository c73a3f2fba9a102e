package dev.understudy.cli.option;

import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.network.BenchmarkNetwork;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.recipes.PaperStages;
import dev.understudy.recipes.Recipes;
import dev.understudy.setting.PublishedSetting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which networks. */
public final class NetworkOptions {

    /** The setting of runs, results and cards that names the pair; without it the networks are the recipe's own. */
    public static final String SETTING = "networks";

    @Option(
            names = "--width",
            defaultValue = "1",
            description = "What every number of channels is multiplied by; default: ${DEFAULT-VALUE}.")
    public double width = 1;

    @Option(
            names = "--networks",
            paramLabel = "TEACHER:STUDENT",
            description = "Two networks in place of the recipe's own, such as resnet32x4:resnet8x4: resnet8, resnet14,"
                    + " resnet20, resnet32, resnet44, resnet56, resnet110, resnet8x4, resnet32x4, wrn-16-1, wrn-16-2, wrn-40-1,"
                    + " wrn-40-2, vgg8, vgg11, vgg13, vgg16, vgg19, mobilenetv2, shufflenetv1, shufflenetv2, resnet50.")
    private @Nullable String networks;

    @Option(
            names = "--benchmark",
            paramLabel = "SETTING",
            description =
                    "Train as published results for CIFAR-100 were: repdistiller, mdistiller, reviewkd or mlkd. It"
                            + " says how long and how networks learn, and what methods' authors chose for --networks or do in their"
                            + " code; what you give counts. Fewer --epochs keep when the learning rate falls.")
    private @Nullable String benchmark;

    /** For picocli. */
    public NetworkOptions() {}

    /** Refuses a width that no network can have, and networks that there are not. */
    public void check() {
        OptionRange.width("--width", width);
        pair().ifPresent(pair -> {
            known(pair.teacher());
            known(pair.student());
        });
        if (benchmark != null && networks == null) {
            throw new InputException("--benchmark " + benchmark + " is of a pair of networks; add --networks"
                    + " TEACHER:STUDENT, such as resnet32x4:resnet8x4");
        }
        setting();
    }

    private static void known(String name) {
        List<String> all = BenchmarkNetwork.all();
        if (!all.contains(name)) {
            throw new InputException("--networks: no network named \"" + name + "\"; there are " + all);
        }
    }

    /** Refuses a recipe that has to be trained with networks of its own. */
    public void check(Recipe recipe) {
        if (pair().isPresent() && !recipe.takesNetworks()) {
            throw new InputException("Recipe \"" + recipe.name()
                    + "\" has networks of its own and takes no others; those that take --networks are "
                    + Recipes.all().values().stream()
                            .filter(Recipe::takesNetworks)
                            .map(Recipe::name)
                            .toList());
        }
    }

    /** The networks that were named. */
    public Optional<NetworkPair> pair() {
        return Optional.ofNullable(networks).map(NetworkPair::of);
    }

    /** How published results were trained, where they are to be repeated. */
    public Optional<PublishedSetting> setting() {
        return Optional.ofNullable(benchmark).map(PublishedSetting::named);
    }

    /** How a teacher of ours is trained; empty where nothing is said of it. */
    public Optional<Stage> teacherStage(String network, int epochs) {
        NetworkPair alone = new NetworkPair(network, network);
        return setting()
                .map(setting -> setting.values(Recipes.named("teacher"), alone, epochs))
                .map(values -> PaperStages.labels(values).get(0));
    }

    /** A recipe's options where none is given. */
    OptionValues defaults(Recipe recipe, int epochs) {
        return setting()
                .flatMap(setting -> pair().map(pair -> setting.values(recipe, pair, epochs)))
                .orElseGet(recipe::defaults);
    }

    /** What networks are to be made for. */
    public Task task(ImageData data) {
        return data.task(width).withNetworks(pair().orElse(null));
    }

    /** What tells a folder's name from that of other networks. */
    public String suffix() {
        return pair().map(pair -> "-" + pair.teacher() + "-" + pair.student()).orElse("");
    }
}
