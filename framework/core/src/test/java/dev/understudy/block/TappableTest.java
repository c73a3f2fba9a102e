package dev.understudy.block;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.InputException;
import dev.understudy.Refusal;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.ForwardPlan;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Values within a block can be tapped, and nothing runs or is trained past the deepest. */
public final class TappableTest {

    private static final float CLOSE = 1e-6f;

    private NDManager manager = NDManager.newBaseManager();

    @BeforeMethod
    public void open() {
        manager.close();
        manager = NDManager.newBaseManager();
    }

    @AfterMethod
    public void close() {
        manager.close();
    }

    private Layers network() {
        Layers network = new Layers().add("attention", new SelfAttention(6, 2)).add("second", new SelfAttention(6, 3));
        Blocks.initialize(network, manager, 5, new Shape(1, 4, 6));
        return network;
    }

    private NDArray tokens() {
        return manager.arange(48f).reshape(2, 4, 6).sin();
    }

    private NDList run(ForwardPlan plan) {
        return plan.run(new ParameterStore(manager, false), new NDList(tokens()), true);
    }

    @Test
    public void whatABlockShowsHasPaths() {
        assertEquals(
                List.copyOf(BlockPaths.of(network()).keySet()).subList(0, 5),
                List.of(
                        "01attention/query",
                        "01attention/key",
                        "01attention/value",
                        "01attention/weights",
                        "01attention"));
        assertEquals(BlockPaths.resolve(network(), "student", "second/key"), "02second/key");
    }

    @Test
    public void aValueIsPutOutAndTheOutputStaysTheSame() {
        Layers network = network();
        NDList both = run(ForwardPlan.through(network, List.of("01attention/weights", "02second/value"), true));
        assertEquals(both.get(0).getShape(), new Shape(2, 2, 4, 4));
        assertEquals(both.get(1).getShape(), new Shape(2, 3, 4, 2));
        // Each token's attention sums to one.
        assertEquals(both.get(0).sum(new int[] {3}).min().getFloat(), 1f, CLOSE);
        NDArray plain = run(ForwardPlan.through(network, List.of(), true)).singletonOrThrow();
        assertEquals(both.get(2).toFloatArray(), plain.toFloatArray());
    }

    @Test
    public void nothingPastTheDeepestValueIsReached() {
        Layers network = network();
        ForwardPlan plan = ForwardPlan.through(network, List.of("01attention/weights"), false);
        Set<String> reached = plan.parameters().stream()
                .map(parameter -> name(network, parameter))
                .collect(Collectors.toSet());
        assertEquals(reached, Set.of("01attention_01qkv_weight", "01attention_01qkv_bias"));
        assertEquals(run(plan).size(), 1);
        ForwardPlan deeper = ForwardPlan.through(network, List.of("02second/key"), false);
        assertTrue(deeper.parameters().containsAll(plan.parameters()));
        assertFalse(deeper.parameters().stream()
                .anyMatch(each -> name(network, each).contains("02second_02proj")));
    }

    private static String name(Layers network, Parameter parameter) {
        return network.getParameters().stream()
                .filter(entry -> entry.getValue().equals(parameter))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    @Test
    public void attentionOfOneHeadByHand() {
        // Width 1: q = k = v = x with weights 1 and biases 0; two tokens 0 and ln 3.
        // Scores of the second token: 0 and (ln 3)^2 = 1.2069489608; its attention to itself: 1 / (1 +
        // exp(-1.20694896)).
        SelfAttention attention = new SelfAttention(1, 1);
        Blocks.initialize(attention, manager, 0, new Shape(1, 2, 1));
        attention.getParameters().forEach(entry -> entry.getValue()
                .getArray()
                .set(new float[(int) entry.getValue().getArray().size()]));
        attention.getParameters().forEach(entry -> {
            if (entry.getKey().endsWith("weight")) {
                NDArray array = entry.getValue().getArray();
                float[] ones = new float[(int) array.size()];
                java.util.Arrays.fill(ones, 1);
                array.set(ones);
            }
        });
        NDArray tokens = manager.create(new float[] {0, (float) Math.log(3)}, new Shape(1, 2, 1));
        float[] output = attention
                .forward(new ParameterStore(manager, false), new NDList(tokens), false)
                .singletonOrThrow()
                .toFloatArray();
        double own = 1 / (1 + Math.exp(-Math.log(3) * Math.log(3)));
        assertEquals(output[0], (float) (0.5 * Math.log(3)), CLOSE);
        assertEquals(output[1], (float) (own * Math.log(3)), CLOSE);
        assertEquals(
                Refusal.of(() -> new SelfAttention(6, 4)),
                "Attention needs heads that divide the width; got 4 heads for a width of 6");
        assertTrue(
                Refusal.of(() -> BlockPaths.resolve(network(), "student", "attention/none"))
                        .contains("attention/weights"),
                InputException.class.getName());
    }
}
