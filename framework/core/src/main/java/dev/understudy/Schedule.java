package dev.understudy;

/** A number over a stage: the learning rate, or what a weight or a temperature is multiplied by. */
@FunctionalInterface
public interface Schedule {

    /**
     * The number at a step.
     *
     * @param progress where in the stage the step is
     * @return the number, at least 0
     */
    double at(TrainingProgress progress);

    /**
     * Always the same.
     *
     * @param value the number, above 0
     * @return the schedule
     */
    static Schedule constant(double value) {
        return new Schedules.Constant(positive(value));
    }

    /**
     * Half a cosine from a number down to zero at the end of the stage, step by step (Loshchilov and Hutter 2017).
     *
     * @param first the first number, above 0
     * @return the schedule
     */
    static Schedule cosine(double first) {
        return new Schedules.Cosine(positive(first));
    }

    /**
     * A straight line from the stage's first step to its end.
     *
     * @param first the first number, at least 0
     * @param last the number at the end of the stage, at least 0
     * @return the schedule
     */
    static Schedule linear(double first, double last) {
        return new Schedules.Linear(atLeast0(first), atLeast0(last));
    }

    /**
     * A number that is multiplied by a factor when certain epochs are reached.
     *
     * @param first the first number, above 0
     * @param factor the factor, above 0
     * @param epochs the epochs within the stage, from 0, at whose start it is applied
     * @return the schedule
     */
    static Schedule steps(double first, double factor, int... epochs) {
        return Schedules.Steps.of(positive(first), positive(factor), epochs);
    }

    /**
     * This schedule, behind a linear rise from zero.
     *
     * @param epochs how long it rises, at least 0
     * @return the schedule
     */
    default Schedule warmUp(double epochs) {
        return new Schedules.WarmUp(this, epochs);
    }

    /**
     * This schedule in some epochs, and zero in the others.
     *
     * @param first the first epoch within the stage, from 0
     * @param end the first epoch after them
     * @return the schedule
     */
    default Schedule during(int first, int end) {
        if (first < 0 || end <= first) {
            throw new InputException("A schedule holds from one epoch to a later one; got " + first + " to " + end);
        }
        return new Schedules.During(this, first, end);
    }

    private static double positive(double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new InputException("A learning rate and its factor must be above 0, got " + number);
        }
        return number;
    }

    private static double atLeast0(double number) {
        if (!(number >= 0) || Double.isInfinite(number)) {
            throw new InputException("A schedule's numbers must be at least 0, got " + number);
        }
        return number;
    }
}
