package dev.understudy.cli.teacher;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.option.TrainingOptions;
import dev.understudy.cli.run.RunLog;
import dev.understudy.recipes.ImageData;
import dev.understudy.source.KeptOutputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The teachers of some recipes, and what they put out, to be kept before any student is trained. */
public final class KeptTeacher implements AutoCloseable {

    private final RecipeTeachers teachers;
    private final KeptOutputs outputs;
    private final int batches;

    private KeptTeacher(RecipeTeachers teachers, KeptOutputs outputs, int batches) {
        this.teachers = teachers;
        this.outputs = outputs;
        this.batches = batches;
    }

    /**
     * Loads or trains the teachers, and looks at what is kept of them.
     *
     * @param images about how many are computed at a time
     */
    public static KeptTeacher open(
            List<RecipeArgument> arguments, ImageData data, TrainingOptions options, int images, RunLog log)
            throws IOException {
        RecipeTeachers teachers = RecipeTeachers.of(arguments, data, options, log, options.networks.task(data));
        try {
            List<Distillation> distillations = new ArrayList<>();
            for (RecipeArgument argument : arguments) {
                Distillation distillation = argument.named(() -> teachers.distillation(argument));
                if (!distillation.getSources().getTeachers().isEmpty()) {
                    distillations.add(distillation);
                }
            }
            if (distillations.isEmpty()) {
                throw new InputException("None of these recipes has a teacher whose outputs could be kept");
            }
            return new KeptTeacher(
                    teachers,
                    KeptOutputs.open(
                            distillations,
                            data.trainingData(options.batch(), options.seed, options.fixedAugmentations)),
                    (images - 1) / options.batch() + 1);
        } catch (IOException | RuntimeException | Error e) {
            teachers.close();
            throw e;
        }
    }

    /** What the recipes read of them. */
    public KeptOutputs outputs() {
        return outputs;
    }

    /** How many batches are computed at a time. */
    public int batches() {
        return batches;
    }

    @Override
    public void close() {
        outputs.close();
        teachers.close();
    }
}
