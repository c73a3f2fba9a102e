package dev.understudy;

import java.util.Arrays;
import java.util.List;

/** The schedules of {@link Schedule}, as values that tell what they are. */
final class Schedules {

    /** For what is always multiplied by one. */
    static final Schedule ONE = new Constant(1);

    private Schedules() {}

    record Constant(double value) implements Schedule {
        @Override
        public double at(TrainingProgress progress) {
            return value;
        }
    }

    record Cosine(double first) implements Schedule {
        @Override
        public double at(TrainingProgress progress) {
            return first * (1 + Math.cos(Math.PI * progress.fraction())) / 2;
        }
    }

    record Linear(double first, double last) implements Schedule {
        @Override
        public double at(TrainingProgress progress) {
            return first + (last - first) * progress.fraction();
        }
    }

    record Steps(double first, double factor, List<Integer> epochs) implements Schedule {

        static Steps of(double first, double factor, int... epochs) {
            return new Steps(first, factor, Arrays.stream(epochs).boxed().toList());
        }

        @Override
        public double at(TrainingProgress progress) {
            double now = first;
            for (int epoch : epochs) {
                now *= progress.epoch() >= epoch ? factor : 1;
            }
            return now;
        }
    }

    record WarmUp(Schedule schedule, double epochs) implements Schedule {
        @Override
        public double at(TrainingProgress progress) {
            double rise = epochs <= 0 ? 1 : Math.min(1, (progress.epochsDone() + 1.0 / progress.steps()) / epochs);
            return rise * schedule.at(progress);
        }
    }

    record During(Schedule schedule, int from, int to) implements Schedule {
        @Override
        public double at(TrainingProgress progress) {
            return progress.epoch() >= from && progress.epoch() < to ? schedule.at(progress) : 0;
        }
    }
}
