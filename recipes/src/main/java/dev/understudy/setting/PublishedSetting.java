package dev.understudy.setting;

import dev.understudy.InputException;
import dev.understudy.recipe.CommonOptions;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.WholeNumberOption;
import dev.understudy.recipes.PaperOptions;
import dev.understudy.recipes.SgdOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One of the four ways in which published results for CIFAR-100 were trained. Results of two of them cannot be compared: the
 * learning rate, the momentum or the number of epochs alone move accuracies as far as many methods do. All have batches of
 * {@value #BATCH} images, momentum 0.9, a weight decay of 5e-4, crops and flips, and let the learning rate fall to a tenth
 * after 5/8, 3/4 and 7/8 of the epochs. Fewer epochs keep these parts.
 */
public enum PublishedSetting {
    /**
     * The benchmark of CRD (Tian et al. 2020), whose numbers are those of the last epoch; TTM, ICKD, ABKD and ITRD too. 240
     * epochs from 0.05, MobileNet and ShuffleNet from 0.01.
     */
    REPDISTILLER(240, 0.05, 0.01, false),
    /**
     * The library of DKD (Zhao et al. 2022), which trains in the same way and reports the epoch that is best on the test
     * split, 0.3 points more on average; logit standardization, RLD, SDD, CAT-KD and WKD too.
     */
    MDISTILLER(240, 0.05, 0.01, false),
    /** Knowledge review (Chen et al. 2021) and KD++: 240 epochs from 0.1, light networks from 0.02, Nesterov's momentum. */
    REVIEWKD(240, 0.1, 0.02, true),
    /** Multi-level logit distillation (Jin et al. 2023): 480 epochs from 0.025, light networks from 0.01. */
    MLKD(480, 0.025, 0.01, false);

    /** Images a step. */
    public static final int BATCH = 64;

    /** What an option's name ends with that is a number of epochs. */
    private static final String EPOCHS = "-epochs";

    /** What code does with all pairs, where it is not what the paper says or what its method has by itself. */
    private static final Map<String, Map<String, String>> IN_CODE = Map.of(
            "kd", Map.of(PaperOptions.ALPHA.getName(), "0.1"),
            "cc", Map.of("form", "published", "weight", "0.02"),
            "pkt", Map.of("form", "published"),
            "ickd", Map.of("form", "published"),
            "norm", Map.of("form", "published"),
            "mlkd", Map.of("form", "published"),
            "tf-kd", Map.of("form", "published"),
            "uskd", Map.of("form", "published"),
            "lskd", Map.of("logit-standardization", "published"));

    /** What RepDistiller trains the paraphraser of FT with, for students of the families of ResNet. */
    private static final double PARAPHRASER_RATE = 0.01;

    private static final Set<String> LIGHT = Set.of("mobilenetv2", "shufflenetv1", "shufflenetv2");

    private final int epochs;
    private final double rate;
    private final double lightRate;
    private final boolean nesterov;

    PublishedSetting(int epochs, double rate, double lightRate, boolean nesterov) {
        this.epochs = epochs;
        this.rate = rate;
        this.lightRate = lightRate;
        this.nesterov = nesterov;
    }

    /**
     * A setting by its name.
     *
     * @param name {@code repdistiller}, {@code mdistiller}, {@code reviewkd} or {@code mlkd}
     * @return the setting
     * @throws InputException when there is none of the name
     */
    public static PublishedSetting named(String name) {
        return Stream.of(values())
                .filter(each -> each.option().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new InputException("No published setting named \"" + name + "\"; there are " + all()));
    }

    /**
     * All of them.
     *
     * @return their names
     */
    public static List<String> all() {
        return Stream.of(values()).map(PublishedSetting::option).toList();
    }

    /**
     * Its name on the command line and in reports.
     *
     * @return lower case
     */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How long a student is trained.
     *
     * @return 240 or 480
     */
    public int getEpochs() {
        return epochs;
    }

    /**
     * Which learning rate a network begins with.
     *
     * @param network such as {@code resnet8x4}
     * @return above 0
     */
    public double learningRate(String network) {
        return LIGHT.contains(network) ? lightRate : rate;
    }

    /**
     * What it says of a recipe's options: how long and how it learns, what the authors' code does where their paper says
     * otherwise, since the published numbers come of it, and what they chose for the pair of networks where they chose it for
     * the pair. A recipe that does not learn by stochastic gradient descent keeps its own way.
     *
     * @param recipe the recipe
     * @param networks teacher and student
     * @param shorter how many epochs to train, {@link #getEpochs} or fewer; what a method does in its first epochs takes as
     *     much less
     * @return texts by the options' names, of those alone that the recipe has
     */
    public Map<String, String> options(Recipe recipe, NetworkPair networks, int shorter) {
        OptionValues defaults = recipe.defaults();
        Map<String, String> said = new LinkedHashMap<>();
        if (defaults.getOptions().contains(SgdOptions.SCHEDULE)) {
            said.put(CommonOptions.LEARNING_RATE.getName(), Double.toString(learningRate(networks.student())));
            said.put(SgdOptions.SCHEDULE.getName(), SgdOptions.SCHEDULE.write(SgdOptions.Fall.STEPS));
            said.put(SgdOptions.NESTEROV.getName(), SgdOptions.NESTEROV.write(nesterov));
        }
        said.putAll(IN_CODE.getOrDefault(recipe.name(), Map.of()));
        if (recipe.name().equals("ft")) {
            said.put("paraphraser-rate", Double.toString(paraphraserRate(networks.student())));
        }
        for (RecipeOption<?> option : defaults.getOptions()) {
            if (option instanceof WholeNumberOption number && option.getName().endsWith(EPOCHS)) {
                said.put(option.getName(), Long.toString(Math.round((double) defaults.get(number) * shorter / epochs)));
            }
        }
        said.put(CommonOptions.EPOCHS.getName(), Integer.toString(shorter));
        said.putAll(PairOptions.of(recipe.name(), networks));
        said.keySet().retainAll(defaults.getTexts().keySet());
        return said;
    }

    /** As a part of the learning rate. */
    private double paraphraserRate(String student) {
        return student.startsWith("resnet") || student.startsWith("wrn") ? PARAPHRASER_RATE / learningRate(student) : 1;
    }

    /**
     * A recipe's options as it says.
     *
     * @param recipe the recipe
     * @param networks teacher and student
     * @param shorter how many epochs to train, {@link #getEpochs} or fewer
     * @return its defaults, changed by {@link #options}
     */
    public OptionValues values(Recipe recipe, NetworkPair networks, int shorter) {
        OptionValues values = recipe.defaults();
        for (Map.Entry<String, String> option :
                options(recipe, networks, shorter).entrySet()) {
            values = values.with(option.getKey(), option.getValue());
        }
        return values;
    }
}
