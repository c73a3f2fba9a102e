package dev.understudy.internal.gradient;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.Student;
import dev.understudy.TrainingData;
import dev.understudy.engine.Engines;
import dev.understudy.internal.context.StepBatch;
import dev.understudy.internal.context.StepBatches;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.identity.ObjectDescription;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.loop.LastBatch;
import dev.understudy.internal.loop.StageBlock;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.OfPeer;
import dev.understudy.objective.logits.SampleDivergence;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether each objective's gradients are the same when memory is collected between the forward and the backward pass. They
 * are not where a part computes with a plain number, as {@code array.mul(2)} does: on the processor, DJL's PyTorch engine
 * keeps the number in memory of Java's that nobody holds any more, so that the backward pass may read something else.
 *
 * <p>It takes a fresh student, dropped again, and the first batch: one step for each objective, and two with a collection
 * in them. An objective that was found sound with a student is not looked at again with it in this process.
 */
public final class GradientCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(GradientCheck.class);

    /** How often an objective is asked for the same gradients before it counts as one that never gives them. */
    private static final int REPEATS = 3;

    private static final String ADVICE = " gives other gradients when memory is collected between the forward and the"
            + " backward pass: it computes with a plain number (mul, div, pow, mod, maximum or minimum of a number, or"
            + " something of DJL's that does so, such as L2Loss or swish), which DJL frees too early; use"
            + " dev.understudy.objective.Scaling, or an array of manager.full(...) that is not closed";

    private static final String OURS = CrossEntropy.class.getPackageName();

    /** With which networks each objective was found sound. */
    private static final Map<Objective, Set<Networks>> SOUND = Collections.synchronizedMap(new WeakHashMap<>());

    /** A student and those beside it. */
    private record Networks(Student student, Map<String, Student> peers) {

        static Networks of(Distillation distillation) {
            return new Networks(
                    distillation.getStudent(), distillation.getSources().getPeers());
        }
    }

    private final Distillation distillation;
    private final InitialStudent student;
    private final NDManager manager;

    private GradientCheck(Distillation distillation, TrainingData trainingData, Model model) {
        this.distillation = distillation;
        this.student = InitialStudent.of(model, distillation, trainingData);
        this.manager = model.getNDManager();
    }

    /**
     * Checks all stages.
     *
     * @param distillation who teaches whom
     * @param trainingData what is shown
     * @throws IOException when the data cannot be read
     * @throws InputException where gradients are wrong; it names the objective, the auxiliary module or the network
     */
    public static void check(Distillation distillation, TrainingData trainingData) throws IOException {
        boolean concerned = Engines.isPyTorch() && !distillation.getDevice().isGpu();
        if (!concerned || isSound(distillation)) {
            return;
        }
        FreedMemory.prepare();
        Student network = distillation.getStudent();
        try (Model model = Model.newInstance(network.name(), distillation.getDevice());
                NDManager scope = model.getNDManager().newSubManager()) {
            GradientCheck check = new GradientCheck(distillation, trainingData, model);
            Set<String> views = new LinkedHashSet<>();
            distillation
                    .getStages()
                    .forEach(stage -> views.addAll(stage.needs().getViews().keySet()));
            Optional<StepBatch> first = new StepBatches(trainingData, 0, views, scope).next();
            if (first.isPresent()) {
                try (StepBatch batch = first.get()) {
                    for (Stage stage : distillation.getStages()) {
                        check.stage(stage, batch, trainingData);
                    }
                }
            }
        }
        distillation.getStages().forEach(stage -> objectives(stage).forEach(objective -> SOUND.computeIfAbsent(
                        objective, key -> Collections.synchronizedSet(new HashSet<>()))
                .add(Networks.of(distillation))));
    }

    /**
     * Checks where an objective is not one of this project's, as every training does at its start. Networks alone, taught
     * by this project's objectives, are left to {@link #check}: a training makes its student once and shows a teacher
     * whose outputs are kept nothing.
     *
     * @param distillation who teaches whom
     * @param trainingData what is shown
     * @throws IOException when the data cannot be read
     * @throws InputException where gradients are wrong
     */
    public static void checkTheirs(Distillation distillation, TrainingData trainingData) throws IOException {
        boolean theirs = distillation.getStages().stream()
                .flatMap(stage -> objectives(stage).stream())
                .anyMatch(GradientCheck::isTheirs);
        if (theirs) {
            check(distillation, trainingData);
        }
    }

    /** Itself, or one that it holds: a view's, a peer's, that of other logits, a divergence of parts. */
    private static boolean isTheirs(Objective objective) {
        return ObjectDescription.of(objective).classes().stream()
                .filter(GradientCheck::computes)
                .map(Class::getPackageName)
                .anyMatch(place -> !place.equals(OURS) && !place.startsWith(OURS + "."));
    }

    private static boolean computes(Class<?> type) {
        return Stream.of(Objective.class, Discrepancy.class, SampleDivergence.class)
                .anyMatch(kind -> kind.isAssignableFrom(type));
    }

    private static boolean isSound(Distillation distillation) {
        return distillation.getStages().stream()
                .flatMap(stage -> objectives(stage).stream())
                .allMatch(objective -> SOUND.getOrDefault(objective, Set.of()).contains(Networks.of(distillation)));
    }

    private static List<Objective> objectives(Stage stage) {
        return stage.getObjectives().values().stream()
                .map(Stage.Weighted::objective)
                .toList();
    }

    private long seed() {
        return Seeds.mix(distillation.getSeed(), 2, 0, 0);
    }

    private void stage(Stage stage, StepBatch first, TrainingData trainingData) throws IOException {
        StageBlock block = student.block(stage);
        LastBatch.check(distillation.getStudent().name(), block, first.batch(), trainingData.getInput(), manager);
        StepGradients gradients = new StepGradients(block, manager, this::seed);
        try (NDManager scope = manager.newSubManager();
                InitialSteps steps = new InitialSteps(distillation, trainingData, student, stage, scope)) {
            StepData shown = steps.of(first, steps.place(first.batch(), 0, seed()));
            stage.getObjectives().forEach((name, weighted) -> {
                String who = "The objective \"" + name + "\" of the stage \"" + stage.getName() + "\"";
                if (!isSame(who, gradients, weighted.objective(), shown)) {
                    throw new InputException(
                            culprit(who, gradients, weighted.objective().needs(), stage, shown) + ADVICE);
                }
            });
        }
    }

    /** Whether it is the same with a collection; also where it is never twice the same. */
    private static boolean isSame(String who, StepGradients gradients, Objective objective, StepData shown) {
        List<float[]> usual = gradients.of(who, objective, shown, () -> {});
        if (bears(usual, who, gradients, objective, shown)) {
            return true;
        }
        for (int i = 0; i < REPEATS; i++) {
            List<float[]> again = gradients.of(who, objective, shown, () -> {});
            if (StepGradients.same(usual, again)) {
                return bears(again, who, gradients, objective, shown);
            }
            usual = again;
        }
        LOGGER.info("{} gives other gradients each time, so it was not looked at whether they bear a collection", who);
        return true;
    }

    private static boolean bears(
            List<float[]> usual, String who, StepGradients gradients, Objective objective, StepData shown) {
        return Stream.<Runnable>of(FreedMemory::overwriteByLarge, FreedMemory::overwriteByNegative)
                .allMatch(between -> StepGradients.same(usual, gradients.of(who, objective, shown, between)));
    }

    /** The network and the auxiliary modules are tried with a loss that is known to be right. */
    private String culprit(String objective, StepGradients gradients, Needs needs, Stage stage, StepData shown) {
        if (stage.needs().everywhere().readsStudent()
                && stage.trainsStudent()
                && !isSame("The network of the student", gradients, StepGradients.squares(stage.needs()), shown)) {
            return "The network of the student \"" + distillation.getStudent().name() + "\"";
        }
        for (String peer : stage.needs().getPeers().keySet()) {
            Objective squares =
                    new OfPeer(peer, StepGradients.squares(stage.needs().ofPeer(peer)));
            if (!isSame("The network of the peer", gradients, squares, shown)) {
                return "The network of the peer \"" + peer + "\"";
            }
        }
        return needs.getModules().stream()
                .filter(module -> student.inputsOf(module)
                        .filter(inputs ->
                                !isSame(module.getName(), gradients, StepGradients.squares(module, inputs), shown))
                        .isPresent())
                .findFirst()
                .map(module -> "The auxiliary module \"" + module.getName() + "\"")
                .orElse(objective);
    }
}
