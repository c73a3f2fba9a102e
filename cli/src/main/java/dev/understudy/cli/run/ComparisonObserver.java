package dev.understudy.cli.run;

import dev.understudy.Observer;
import dev.understudy.TrainedStudent;
import dev.understudy.cli.print.GroupProgressPrinter;
import dev.understudy.cli.print.PrintedRun;
import dev.understudy.experiment.ExperimentObserver;
import dev.understudy.experiment.ExperimentPlan;
import dev.understudy.experiment.PlannedStudent;
import dev.understudy.internal.text.Counts;
import dev.understudy.result.Profile;
import java.io.IOException;

/** Tells the terminal and the log what a comparison does. */
final class ComparisonObserver implements ExperimentObserver {

    private final RunLog log;
    private final SampleMatrices matrices;
    private final int workers;
    private String name = "";
    private int parts;
    private int number;
    private GroupProgressPrinter printer;

    /**
     * Of a comparison.
     *
     * @param matrices looks at students
     * @param workers how many learn at once
     */
    ComparisonObserver(RunLog log, SampleMatrices matrices, int workers) {
        this.log = log;
        this.matrices = matrices;
        this.workers = workers;
        this.printer = new GroupProgressPrinter("", log);
    }

    /** One part is run, which is called so. */
    void named(String part) {
        name = part;
    }

    /** So many parts are run. */
    void planned(int all) {
        parts = all;
        number = 0;
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
    public void measured(Profile profile) {
        log.line(PrintedRun.cost(profile));
    }

    @Override
    public void stillMissing(PlannedStudent student, String reason) {
        log.line(student.name() + " is a gap as before (--retry tries again): " + reason);
    }

    @Override
    public void begins(ExperimentPlan.Part part) {
        String now = name.isEmpty() ? "pass " + ++number + "/" + parts : name;
        log.line(now + ": " + Counts.of(part.students().size(), "student") + ", images in the order of seed "
                + part.order() + ", " + workers + " at once");
        printer = new GroupProgressPrinter(now, log);
    }

    @Override
    public Observer watch(PlannedStudent student, int epochs) {
        return printer.of(student.name(), epochs);
    }

    @Override
    public void finished(PlannedStudent student, TrainedStudent trained) throws IOException {
        matrices.show(student, trained);
    }

    @Override
    public void failed(PlannedStudent student, String reason) {
        printer.forget(student.name());
        log.line(student.name() + " is a gap: " + reason);
    }
}
