package dev.understudy.internal.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import dev.understudy.Activations;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.SampleCount;
import dev.understudy.internal.data.SeededBatchReader;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.text.UserCall;
import dev.understudy.objective.Precomputed;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What objectives have to know of teachers before a stage begins, computed once for all students of a pass. */
public final class TrainingSetValues {

    private static final int SEEDS = 6;

    private final TrainingData trainingData;
    private final NDManager manager;
    private final SampleCount count;
    private final Map<Value, NDArray> known = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param teacher of which teacher
     * @param what what is computed
     * @param classes how many classes there are
     */
    public record Value(Teacher teacher, Precomputed what, long classes) {}

    /**
     * Knows nothing yet.
     *
     * @param trainingData what is shown
     * @param manager owns what is computed
     * @param count how many samples there are
     */
    public TrainingSetValues(TrainingData trainingData, NDManager manager, SampleCount count) {
        this.trainingData = trainingData;
        this.manager = manager;
        this.count = count;
    }

    /**
     * Those that a stage reads.
     *
     * @param teacher the student's teacher
     * @param needs what the stage reads
     * @param classes how many classes there are
     * @return none where there is no teacher
     */
    public static Set<Value> of(@Nullable Teacher teacher, Needs needs, Supplier<Long> classes) {
        Set<Value> values = new LinkedHashSet<>();
        if (teacher != null) {
            needs.getPrecomputed().forEach(what -> values.add(new Value(teacher, what, classes.get())));
        }
        return values;
    }

    /**
     * Computes what is not known yet, with one pass over the training set for each teacher.
     *
     * @param wanted what is read
     * @throws IOException when the data cannot be read
     */
    public void compute(Collection<Value> wanted) throws IOException {
        Map<Teacher, Set<Value>> missing = new LinkedHashMap<>();
        for (Value value : wanted) {
            if (!known.containsKey(value)) {
                missing.computeIfAbsent(value.teacher, teacher -> new LinkedHashSet<>())
                        .add(value);
            }
        }
        for (Map.Entry<Teacher, Set<Value>> entry : missing.entrySet()) {
            compute(entry.getKey(), entry.getValue());
        }
    }

    private void compute(Teacher teacher, Set<Value> values) throws IOException {
        Dataset inOrder = trainingData.getInOrder();
        if (inOrder == null) {
            throw new InputException("\"" + values.iterator().next().what.name()
                    + "\" is computed before the training from the training set in its given order, not augmented; this"
                    + " training data does not have it, see TrainingData.inOrder");
        }
        Map<Value, Precomputed.Fold> folds = new LinkedHashMap<>();
        Needs needs = Needs.nothing();
        for (Value value : values) {
            needs = needs.and(value.what.needs());
            folds.put(value, call(value, () -> value.what.begin(manager, value.classes)));
        }
        if (needs.everywhere().readsStudent()) {
            throw new InputException("What is computed before a stage reads the teacher alone; \""
                    + values.iterator().next().what.name() + "\" or another reads a student");
        }
        try (NDManager scope = manager.newSubManager();
                Teacher.View view = teacher.open(manager, needs.getTeacherTaps(), needs.readsTeacherLogits())) {
            SeededBatchReader reading = new SeededBatchReader(
                    () -> inOrder, scope, batch -> Seeds.mix(trainingData.getSeed(), SEEDS, batch));
            for (Optional<Batch> next = reading.next(); next.isPresent(); next = reading.next()) {
                try (Batch batch = next.get()) {
                    StepContext context = context(batch, view.forward(batch.getData()));
                    folds.forEach((value, fold) -> call(value, () -> {
                        fold.add(context);
                        return true;
                    }));
                }
            }
        }
        folds.forEach((value, fold) -> known.put(value, call(value, fold::result)));
    }

    private StepContext context(Batch batch, Activations<TeacherTap> shown) throws IOException {
        BatchData data = BatchData.of(batch, batch.getData());
        return StepContext.of(new Activations<>("student", Map.of(), null), shown, data.labels())
                .indices(data::positions)
                .input(() -> data.images().singletonOrThrow())
                .samples(count.of(batch));
    }

    private static <T> T call(Value value, Supplier<T> work) {
        return UserCall.made(() -> "\"" + value.what.name() + "\", computed before the stage,", work);
    }

    /**
     * What was computed.
     *
     * @param wanted what is read
     * @return by name
     */
    public Map<String, NDArray> get(Collection<Value> wanted) {
        Map<String, NDArray> values = new LinkedHashMap<>();
        wanted.forEach(value -> values.put(value.what.name(), Objects.requireNonNull(known.get(value))));
        return values;
    }
}
