/** A program that trains: what it needs, and the recipe that it adds. */
module my.program {
    requires dev.understudy.core;
    requires dev.understudy.datasets;
    requires dev.understudy.onnx;
    requires dev.understudy.recipes;
    requires dev.understudy.report;
    requires ai.djl.pytorch_engine;

    // What an objective holds is part of a student's identity.
    opens my.program to
            dev.understudy.core;

    provides dev.understudy.recipe.RecipeBook with
            my.program.Softer;
}
