package dev.understudy.cli.run;

import dev.understudy.Identity;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.file.NetworkCards;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.experiment.PlannedStudent;
import dev.understudy.experiment.WeightsWriter;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a student's weights with a card beside them, the same in a run and in a comparison.
 *
 * @param data the images
 * @param task what the networks are for
 * @param options how students are trained
 * @param arguments the recipe of a student
 */
record StudentCards(
        ImageData data, Task task, TrainingOptions options, Function<PlannedStudent, RecipeArgument> arguments)
        implements WeightsWriter {

    @Override
    public void write(PlannedStudent student, TrainedStudent trained, Path file) throws IOException {
        RecipeArgument argument = arguments.apply(student);
        Map<String, String> settings = options.settings(argument);
        settings.putAll(Identity.network(student.settings()));
        String weights = String.valueOf(file.getFileName());
        new NetworkCards(data, task)
                .write(
                        file.resolveSibling(""),
                        weights.replaceFirst("\\.safetensors$", ".json"),
                        weights,
                        argument.name(),
                        student.seed(),
                        trained,
                        settings);
    }
}
