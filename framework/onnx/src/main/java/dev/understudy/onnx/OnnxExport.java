package dev.understudy.onnx;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.understudy.InputException;
import dev.understudy.TrainedStudent;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.network.Blocks;
import dev.understudy.onnx.internal.OnnxSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes a trained network as an ONNX file for any number of images at once, with what is needed to use it: class
 * names, and how images become its input.
 *
 * <p>Input {@code images}, float32 {@code [batch, channels, height, width]}; output {@code logits}, {@code [batch,
 * classes]}. Values inside the graph have the names of the layers, as taps do. Batch norms are folded into the
 * convolutions before them in double precision; the branches of a self-taught layer become one convolution where they
 * are alike. Dropout is left out.
 *
 * <p>What can be written: sequences, {@link dev.understudy.block.SelfGuided}, {@link dev.understudy.block.Residual}, {@code ParallelBlock} whose branches are
 * added (with or without ReLU) or put side by side, {@code Conv2d}, {@code BatchNorm}, {@code Linear}, {@code Dropout},
 * DJL's activations, 2d pools of the largest or the mean, global ones, and {@code batchFlatten}.
 */
public final class OnnxExport {

    /** What a file names as its producer, near its beginning. */
    public static final String PRODUCER = "understudy";

    /** Of the operators; ONNX Runtime from 1.12 on knows it. */
    private static final long OPERATORS = 17;

    private static final long FORMAT = 8;
    private static final int PROBES = 3;
    private static final String LOGITS = "logits";

    private final String name;
    private final Block network;
    private final Shape input;
    private final double temperature;
    private final Map<String, String> notes;

    private OnnxExport(String name, Block network, Shape input, double temperature, Map<String, String> notes) {
        this.name = name;
        this.network = network;
        this.input = input;
        this.temperature = temperature;
        this.notes = notes;
    }

    /**
     * Of a network.
     *
     * @param name its name
     * @param network the network with its weights
     * @param input the shape of one image: channels, height, width
     * @return an export to write
     * @throws InputException when the network has no weights yet, or the shape is not one of an image
     */
    public static OnnxExport of(String name, Block network, Shape input) {
        if (!network.isInitialized()) {
            throw new InputException("The network \"" + name + "\" has no weights yet: train or load them first");
        }
        if (input.dimension() != 3) {
            throw new InputException("An image's shape is channels, height, width; got " + input);
        }
        return new OnnxExport(name, network, input, 1, Map.of())
                .note(OnnxMetadata.NETWORK, name)
                .note(OnnxMetadata.PARAMETERS, Long.toString(Blocks.parameterCount(network)))
                .note(
                        OnnxMetadata.INPUT,
                        OnnxMetadata.list(
                                Arrays.stream(input.getShape()).boxed().toList()))
                .note(OnnxMetadata.LAYOUT, "channels, height, width")
                .note(
                        OnnxMetadata.SCALE,
                        "0 for black to 1 for full, then less input.mean, then by input.standard_deviation");
    }

    /**
     * Of a student.
     *
     * @param student the student
     * @param input the shape of one image: channels, height, width
     * @return an export to write
     * @throws InputException when the shape is not one of an image
     */
    public static OnnxExport of(TrainedStudent student, Shape input) {
        return of(student.getName(), student.getNetwork(), input);
    }

    /**
     * With the names of its classes.
     *
     * @param names the class of each logit
     * @return a new export
     */
    public OnnxExport classNames(List<String> names) {
        return note(OnnxMetadata.CLASSES, OnnxMetadata.list(names));
    }

    /**
     * With how its images were normalised.
     *
     * @param mean what is subtracted from each channel, on the scale from 0 to 1
     * @param standardDeviation what each channel is then divided by
     * @return a new export
     */
    public OnnxExport normalization(List<Double> mean, List<Double> standardDeviation) {
        return note(OnnxMetadata.MEAN, OnnxMetadata.list(mean))
                .note(OnnxMetadata.DEVIATION, OnnxMetadata.list(standardDeviation));
    }

    /**
     * With anything else that a reader of the file may want to know.
     *
     * @param key what is noted, such as {@code dataset}
     * @param text the note
     * @return a new export
     */
    public OnnxExport note(String key, String text) {
        Map<String, String> all = new LinkedHashMap<>(notes);
        all.put(key, text);
        return new OnnxExport(name, network, input, temperature, Collections.unmodifiableMap(all));
    }

    /**
     * With logits divided by a temperature, so that their softmax says how sure the network may be; its answers stay.
     *
     * @param by the number, above 0 ({@link dev.understudy.measure.TemperatureScaling})
     * @return a new export
     */
    public OnnxExport temperature(double by) {
        if (!(by > 0 && by < Double.MAX_VALUE)) {
            throw new InputException("A temperature is a number above 0; got " + by);
        }
        return new OnnxExport(name, network, input, by, notes).note(OnnxMetadata.TEMPERATURE, Double.toString(by));
    }

    /**
     * Writes the file, whole or not at all. Where DJL's ONNX Runtime engine is on the class path, the file is run first
     * and has to answer as the network does.
     *
     * @param file the file to write or replace
     * @throws InputException when a part of the network cannot be written as ONNX; each is named with its path and class
     * @throws dev.understudy.result.ResultException when the file cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, bytes());
    }

    /**
     * What {@link #write} writes.
     *
     * @return the bytes of the file
     * @throws InputException as {@link #write} does
     */
    public byte[] bytes() {
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            float[] images = images();
            Shape shape = new Shape(PROBES).addAll(input);
            byte[] model = model(Folding.of(NetworkWalk.through(network, scope.create(images, shape))))
                    .toByteArray();
            if (Engine.hasEngine(OnnxSession.ENGINE)) {
                new OnnxCheck(network, temperature, model).check(images, shape, scope);
            }
            return model;
        }
    }

    private ModelProto model(List<Part> parts) {
        OnnxGraph graph = new OnnxGraph(name);
        String value = graph.input("images", input.getShape());
        String logits = temperature == 1
                ? BranchPart.write(named(parts, LOGITS), graph, value)
                : divided(graph, BranchPart.write(named(parts, "unscaled"), graph, value));
        graph.output(logits, classes());
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName(PRODUCER)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
                .setGraph(graph.build());
        notes.forEach((key, text) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return model.build();
    }

    private String divided(OnnxGraph graph, String unscaled) {
        String by = graph.constant("temperature", temperature);
        return graph.node(LOGITS, "Div", List.of(unscaled, by), Map.of());
    }

    private static List<Part> named(List<Part> parts, String output) {
        if (parts.isEmpty()) {
            return List.of(new ChannelwisePart(output, Formula.of("Identity")));
        }
        List<Part> named = new ArrayList<>(parts);
        named.set(parts.size() - 1, parts.get(parts.size() - 1).named(output));
        return named;
    }

    private long[] classes() {
        return network.getOutputShapes(new Shape[] {new Shape(1).addAll(input)})[0]
                .slice(1)
                .getShape();
    }

    /** Numbers of the size of normalised images. */
    private float[] images() {
        Random random = new Random(0);
        float[] values = new float[Math.toIntExact(PROBES * input.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
