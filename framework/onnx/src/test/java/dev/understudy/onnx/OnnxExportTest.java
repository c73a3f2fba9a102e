package dev.understudy.onnx;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.understudy.Refusal;
import dev.understudy.block.ChannelRange;
import dev.understudy.block.ChannelShuffle;
import dev.understudy.block.Concatenation;
import dev.understudy.block.Layers;
import dev.understudy.block.SelfGuided;
import dev.understudy.onnx.internal.OnnxSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OnnxExportTest {

    private static final Shape INPUT = ExportedNetworks.INPUT;

    @Test
    public void pyTorchStaysTheEngineOfEverythingElse() {
        assertTrue(Engine.hasEngine("OnnxRuntime"));
        assertEquals(Engine.getInstance().getEngineName(), "PyTorch");
    }

    @Test
    public void aNetworkOfEveryKindOfBlockAnswersAlikeForAnyNumberOfImages() {
        Block network = ExportedNetworks.mixed();
        try (Model owner = ExportedNetworks.model(network, INPUT);
                OnnxSession session = session(OnnxExport.of("mixed", network, INPUT))) {
            assertEquals(owner.getBlock(), network);
            for (int count : new int[] {1, 2, 7}) {
                assertAlike(session, network, count, INPUT);
            }
        }
    }

    @DataProvider
    public Object[][] acrossChannels() {
        return new Object[][] {
            {new ChannelShuffle(2), new ChannelShuffle(2)}, {new ChannelRange(1, 2), new ChannelRange(1, 2)}
        };
    }

    /** What looks at several channels is another thing for the channels of both branches. */
    @Test(dataProvider = "acrossChannels")
    public void branchesThatMoveChannelsStayTwo(Block first, Block second) {
        Block network = new Layers()
                .add("both", new Concatenation(branch(first), branch(second)))
                .add("average", Pool.globalAvgPool2dBlock());
        try (Model owner = ExportedNetworks.model(network, INPUT);
                OnnxSession session = session(OnnxExport.of("both", network, INPUT))) {
            assertEquals(owner.getBlock(), network);
            assertAlike(session, network, 2, INPUT);
        }
    }

    private static Layers branch(Block last) {
        return ExportedNetworks.layer(4, Activation.reluBlock()).add("last", last);
    }

    @Test
    public void normsAreFoldedAndBranchesThatAreAlikeBecomeOneConvolution() throws InvalidProtocolBufferException {
        Block network = ExportedNetworks.mixed();
        try (Model owner = ExportedNetworks.model(network, INPUT)) {
            assertEquals(owner.getBlock(), network);
            List<String> nodes =
                    ModelProto.parseFrom(OnnxExport.of("mixed", network, INPUT).bytes())
                            .getGraph()
                            .getNodeList()
                            .stream()
                            .map(node -> node.getOpType() + " " + node.getOutput(0))
                            .toList();
            assertEquals(
                    nodes,
                    List.of(
                            "Conv stem/norm",
                            "Relu stem",
                            "Conv loose",
                            "LeakyRelu leaky",
                            "Conv split/norm",
                            "Relu split",
                            "Conv uneven/guided/norm",
                            "Relu uneven/guided",
                            "Conv uneven/selfTaught/norm",
                            "Tanh uneven/selfTaught",
                            "Concat uneven",
                            "Conv residual/01SequentialBlock",
                            "Sum residual/sum",
                            "Relu residual",
                            "Conv fire/01Conv2d",
                            "Conv fire/02Conv2d",
                            "Concat fire",
                            "MaxPool pool",
                            "AveragePool mean",
                            "Flatten flat",
                            "Gemm hidden",
                            "BatchNormalization norm",
                            "Div gelu/scaled",
                            "Erf gelu/erf",
                            "Add gelu/shifted",
                            "Mul gelu/half",
                            "Mul gelu",
                            "Gemm logits"));
        }
    }

    @DataProvider
    public Object[][] parts() {
        Shape two = new Shape(2, 2);
        Shape three = new Shape(3, 3);
        Shape one = new Shape(1, 1);
        return new Object[][] {
            {Activation.reluBlock(), "Relu"},
            {Activation.relu6Block(), "Clip"},
            {Activation.sigmoidBlock(), "Sigmoid"},
            {Activation.tanhBlock(), "Tanh"},
            {Activation.softPlusBlock(), "Softplus"},
            {Activation.softSignBlock(), "Softsign"},
            {Activation.leakyReluBlock(0.01f), "LeakyRelu"},
            {Activation.leakyReluBlock(0.3f), "LeakyRelu"},
            {Activation.eluBlock(0.7f), "Elu"},
            {Activation.seluBlock(), "Selu"},
            {Activation.geluBlock(), "Erf"},
            {Activation.swishBlock(1), "Sigmoid"},
            {Activation.swishBlock(1.7f), "Sigmoid"},
            {Activation.mishBlock(), "Softplus"},
            {new LambdaBlock(Activation::relu), "Relu"},
            {LambdaBlock.singleton(array -> array.getNDArrayInternal().relu()), "Relu"},
            {new LambdaBlock(Activation::tanh, "ReLU"), "Tanh"},
            {Pool.maxPool2dBlock(two), "MaxPool"},
            {Pool.maxPool2dBlock(three, two, one), "MaxPool"},
            {Pool.maxPool2dBlock(three, two, new Shape(0, 0), true), "MaxPool"},
            {Pool.maxPool2dBlock(new Shape(5, 1), new Shape(3, 1), new Shape(2, 0)), "MaxPool"},
            {Pool.maxPool2dBlock(new Shape(16, 16)), "MaxPool"},
            {Pool.maxPool2dBlock(one, three), "MaxPool"},
            {Pool.avgPool2dBlock(two), "AveragePool"},
            {Pool.avgPool2dBlock(three, two, one, false, true), "AveragePool"},
            {Pool.avgPool2dBlock(three, two, one, false, false), "AveragePool"},
            {Pool.avgPool2dBlock(three, two, new Shape(0, 0), true, true), "AveragePool"},
            {Pool.avgPool2dBlock(new Shape(4, 4), new Shape(3, 3), new Shape(0, 0), true, false), "AveragePool"},
            {Pool.avgPool2dBlock(new Shape(16, 4), new Shape(1, 2), new Shape(2, 1)), "AveragePool"},
            {Pool.globalAvgPool2dBlock(), "GlobalAveragePool"},
            {Pool.globalMaxPool2dBlock(), "GlobalMaxPool"},
            {Blocks.batchFlattenBlock(), "Flatten"},
            {Blocks.batchFlattenBlock(3 * 16 * 16), "Flatten"},
        };
    }

    /** Java's own maps have another order in each process. */
    @Test
    public void attributesStandInTheOrderOfTheirNames() throws InvalidProtocolBufferException {
        Block network = ExportedNetworks.mixed();
        try (Model owner = ExportedNetworks.model(network, INPUT)) {
            assertEquals(owner.getBlock(), network);
            List<NodeProto> nodes = ModelProto.parseFrom(
                            OnnxExport.of("mixed", network, INPUT).bytes())
                    .getGraph()
                    .getNodeList();
            assertEquals(names(nodes.get(0)), List.of("dilations", "group", "kernel_shape", "pads", "strides"));
            nodes.forEach(node ->
                    assertEquals(names(node), names(node).stream().sorted().toList()));
        }
    }

    private static List<String> names(NodeProto node) {
        return node.getAttributeList().stream().map(AttributeProto::getName).toList();
    }

    @Test(dataProvider = "parts")
    public void aPartWithoutWeightsIsKnownByWhatItDoes(Block part, String operator)
            throws InvalidProtocolBufferException {
        Block network = new Layers()
                .add("part", part)
                .add("flat", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(3).build());
        try (Model owner = ExportedNetworks.model(network, INPUT)) {
            assertEquals(owner.getBlock(), network);
            OnnxExport export = OnnxExport.of("part", network, INPUT);
            List<String> operators = ModelProto.parseFrom(export.bytes()).getGraph().getNodeList().stream()
                    .map(NodeProto::getOpType)
                    .toList();
            assertTrue(operators.contains(operator), operators.toString());
            try (OnnxSession session = session(export)) {
                assertAlike(session, network, 4, INPUT);
            }
        }
    }

    @DataProvider
    public Object[][] sizes() {
        return new Object[][] {{1, 1}, {2, 3}, {5, 4}};
    }

    @Test(dataProvider = "sizes")
    public void poolsAreKnownOnSmallImagesOfOddSizes(int height, int width) {
        Shape input = new Shape(2, height, width);
        int most = Math.min(height, width);
        for (int kernel = 1; kernel <= most; kernel++) {
            for (int padding = 0; padding <= kernel / 2; padding++) {
                for (int stride = 1; stride <= 3; stride++) {
                    Shape k = new Shape(kernel, Math.max(1, kernel - 1));
                    Shape s = new Shape(stride, stride);
                    Shape p = new Shape(padding, 0);
                    for (Block pool : List.of(
                            Pool.maxPool2dBlock(k, s, p),
                            Pool.maxPool2dBlock(k, s, p, true),
                            Pool.avgPool2dBlock(k, s, p, false, true),
                            Pool.avgPool2dBlock(k, s, p, padding == 0, true))) {
                        assertAnswersAlike(pool, input);
                    }
                }
            }
        }
    }

    private static void assertAnswersAlike(Block pool, Shape input) {
        Block network = new SequentialBlock().add(pool).add(Blocks.batchFlattenBlock());
        try (Model owner = ExportedNetworks.model(network, input);
                OnnxSession session = session(OnnxExport.of("pool", network, input))) {
            assertEquals(owner.getBlock(), network);
            assertAlike(session, network, 2, input);
        }
    }

    @Test
    public void everyPartThatIsNotKnownIsNamedAndNothingIsWritten() throws IOException {
        Path file = Files.createTempDirectory("onnx").resolve("student.onnx");
        Block network = new Layers()
                .add(
                        "conv1",
                        ExportedNetworks.layer(
                                4,
                                new LambdaBlock(list -> new NDList(list.get(0).sin()), "sine")))
                .add("odd", Pool.lpPool2dBlock(2, new Shape(2, 2), new Shape(2, 2)))
                .add("up", Pool.avgPool2dBlock(new Shape(4, 4), new Shape(3, 3), new Shape(2, 2), true, true))
                .add("product", product())
                .add("flat", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(3).build());
        try (Model owner = ExportedNetworks.model(network, INPUT)) {
            assertEquals(owner.getBlock(), network);
            String message =
                    Refusal.of(() -> OnnxExport.of("odd", network, INPUT).write(file));
            assertEquals(
                    message,
                    "The network cannot be written as ONNX; not known are \"conv1/activation\" (LambdaBlock \"sine\","
                            + " takes (4, 16, 16)), \"odd\" (LambdaBlock \"lpPool2d\", takes (4, 16, 16)), \"up\""
                            + " (LambdaBlock \"avgPool2d\", takes (4, 8, 8)), \"product\" (ai.djl.nn.ParallelBlock, joins"
                            + " its branches neither by their sum nor side by side)");
        }
        assertFalse(Files.exists(file));
    }

    private static Block product() {
        return new ParallelBlock(
                ends -> new NDList(
                        ends.get(0).singletonOrThrow().mul(ends.get(1).singletonOrThrow())),
                List.of(Blocks.identityBlock(), Activation.sigmoidBlock()));
    }

    @Test
    public void aNetworkWithoutWeightsIsRefused() {
        assertEquals(
                Refusal.of(() -> OnnxExport.of("student", ExportedNetworks.mixed(), INPUT)),
                "The network \"student\" has no weights yet: train or load them first");
    }

    @Test
    public void aStudentInAFileClassifiesImagesOfBytes() throws IOException {
        Path file = Files.createTempDirectory("onnx").resolve("student.onnx");
        Block network = ExportedNetworks.mixed();
        List<String> names = List.of("a", "b", "c", "d \"e\"", "ü");
        try (Model owner = ExportedNetworks.model(network, INPUT)) {
            assertEquals(owner.getBlock(), network);
            OnnxExport.of("mixed", network, INPUT)
                    .classNames(names)
                    .normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3))
                    .note("recipe", "channel")
                    .write(file);
        }
        byte[] image = new byte[3 * 16 * 16];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i * 7);
        }
        float[] values = new float[image.length];
        double[] mean = {0.5, 0.4, 0.3};
        double[] standardDeviation = {0.2, 0.25, 0.3};
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (((image[i] & 0xFF) / 255.0 - mean[i / 256]) / standardDeviation[i / 256]);
        }
        float[] logits;
        try (Model owner = ExportedNetworks.model(ExportedNetworks.mixed(), INPUT)) {
            logits = ExportedNetworks.output(owner.getBlock(), values, new Shape(1).addAll(INPUT));
        }
        double sum = 0;
        int best = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += Math.exp(logits[i]);
            best = logits[i] > logits[best] ? i : best;
        }
        try (OnnxStudent student = OnnxStudent.load(file, 1)) {
            OnnxStudent.Answer answer = student.classify(image);
            assertEquals(answer.label(), best);
            assertEquals(answer.className(), names.get(best));
            assertEquals(answer.probability(), Math.exp(logits[best]) / sum, 1e-5);
            assertEquals(
                    IntStream.range(0, 50)
                            .parallel()
                            .mapToObj(i -> student.classify(image))
                            .distinct()
                            .toList(),
                    List.of(answer));
            assertEquals(student.getInput(), INPUT);
            assertEquals(student.getClassNames(), names);
            assertEquals(student.getNotes().get("recipe"), "channel");
            assertEquals(
                    Refusal.of(() -> student.classify(new byte[3])),
                    "An image for " + file + " is (3, 16, 16), 768 bytes; got 3");
        }
    }

    @Test
    public void aFileOfAnEarlierVersionIsReadAsBefore() throws IOException {
        Path folder = Files.createTempDirectory("onnx");
        Path now = folder.resolve("now.onnx");
        Path then = folder.resolve("then.onnx");
        Path without = folder.resolve("without.onnx");
        try (Model owner = ExportedNetworks.model(ExportedNetworks.mixed(), INPUT)) {
            OnnxExport export =
                    OnnxExport.of("mixed", owner.getBlock(), INPUT).classNames(List.of("a", "b", "c", "d", "e"));
            export.normalization(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3))
                    .write(now);
            OnnxExport mean = export.note("input.mean", "[0.5,0.4,0.3]");
            mean.write(without);
            mean.note("input.deviation", "[0.2,0.25,0.3]").write(then);
        }
        byte[] image = new byte[Math.toIntExact(INPUT.size())];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i * 7);
        }
        try (OnnxStudent student = OnnxStudent.load(now, 1);
                OnnxStudent earlier = OnnxStudent.load(then, 1)) {
            assertFalse(earlier.getNotes().containsKey("input.standard_deviation"));
            assertEquals(earlier.classify(image), student.classify(image));
        }
        Refusal.assertBegins(
                Refusal.of(() -> OnnxStudent.load(without, 1)),
                without + " does not say its \"input.standard_deviation\", as files of");
    }

    @Test
    public void aSelfTaughtLayerInsideAnotherOneBecomesOneConvolutionToo() throws InvalidProtocolBufferException {
        Block network = new Layers()
                .add(
                        "conv",
                        new SelfGuided(
                                ExportedNetworks.layer(2, Activation.reluBlock()),
                                new SelfGuided(
                                        ExportedNetworks.layer(3, Activation.reluBlock()),
                                        ExportedNetworks.layer(4, Activation.reluBlock()))))
                .add("norm", BatchNorm.builder().build())
                .add("average", Pool.globalAvgPool2dBlock());
        try (Model owner = ExportedNetworks.model(network, INPUT)) {
            assertEquals(owner.getBlock(), network);
            byte[] bytes = OnnxExport.of("nested", network, INPUT).bytes();
            assertEquals(
                    ModelProto.parseFrom(bytes).getGraph().getNodeList().stream()
                            .map(NodeProto::getOpType)
                            .toList(),
                    List.of("Conv", "Relu", "BatchNormalization", "GlobalAveragePool", "Flatten"));
            try (OnnxSession session = OnnxSession.load(bytes, "nested", Device.cpu(), 1)) {
                assertAlike(session, network, 3, INPUT);
            }
        }
    }

    @Test
    public void aFileThatNamesTooFewClassesIsRefused() throws IOException {
        Path file = Files.createTempFile("few", ".onnx");
        try (Model owner = ExportedNetworks.model(ExportedNetworks.mixed(), INPUT)) {
            OnnxExport.of("few", owner.getBlock(), INPUT)
                    .classNames(List.of("only"))
                    .normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0))
                    .write(file);
        }
        try (OnnxStudent student = OnnxStudent.load(file, 1)) {
            Refusal.assertBegins(
                    Refusal.of(() -> student.classify(new byte[(int) INPUT.size()])),
                    file + " names 1 classes, but puts out ");
        }
    }

    @Test
    public void onePixelRepeatedIsKnown() {
        Block network = new Layers()
                .add("conv", ExportedNetworks.layer(5, Activation.reluBlock()))
                .add("one", Pool.maxPool2dBlock(new Shape(INPUT.get(1), INPUT.get(2)), new Shape(1, 1)))
                .add(
                        "seven",
                        LambdaBlock.singleton(one -> one.broadcast(
                                one.getShape().get(0), one.getShape().get(1), 7, 6)))
                .add("flat", Blocks.batchFlattenBlock())
                .add("classes", Linear.builder().setUnits(3).build());
        try (Model owner = ExportedNetworks.model(network, INPUT);
                OnnxSession session = session(OnnxExport.of("repeated", network, INPUT))) {
            assertEquals(owner.getBlock(), network);
            assertAlike(session, network, 3, INPUT);
        }
    }

    private static OnnxSession session(OnnxExport export) {
        return OnnxSession.load(export.bytes(), "the model", Device.cpu(), 1);
    }

    private static void assertAlike(OnnxSession session, Block network, int count, Shape input) {
        float[] images = ExportedNetworks.images(count, input);
        Shape shape = new Shape(count).addAll(input);
        float[] wanted = ExportedNetworks.output(network, images, shape);
        OnnxSession.Output found = session.run(images, shape).get(0);
        assertEquals(found.name(), "logits");
        assertEquals(found.values().length, wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(found.values()[i], wanted[i], 1e-4f, "at " + i);
        }
    }
}
