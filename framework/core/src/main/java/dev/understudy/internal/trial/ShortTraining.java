package dev.understudy.internal.trial;

import ai.djl.training.dataset.Dataset;
import dev.understudy.Distillation;
import dev.understudy.InitialWeights;
import dev.understudy.Stage;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.FirstBatches;

/** A few steps of a training, to look at what they cost: of a student of their own, without tests and checkpoints. */
public final class ShortTraining {

    private ShortTraining() {}

    /** The first batches alone, without tests. */
    public static TrainingData first(TrainingData trainingData, int steps) {
        TrainingData.Epochs epochs = trainingData.getTrain();
        TrainingData first = TrainingData.of(trainingData.getInput(), epoch -> new FirstBatches(epochs.at(0), steps));
        for (String name : trainingData.getViewNames()) {
            TrainingData.Epochs view = trainingData.getView(name);
            first = first.view(name, epoch -> new FirstBatches(view.at(0), steps));
        }
        Dataset inOrder = trainingData.getInOrder();
        return inOrder == null ? first : first.inOrder(inOrder);
    }

    /** A stage alone, for one epoch, in which nothing is learned. */
    public static Distillation only(Distillation distillation, Stage stage) {
        Distillation only = Distillation.alone(distillation.getStudent())
                .with(distillation.getSources())
                .stage(stage.epochs(1).schedule(progress -> 0))
                .seed(distillation.getSeed())
                .devices(distillation.getDevices());
        for (InitialWeights given : distillation.getInitialWeights()) {
            only = only.initialWeights(given);
        }
        return only;
    }
}
