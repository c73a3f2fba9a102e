package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import dev.understudy.Activations;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingProgress;
import dev.understudy.objective.Scaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a DJL trainer minimises in one stage: the weighted sum of its objectives. */
final class StageLoss extends Loss {

    private final Map<String, Stage.Weighted> objectives;
    private final StageBlock block;
    private Map<String, NDArray> terms = Map.of();
    private Activations<TeacherTap> teacher = new Activations<>("teacher", Map.of(), null);
    private List<?> indices = List.of();
    private TrainingProgress progress = new TrainingProgress(0, 1, 0, 1);

    StageLoss(Stage stage, StageBlock block) {
        super(stage.getName());
        this.objectives = stage.getObjectives();
        this.block = block;
    }

    /** What belongs to the next batch beside its labels and the student's output. */
    void prepare(Activations<TeacherTap> shown, List<?> samples, TrainingProgress where) {
        teacher = shown;
        indices = samples;
        progress = where;
    }

    /** The objectives' values for the last batch, unweighted. */
    Map<String, NDArray> terms() {
        return terms;
    }

    /** What an objective gives, which is the user's code; refused where it is no loss. */
    private NDArray term(String objective, Objective of, StepContext context) {
        return Losses.of(() -> "The objective \"" + objective + "\" of the stage \"" + getName() + "\"", of, context);
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        StepContext context = new StepContext(
                block.activations(predictions), teacher, labels.singletonOrThrow(), indices, progress, block);
        terms = new LinkedHashMap<>();
        NDArray sum = null;
        for (Map.Entry<String, Stage.Weighted> entry : objectives.entrySet()) {
            Stage.Weighted weighted = entry.getValue();
            NDArray term = term(entry.getKey(), weighted.objective(), context);
            terms.put(entry.getKey(), term);
            NDArray part = Scaling.times(term, weighted.weight());
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("A stage without objectives");
        }
        return sum;
    }
}
