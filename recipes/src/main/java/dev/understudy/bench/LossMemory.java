package dev.understudy.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Comparison;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Norm;
import dev.understudy.report.Target;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The resident memory that a loss and its gradient take on top of the activations, each in a fresh JVM. */
final class LossMemory {

    /** So many pictures are enough to load everything that the measured run needs. */
    private static final int WARM_BATCH = 2;

    /** Linux counts resident memory in strides, so that a peak may seem to lie below what was there before. */
    private static final double LEAST = 0.1;

    private LossMemory() {}

    static void measure(Board board, LossGroup.Case one) throws IOException {
        Double smaller = one.smaller();
        BenchOptions options = board.options();
        board.duel(
                new Board.Title(
                        one.name() + ", extra memory",
                        "MB",
                        "ours",
                        "direct way",
                        smaller == null ? null : Target.ratioAtLeast(smaller)),
                Turns.of(
                        () -> Jvm.child(options, "loss", words("ours", one))[0],
                        () -> Jvm.child(options, "loss", words("direct", one))[0]));
    }

    private static String[] words(String way, LossGroup.Case one) {
        String shape =
                Arrays.stream(one.shape().getShape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
        return new String[] {way, one.form().name(), one.norm().name(), shape};
    }

    /** In the child: the way, the form, the norm and the shape. */
    static String child(List<String> words) throws IOException {
        Correlation.Form form = Correlation.Form.valueOf(words.get(1));
        Norm norm = Norm.valueOf(words.get(2));
        Comparison loss = words.get(0).equals("ours")
                ? new Correlation(form, PaperNetworks.GUIDED, PaperNetworks.GUIDING, norm)
                : new DirectLoss(form, norm);
        long[] shape = Arrays.stream(words.get(3).split("x", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        try (NDManager owner = NDManager.newBaseManager()) {
            LossWork work = new LossWork(loss, new Shape(shape), owner);
            shape[0] = WARM_BATCH;
            new LossWork(loss, new Shape(shape), owner).run();
            System.gc();
            Resident.resetPeak();
            double before = Resident.now();
            work.run();
            return Double.toString(Math.max(LEAST, Resident.peak() - before));
        }
    }
}
