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
import dev.understudy.Tap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.SampleCount;
import dev.understudy.internal.format.FiniteCheck;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.internal.text.UserCall;
import dev.understudy.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows one empty image to both networks before any training, to know the shapes and that everything fits. */
public final class ShapeProbe implements AuxiliaryModule.Shapes {

    private final Map<String, Shape> students = new HashMap<>();
    private final Map<String, Map<String, Shape>> sources = new HashMap<>();
    private final Map<String, Shape> logits = new HashMap<>();
    private final NDManager manager;
    private final Block network;
    private final Sources given;
    private final TrainingData trainingData;
    private final SampleCount samples;

    /** Looked up when first asked for, then remembered; 0 before. */
    private volatile long classes;

    private ShapeProbe(NDManager manager, Block network, Sources given, TrainingData trainingData) {
        this.manager = manager;
        this.network = network;
        this.given = given;
        this.trainingData = trainingData;
        this.samples = new SampleCount(trainingData, manager);
    }

    public static ShapeProbe of(
            Model model,
            Block network,
            Map<String, Block> peers,
            Sources sources,
            Needs needs,
            TrainingData trainingData) {
        ShapeProbe probe = new ShapeProbe(model.getNDManager(), network, sources, trainingData);
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList image = new NDList(scope.zeros(probe.getInput()));
            Needs ofStudent = needs.ofStudent();
            Shape own = ofStudent.readsStudent() ? probe.student(scope, network, ofStudent, image) : null;
            for (Map.Entry<String, Block> peer : peers.entrySet()) {
                probe.peer(scope, peer.getKey(), peer.getValue(), needs, image);
                checkClasses(own, probe.logits.get(peer.getKey()), "peer \"" + peer.getKey() + "\"");
            }
            for (String name : needs.getSources()) {
                if (sources.getAverages().containsKey(name)) {
                    probe.average(scope, name, needs, image);
                }
                Teacher teacher = sources.getTeachers().get(name);
                if (teacher != null) {
                    probe.teacher(scope, name, teacher, needs, image);
                    checkClasses(own, probe.logits.get(name), "teacher \"" + teacher.getName() + "\"");
                }
            }
        }
        return probe;
    }

    private @Nullable Shape student(NDManager scope, Block network, Needs needs, NDList image) {
        Shown shown = run(scope, "student", network, needs.getStudentTaps(), needs.readsStudentLogits(), image);
        students.putAll(shown.taps);
        return shown.logits;
    }

    /** The average of a student is of its shapes. */
    private void average(NDManager scope, String name, Needs needs, NDList image) {
        put(name, run(scope, "student", network, needs.getTaps(name), needs.readsLogits(name), image));
    }

    private void peer(NDManager scope, String name, Block peer, Needs needs, NDList image) {
        Needs read = needs.ofPeer(name);
        if (read.readsStudent()) {
            String whose = "peer \"" + name + "\"";
            put(name, run(scope, whose, peer, read.getStudentTaps(), read.readsStudentLogits(), image));
        }
    }

    private void put(String name, Shown shown) {
        sources.put(name, shown.taps);
        if (shown.logits != null) {
            logits.put(name, shown.logits);
        }
    }

    /** The shapes of what one of our own networks puts out. */
    private record Shown(Map<String, Shape> taps, @Nullable Shape logits) {}

    private static Shown run(
            NDManager scope, String whose, Block network, Set<? extends Tap> taps, boolean logits, NDList image) {
        List<String> names = taps.stream().map(Tap::path).toList();
        List<String> paths = names.stream()
                .map(path -> BlockPaths.resolve(network, whose, path))
                .toList();
        ForwardPlan plan = ForwardPlan.through(network, paths, logits);
        NDList output = fitting(whose, image, () -> plan.run(new ParameterStore(scope, false), image, false));
        Map<String, Shape> shapes = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            shapes.put(names.get(i), output.get(i).getShape());
        }
        return new Shown(shapes, logits ? checkedLogits(whose, output.get(names.size())) : null);
    }

    private static void checkClasses(@Nullable Shape own, @Nullable Shape other, String whose) {
        if (own != null && other != null && !own.equals(other)) {
            throw new InputException(
                    "The " + whose + " puts out " + other.get(1) + " classes, the student " + own.get(1));
        }
    }

    private void teacher(NDManager scope, String name, Teacher teacher, Needs needs, NDList image) {
        Set<TeacherTap> taps = needs.getTaps(name);
        boolean all = needs.readsLogits(name);
        Activations<TeacherTap> shown = fitting("teacher \"" + teacher.getName() + "\"", image, () -> {
            try (Teacher.View view = teacher.open(scope, taps, all)) {
                return view.forward(image);
            }
        });
        Map<String, Shape> shapes = new HashMap<>();
        taps.forEach(tap -> shapes.put(tap.path(), shown.get(tap).getShape()));
        sources.put(name, shapes);
        if (all) {
            FiniteCheck.checkAnswers("The teacher \"" + teacher.getName() + "\"", shown.getLogits());
            logits.put(name, checkedLogits("teacher", shown.getLogits()));
        }
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

    private static Shape checkedLogits(String whose, NDArray output) {
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
    public Shape at(String source, TeacherTap tap) {
        return known(sources.getOrDefault(source, Map.of()), tap.path());
    }

    @Override
    public Shape getInput() {
        return new Shape(1).addAll(trainingData.getInput());
    }

    @Override
    public long getClasses() {
        if (classes == 0) {
            classes = foundClasses();
        }
        return classes;
    }

    private long foundClasses() {
        try (NDManager scope = manager.newSubManager()) {
            NDList image = new NDList(scope.zeros(getInput()));
            Shape shape = student(scope, network, Needs.nothing().withStudentLogits(), image);
            return Objects.requireNonNull(shape).get(1);
        }
    }

    @Override
    public long getSamples() {
        try {
            return samples.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Teacher getTeacher(String source) {
        Teacher teacher = given.getTeachers().get(source);
        if (teacher == null) {
            throw new InputException(
                    given.getTeachers().isEmpty()
                            ? "An auxiliary module asks for the teacher, but the student learns alone"
                            : "An auxiliary module asks for the teacher \"" + source + "\"; there are "
                                    + given.getTeachers().keySet());
        }
        return teacher;
    }

    /** The shape of a source's logits, which some stage reads. */
    public Shape logits(String source) {
        return Objects.requireNonNull(logits.get(source), "no stage reads these logits");
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
