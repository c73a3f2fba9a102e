package dev.understudy.recipes;

import dev.understudy.network.PaperNetworks;
import dev.understudy.network.TaskNetworks;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.RecipeBook;
import java.util.ArrayList;
import java.util.List;

/**
 * The paper's recipes. With the options for stages and soft targets they are every cell of its Tables 3 and 4 and every
 * baseline.
 */
public final class PaperRecipes implements RecipeBook {

    /** The book. */
    public PaperRecipes() {}

    @Override
    public List<Recipe> recipes() {
        List<Recipe> recipes = new ArrayList<>();
        recipes.add(Alone.of("student", "the student alone, from the labels", TaskNetworks::getStudent));
        recipes.add(
                Alone.own("student-augmented", "the student-augmented network alone", PaperNetworks::studentAugmented));
        recipes.add(Alone.of("teacher", "the teacher's network alone", TaskNetworks::getTeacher));
        recipes.add(Published.of(
                        "kd",
                        "the student with the teacher's soft targets (KD)",
                        List.of(PaperOptions.TEMPERATURE, PaperOptions.ALPHA),
                        PaperStages::softTargets)
                .withoutKnowledge());
        for (Taught.Variant variant : Taught.Variant.values()) {
            for (KnowledgeKind knowledge : KnowledgeKind.values()) {
                recipes.add(new Taught(knowledge, variant));
            }
        }
        return recipes;
    }
}
