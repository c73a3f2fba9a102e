/** A program that trains, and keeps its settings to itself. */
module my.program {
    requires dev.understudy.core;
    requires dev.understudy.datasets;
    requires dev.understudy.onnx;
    requires dev.understudy.recipes;
    requires dev.understudy.report;
    requires ai.djl.pytorch_engine;

    provides dev.understudy.recipe.RecipeBook with
            my.program.Softer;
}
