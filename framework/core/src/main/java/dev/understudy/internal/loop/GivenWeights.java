package dev.understudy.internal.loop;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.Distillation;
import dev.understudy.InitialWeights;
import dev.understudy.InputException;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.internal.format.Weights;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts weights from elsewhere into a student that was just made. */
final class GivenWeights {

    private GivenWeights() {}

    /**
     * Replaces first weights by those that a distillation gives.
     *
     * @param network the student, initialised
     * @param model owns its arrays
     * @param distillation says which
     * @param input the shape of the network's input, batch 1
     */
    static void into(Block network, Model model, Distillation distillation, Shape input) {
        for (InitialWeights given : distillation.getInitialWeights()) {
            Block block = given.getInto().isEmpty()
                    ? network
                    : Objects.requireNonNull(
                            BlockPaths.of(network).get(BlockPaths.resolve(network, "student", given.getInto())));
            Path file = given.getFile();
            if (file == null) {
                copy(teachers(distillation, given.getAfter()), block, model, given);
                continue;
            }
            try {
                Weights.load(block, model, file, given.getNames(), input);
            } catch (IOException e) {
                throw new InputException("Cannot read the initial weights of " + file + ": " + Reasons.of(e), e);
            }
        }
    }

    private static Block teachers(Distillation distillation, @Nullable TeacherTap after) {
        Teacher teacher = distillation.getTeacher();
        if (teacher == null) {
            throw new InputException(
                    "The student \"" + distillation.getStudent().name()
                            + "\" is to begin with weights of a teacher, but it learns alone");
        }
        return after == null ? teacher.getNetwork() : teacher.partAfter(after);
    }

    private static void copy(Block from, Block to, Model model, InitialWeights given) {
        List<String> theirs = shapes(from);
        List<String> ours = shapes(to);
        if (!theirs.equals(ours)) {
            List<String> missing = new ArrayList<>(ours);
            missing.removeAll(theirs);
            List<String> surplus = new ArrayList<>(theirs);
            surplus.removeAll(ours);
            throw new InputException("The initial weights \"" + given + "\" do not fit: the student also has " + missing
                    + ", the teacher also has " + surplus);
        }
        for (int i = 0; i < ours.size(); i++) {
            Parameter own = to.getParameters().valueAt(i);
            try (NDArray values = from.getParameters().valueAt(i).getArray().stopGradient()) {
                NDArray copy = values.toDevice(model.getNDManager().getDevice(), true);
                Weights.replace(own, copy, model.getNDManager());
            }
        }
    }

    private static List<String> shapes(Block block) {
        List<String> shapes = new ArrayList<>();
        for (Pair<String, Parameter> entry : block.getParameters()) {
            shapes.add(entry.getKey() + " " + entry.getValue().getArray().getShape());
        }
        return shapes;
    }
}
