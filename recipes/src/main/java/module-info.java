import dev.understudy.recipe.RecipeBook;
import dev.understudy.recipes.FeatureRecipes;
import dev.understudy.recipes.LogitRecipes;
import dev.understudy.recipes.OptimizerRecipes;
import dev.understudy.recipes.PaperRecipes;
import dev.understudy.recipes.PublishedRecipes;
import dev.understudy.recipes.RelationRecipes;
import dev.understudy.recipes.SourceRecipes;
import dev.understudy.recipes.TeacherFreeRecipes;
import dev.understudy.recipes.ViewRecipes;

/** Networks, the paper's recipes and published ones, recipes by name. */
module dev.understudy.recipes {
    requires transitive dev.understudy.core;
    requires transitive dev.understudy.datasets;
    requires java.desktop;

    exports dev.understudy.network;
    exports dev.understudy.recipes;
    exports dev.understudy.setting;

    // What networks and objectives hold is part of a student's identity.
    opens dev.understudy.network to
            dev.understudy.core;
    opens dev.understudy.recipes to
            dev.understudy.core;
    opens dev.understudy.setting to
            dev.understudy.core;

    uses RecipeBook;

    provides RecipeBook with
            PaperRecipes,
            SourceRecipes,
            ViewRecipes,
            PublishedRecipes,
            OptimizerRecipes,
            LogitRecipes,
            TeacherFreeRecipes,
            FeatureRecipes,
            RelationRecipes;
}
