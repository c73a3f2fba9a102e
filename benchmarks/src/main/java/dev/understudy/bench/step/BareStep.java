package dev.understudy.bench.step;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import dev.understudy.Needs;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of our step and nothing else: DJL's operators called by hand on arrays that are in place, without
 * blocks, trainer, data set or events. It uses the same losses as we do and stops the teacher where we stop it.
 */
public final class BareStep implements Step {

    private final Kind kind;
    private final Needs needs;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final BareNetwork student;
    private final BareNetwork teacher;
    private final ExampleBatch examples;
    private final List<NDArray> velocities = new ArrayList<>();
    private final NDArray momentum = manager.full(new Shape(1), Kind.MOMENTUM);
    private final NDArray decay = manager.full(new Shape(1), Kind.DECAY);

    public BareStep(Kind kind, Task task, int batch) {
        this.kind = kind;
        this.needs = kind.needs();
        try (Model model = Model.newInstance("bare", Device.cpu())) {
            Block learning = BenchNetworks.student(task, model.getNDManager());
            Block teaching = BenchNetworks.teacher(task, model.getNDManager());
            student = BareNetwork.student(learning, manager);
            teacher = BareNetwork.teacher(teaching, manager);
        }
        examples = ExampleBatch.pixels(task, batch, manager);
        student.trained().forEach(weight -> velocities.add(manager.zeros(weight.getShape())));
    }

    @Override
    public void run() {
        try (NDManager scope = manager.newSubManager()) {
            ExampleBatch batch = examples.on(scope);
            NDList taught = needs.readsTeacher()
                    ? teacher.forward(batch.data(), false, guiding(), needs.readsTeacherLogits())
                    : new NDList();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDList output = student.forward(batch.data(), true, guided(), true);
                collector.backward(loss(output, taught, batch.labels()));
            }
            update();
        }
    }

    private NDArray loss(NDList output, NDList taught, NDArray labels) {
        NDArray logits = output.get(output.size() - 1);
        NDArray sum = Scaling.times(new CrossEntropy().distance(logits, labels), kind.labels);
        if (kind.soft > 0) {
            NDArray soft = new SoftTargets(Kind.TEMPERATURE).distance(logits, taught.get(0));
            sum = sum.add(Scaling.times(soft, kind.soft));
        }
        Correlation knowledge = kind.knowledge();
        if (knowledge != null) {
            sum = sum.add(knowledge.distance(output.get(0), taught.get(0)));
        }
        return sum;
    }

    /** Momentum, weight decay, and the weight moved along: v = m v + g + d w, w = w - r v, and the gradient back to 0. */
    private void update() {
        for (int i = 0; i < velocities.size(); i++) {
            NDArray weight = student.trained().get(i);
            NDArray velocity = velocities.get(i);
            try (NDArray gradient = weight.getGradient();
                    NDArray values = weight.stopGradient();
                    NDArray decayed = values.mul(decay)) {
                velocity.muli(momentum).addi(gradient).addi(decayed);
            }
            weight.getNDArrayInternal()
                    .sgdUpdate(new NDList(weight, velocity), new NDList(weight), Kind.RATE, 0, 1, -1, 0, false);
        }
    }

    private @Nullable String guided() {
        Correlation knowledge = kind.knowledge();
        return knowledge == null ? null : knowledge.student().path();
    }

    private @Nullable String guiding() {
        Correlation knowledge = kind.knowledge();
        return knowledge == null ? null : knowledge.teacher().path();
    }

    @Override
    public List<float[]> weights() {
        return student.weights();
    }

    @Override
    public void close() {
        manager.close();
    }
}
