package dev.understudy.bench.step;

import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.understudy.bench.group.LossWork;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Norm;
import java.io.IOException;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Ways that are compared give the same numbers, and a way that does not is found out. */
public class AgreementTest {

    @DataProvider
    public Object[][] losses() {
        return new Object[][] {
            {Correlation.Form.CHANNEL, Norm.SQUARED},
            {Correlation.Form.SPATIAL, Norm.SQUARED},
            {Correlation.Form.BOTH, Norm.SQUARED},
            {Correlation.Form.CHANNEL, Norm.EUCLIDEAN},
            {Correlation.Form.SPATIAL, Norm.EUCLIDEAN},
            {Correlation.Form.CHANNEL, Norm.ABSOLUTE},
            {Correlation.Form.BOTH, Norm.ABSOLUTE},
        };
    }

    @Test(dataProvider = "losses")
    public void theDirectWayHasOurValueAndGradient(Correlation.Form form, Norm norm) {
        try (NDManager owner = NDManager.newBaseManager()) {
            Shape shape = new Shape(3, 12, 2, 3);
            LossWork ours = new LossWork(
                    new Correlation(form, PaperNetworks.GUIDED, PaperNetworks.GUIDING, norm), shape, owner);
            LossWork direct = new LossWork(new DirectLoss(form, norm), shape, owner);
            Agreement.of("value", new float[] {ours.value()}, new float[] {direct.value()}, 1e-4);
            Agreement.of("gradient", ours.gradient(), direct.gradient(), 1e-3);
        }
    }

    @Test
    public void everyKindOfStepChangesTheSameInEveryWay() throws IOException {
        BenchSizes sizes = BenchSizes.of(true);
        for (Kind kind : Kind.values()) {
            try (OurSteps ours = new OurSteps(kind, sizes.task(sizes.full()));
                    Step plain = new PlainStep(kind, sizes.task(sizes.full()), sizes.batch());
                    Step bare = new BareStep(kind, sizes.task(sizes.full()), sizes.batch())) {
                Agreement.ofFirstStep(kind + " plain", ours, plain, sizes.batch());
                Agreement.ofFirstStep(kind + " bare", ours, bare, sizes.batch());
            }
        }
    }

    @Test
    public void anotherStepIsFoundOut() throws IOException {
        BenchSizes sizes = BenchSizes.of(true);
        try (OurSteps ours = new OurSteps(Kind.CHANNEL, sizes.task(sizes.full()));
                Step other = new PlainStep(Kind.KD, sizes.task(sizes.full()), sizes.batch())) {
            IllegalStateException e = expectThrows(
                    IllegalStateException.class, () -> Agreement.ofFirstStep("channel", ours, other, sizes.batch()));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith("channel: array "), message);
            assertTrue(message.contains("the two ways should give the same numbers"), message);
        }
    }

    @Test
    public void lengthsMustAgreeAndNumbersMustBeNumbers() {
        float[] two = {1, 2};
        assertThrows(IllegalStateException.class, () -> Agreement.of("x", two, new float[] {1}, 1));
        assertThrows(IllegalStateException.class, () -> Agreement.of("x", new float[] {1, Float.NaN}, two, 1));
        assertThrows(IllegalStateException.class, () -> Agreement.ofSteps("x", List.of(two), List.of(), List.of(two)));
        Agreement.of("x", new float[] {1, 2.001f}, two, 1e-3);
    }
}
