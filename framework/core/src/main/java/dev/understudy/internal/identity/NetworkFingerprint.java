package dev.understudy.internal.identity;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.understudy.Student;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.text.UserCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A network as it is before any training: its structure, and what it answers to a fixed input with the first weights of a
 * fixed seed, on the CPU. What it answers is rounded to two digits of a few sums, so that another processor or number of
 * threads hardly ever changes it.
 *
 * @param structure its blocks with their settings
 * @param answers what it answers, in training and after it
 * @param code of the user's own blocks, and of lambdas in blocks
 */
public record NetworkFingerprint(String structure, String answers, CodeDigest code) {

    private static final int SEED = 1;
    private static final double[] SCALES = {0.5, 1, 4, 16};

    /**
     * Makes a network, asks it and frees it.
     *
     * @param network makes it
     * @param input the shape of one sample
     * @return what it is
     * @throws dev.understudy.InputException when it cannot take such an input
     */
    public static NetworkFingerprint of(Student network, Shape input) {
        return EngineLocks.take(() -> asked(network, input));
    }

    private static NetworkFingerprint asked(Student network, Shape input) {
        try (Model model = Model.newInstance(network.name(), Device.cpu())) {
            Block block = UserCall.<Block>made(() -> "The supplier of \"" + network.name() + "\"", network.network());
            Blocks.initialize(block, model.getNDManager(), Seeds.mix(SEED, 0), new Shape(1).addAll(input));
            NetworkDescription text = NetworkDescription.of(block);
            return new NetworkFingerprint(
                    Sha256.shortOf(text.text()),
                    asked(block, model.getNDManager(), input),
                    CodeDigest.of(text.classes()));
        }
    }

    /** A network that does not take any such batch is known by its structure alone; its training says why. */
    private static String asked(Block block, NDManager manager, Shape input) {
        List<String> answers = new ArrayList<>();
        for (boolean training : new boolean[] {true, false}) {
            try (NDManager scope = manager.newSubManager()) {
                Engine.getInstance().setRandomSeed(SEED);
                NDList output = block.forward(new ParameterStore(scope, false), samples(scope, input), training);
                for (NDArray array : output) {
                    answers.addAll(rounded(array));
                }
            } catch (RuntimeException e) {
                answers.add("none");
            }
        }
        return String.join(" ", answers);
    }

    private static NDList samples(NDManager manager, Shape input) {
        Random random = new Random(SEED);
        int each = Math.toIntExact(input.size());
        float[] values = new float[SCALES.length * each];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (SCALES[i / each] * random.nextGaussian());
        }
        return new NDList(manager.create(values, new Shape(SCALES.length).addAll(input)));
    }

    /** For each sample a random sum of its answers, as a share of what they could come to. */
    private static List<String> rounded(NDArray array) {
        Random random = new Random(SEED);
        float[] values = Fingerprints.floats(array);
        int each = Math.max(1, values.length / SCALES.length);
        List<String> all = new ArrayList<>();
        for (int begin = 0; begin + each <= values.length; begin += each) {
            double sum = 0;
            double most = 0;
            for (int i = begin; i < begin + each; i++) {
                sum += values[i] * random.nextGaussian();
                most += Math.abs(values[i]);
            }
            all.add(String.format(Locale.ROOT, "%.2f", most == 0 ? 0 : sum / most));
        }
        return all;
    }
}
