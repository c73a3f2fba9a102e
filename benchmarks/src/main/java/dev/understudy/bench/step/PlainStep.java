package dev.understudy.bench.step;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Scaling;
import dev.understudy.objective.logits.SoftTargets;
import dev.understudy.recipe.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A training step as a DJL user would write it by hand, from DJL's own parts: an {@link ArrayDataset}, a
 * {@link Trainer}, DJL's SGD, the whole teacher run in inference mode, and losses written as the formulas stand.
 */
public final class PlainStep implements Step {

    private final Kind kind;
    private final Model model = Model.newInstance("student", Device.cpu());
    private final SequentialBlock student;
    private final SequentialBlock teacher;
    private final Trainer trainer;
    private final ArrayDataset dataset;
    private final Loss classLoss = Loss.softmaxCrossEntropyLoss();

    public PlainStep(Kind kind, Task task, int batch) {
        this.kind = kind;
        NDManager manager = model.getNDManager();
        student = tapped(BenchNetworks.student(task, manager));
        teacher = tapped(BenchNetworks.teacher(task, manager));
        model.setBlock(student);
        trainer = model.newTrainer(new DefaultTrainingConfig(classLoss)
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(Kind.RATE))
                        .optMomentum(Kind.MOMENTUM)
                        .optWeightDecays(Kind.DECAY)
                        .build()));
        ExampleBatch examples = ExampleBatch.planes(task, batch, manager);
        dataset = new ArrayDataset.Builder()
                .setData(examples.data())
                .optLabels(examples.labels())
                .setSampling(batch, false)
                .build();
    }

    @Override
    public void run() {
        try {
            for (Batch batch : trainer.iterateDataset(dataset)) {
                try (batch) {
                    step(batch);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }

    private void step(Batch batch) {
        NDList taught = kind.taught()
                ? teacher.forward(new ParameterStore(batch.getManager(), false), batch.getData(), false)
                : new NDList();
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDList output = trainer.forward(batch.getData());
            collector.backward(loss(output, taught, batch.getLabels()));
        }
        trainer.step();
    }

    private NDArray loss(NDList output, NDList taught, NDList labels) {
        NDArray logits = output.get(output.size() - 1);
        NDArray sum = Scaling.times(classLoss.evaluate(labels, new NDList(logits)), kind.labels);
        if (kind.soft > 0) {
            NDArray soft = new SoftTargets(Kind.TEMPERATURE).distance(logits, taught.get(taught.size() - 1));
            sum = sum.add(Scaling.times(soft, kind.soft));
        }
        Correlation knowledge = kind.knowledge();
        if (knowledge != null) {
            NDArray guided = output.get(place(student, knowledge.student().path()));
            NDArray guiding = taught.get(place(teacher, knowledge.teacher().path()));
            sum = sum.add(new DirectLoss(knowledge.form(), knowledge.norm()).distance(guided, guiding));
        }
        return sum;
    }

    @Override
    public List<float[]> weights() {
        return BenchNetworks.weights(student);
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }

    /** A sequence that puts out what each of its parts does: DJL's own way to look inside. */
    private static SequentialBlock tapped(Block block) {
        SequentialBlock sequence = (SequentialBlock) block;
        sequence.setReturnIntermediate(true);
        return sequence;
    }

    /** Which part of a sequence has a name; DJL puts two digits before it. */
    private static int place(SequentialBlock sequence, String name) {
        List<String> parts = sequence.getChildren().keys();
        return parts.stream().map(part -> part.substring(2)).toList().indexOf(name);
    }
}
