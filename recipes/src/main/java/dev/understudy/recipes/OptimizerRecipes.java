package dev.understudy.recipes;

import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.PaperNetworks;
import dev.understudy.network.VisionTransformer;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.SoftTargets;
import dev.understudy.optimizer.AdamWRule;
import dev.understudy.optimizer.DotRule;
import dev.understudy.optimizer.UpdateRule;
import dev.understudy.recipe.Choices;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.Task;
import java.util.List;
import java.util.function.Function;

/**
 * Knowledge Distillation with other optimizers than SGD: Distillation-Oriented Trainer ({@code dot}), and a vision
 * transformer that learns from the paper's teacher by AdamW ({@code vit}).
 */
public final class OptimizerRecipes implements RecipeBook {

    /** DOT: KD's weights as its authors have them. */
    private static final double DOT_LABELS = 0.1;

    private static final double DOT_SOFT_TARGETS = 0.9;

    /** A small transformer: as wide as ViT-Tiny at width 1, half as deep. */
    private static final int HEADS = 3;

    private static final int HEAD_WIDTH = 64;
    private static final int PATCH = 4;
    private static final int DEPTH = 6;

    /** Ours, after DeiT: AdamW with weight decay 0.05, a warm-up, then half a cosine; 0.001 for a learning rate of 0.1. */
    private static final double RATE = 0.01;

    private static final double DECAY = 0.05;
    private static final double WARM_UP = 0.1;
    private static final double CLIP = 1;

    /** The book. */
    public OptimizerRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                new SoftTaught(
                        "dot",
                        "the student with soft targets, by separate momenta for labels and teacher (KD with DOT)",
                        PaperNetworks::student,
                        OptimizerRecipes::dot),
                new SoftTaught(
                        "vit",
                        "a small vision transformer with the paper's teacher's soft targets, by AdamW",
                        OptimizerRecipes::transformer,
                        OptimizerRecipes::adamW));
    }

    private static Student transformer(Task task) {
        int width = Math.max(1, (int) Math.round(HEAD_WIDTH * task.width()));
        return new VisionTransformer(PATCH, HEADS * width, DEPTH, HEADS).student(task.classes());
    }

    private static Stage dot(Choices choices) {
        return stage(choices, DOT_LABELS, DOT_SOFT_TARGETS, DotRule.standard())
                .schedule(Schedule.cosine(choices.learningRate()));
    }

    private static Stage adamW(Choices choices) {
        UpdateRule rule = AdamWRule.standard().weightDecay(DECAY).decayWeightsOnly();
        return stage(choices, choices.alpha(), 1 - choices.alpha(), rule)
                .schedule(Schedule.cosine(RATE * choices.learningRate()).warmUp(WARM_UP * choices.epochs()))
                .clipNorm(CLIP);
    }

    private static Stage stage(Choices choices, double labels, double softTargets, UpdateRule rule) {
        return Stage.whole(choices.epochs())
                .objective("labels", labels, new CrossEntropy())
                .objective("soft targets", softTargets, new SoftTargets(choices.temperature()))
                .optimizer(rule);
    }

    /**
     * A student of the paper's teacher.
     *
     * @param name the recipe's name
     * @param description one line
     * @param network the student's
     * @param plan its stage
     */
    private record SoftTaught(
            String name, String description, Function<Task, Student> network, Function<Choices, Stage> plan)
            implements Recipe {

        @Override
        public Student student(Task task) {
            return network.apply(task);
        }

        @Override
        public Student teacher(Task task) {
            return PaperNetworks.teacher(task);
        }

        @Override
        public List<Stage> stages(Task task, Choices choices) {
            return List.of(plan.apply(choices));
        }

        @Override
        public Traits traits(Choices choices) {
            return new Traits("none", "single", true, false, "");
        }
    }
}
