package dev.understudy.internal.identity;

import dev.understudy.Objective;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.TrainingProgress;
import dev.understudy.batch.BatchTransform;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.text.UserCall;
import dev.understudy.optimizer.ParameterGroup;
import dev.understudy.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a stage does, in words that are the same in every process.
 *
 * @param objectives what each held when it was given
 * @param transform what is done to batches; null for nothing
 * @param optimizer how a step changes a parameter
 */
public record StageDescription(
        Map<String, ObjectDescription> objectives, @Nullable ObjectDescription transform, ObjectDescription optimizer) {

    /** A schedule is known by its numbers at so many steps of an epoch, in a stage of up to 200 epochs. */
    private static final int STEPS = 1000;

    private static final int MOST_NUMBERS = 200_000;

    /** Of a stage without objectives. */
    public static StageDescription of(UpdateRule optimizer) {
        return new StageDescription(Map.of(), null, ObjectDescription.of(optimizer));
    }

    /** With one more objective. */
    public StageDescription objective(String name, Objective objective) {
        Map<String, ObjectDescription> more = new LinkedHashMap<>(objectives);
        more.put(name, ObjectDescription.of(objective));
        return new StageDescription(more, transform, optimizer);
    }

    /** With what is done to batches. */
    public StageDescription transform(BatchTransform other) {
        return new StageDescription(objectives, ObjectDescription.of(other), optimizer);
    }

    /** With another optimizer. */
    public StageDescription optimizer(UpdateRule other) {
        return new StageDescription(objectives, transform, ObjectDescription.of(other));
    }

    /** The code of the objectives, and of what updates the student. */
    public CodeDigest code(Stage stage) {
        List<Class<?>> types = new ArrayList<>();
        types.add(stage.getSchedule().getClass());
        stage.getObjectives().values().forEach(each -> types.add(each.factor().getClass()));
        for (ParameterGroup group : stage.getGroups()) {
            types.add(group.getMembers().getClass());
        }
        types.addAll(optimizer.classes());
        objectives.values().forEach(each -> types.addAll(each.classes()));
        if (transform != null) {
            types.addAll(transform.classes());
        }
        return CodeDigest.of(types);
    }

    /** What cannot be told, and what helps. */
    public List<String> unknown(Stage stage) {
        List<String> all = new ArrayList<>();
        objectives.forEach((name, description) -> description.unknown().stream()
                .findFirst()
                .ifPresent(what -> all.add("of the objective \"" + name + "\" " + what
                        + "; give it a name that stands for all that it holds: Objective.named(\"...\", objective)")));
        if (transform != null && !transform.unknown().isEmpty()) {
            all.add("of the batch transform of the stage \"" + stage.getName() + "\" "
                    + transform.unknown().get(0) + "; a record can be told");
        }
        optimizer.unknown().stream()
                .findFirst()
                .ifPresent(what -> all.add("of the optimizer of the stage \"" + stage.getName() + "\" " + what
                        + "; give it a name that stands for all that it holds: UpdateRule.named(\"...\", rule)"));
        return all;
    }

    /** One line. */
    public String text(Stage stage) {
        StringBuilder text = new StringBuilder();
        text.append(stage.getName())
                .append(stage.isTested() && !stage.needs().readsStudentLogits() ? ", tested" : "")
                .append(", epochs ")
                .append(stage.getEpochs());
        stage.getObjectives().forEach((name, weighted) -> text.append(", ")
                .append(name)
                .append(" x ")
                .append(weight(stage, name, weighted))
                .append(' ')
                .append(Objects.requireNonNull(objectives.get(name)).text()));
        if (transform != null) {
            text.append(", batches changed by ").append(transform.text());
        }
        text.append(", ").append(optimizer.text());
        stage.getGroups().forEach(group -> text.append(", ").append(group));
        if (stage.getClipValue() != null) {
            text.append(", gradients clipped to ").append(stage.getClipValue());
        }
        if (stage.getClipNorm() != null) {
            text.append(", gradients clipped to the norm ").append(stage.getClipNorm());
        }
        String who = "The schedule of the stage \"" + stage.getName() + "\"";
        return text.append(", learning rate ")
                .append(numbers(who, stage.getSchedule(), stage.getEpochs()))
                .toString();
    }

    private static String weight(Stage stage, String name, Stage.Weighted weighted) {
        String who = "The schedule of the weight of \"" + name + "\"";
        return weighted.isFixed()
                ? Double.toString(weighted.weight())
                : weighted.weight() + " x " + numbers(who, weighted.factor(), stage.getEpochs());
    }

    /** The first and the last, and a digest of those in between. */
    private static String numbers(String who, Schedule schedule, int epochs) {
        int steps = Math.max(2, Math.min(STEPS, MOST_NUMBERS / epochs));
        StringBuilder numbers = new StringBuilder();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int step = 0; step < steps; step++) {
                numbers.append((float) number(who, schedule, new TrainingProgress(epoch, epochs, step, steps)))
                        .append(' ');
            }
        }
        String digest = Sha256.of(numbers.toString()).substring(0, 8);
        return String.format(
                Locale.ROOT,
                "%.6g to %.6g (%s)",
                number(who, schedule, new TrainingProgress(0, epochs, 0, steps)),
                number(who, schedule, new TrainingProgress(epochs - 1, epochs, steps - 1, steps)),
                digest);
    }

    private static double number(String who, Schedule schedule, TrainingProgress progress) {
        return UserCall.<Double>call(() -> who, () -> schedule.at(progress));
    }
}
