package dev.understudy.onnx.internal;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.understudy.InputException;
import dev.understudy.internal.text.Quote;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Looks at every tensor of an ONNX file before an engine does: as many numbers as its dimensions say, and all of them in
 * the file itself. ONNX Runtime divides by what stands in some attributes; a 0 there would end the whole JVM.
 *
 * @param file what to name in messages
 */
record OnnxTensors(Path file) {

    private static final Set<String> STEPS = Set.of("strides", "dilations", "kernel_shape", "group", "blocksize");
    private static final Set<String> WIDTHS = Set.of("pads", "output_padding");
    private static final int MOST_STEPS = 1 << 16;
    private static final int MOST_WIDTH = 1 << 8;

    void check(ModelProto model) {
        checkGraph(model.getGraph());
        for (FunctionProto function : model.getFunctionsList()) {
            checkNodes(function.getNodeList());
        }
    }

    private void checkGraph(GraphProto graph) {
        graph.getInitializerList().forEach(this::checkTensor);
        if (graph.getSparseInitializerCount() > 0) {
            throw sparse();
        }
        checkNodes(graph.getNodeList());
    }

    private void checkNodes(List<NodeProto> nodes) {
        for (NodeProto node : nodes) {
            for (AttributeProto attribute : node.getAttributeList()) {
                checkRange(node, attribute);
                checkAttribute(attribute);
            }
        }
    }

    private void checkRange(NodeProto node, AttributeProto attribute) {
        boolean steps = STEPS.contains(attribute.getName());
        if (!steps && !WIDTHS.contains(attribute.getName())) {
            return;
        }
        int least = steps ? 1 : 0;
        int most = steps ? MOST_STEPS : MOST_WIDTH;
        LongStream.Builder numbers = LongStream.builder();
        if (attribute.hasI()) {
            numbers.add(attribute.getI());
        }
        attribute.getIntsList().forEach(numbers::add);
        LongStream wrong = numbers.build().filter(number -> number < least || number > most);
        wrong.findFirst().ifPresent(number -> {
            throw new InputException(file + ": " + Quote.of(attribute.getName()) + " of the node "
                    + Quote.of(node.getName()) + " should be from " + least + " to " + most + ", it is "
                    + number);
        });
    }

    private void checkAttribute(AttributeProto attribute) {
        if (attribute.hasSparseTensor() || attribute.getSparseTensorsCount() > 0) {
            throw sparse();
        }
        if (attribute.hasT()) {
            checkTensor(attribute.getT());
        }
        attribute.getTensorsList().forEach(this::checkTensor);
        if (attribute.hasG()) {
            checkGraph(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::checkGraph);
    }

    private InputException sparse() {
        return new InputException(file + " has sparse tensors; dense ones are wanted");
    }

    private void checkTensor(TensorProto tensor) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new InputException(
                    file + " keeps numbers of a node or an inner graph in another file; torch.onnx.export(...,"
                            + " external_data=False) writes one file with all of them");
        }
        String what = file + ": the tensor " + Quote.of(tensor.getName());
        TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
        int width = type == null ? 0 : width(type);
        if (width == 0) {
            throw new InputException(
                    what + " is of ONNX's type " + tensor.getDataType() + "; plain numbers are wanted");
        }
        long wanted = size(tensor, what);
        long got = tensor.hasRawData() ? tensor.getRawData().size() : (long) count(type, tensor) * width;
        if (wanted * width != got) {
            throw new InputException(
                    what + " " + tensor.getDimsList() + " should have " + wanted * width + " bytes, it has " + got);
        }
    }

    private static int width(TensorProto.DataType type) {
        return switch (type) {
            case BOOL, INT8, UINT8 -> Byte.BYTES;
            case FLOAT16, BFLOAT16, INT16, UINT16 -> Short.BYTES;
            case FLOAT, INT32, UINT32 -> Float.BYTES;
            case DOUBLE, INT64, UINT64 -> Double.BYTES;
            default -> 0;
        };
    }

    private static int count(TensorProto.DataType type, TensorProto tensor) {
        return switch (type) {
            case FLOAT -> tensor.getFloatDataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            case UINT32, UINT64 -> tensor.getUint64DataCount();
            default -> tensor.getInt32DataCount();
        };
    }

    private static long size(TensorProto tensor, String what) {
        long size = 1;
        for (long dimension : tensor.getDimsList()) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE || size * dimension > Integer.MAX_VALUE) {
                throw new InputException(what + " has a dimension of " + dimension + ", that cannot be");
            }
            size *= dimension;
        }
        return size;
    }
}
