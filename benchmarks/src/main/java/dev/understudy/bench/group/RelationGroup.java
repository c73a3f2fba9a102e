package dev.understudy.bench.group;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.bench.AlternatingRounds;
import dev.understudy.bench.BenchGroup;
import dev.understudy.bench.BenchRunner;
import dev.understudy.bench.step.Agreement;
import dev.understudy.bench.step.BenchSizes;
import dev.understudy.bench.step.DirectRelation;
import dev.understudy.cli.run.Timer;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Discrepancy;
import dev.understudy.objective.relations.Ickd;
import dev.understudy.objective.relations.Nst;
import dev.understudy.objective.relations.Rkd;
import dev.understudy.objective.relations.SimilarityPreserving;
import java.io.IOException;
import java.util.List;

/** Value and gradient of methods of relations against the direct way. */
public final class RelationGroup implements BenchGroup {

    private static final double VALUE = 1e-3;
    private static final double GRADIENT = 1e-2;

    /**
     * A method at a shape.
     *
     * @param name which
     * @param ours as it is here
     * @param direct as it is published
     * @param shape the activations' shape
     */
    private record Case(String name, Discrepancy ours, Discrepancy direct, Shape shape) {}

    private static List<Case> cases(boolean quick) {
        Discrepancy similarity = new SimilarityPreserving(PaperNetworks.GUIDED, PaperNetworks.GUIDING);
        Discrepancy relational = Rkd.of(PaperNetworks.GUIDED, PaperNetworks.GUIDING);
        Discrepancy selectivity = new Nst(PaperNetworks.GUIDED, PaperNetworks.GUIDING);
        Discrepancy channels = new Ickd(PaperNetworks.GUIDED, PaperNetworks.GUIDING, Ickd.Form.PUBLISHED)::distance;
        Shape maps = quick ? new Shape(4, 16, 2, 2) : new Shape(128, 512, 4, 4);
        return List.of(
                new Case("sp", similarity, DirectRelation.SIMILARITY, maps),
                new Case("rkd", relational, DirectRelation.RKD, quick ? new Shape(5, 8) : new Shape(64, 512)),
                new Case("rkd", relational, DirectRelation.RKD, quick ? new Shape(6, 8) : new Shape(128, 512)),
                new Case("nst", selectivity, DirectRelation.NST, quick ? maps : new Shape(32, 256, 4, 4)),
                new Case("ickd", channels, DirectRelation.ICKD, maps));
    }

    @Override
    public void run(BenchRunner results) throws IOException {
        boolean quick = results.options().quick();
        for (Case one : cases(quick)) {
            speed(results, one, BenchSizes.of(quick).fill());
        }
    }

    private static void speed(BenchRunner results, Case one, double fill) throws IOException {
        try (NDManager owner = NDManager.newBaseManager(Device.cpu())) {
            LossWork ours = new LossWork(one.ours, one.shape, owner);
            LossWork direct = new LossWork(one.direct, one.shape, owner);
            String name = one.name + " " + one.shape;
            Agreement.of(name + ", value", new float[] {ours.value()}, new float[] {direct.value()}, VALUE);
            Agreement.of(name + ", gradient", ours.gradient(), direct.gradient(), GRADIENT);
            results.duel(
                    new BenchRunner.Title(name, "ms", "ours", "direct way", null),
                    AlternatingRounds.of(() -> Timer.perCall(fill, ours), () -> Timer.perCall(fill, direct)));
        }
    }
}
