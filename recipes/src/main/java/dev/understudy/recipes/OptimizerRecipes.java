package dev.understudy.recipes;

import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.network.VisionTransformer;
import dev.understudy.optimizer.AdamWRule;
import dev.understudy.optimizer.DotRule;
import dev.understudy.recipe.CommonOptions;
import dev.understudy.recipe.NumberOption;
import dev.understudy.recipe.OptionValues;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipe.RecipeOption;
import dev.understudy.recipe.Task;
import java.util.List;

/**
 * Knowledge Distillation with other optimizers than SGD: Distillation-Oriented Trainer ({@code dot}), and a vision
 * transformer that learns from the paper's teacher by AdamW ({@code vit}).
 */
public final class OptimizerRecipes implements RecipeBook {

    /** How far DOT's momenta are apart on either side of 0.9; the authors' for CIFAR-100. */
    static final NumberOption DELTA = RecipeOption.number("delta", 0.075)
            .atLeast(0)
            .below(0.1)
            .describedAs("how far the momenta of labels and soft targets are apart, on either side of 0.9");

    /** AdamW's, as DeiT has it. */
    static final NumberOption WEIGHT_DECAY =
            RecipeOption.number("weight-decay", 0.05).atLeast(0).describedAs("AdamW's weight decay, on weights alone");

    /** Ours. */
    static final NumberOption WARM_UP = RecipeOption.number("warm-up", 0.1)
            .atLeast(0)
            .atMost(1)
            .describedAs("the part of the epochs in which the learning rate rises");

    /** KD's weights as DOT's authors have them. */
    private static final NumberOption DOT_ALPHA = PaperOptions.ALPHA.byDefault(0.1);

    private static final NumberOption ADAMW_RATE = CommonOptions.LEARNING_RATE.byDefault(0.001);

    /** A small transformer: as wide as ViT-Tiny at width 1, half as deep. */
    private static final int HEADS = 3;

    private static final int HEAD_WIDTH = 64;
    private static final int PATCH = 4;
    private static final int DEPTH = 6;

    private static final double CLIP = 1;

    /** The book. */
    public OptimizerRecipes() {}

    @Override
    public List<Recipe> recipes() {
        return List.of(
                Published.of(
                                "dot",
                                "the student with soft targets, by separate momenta for labels and teacher (KD with DOT)",
                                List.of(PaperOptions.TEMPERATURE, DOT_ALPHA, DELTA),
                                OptimizerRecipes::dot)
                        .without(List.of(SgdOptions.NESTEROV))
                        .withoutKnowledge(),
                Published.of(
                                "vit",
                                "a small vision transformer with the paper's teacher's soft targets, by AdamW",
                                List.of(
                                        PaperOptions.TEMPERATURE,
                                        PaperOptions.ALPHA,
                                        ADAMW_RATE,
                                        WEIGHT_DECAY,
                                        WARM_UP),
                                OptimizerRecipes::adamW)
                        .without(SgdOptions.ALL)
                        .withoutKnowledge()
                        .own(OptimizerRecipes::transformer));
    }

    private static Student transformer(Task task) {
        int width = Math.max(1, (int) Math.round(HEAD_WIDTH * task.width()));
        return new VisionTransformer(PATCH, HEADS * width, DEPTH, HEADS).student(task.classes());
    }

    private static List<Stage> dot(OptionValues values) {
        return List.of(PaperStages.softTargetsAlone(values)
                .optimizer(DotRule.standard().delta(values.get(DELTA))));
    }

    private static List<Stage> adamW(OptionValues values) {
        return List.of(PaperStages.softTargetsAlone(values)
                .optimizer(AdamWRule.standard()
                        .weightDecay(values.get(WEIGHT_DECAY))
                        .decayWeightsOnly())
                .schedule(PaperStages.schedule(values).warmUp(values.get(WARM_UP) * values.getEpochs()))
                .clipNorm(CLIP));
    }
}
