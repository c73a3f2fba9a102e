package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.ResidentMemory;
import dev.understudy.bench.Target;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.DirectLoss;
import dev.understudy.cli.run.Timer;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Norm;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Value and gradient of the correlation losses against the direct way, and the memory that each takes on top. */
public final class LossGroup implements BenchGroup {

    private static final double VALUE = 1e-3;
    private static final double GRADIENT = 1e-2;

    /** What the guided layer of the paper puts out: many more channels than locations. */
    private static final Shape MANY_CHANNELS = new Shape(128, 512, 4, 4);

    /** The same numbers the other way round: many more locations than channels. */
    private static final Shape MANY_LOCATIONS = new Shape(128, 16, 16, 32);

    /**
     * A loss at a shape.
     *
     * @param form between what
     * @param norm how the matrices are compared
     * @param shape the activations' shape
     * @param faster how many times faster than the direct way it is to be; null where both do the same
     * @param smaller how many times less memory it is to take; null where it is not measured
     */
    record Case(
            Correlation.Form form,
            Norm norm,
            Shape shape,
            @Nullable Double faster,
            @Nullable Double smaller) {

        String name() {
            return (form + " " + norm).toLowerCase(Locale.ROOT) + " " + shape;
        }

        Correlation ours() {
            return new Correlation(form, PaperNetworks.GUIDED, PaperNetworks.GUIDING, norm);
        }

        DirectLoss direct() {
            return new DirectLoss(form, norm);
        }
    }

    private static List<Case> cases(boolean quick) {
        Shape channels = quick ? new Shape(4, 16, 2, 2) : MANY_CHANNELS;
        Shape locations = quick ? new Shape(4, 4, 4, 4) : MANY_LOCATIONS;
        return List.of(
                new Case(Correlation.Form.CHANNEL, Norm.SQUARED, channels, 20.0, 50.0),
                new Case(Correlation.Form.SPATIAL, Norm.SQUARED, locations, 20.0, 50.0),
                new Case(Correlation.Form.SPATIAL, Norm.SQUARED, channels, null, null),
                new Case(Correlation.Form.BOTH, Norm.SQUARED, channels, 20.0, 50.0),
                new Case(Correlation.Form.CHANNEL, Norm.EUCLIDEAN, channels, 20.0, null),
                new Case(Correlation.Form.CHANNEL, Norm.ABSOLUTE, channels, 2.0, 10.0));
    }

    @Override
    public void run(BenchRunner results) throws IOException {
        boolean quick = results.options().quick();
        for (Case one : cases(quick)) {
            speed(results, one, BenchSizes.of(quick).fill());
        }
        if (!ResidentMemory.isTold()) {
            results.leaveOut("the losses' memory", ResidentMemory.reason());
            return;
        }
        List<Case> measured =
                cases(quick).stream().filter(one -> one.smaller() != null).toList();
        for (Case one : quick ? measured.subList(0, 1) : measured) {
            LossMemory.measure(results, one);
        }
    }

    private static void speed(BenchRunner results, Case one, double fill) throws IOException {
        Double faster = one.faster();
        try (NDManager owner = NDManager.newBaseManager(Device.cpu())) {
            LossWork ours = new LossWork(one.ours(), one.shape(), owner);
            LossWork direct = new LossWork(one.direct(), one.shape(), owner);
            String name = "losses, " + one.name();
            Agreement.of(name + ", value", new float[] {ours.value()}, new float[] {direct.value()}, VALUE);
            Agreement.of(name + ", gradient", ours.gradient(), direct.gradient(), GRADIENT);
            results.duel(
                    new BenchRunner.Title(
                            one.name(),
                            "ms",
                            "ours",
                            "direct way",
                            faster == null ? null : Target.ratioAtLeast(faster)),
                    AlternatingRounds.of(() -> Timer.perCall(fill, ours), () -> Timer.perCall(fill, direct)));
        }
    }
}
