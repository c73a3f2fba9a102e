package dev.understudy.internal.network;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StudentTap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.SampleCount;
import dev.understudy.internal.format.FiniteCheck;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.internal.text.UserCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows one empty image to both networks before any training, to know the shapes and that everything fits. */
public final class ShapeProbe implements AuxiliaryModule.Shapes {

    private final Map<String, Shape> students = new HashMap<>();
    private final Map<String, Shape> teachers = new HashMap<>();
    private final NDManager manager;
    private final Block network;
    private final @Nullable Teacher teacher;
    private final TrainingData trainingData;
    private @Nullable Shape teacherLogits;

    private ShapeProbe(NDManager manager, Block network, @Nullable Teacher teacher, TrainingData trainingData) {
        this.manager = manager;
        this.network = network;
        this.teacher = teacher;
        this.trainingData = trainingData;
    }

    public static ShapeProbe of(
            Model model, Block network, @Nullable Teacher teacher, Needs needs, TrainingData trainingData) {
        ShapeProbe probe = new ShapeProbe(model.getNDManager(), network, teacher, trainingData);
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList image = new NDList(scope.zeros(probe.getInput()));
            Shape own = needs.readsStudent() ? probe.student(scope, network, needs, image) : null;
            if (teacher != null && needs.readsTeacher()) {
                Shape other = probe.teacher(scope, teacher, needs, image);
                if (own != null && other != null && !own.equals(other)) {
                    throw new InputException("The teacher \"" + teacher.getName() + "\" puts out " + other.get(1)
                            + " classes, the student " + own.get(1));
                }
            }
        }
        return probe;
    }

    private @Nullable Shape student(NDManager scope, Block network, Needs needs, NDList image) {
        List<StudentTap> taps = new ArrayList<>(needs.getStudentTaps());
        List<String> paths = taps.stream()
                .map(tap -> BlockPaths.resolve(network, "student", tap.path()))
                .toList();
        ForwardPlan route = ForwardPlan.through(network, paths, needs.readsStudentLogits());
        NDList output = fitting("student", image, () -> route.run(new ParameterStore(scope, false), image, false));
        for (int i = 0; i < taps.size(); i++) {
            students.put(taps.get(i).path(), output.get(i).getShape());
        }
        return needs.readsStudentLogits() ? logits("student", output.get(taps.size())) : null;
    }

    private @Nullable Shape teacher(NDManager scope, Teacher teacher, Needs needs, NDList image) {
        Activations<TeacherTap> shown = fitting("teacher \"" + teacher.getName() + "\"", image, () -> {
            try (Teacher.View view = teacher.open(scope, needs.getTeacherTaps(), needs.readsTeacherLogits())) {
                return view.forward(image);
            }
        });
        for (TeacherTap tap : needs.getTeacherTaps()) {
            teachers.put(tap.path(), shown.get(tap).getShape());
        }
        if (needs.readsTeacherLogits()) {
            FiniteCheck.checkAnswers("The teacher \"" + teacher.getName() + "\"", shown.getLogits());
        }
        teacherLogits = needs.readsTeacherLogits() ? logits("teacher", shown.getLogits()) : null;
        return teacherLogits;
    }

    private static <T> T fitting(String whose, NDList image, Supplier<T> run) {
        return UserCall.<T>call(() -> "The network of the " + whose, () -> attempt(whose, image, run));
    }

    private static <T> T attempt(String whose, NDList image, Supplier<T> run) {
        try {
            return run.get();
        } catch (EngineException | IllegalArgumentException e) {
            throw new InputException(
                    "The " + whose + " cannot take images of shape "
                            + image.singletonOrThrow().getShape() + ": "
                            + ErrorLine.of(e) + UserCall.where(e),
                    e);
        }
    }

    private static Shape logits(String whose, NDArray output) {
        if (output.getShape().dimension() != 2) {
            throw new InputException(
                    "The " + whose + "'s output should be logits [batch, classes], it is " + output.getShape());
        }
        return output.getShape();
    }

    @Override
    public Shape at(StudentTap tap) {
        return known(students, tap.path());
    }

    @Override
    public Shape at(TeacherTap tap) {
        return known(teachers, tap.path());
    }

    @Override
    public Shape getInput() {
        return new Shape(1).addAll(trainingData.getInput());
    }

    @Override
    public long getClasses() {
        try (NDManager scope = manager.newSubManager()) {
            NDList image = new NDList(scope.zeros(getInput()));
            Shape shape = student(scope, network, Needs.nothing().withStudentLogits(), image);
            return Objects.requireNonNull(shape).get(1);
        }
    }

    @Override
    public long getSamples() {
        try {
            return SampleCount.of(trainingData, manager);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Teacher getTeacher() {
        if (teacher == null) {
            throw new InputException("An auxiliary module asks for the teacher, but the student learns alone");
        }
        return teacher;
    }

    /** The shape of the teacher's logits, which some stage reads. */
    public Shape teacherLogits() {
        return Objects.requireNonNull(teacherLogits, "no stage reads the teacher's logits");
    }

    private static Shape known(Map<String, Shape> shapes, String path) {
        Shape shape = shapes.get(path);
        if (shape == null) {
            throw new InputException("An auxiliary module asks for the shape at \"" + path
                    + "\", which its objective does not name among its needs; there are " + shapes.keySet());
        }
        return shape;
    }
}
