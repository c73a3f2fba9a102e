package dev.understudy.bench.method;

import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.Teacher;
import dev.understudy.TrainingData;
import dev.understudy.bench.step.BenchNetworks;
import dev.understudy.bench.step.Stopwatch;
import dev.understudy.cli.run.Timer;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import java.io.IOException;

/** Training steps of a method's recipe as this project's users run them, told by the training's events. */
public final class RecipeSteps implements AutoCloseable {

    /** So small that numbers stay finite, whatever a method weighs on generated images. */
    private static final double RATE = 1e-6;

    private final Method method;
    private final Task task;
    private final Teacher teacher;

    /**
     * The steps of a method.
     *
     * @param method the method
     * @param task whose networks are trained
     */
    public RecipeSteps(Method method, Task task) {
        this.method = method;
        this.task = task;
        teacher = BenchNetworks.teacher(task);
    }

    /**
     * Trains a fresh student for an epoch of the method's stage.
     *
     * @param data the epoch
     * @param warm how many steps at its start do not count
     * @return the middle of the other steps, in milliseconds
     */
    public double median(Dataset data, int warm) throws IOException {
        Student student = method.recipe().student(task);
        boolean taught = method.recipe().teacher(task) != null;
        Stage stage = method.stage(task, RATE).epochs(1);
        Stopwatch watch = new Stopwatch(warm, () -> {});
        (taught ? Distillation.of(teacher, student) : Distillation.alone(student))
                .stage(stage)
                .train(
                        TrainingData.of(task.input(), epoch -> data)
                                .view(ImageData.STRONG, epoch -> data)
                                .inOrder(data),
                        watch)
                .close();
        return Timer.median(watch.times());
    }

    @Override
    public void close() {
        teacher.close();
    }
}
