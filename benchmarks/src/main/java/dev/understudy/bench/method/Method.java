package dev.understudy.bench.method;

import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.bench.Target;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.Recipes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A published method, as its recipe has it: the objectives of the stage that is the method's, but for the labels' cross
 * entropy, and for soft targets that only stand beside it. Each weighs 1.
 *
 * @param name the recipe's, and the formula's in Python
 * @param stage which of the recipe's stages is the method's, from 0
 */
public record Method(String name, int stage) {

    /** All whose formula is measured, in the order of the table of methods. */
    public static final List<Method> ALL = List.of(
            single("channel"),
            single("spatial"),
            single("both"),
            single("activation"),
            single("attention"),
            single("kd"),
            single("mlkd"),
            single("dkd"),
            single("nkd"),
            single("dist"),
            single("lskd"),
            single("ttm"),
            single("wttm"),
            single("abkd"),
            single("rld"),
            single("wkd-l"),
            single("sdd"),
            single("sdd-dkd"),
            single("ctkd"),
            single("label-smoothing"),
            single("tf-kd"),
            single("uskd"),
            single("vid"),
            single("cat-kd"),
            single("srrl"),
            single("srd"),
            single("wkd-f"),
            single("norm"),
            single("ab"),
            single("ofd"),
            single("mgd"),
            single("kd-plus-plus"),
            new Method("ft", 1),
            single("simkd"),
            single("crd"),
            single("reviewkd"),
            single("sp"),
            single("rkd"),
            single("cc"),
            single("pkt"),
            single("fsp"),
            single("nst"),
            single("ickd"),
            single("itrd"));

    /** Recipes of published methods that have no formula of their own, or none for one student, and why. */
    public static final Map<String, String> LEFT_OUT =
            Map.of("kd-mixup", "its formula is that of kd; what is mixed are images");

    /** Methods that are written with matrices of products of all samples, channels or locations. */
    private static final Set<String> GRAMS = Set.of("channel", "both", "sp", "cc", "pkt", "fsp", "nst", "ickd");

    private static final String LABELS = "labels";
    private static final String SOFT_TARGETS = "soft targets";

    private static Method single(String name) {
        return new Method(name, 0);
    }

    /** What the project wants of its row. */
    public Target wanted() {
        return Target.ratioAtLeast(GRAMS.contains(name) ? 2 : 1);
    }

    /** The recipe. */
    public Recipe recipe() {
        return Recipes.named(name);
    }

    /** What it computes for a task. */
    public List<Objective> objectives(Task task) {
        Map<String, Stage.Weighted> all = terms(task);
        return own(all).stream()
                .map(term -> Objects.requireNonNull(all.get(term)).objective())
                .toList();
    }

    /** What its stage has beside it: the labels' cross entropy, soft targets, or both. */
    List<String> beside(Task task) {
        Map<String, Stage.Weighted> all = terms(task);
        List<String> own = own(all);
        return all.keySet().stream().filter(term -> !own.contains(term)).toList();
    }

    /** Its stage. */
    Stage stage(Task task, double learningRate) {
        Recipe recipe = recipe();
        return recipe.stages(task, recipe.defaults().learningRate(learningRate)).get(stage);
    }

    private Map<String, Stage.Weighted> terms(Task task) {
        return stage(task, Stage.LEARNING_RATE).getObjectives();
    }

    private static List<String> own(Map<String, Stage.Weighted> terms) {
        return but(but(List.copyOf(terms.keySet()), LABELS), SOFT_TARGETS);
    }

    /** Without those that begin with a word, unless nothing is left. */
    private static List<String> but(List<String> names, String word) {
        List<String> others =
                names.stream().filter(name -> !name.startsWith(word)).toList();
        return others.isEmpty() ? names : others;
    }

    /** What objectives read together. */
    static Needs needs(List<Objective> objectives) {
        return objectives.stream().map(Objective::needs).reduce(Needs.nothing(), Needs::and);
    }
}
