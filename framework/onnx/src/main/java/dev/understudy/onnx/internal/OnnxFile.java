package dev.understudy.onnx.internal;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.understudy.InputException;
import dev.understudy.format.NetworkFileType;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.internal.text.Quote;
import dev.understudy.internal.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An ONNX model as it stands in its file: one input of images in float32. */
public final class OnnxFile {

    private static final int IMAGES = 4;
    private static final int MOST_BATCH = 1 << 16;
    /** Shapes and switches. */
    private static final Set<Integer> NO_WEIGHTS =
            Set.of(TensorProto.DataType.INT64_VALUE, TensorProto.DataType.BOOL_VALUE);

    /** How many channels images have. */
    private static final Set<Long> CHANNELS = Set.of(1L, 3L, 4L);

    private static final int MOST_CHANNELS = 4;

    private static final int MOST_BYTES = Integer.MAX_VALUE / 2;

    /** What is not looked at here does not reach the engine either. */
    private static final Parser<ModelProto> PARSER = DiscardUnknownFieldsParser.wrap(ModelProto.parser());

    private final Path file;
    private final ModelProto model;
    private final List<Path> external;

    private OnnxFile(Path file, ModelProto model, List<Path> external) {
        this.file = file;
        this.model = model;
        this.external = external;
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return what stands in it
     * @throws InputException when it cannot be read, is no ONNX model, or is one for something else than images
     */
    public static OnnxFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException("No ONNX file at " + file);
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(
                        file + " has " + Files.size(file) + " bytes, up to " + MOST_BYTES + " are read");
            }
            NetworkFileType.ONNX.require(file);
            OnnxWeights weights = new OnnxWeights(file, MOST_BYTES);
            ModelProto whole = weights.inline(PARSER.parseFrom(Files.readAllBytes(file)));
            OnnxFile read = new OnnxFile(file, whole, weights.files());
            read.check();
            return read;
        } catch (InvalidProtocolBufferException e) {
            throw new InputException(file + " is not a whole ONNX file: " + ErrorLine.of(e), e);
        } catch (IOException e) {
            throw new InputException("Cannot read " + file + ": " + Reasons.of(e), e);
        }
    }

    /**
     * Its model, unchanged.
     *
     * @return the bytes for the engine
     */
    public byte[] bytes() {
        return model.toByteArray();
    }

    /**
     * Its model with other outputs, any values that its graph computes.
     *
     * @param names the values' names, in the order in which they are wanted
     * @return the bytes for the engine
     */
    public byte[] bytes(Collection<String> names) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearOutput();
        for (String name : names) {
            graph.addOutput(ValueInfoProto.newBuilder()
                    .setName(name)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(
                                    TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))));
        }
        return model.toBuilder().setGraph(graph).build().toByteArray();
    }

    /**
     * The values that its graph computes.
     *
     * @return their names, in the order of running
     */
    public Set<String> values() {
        return model.getGraph().getNodeList().stream()
                .map(NodeProto::getOutputList)
                .flatMap(List::stream)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Its outputs.
     *
     * @return the values' names in order, one or more
     */
    public List<String> outputs() {
        return model.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
    }

    /**
     * The files that its weights are in, besides itself.
     *
     * @return in the same folder
     */
    List<Path> external() {
        return external;
    }

    /**
     * How many numbers its weights are.
     *
     * @return the number
     */
    public long parameterCount() {
        return model.getGraph().getInitializerList().stream()
                .filter(tensor -> !NO_WEIGHTS.contains(tensor.getDataType()))
                .mapToLong(tensor ->
                        tensor.getDimsList().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /**
     * What its maker noted.
     *
     * @return texts by name
     */
    public Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            notes.put(entry.getKey(), entry.getValue());
        }
        return notes;
    }

    private void check() {
        GraphProto graph = model.getGraph();
        if (graph.getNodeCount() == 0 || graph.getOutputCount() == 0) {
            throw new InputException(file + " is not an ONNX model: it computes nothing");
        }
        List<ValueInfoProto> inputs = inputs(graph);
        if (inputs.size() != 1) {
            throw new InputException(file + " should take one input, images; it takes "
                    + inputs.stream()
                            .map(ValueInfoProto::getName)
                            .map(Quote::of)
                            .toList());
        }
        checkInput(inputs.get(0));
        if (Stream.concat(values().stream(), graph.getOutputList().stream().map(ValueInfoProto::getName))
                .anyMatch(OnnxFile::isUnreadable)) {
            throw new InputException(file + " has values whose names hold control characters");
        }
        new OnnxTensors(file).check(model);
    }

    private static boolean isUnreadable(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }

    /** Older files list weights among the inputs. */
    private static List<ValueInfoProto> inputs(GraphProto graph) {
        Set<String> weights =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<ValueInfoProto> inputs = new ArrayList<>(graph.getInputList());
        inputs.removeIf(input -> weights.contains(input.getName()));
        return inputs;
    }

    private void checkInput(ValueInfoProto input) {
        TypeProto.Tensor tensor = input.getType().getTensorType();
        List<TensorShapeProto.Dimension> shape = tensor.getShape().getDimList();
        if (tensor.getElemType() != TensorProto.DataType.FLOAT_VALUE || shape.size() != IMAGES) {
            throw new InputException(file + ": its input " + Quote.of(input.getName())
                    + " should be float32 [batch, channels, height, width]; it is "
                    + TensorProto.DataType.forNumber(tensor.getElemType()) + " " + words(shape)
                    + (tensor.getElemType() == TensorProto.DataType.FLOAT_VALUE
                            ? ""
                            : "; export the network in float32, after model.float()"));
        }
        long batch = shape.get(0).getDimValue();
        if (shape.get(0).hasDimValue() && (batch < 1 || batch > MOST_BATCH)) {
            throw new InputException(file + " takes batches of " + batch + ", from 1 to " + MOST_BATCH
                    + " are wanted; torch.onnx.export(..., dynamic_shapes=({0: \"batch\"},)) makes one for any");
        }
        if (isChannelsLast(shape)) {
            throw new InputException(file + " takes images as [batch, height, width, channels], as TensorFlow does: "
                    + Quote.of(input.getName()) + " is " + words(shape)
                    + "; [batch, channels, height, width] is wanted:"
                    + " python -m tf2onnx.convert --inputs-as-nchw " + input.getName()
                    + ", or a transposition before the"
                    + " network");
        }
    }

    /** As square images with few channels look, and nothing else does. */
    private static boolean isChannelsLast(List<TensorShapeProto.Dimension> shape) {
        long second = shape.get(1).getDimValue();
        return CHANNELS.contains(shape.get(3).getDimValue())
                && (second == 0 || second > MOST_CHANNELS)
                && second == shape.get(2).getDimValue();
    }

    private static String words(List<TensorShapeProto.Dimension> shape) {
        return shape.stream()
                .map(each -> each.hasDimValue() ? Long.toString(each.getDimValue()) : "any")
                .toList()
                .toString();
    }
}
