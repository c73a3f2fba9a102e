package dev.understudy.onnx;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Recognises blocks without weights by what they do. DJL makes activations and pools of lambdas that say nothing of
 * themselves; their names can be anybody's. So a block's numbers are measured, and it counts as known only where a block
 * of DJL with these numbers puts out the same, bit for bit, for what the network really shows it and for random numbers.
 */
final class LambdaParts {

    private static final float[] EXTREMES = {0, -0f, 1e-3f, -1e-3f, 3, -3, 6, 7, -20, 20, -100, 100};

    private final Block block;
    private final NDArray input;
    private final Shape output;

    private LambdaParts(Block block, NDArray input, NDArray output) {
        this.block = block;
        this.input = input;
        this.output = output.getShape();
    }

    /**
     * What a block does.
     *
     * @param block a block without parameters
     * @param input what the network shows it, of two images or more
     * @param output what it then puts out
     * @return empty where it is not known
     */
    static Optional<Formula> formula(Block block, NDArray input, NDArray output) {
        return new LambdaParts(block, input, output).formula();
    }

    private Optional<Formula> formula() {
        List<NDArray> probes = List.of(input, wild());
        List<NDArray> wanted = probes.stream().map(probe -> run(block, probe)).toList();
        return candidates().stream()
                .filter(known -> alike(known.block(), probes, wanted))
                .map(KnownPart::formula)
                .findFirst();
    }

    private List<KnownPart> candidates() {
        List<KnownPart> candidates = new ArrayList<>(ActivationParts.plain());
        if (output.equals(input.getShape())) {
            float slope = -at(-1);
            float floor = -at(-100);
            double gate = at(-16) / -16.0;
            candidates.add(ActivationParts.leaky(slope));
            candidates.add(ActivationParts.exponential(floor));
            candidates.add(ActivationParts.swish((float) (Math.log(gate / (1 - gate)) / -16)));
        }
        try {
            candidates.addAll(PoolParts.like(probe -> run(block, probe), input, output));
        } catch (EngineException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // Something that cannot take one channel is no pool.
            return candidates;
        }
        return candidates;
    }

    /** What it makes of a number that stands everywhere. */
    private float at(float value) {
        return run(block, input.getManager().full(input.getShape(), value)).toFloatArray()[0];
    }

    /** Numbers of both signs, small and large, in the shape of the input. */
    private NDArray wild() {
        Random random = new Random(1);
        float[] values = new float[(int) input.getShape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < EXTREMES.length ? EXTREMES[i] : (float) (4 * random.nextGaussian());
        }
        return input.getManager().create(values, input.getShape());
    }

    private static boolean alike(Block known, List<NDArray> probes, List<NDArray> wanted) {
        try {
            for (int i = 0; i < probes.size(); i++) {
                NDArray found = run(known, probes.get(i));
                if (!found.getShape().equals(wanted.get(i).getShape())
                        || !Arrays.equals(found.toFloatArray(), wanted.get(i).toFloatArray())) {
                    return false;
                }
            }
            return true;
        } catch (EngineException | IllegalArgumentException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static NDArray run(Block block, NDArray probe) {
        return block.forward(new ParameterStore(probe.getManager(), false), new NDList(probe), false)
                .singletonOrThrow();
    }
}
