package dev.understudy.onnx;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;
import dev.understudy.internal.gradient.OutsideAutograd;
import java.util.List;
import java.util.Map;

/** DJL's operations without weights whose formula is known, those with sizes left out ({@link PoolParts}). */
@OutsideAutograd
final class ActivationParts {

    private static final double LN_2 = Math.log(2);

    private ActivationParts() {}

    /** Those without numbers of their own. */
    static List<KnownPart> plain() {
        return List.of(
                new KnownPart(Blocks.identityBlock(), Formula.nothing()),
                new KnownPart(Activation.reluBlock(), Formula.of("Relu")),
                new KnownPart(Activation.relu6Block(), new Formula("relu6", ActivationParts::relu6)),
                new KnownPart(Activation.sigmoidBlock(), Formula.of("Sigmoid")),
                new KnownPart(Activation.tanhBlock(), Formula.of("Tanh")),
                new KnownPart(Activation.softPlusBlock(), Formula.of("Softplus")),
                new KnownPart(Activation.softSignBlock(), Formula.of("Softsign")),
                new KnownPart(Activation.seluBlock(), Formula.of("Selu")),
                new KnownPart(Activation.geluBlock(), new Formula("gelu", ActivationParts::gelu)),
                new KnownPart(Activation.mishBlock(), new Formula("mish", ActivationParts::mish)),
                new KnownPart(Blocks.batchFlattenBlock(), Formula.of("Flatten")),
                new KnownPart(firstToken(), new Formula("first token", ActivationParts::firstToken)),
                new KnownPart(Pool.globalAvgPool2dBlock(), global("GlobalAveragePool")),
                new KnownPart(Pool.globalMaxPool2dBlock(), global("GlobalMaxPool")));
    }

    /** {@code [batch, tokens, width]} to {@code [batch, width]}. */
    private static Block firstToken() {
        return LambdaBlock.singleton(tokens -> tokens.get(new NDIndex(":, 0")));
    }

    private static String firstToken(OnnxGraph graph, String name, String input) {
        String first = graph.integer(name + ".place", 0);
        return graph.node(name, "Gather", List.of(input, first), Map.of("axis", 1L));
    }

    /** {@code x} above 0, {@code slope x} below. */
    static KnownPart leaky(float slope) {
        return new KnownPart(
                Activation.leakyReluBlock(slope), Formula.of("leaky " + slope, "LeakyRelu", Map.of("alpha", slope)));
    }

    /** {@code x} above 0, {@code floor (e^x - 1)} below. */
    static KnownPart exponential(float floor) {
        return new KnownPart(Activation.eluBlock(floor), Formula.of("elu " + floor, "Elu", Map.of("alpha", floor)));
    }

    /** {@code x sigmoid(beta x)}. */
    static KnownPart swish(float beta) {
        return new KnownPart(Activation.swishBlock(beta), new Formula("swish " + beta, (graph, name, input) -> {
            String factor = graph.constant(name + ".beta", beta);
            String scaled = graph.node(name + "/scaled", "Mul", List.of(input, factor), Map.of());
            String gate = graph.node(name + "/gate", "Sigmoid", List.of(scaled), Map.of());
            return graph.node(name, "Mul", List.of(input, gate), Map.of());
        }));
    }

    private static String relu6(OnnxGraph graph, String name, String input) {
        String least = graph.constant(name + ".least", 0);
        String most = graph.constant(name + ".most", 6);
        return graph.node(name, "Clip", List.of(input, least, most), Map.of());
    }

    /** {@code x / 2 (1 + erf(x / sqrt(2)))}. */
    private static String gelu(OnnxGraph graph, String name, String input) {
        String root = graph.constant(name + ".root", Math.sqrt(2));
        String scaled = graph.node(name + "/scaled", "Div", List.of(input, root), Map.of());
        String error = graph.node(name + "/erf", "Erf", List.of(scaled), Map.of());
        String shifted =
                graph.node(name + "/shifted", "Add", List.of(error, graph.constant(name + ".one", 1)), Map.of());
        String half = graph.node(name + "/half", "Mul", List.of(input, graph.constant(name + ".half", 0.5)), Map.of());
        return graph.node(name, "Mul", List.of(half, shifted), Map.of());
    }

    /** {@code x tanh(log2(1 + e^x))}: DJL takes the logarithm to base 2, others the natural one. */
    private static String mish(OnnxGraph graph, String name, String input) {
        String natural = graph.node(name + "/softplus", "Softplus", List.of(input), Map.of());
        String base = graph.constant(name + ".base", LN_2);
        String binary = graph.node(name + "/log2", "Div", List.of(natural, base), Map.of());
        String gate = graph.node(name + "/gate", "Tanh", List.of(binary), Map.of());
        return graph.node(name, "Mul", List.of(input, gate), Map.of());
    }

    /** DJL drops height and width after such a pool, ONNX keeps them as 1. */
    private static Formula global(String operator) {
        return new Formula(operator, (graph, name, input) -> {
            String pooled = graph.node(name + "/pooled", operator, List.of(input), Map.of());
            return graph.node(name, "Flatten", List.of(pooled), Map.of());
        });
    }
}
