package dev.understudy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What came of a group's students, by name, in the order in which they were done. */
final class GroupOutcomes implements StudentGroup.ResultHandler {

    private final Map<String, Outcome> finished = new LinkedHashMap<>();
    private final Map<String, RuntimeException> failed = new LinkedHashMap<>();

    static GroupOutcomes of(StudentGroup group, TrainingData trainingData) throws IOException {
        GroupOutcomes outcomes = new GroupOutcomes();
        group.train(trainingData, outcomes);
        return outcomes;
    }

    @Override
    public void finished(String name, TrainedStudent student) {
        try (student) {
            finished.put(name, Outcome.of(student));
        }
    }

    @Override
    public void failed(String name, RuntimeException reason) {
        failed.put(name, reason);
    }

    Map<String, Outcome> finished() {
        return finished;
    }

    Map<String, RuntimeException> failed() {
        return failed;
    }

    Outcome of(String name) {
        return Objects.requireNonNull(finished.get(name), () -> "no " + name + " among " + finished.keySet());
    }

    /** What a student that failed said. */
    String reason(String name) {
        return String.valueOf(Objects.requireNonNull(failed.get(name), () -> "no " + name + " among " + failed.keySet())
                .getMessage());
    }
}
