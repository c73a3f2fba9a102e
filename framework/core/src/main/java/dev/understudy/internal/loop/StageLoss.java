package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.engine.Engines;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.text.UserCall;
import dev.understudy.objective.Scaling;
import dev.understudy.optimizer.UpdateRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a DJL trainer minimises in one stage: the weighted sum of its objectives. */
final class StageLoss extends Loss {

    private final Map<String, Stage.Weighted> objectives;
    private final Map<String, String> parts = new LinkedHashMap<>();
    private final StageBlock block;
    private Map<String, NDArray> terms = Map.of();
    private Map<String, NDArray> weighedTerms = Map.of();
    private @Nullable StepData batch;

    StageLoss(Stage stage, StageBlock block) {
        super(stage.getName());
        this.objectives = stage.getObjectives();
        this.block = block;
        UpdateRule rule = stage.getOptimizer();
        String who = "The update rule of the stage \"" + stage.getName() + "\"";
        objectives.forEach((name, weighted) -> parts.put(
                name,
                UserCall.<String>made(
                        () -> who, () -> rule.part(name, weighted.objective().needs()))));
        if (Set.copyOf(parts.values()).size() > 1 && !Engines.isPyTorch()) {
            throw new InputException(who + " keeps the gradients of " + Set.copyOf(parts.values())
                    + " apart, which takes the engine PyTorch; use a rule with one part, such as SgdRule");
        }
    }

    /** The batch that the student is shown next. */
    void prepare(StepData next) {
        batch = next;
    }

    /** The objectives' values for the last batch, unweighted. */
    Map<String, NDArray> terms() {
        return terms;
    }

    /** The same, each times its weight in that step. */
    Map<String, NDArray> weighedTerms() {
        return weighedTerms;
    }

    /** What an objective gives, which is the user's code; refused where it is no loss. */
    private NDArray term(String objective, Objective of, StepContext context) {
        return Losses.of(() -> "The objective \"" + objective + "\" of the stage \"" + getName() + "\"", of, context);
    }

    /** The weighted sums of the objectives, one for each part of the gradient that the optimizer keeps apart. */
    Map<String, NDArray> parts(NDList predictions) {
        StepData data = Objects.requireNonNull(batch, "no batch");
        StepContext context = data.context(block, predictions);
        terms = new LinkedHashMap<>();
        weighedTerms = new LinkedHashMap<>();
        Map<String, NDArray> sums = new LinkedHashMap<>();
        objectives.forEach((name, weighted) -> {
            NDArray term = term(name, weighted.objective(), data.drawing(context, name));
            NDArray weighed = Scaling.times(term, weighted.weightAt(data.place().progress()));
            terms.put(name, term);
            weighedTerms.put(name, weighed);
            sums.merge(Objects.requireNonNull(parts.get(name)), weighed, NDArray::add);
        });
        if (sums.isEmpty()) {
            throw new IllegalStateException("A stage without objectives");
        }
        return sums;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return parts(predictions).values().stream().reduce(NDArray::add).orElseThrow();
    }
}
