package theirs;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.util.Progress;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.batch.BatchTransform;
import dev.understudy.optimizer.ParameterInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Code as users write it, outside this project's packages, each with a mistake in it. */
@NullUnmarked
@SuppressWarnings({"DoNotCallSuggester", "InfiniteRecursion", "NarrowCalculation"})
public final class Broken {

    private Broken() {}

    public static NDArray bug(StepContext context) {
        throw new IllegalStateException("my own\nmistake");
    }

    public static boolean choice(ParameterInfo parameter) {
        throw new IllegalStateException("my own mistake");
    }

    public static NDArray noMessage(StepContext context) {
        throw new ArithmeticException();
    }

    public static NDArray nothing(StepContext context) {
        return null;
    }

    public static NDArray manyNumbers(StepContext context) {
        return context.getStudent().getLogits();
    }

    public static NDArray wholeNumber(StepContext context) {
        return context.getStudent().getLogits().argMax().toType(DataType.INT64, false);
    }

    public static NDArray wrongAxis(StepContext context) {
        return context.getStudent().getLogits().mean(new int[] {0, 1}).sum();
    }

    public static NDArray wrongShapes(StepContext context) {
        NDArray logits = context.getStudent().getLogits();
        return logits.matMul(logits.concat(logits)).mean();
    }

    public static NDArray closed(StepContext context) {
        NDArray mean = context.getStudent().getLogits().mean();
        mean.close();
        return mean.square();
    }

    public static NDArray endless(StepContext context) {
        return endless(context).neg();
    }

    public static NDArray missingClass(StepContext context) {
        throw new NoClassDefFoundError("theirs/Missing");
    }

    public static NDArray missingNative(StepContext context) {
        System.loadLibrary("theirs-missing");
        return context.getStudent().getLogits().mean();
    }

    public static NDArray spoilt(StepContext context) {
        return context.getStudent().getLogits().mean().add(Spoilt.NUMBER);
    }

    private static final class Spoilt {

        private static final int NUMBER = Integer.parseInt("two");
    }

    public static NDArray unknownModule(StepContext context) {
        return context.getModules()
                .forward("embedding", context.getStudent().getLogits())
                .mean();
    }

    public static NDArray noGradient(StepContext context) {
        return context.getStudent().getLogits().stopGradient().mean();
    }

    /** Changes in place what the backward pass needs. */
    public static NDArray inPlace(StepContext context) {
        NDArray logits = context.getStudent().getLogits().exp();
        NDArray loss = logits.mean();
        logits.muli(logits.stopGradient());
        return loss;
    }

    /** What it holds cannot be told. */
    public static BatchTransform transform() {
        return (batch, random) -> batch;
    }

    public static Objective needing(Needs needs) {
        return new Objective() {
            @Override
            public NDArray loss(StepContext context) {
                return context.getStudent().getLogits().mean();
            }

            @Override
            public Needs needs() {
                return needs == null ? null : needs.with((dev.understudy.StudentTap) null);
            }
        };
    }

    /** A part of a network that throws when it runs, from the call of a number on. */
    public static Block throwing(int from) {
        AtomicInteger calls = new AtomicInteger();
        return part(input -> {
            if (calls.incrementAndGet() >= from) {
                throw new IndexOutOfBoundsException("no such channel");
            }
            return input;
        });
    }

    public static Block part(UnaryOperator<NDArray> forward) {
        return new LambdaBlock(list -> new NDList(forward.apply(list.singletonOrThrow())), "part");
    }

    public static Block noNetwork() {
        return null;
    }

    public static Block networkThatCannotBeMade() {
        throw new IllegalArgumentException("units: wanted 1 or more");
    }

    public static double rate(dev.understudy.TrainingProgress progress) {
        return 1 / progress.epoch();
    }

    public static void watch(dev.understudy.Event event) {
        if (event instanceof dev.understudy.Event.StepDone) {
            throw new IllegalStateException("nobody looks");
        }
    }

    /** Throws when it is read. */
    public static Dataset data(Device device) {
        return new Dataset() {
            @Override
            public Iterable<Batch> getData(NDManager manager) {
                return () -> {
                    throw new NullPointerException("no file was opened");
                };
            }

            @Override
            public void prepare(@Nullable Progress progress) {}
        };
    }

    /** Gives batches without labels. */
    public static Dataset unlabelled(Dataset dataset) {
        return new Dataset() {
            @Override
            public Iterable<Batch> getData(NDManager manager) {
                NDList data = new NDList(manager.ones(new ai.djl.ndarray.types.Shape(2, 3, 8, 8)));
                return List.of(new Batch(manager, data, new NDList(), 2, null, null, 2, 2));
            }

            @Override
            public void prepare(@Nullable Progress progress) {}
        };
    }
}
