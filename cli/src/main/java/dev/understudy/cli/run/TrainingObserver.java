package dev.understudy.cli.run;

import dev.understudy.Observer;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.option.RecipeArgument;
import dev.understudy.cli.print.ProgressPrinter;
import dev.understudy.experiment.ExperimentObserver;
import dev.understudy.experiment.PlannedStudent;
import dev.understudy.result.StudentSummary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells the terminal and the log of a run, student by student. */
final class TrainingObserver implements ExperimentObserver, AutoCloseable {

    private final RecipeArguments arguments;
    private final RunLog log;
    private final Finished finished;
    private @Nullable ProgressPrinter printer;

    /** Receives students that are finished and written. */
    interface Finished {

        StudentSummary of(PlannedStudent student, RecipeArgument argument, TrainedStudent trained);
    }

    TrainingObserver(RecipeArguments arguments, RunLog log, Finished finished) {
        this.arguments = arguments;
        this.log = log;
        this.finished = finished;
    }

    @Override
    public void told(String line) {
        log.line(line);
    }

    @Override
    public void warned(String line) {
        log.line(line);
    }

    @Override
    public Observer watch(PlannedStudent student, int epochs) {
        close();
        printer = new ProgressPrinter(title(student), log);
        return printer;
    }

    @Override
    public void kept(PlannedStudent student, TrainedStudent trained) {
        close();
        StudentSummary done = finished.of(student, arguments.get(student.recipe()), trained);
        log.line(String.format(
                Locale.ROOT,
                "%s: %.2f %% on the test split after the last epoch, %.2f %% at best; %.0f images/s",
                title(student),
                done.accuracy().last(),
                done.accuracy().best(),
                done.imagesPerSecond()));
    }

    private String title(PlannedStudent student) {
        return arguments.get(student.recipe()).label() + " seed " + student.seed();
    }

    @Override
    public void close() {
        if (printer != null) {
            printer.close();
            printer = null;
        }
    }
}
