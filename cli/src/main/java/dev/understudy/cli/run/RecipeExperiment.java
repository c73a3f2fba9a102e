package dev.understudy.cli.run;

import dev.understudy.cli.option.NetworkOptions;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.teacher.RecipeTeachers;
import dev.understudy.experiment.Experiment;
import dev.understudy.experiment.ExperimentEntry;
import dev.understudy.recipe.NetworkPair;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.util.Map;

/**
 * Recipes from the command line as an experiment.
 *
 * @param data the images
 * @param task what the networks are for
 * @param options how to train
 */
record RecipeExperiment(ImageData data, Task task, TrainingOptions options) {

    /** An experiment without recipes yet. */
    Experiment experiment(String command, Map<String, String> settings) {
        return Experiment.of(order -> data.trainingData(options.batch(), order, options.fixedAugmentations))
                .seeds(options.allSeeds().toArray())
                .checkpoints(options.pace()::of)
                .images(data.summary(), data.splits().test().classNames())
                .origin(command, settings);
    }

    /** One of its recipes. */
    ExperimentEntry entry(RecipeArgument argument, RecipeTeachers teachers) {
        ExperimentEntry entry = ExperimentEntry.of(argument.text(), teachers.distillation(argument))
                .label(argument.label())
                .setting("device", options.device.typed())
                .setting("recipe", argument.recipe().name())
                .setting("width", Double.toString(task.width()))
                .setting("teacher", teachers.key(argument));
        NetworkPair pair = task.networks();
        return pair == null ? entry : entry.setting(NetworkOptions.SETTING, pair.toString());
    }
}
