package dev.understudy.objective;

import ai.djl.ndarray.NDArray;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;

/**
 * An objective on another view of the images, such as a strongly augmented one: both networks see that view besides.
 *
 * @param view the view's name, as the training data gives it ({@link dev.understudy.TrainingData#view})
 * @param objective what it is to get better at there
 */
public record InView(String view, Objective objective) implements Objective {

    @Override
    public Needs needs() {
        return Needs.nothing().withView(view, objective.needs());
    }

    @Override
    public NDArray loss(StepContext context) {
        return objective.loss(context.getView(view));
    }
}
