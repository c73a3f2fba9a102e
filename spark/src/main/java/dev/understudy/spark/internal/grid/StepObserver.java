package dev.understudy.spark.internal.grid;

import dev.understudy.Event;
import dev.understudy.Observer;
import dev.understudy.cli.run.Interrupt;
import dev.understudy.experiment.ExperimentObserver;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.experiment.PlannedStudent;

/**
 * Tells what a step of an experiment in code does.
 *
 * @param place where it is done
 */
record StepObserver(TaskPlace place) implements ExperimentObserver {

    @Override
    public void told(String line) {
        place.out().println(line);
    }

    @Override
    public void warned(String line) {
        place.out().println(line);
    }

    @Override
    public void begins(ExperimentPlan.Part part) {
        told(place.name() + ": " + part.students().size() + " students, images in the order of seed " + part.order());
    }

    @Override
    public Observer watch(PlannedStudent student, int epochs) {
        return event -> {
            Interrupt.check();
            if (event instanceof Event.EpochDone done) {
                told(place.name() + "  " + student.name() + "  epoch "
                        + done.result().epoch() + "/" + epochs);
            } else if (event instanceof Event.Resumed resumed) {
                told(place.name() + "  " + student.name() + "  goes on in epoch " + resumed.epoch() + "/"
                        + resumed.epochs() + " after " + resumed.step() + " steps");
            }
        };
    }
}
