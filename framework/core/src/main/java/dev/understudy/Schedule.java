package dev.understudy;

/** The learning rate over a stage. */
@FunctionalInterface
public interface Schedule {

    /**
     * The learning rate of a step.
     *
     * @param progress where in the stage the step is
     * @return the learning rate, at least 0
     */
    double learningRate(TrainingProgress progress);

    /**
     * Always the same.
     *
     * @param rate the learning rate, above 0
     * @return the schedule
     */
    static Schedule constant(double rate) {
        double checked = positive(rate);
        return progress -> checked;
    }

    /**
     * Half a cosine from a rate down to zero at the end of the stage, step by step (Loshchilov and Hutter 2017).
     *
     * @param rate the first learning rate, above 0
     * @return the schedule
     */
    static Schedule cosine(double rate) {
        double checked = positive(rate);
        return progress -> checked * (1 + Math.cos(Math.PI * progress.fraction())) / 2;
    }

    /**
     * A rate that is multiplied by a factor when certain epochs are reached.
     *
     * @param rate the first learning rate, above 0
     * @param factor the factor, above 0
     * @param epochs the epochs within the stage, from 0, at whose start it is applied
     * @return the schedule
     */
    static Schedule steps(double rate, double factor, int... epochs) {
        double checked = positive(rate);
        double times = positive(factor);
        int[] at = epochs.clone();
        return progress -> {
            double now = checked;
            for (int epoch : at) {
                now *= progress.epoch() >= epoch ? times : 1;
            }
            return now;
        };
    }

    /**
     * This schedule, behind a linear rise from zero.
     *
     * @param epochs how long it rises, at least 0
     * @return the schedule
     */
    default Schedule warmUp(double epochs) {
        return progress -> {
            double rise = epochs <= 0 ? 1 : Math.min(1, (progress.epochsDone() + 1.0 / progress.steps()) / epochs);
            return rise * learningRate(progress);
        };
    }

    private static double positive(double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new InputException("A learning rate and its factor must be above 0, got " + number);
        }
        return number;
    }
}
