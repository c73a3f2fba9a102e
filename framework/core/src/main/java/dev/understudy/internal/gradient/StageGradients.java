package dev.understudy.internal.gradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.StepContext;
import dev.understudy.TrainingException;
import dev.understudy.internal.context.StepData;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.loop.InitialStudent;
import dev.understudy.internal.loop.Losses;
import dev.understudy.internal.loop.StageBlock;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.text.UserCall;
import dev.understudy.objective.Scaling;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The gradients of one stage's objectives, each alone, with respect to the guided layer of a student. */
@OutsideAutograd
final class StageGradients {

    private final Stage stage;
    private final NDManager manager;
    private final StageBlock block;
    private final List<Parameter> guided;

    StageGradients(InitialStudent student, Stage stage, NDManager manager) {
        this.stage = stage;
        this.manager = manager;
        this.block = student.block(stage);
        this.guided = stage.trainsStudent() ? guided(student, block, stage.needs()) : all(block);
        if (guided.isEmpty()) {
            throw new InputException("The stage \"" + stage.getName() + "\" has nothing to train");
        }
        Blocks.train(block, Set.copyOf(guided));
    }

    /** What the stage trains. */
    StageBlock block() {
        return block;
    }

    /** What the tapped blocks hold; where that is nothing, all of the student that the stage trains. */
    private static List<Parameter> guided(InitialStudent student, StageBlock block, Needs needs) {
        Set<String> taps = new HashSet<>();
        needs.everywhere()
                .getStudentTaps()
                .forEach(tap -> taps.add(BlockPaths.resolve(student.network(), "student", tap.path())));
        Set<Parameter> tapped = new HashSet<>();
        BlockPaths.of(student.network()).forEach((path, part) -> {
            if (taps.contains(path)) {
                tapped.addAll(part.getParameters().values());
            }
        });
        tapped.retainAll(block.trained());
        Set<Parameter> wanted = tapped.isEmpty() ? block.trained() : tapped;
        return student.network().getParameters().values().stream()
                .filter(wanted::contains)
                .toList();
    }

    /** All that a stage trains that has nothing of the student to train. */
    private static List<Parameter> all(StageBlock block) {
        return block.getParameters().values().stream()
                .filter(parameter -> block.trained().contains(parameter) && !Blocks.isStatistic(parameter))
                .toList();
    }

    /** The L2 norm of the gradient of a weighted objective; the gradients are zero before and afterwards. */
    double norm(String name, Stage.Weighted weighted, StepData shown) {
        backward(name, weighted, shown);
        double squares = 0;
        for (Parameter parameter : guided) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                for (float value : gradient.toFloatArray()) {
                    squares += (double) value * value;
                }
                gradient.muli(0);
            }
        }
        if (!Double.isFinite(squares)) {
            throw new TrainingException("The gradient of \"" + name + "\" in the stage \"" + stage.getName()
                    + "\" is not a number, before anything is trained");
        }
        return Math.sqrt(squares);
    }

    /** With a forward pass of its own, since DJL drops the graph with the first backward pass. */
    private void backward(String name, Stage.Weighted weighted, StepData shown) {
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(shown.allImages());
            try (GradientCollector collector = EngineLocks.collector(manager.getEngine())) {
                NDList output = block.forward(new ParameterStore(scope, false), shown.images(), true);
                StepContext context = shown.drawing(shown.context(block, output), name);
                String who = "The objective \"" + name + "\" of the stage \"" + stage.getName() + "\"";
                NDArray loss = Losses.of(() -> who, weighted.objective(), context);
                NDArray sum = anchored(Scaling.times(loss, weighted.weight()));
                UserCall.run(() -> who + ", on the way back,", () -> collector.backward(sum));
            }
        }
    }

    /** Engines refuse a loss without a gradient; a number that is added and taken away again has one, which is zero. */
    private NDArray anchored(NDArray loss) {
        try (NDArray anchor = guided.get(0).getArray().sum()) {
            return loss.add(anchor).sub(anchor);
        }
    }
}
