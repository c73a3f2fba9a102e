package dev.understudy.bench.method;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Needs;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.Tap;
import dev.understudy.Teacher;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.TrainingProgress;
import dev.understudy.batch.StepRandom;
import dev.understudy.bench.step.BenchNetworks;
import dev.understudy.internal.network.ShapeProbe;
import dev.understudy.objective.Precomputed;
import dev.understudy.objective.logits.ClassDistances;
import dev.understudy.recipe.Recipe;
import dev.understudy.recipe.Task;
import dev.understudy.source.Sources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * All that a method reads of a batch: random activations of the shapes that a task's networks put out, in the order in
 * memory that they have in training, labels, the method's modules, and what it computes beforehand.
 */
final class MethodBatch implements AutoCloseable {

    /** Before any weight within a method falls. */
    private static final TrainingProgress EARLY = new TrainingProgress(0, 240, 0, 100);

    private static final long SEED = 0;
    private static final int IMAGES = 4;
    private static final double SMALL = 2;
    private static final double LARGE = 3;

    private final NDManager owner = NDManager.newBaseManager(Device.cpu());
    private final Teacher teacher;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Needs needs;
    private final MethodModules modules;
    private final int batch;
    private final int classes;

    /**
     * A batch of a method.
     *
     * @param method the method
     * @param task whose networks are looked at
     * @param batch samples
     * @param samples of the training set that the batch would be from
     */
    MethodBatch(Method method, Task task, int batch, long samples) {
        this.batch = batch;
        this.classes = task.classes();
        needs = Method.needs(method.objectives(task));
        teacher = BenchNetworks.teacher(task);
        AuxiliaryModule.Shapes shapes = new ProbedShapes(probe(method.recipe(), task), samples);
        modules = new MethodModules(needs, shapes, owner);
        needs.getStudentTaps().forEach(tap -> put("student " + tap, activation(tap, shapes.at(tap), 1), true));
        needs.getTeacherTaps().forEach(tap -> put("teacher " + tap, activation(tap, shapes.at(tap), 2), false));
        logits("", needs);
        needs.getViews().forEach(this::logits);
        for (Precomputed what : needs.getPrecomputed()) {
            put("precomputed " + what.name(), precomputed(what, shapes), false);
        }
        drawn(method, shapes);
        List<List<NDArray>> parameters = modules.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            for (NDArray parameter : parameters.get(i)) {
                arrays.put("module " + i + " " + arrays.size(), parameter);
            }
        }
    }

    private AuxiliaryModule.Shapes probe(Recipe recipe, Task task) {
        Model model = Model.newInstance("student", Device.cpu());
        owner.attachInternal("student", model);
        Block student = recipe.student(task).network().get();
        student.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1).addAll(task.input()));
        TrainingData none = TrainingData.of(task.input(), epoch -> {
            throw new IllegalStateException("No training is wanted here");
        });
        Sources sources = Sources.none().teacher(Sources.TEACHER, teacher);
        return ShapeProbe.of(model, student, Map.of(), sources, needs, none);
    }

    private void put(String name, NDArray array, boolean learned) {
        array.setRequiresGradient(learned);
        arrays.put(name, array);
    }

    private void logits(String view, Needs read) {
        Shape shape = new Shape(batch, classes);
        if (read.readsStudentLogits()) {
            put(logits("student", view), owner.create(Numbers.normal(shape, 3 + view.length(), SMALL), shape), true);
        }
        if (read.readsTeacherLogits()) {
            put(logits("teacher", view), owner.create(Numbers.normal(shape, 4 + view.length(), LARGE), shape), false);
        }
    }

    private static String logits(String whose, String view) {
        return (whose + " logits " + view).strip();
    }

    /** Behind a ReLU, but for what is tapped before one; features of which none is 0, as averages are. */
    private NDArray activation(Tap tap, Shape one, long network) {
        Shape shape = new Shape(batch).addAll(one.slice(1));
        float[] numbers = Numbers.normal(shape, network + arrays.size(), 1);
        if (shape.dimension() == 2) {
            Numbers.replace(numbers, Math::abs);
        } else if (!tap.path().endsWith("/norm")) {
            Numbers.replace(numbers, value -> Math.max(0, value));
        }
        NDArray made = owner.create(numbers, shape);
        return shape.dimension() == IMAGES ? channelsLast(made) : made;
    }

    /**
     * Maps as {@code [batch, height, width, channels]}, in this order in memory too, so that their gradients add up in the
     * order in which they come.
     */
    private NDArray channelsLast(NDArray maps) {
        NDArray turned = maps.transpose(0, 2, 3, 1);
        NDArray copy = turned.reshape(-1).reshape(turned.getShape());
        copy.attach(owner);
        return copy;
    }

    /** As methods see it, {@code [batch, channels, height, width]}. */
    private static NDArray shown(String name, NDArray array) {
        boolean maps =
                array.getShape().dimension() == IMAGES && (name.startsWith("student ") || name.startsWith("teacher "));
        return maps ? array.transpose(0, 3, 1, 2) : array.reshape(array.getShape());
    }

    /** What a method draws first from its random numbers, for Python to begin with. */
    private void drawn(Method method, AuxiliaryModule.Shapes shapes) {
        StepRandom random = StepRandom.of(SEED);
        if (method.name().equals("mgd")) {
            long channels = shapes.at(needs.getStudentTaps().iterator().next()).get(1);
            put("drawn", random.uniform(owner, new Shape(batch, channels, 1, 1)), false);
        } else if (method.name().equals("crd")) {
            int samples = Math.toIntExact(shapes.getSamples());
            long negatives = Math.round(samples * 16_384 / 50_000.0);
            NDArray places = random.integers(owner, samples - 1, new Shape(batch, negatives));
            put("drawn", places.toType(DataType.FLOAT32, false), false);
        }
    }

    private NDArray precomputed(Precomputed what, AuxiliaryModule.Shapes shapes) {
        if (what instanceof ClassDistances) {
            return owner.create(Numbers.distances(classes, 5), new Shape(classes, classes));
        }
        TeacherTap tap = needs.getTeacherTaps().iterator().next();
        Shape centers = new Shape(classes, shapes.at(tap).get(1));
        return owner.create(Numbers.normal(centers, 5, 1), centers);
    }

    /** What is done with an array. */
    @FunctionalInterface
    interface Use {

        /**
         * Takes it.
         *
         * @param name what it is
         * @param numbers as methods see them
         * @param learned whether it has a gradient
         */
        void array(String name, NDArray numbers, boolean learned);
    }

    /** Shows each array of numbers but the labels, in an order that is always the same. */
    void forEach(Use use) {
        arrays.forEach((name, array) -> {
            try (NDArray shown = shown(name, array)) {
                use.array(name, shown, array.hasGradient());
            }
        });
    }

    /** The true classes. */
    long[] labels() {
        return IntStream.range(0, batch).mapToLong(i -> (7L * i + 3) % classes).toArray();
    }

    /** The gradient with respect to all that the student puts out, as one row. */
    float[] gradient() {
        List<float[]> parts = new ArrayList<>();
        arrays.forEach((name, array) -> {
            if (name.startsWith("student ")) {
                try (NDArray gradient = array.getGradient();
                        NDArray row = shown(name, gradient).reshape(-1)) {
                    parts.add(row.toFloatArray());
                }
            }
        });
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int from = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, from, part.length);
            from += part.length;
        }
        return all;
    }

    /** What the method's objectives see in a step. */
    StepContext context(NDManager scope) {
        NDArray labels = scope.create(labels());
        StepContext context = context("", needs, labels, scope)
                .modules(modules)
                .progress(EARLY)
                .random(StepRandom.of(SEED));
        for (Map.Entry<String, Needs> view : needs.getViews().entrySet()) {
            context = context.view(view.getKey(), context(view.getKey(), view.getValue(), labels, scope));
        }
        for (Precomputed what : needs.getPrecomputed()) {
            context =
                    context.precomputed(what.name(), Objects.requireNonNull(arrays.get("precomputed " + what.name())));
        }
        long[] positions = IntStream.range(0, batch).asLongStream().toArray();
        return context.indices(() -> scope.create(positions));
    }

    private StepContext context(String view, Needs read, NDArray labels, NDManager scope) {
        Map<StudentTap, NDArray> students = new LinkedHashMap<>();
        read.getStudentTaps().forEach(tap -> students.put(tap, own("student " + tap, scope)));
        Map<TeacherTap, NDArray> teachers = new LinkedHashMap<>();
        read.getTeacherTaps().forEach(tap -> teachers.put(tap, own("teacher " + tap, scope)));
        return StepContext.of(
                new Activations<>(
                        "student", students, read.readsStudentLogits() ? own(logits("student", view), scope) : null),
                new Activations<>(
                        "teacher", teachers, read.readsTeacherLogits() ? own(logits("teacher", view), scope) : null),
                labels);
    }

    private NDArray own(String name, NDManager scope) {
        NDArray view = shown(name, Objects.requireNonNull(arrays.get(name), name));
        view.attach(scope);
        return view;
    }

    @Override
    public void close() {
        teacher.close();
        owner.close();
    }
}
