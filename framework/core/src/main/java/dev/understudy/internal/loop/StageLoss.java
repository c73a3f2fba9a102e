package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.internal.context.StepData;
import dev.understudy.objective.Scaling;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a DJL trainer minimises in one stage: the weighted sum of its objectives. */
final class StageLoss extends Loss {

    private final Map<String, Stage.Weighted> objectives;
    private final StageBlock block;
    private Map<String, NDArray> terms = Map.of();
    private @Nullable StepData batch;

    StageLoss(Stage stage, StageBlock block) {
        super(stage.getName());
        this.objectives = stage.getObjectives();
        this.block = block;
    }

    /** The batch that the student is shown next. */
    void prepare(StepData next) {
        batch = next;
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
        StepData data = Objects.requireNonNull(batch, "no batch");
        StepContext context = data.context(block.activations(predictions), block.modules());
        terms = new LinkedHashMap<>();
        NDArray sum = null;
        for (Map.Entry<String, Stage.Weighted> entry : objectives.entrySet()) {
            Stage.Weighted weighted = entry.getValue();
            NDArray term = term(entry.getKey(), weighted.objective(), data.drawing(context, entry.getKey()));
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
