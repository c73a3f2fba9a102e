package dev.understudy.spark;

import dev.understudy.Distillation;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.dataset.DataOptions;
import dev.understudy.dataset.Datasets;
import dev.understudy.experiment.Experiment;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;

/** Two students of other lengths on drawn images; the word is the networks' width. */
public final class ShapesFactory implements ExperimentFactory {

    /** For the executors. */
    public ShapesFactory() {}

    @Override
    public Experiment experiment(ExperimentPlace place) {
        double width = Double.parseDouble(place.words().get(0));
        ImageData images =
                new ImageData(Datasets.open("shapes", DataOptions.defaults().trainSize(200)));
        Task task = images.task(width);
        Student student = PaperNetworks.student(task);
        return Experiment.of(seed -> images.trainingData(64, seed))
                .with("short", alone(student, 1).device(place.getDevice()))
                .with("long", alone(student, 2).device(place.getDevice()))
                .seeds(1, 2)
                .workers(place.cores())
                .images(images.summary(), images.splits().test().classNames());
    }

    private static Distillation alone(Student student, int epochs) {
        return Distillation.alone(student).stage(Stage.whole(epochs).objective("labels", 1, new CrossEntropy()));
    }
}
