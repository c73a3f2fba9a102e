package dev.understudy.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** An ONNX graph as it grows, node by node. Every value has a name of its own. */
final class OnnxGraph {

    private static final String BATCH = "batch";

    private final GraphProto.Builder graph;
    private final Set<String> names = new HashSet<>();

    OnnxGraph(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    /** The images that come in, any number of them. */
    String input(String name, long[] each) {
        graph.addInput(value(unique(name), each));
        return name;
    }

    void output(String name, long[] each) {
        graph.addOutput(value(name, each));
    }

    /**
     * Appends a node of ONNX's own operators.
     *
     * @param name what its output is called, as far as the name is free
     * @param operator such as {@code Conv}
     * @param inputs values and constants by name
     * @param attributes a {@code Long}, a {@code Float} or a {@code long[]} by name; written in the order of the names, so that the
     *     same network is the same file
     * @return what its output is called
     */
    String node(String name, String operator, List<String> inputs, Map<String, Object> attributes) {
        String output = unique(name);
        NodeProto.Builder node = NodeProto.newBuilder()
                .setName(output)
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output);
        new TreeMap<>(attributes).forEach((key, value) -> node.addAttribute(attribute(key, value)));
        graph.addNode(node);
        return output;
    }

    /** Numbers that never change. */
    String constant(String name, float[] values, long... shape) {
        String own = unique(name);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(own)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addAllDims(LongStream.of(shape).boxed().toList())
                .setRawData(ByteString.copyFrom(bytes)));
        return own;
    }

    /** Whole numbers that never change, in one row: sizes, places. */
    String integers(String name, long... values) {
        return integers(name, values, List.of((long) values.length));
    }

    /** A whole number that never changes. */
    String integer(String name, long value) {
        return integers(name, new long[] {value}, List.of());
    }

    private String integers(String name, long[] values, List<Long> shape) {
        String own = unique(name);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        graph.addInitializer(TensorProto.newBuilder()
                .setName(own)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addAllDims(shape)
                .setRawData(ByteString.copyFrom(bytes)));
        return own;
    }

    /** A value in another shape: 0 keeps a size, -1 is what is left. */
    String reshape(String name, String input, long... shape) {
        return node(name, "Reshape", List.of(input, integers(name + ".shape", shape)), Map.of());
    }

    /** One number. */
    String constant(String name, double value) {
        return constant(name, new float[] {(float) value});
    }

    GraphProto build() {
        return graph.build();
    }

    private String unique(String name) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static ValueInfoProto value(String name, long[] each) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        LongStream.of(each)
                .forEach(size ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof long[] numbers) {
            attribute
                    .setType(AttributeProto.AttributeType.INTS)
                    .addAllInts(LongStream.of(numbers).boxed().toList());
        } else if (value instanceof Float number) {
            attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
        } else {
            attribute.setType(AttributeProto.AttributeType.INT).setI((Long) value);
        }
        return attribute.build();
    }
}
