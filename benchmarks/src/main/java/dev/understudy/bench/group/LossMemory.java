package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchOptions;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.FreshJvm;
import dev.understudy.bench.ResidentMemory;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.DirectLoss;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.Norm;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The resident memory that a loss and its gradient take on top of the activations, each in a fresh JVM. */
public final class LossMemory {

    /** So many images are enough to load everything that the measured run needs. */
    private static final int WARM_BATCH = 2;

    /** Linux counts resident memory in strides, so that a peak may seem to lie below what was there before. */
    private static final double LEAST = 0.1;

    private LossMemory() {}

    static void measure(BenchRunner results, LossGroup.Case one) throws IOException {
        Double smaller = one.smaller();
        BenchOptions options = results.options();
        results.duel(
                new BenchRunner.Title(
                        one.name() + ", extra memory",
                        "MB",
                        "ours",
                        "direct way",
                        smaller == null ? null : Target.ratioAtLeast(smaller)),
                AlternatingRounds.of(
                        () -> FreshJvm.child(options, "loss", words("ours", one))[0],
                        () -> FreshJvm.child(options, "loss", words("direct", one))[0]));
    }

    private static String[] words(String way, LossGroup.Case one) {
        String shape =
                Arrays.stream(one.shape().getShape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
        return new String[] {way, one.form().name(), one.norm().name(), shape};
    }

    /** In the child: the way, the form, the norm and the shape. */
    public static String child(List<String> words) throws IOException {
        Correlation.Form form = Correlation.Form.valueOf(words.get(1));
        Norm norm = Norm.valueOf(words.get(2));
        Discrepancy loss = words.get(0).equals("ours")
                ? new Correlation(form, PaperNetworks.GUIDED, PaperNetworks.GUIDING, norm)
                : new DirectLoss(form, norm);
        long[] shape = Arrays.stream(words.get(3).split("x", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        try (NDManager owner = NDManager.newBaseManager(Device.cpu())) {
            LossWork work = new LossWork(loss, new Shape(shape), owner);
            shape[0] = WARM_BATCH;
            new LossWork(loss, new Shape(shape), owner).run();
            System.gc();
            ResidentMemory.resetPeak();
            double before = ResidentMemory.now();
            work.run();
            return Double.toString(Math.max(LEAST, ResidentMemory.peak() - before));
        }
    }
}
