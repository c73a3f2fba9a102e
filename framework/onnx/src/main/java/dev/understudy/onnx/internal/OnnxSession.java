package dev.understudy.onnx.internal;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.understudy.InputException;
import dev.understudy.internal.text.ErrorLine;
import dev.understudy.internal.text.Quote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An ONNX model on DJL's ONNX Runtime engine: plain numbers go in and come out, since its arrays know no arithmetic. */
public final class OnnxSession implements AutoCloseable {

    /** The engine's name. */
    public static final String ENGINE = "OnnxRuntime";

    private final Model model;
    private final List<String> names;
    private final int batch;

    /** The batch is 0 where any number of images is taken. */
    private OnnxSession(Model model, List<String> names, int batch) {
        this.model = model;
        this.names = names;
        this.batch = batch;
    }

    /**
     * What a model puts out under one name.
     *
     * @param name the value's name
     * @param shape its shape
     * @param values its numbers
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Output(String name, Shape shape, float[] values) {}

    /**
     * Loads a model.
     *
     * @param bytes the whole of the model
     * @param what what to call it in messages: a file
     * @param device where to run it
     * @param threads how many threads one image or batch is worked on by; 0 for as many as the engine likes
     * @return the session, to be closed
     * @throws InputException when it cannot be loaded, or the engine is not on the class path
     */
    public static OnnxSession load(byte[] bytes, String what, Device device, int threads) {
        Model model = model(what, device);
        Map<String, String> options = new HashMap<>();
        if (threads > 0) {
            options.put("intraOpNumThreads", Integer.toString(threads));
        }
        try {
            model.load(new ByteArrayInputStream(bytes), options);
            GraphProto graph = ModelProto.parseFrom(bytes).getGraph();
            return new OnnxSession(model, outputs(graph), batch(graph));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            String reason = ErrorLine.of(e);
            throw new InputException(what + " cannot be loaded by ONNX Runtime: " + reason + advice(reason), e);
        }
    }

    /** What is too new for the engine can be written in an older form. */
    private static String advice(String reason) {
        Matcher format = Pattern.compile("max supported IR version: (\\d+)").matcher(reason);
        if (format.find()) {
            return "; in Python, model = onnx.load(FILE), model.ir_version = " + format.group(1)
                    + " and onnx.save(model, FILE) write it in the older form";
        }
        Matcher operators = Pattern.compile("(?i)opset (\\d+) is under development.*till opset (\\d+)")
                .matcher(reason);
        return operators.find()
                ? "; export it with torch.onnx.export(..., opset_version=" + operators.group(2) + ") or less"
                : "";
    }

    /** Not every version of the engine says them itself. */
    private static List<String> outputs(GraphProto graph) {
        return graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    }

    /** How many images its input takes; older files list weights among the inputs. */
    private static int batch(GraphProto graph) {
        Set<String> weights =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        return graph.getInputList().stream()
                .filter(input -> !weights.contains(input.getName()))
                .map(input -> input.getType().getTensorType().getShape())
                .filter(shape -> shape.getDimCount() > 0)
                .findFirst()
                .map(shape -> Math.toIntExact(shape.getDim(0).getDimValue()))
                .orElse(0);
    }

    private static Model model(String what, Device device) {
        try {
            return Model.newInstance("onnx", device, ENGINE);
        } catch (EngineException e) {
            throw new InputException(
                    what + " needs DJL's ONNX Runtime engine on the class path, ai.djl.onnxruntime:onnxruntime-engine: "
                            + ErrorLine.of(e),
                    e);
        }
    }

    /**
     * The live block.
     *
     * @return DJL's block, which this session owns
     */
    public Block block() {
        return model.getBlock();
    }

    /**
     * Runs the model.
     *
     * @param data the images' numbers, one after the other
     * @param shape of all of them, {@code [batch, channels, height, width]}
     * @return its outputs in order
     * @throws EngineException when it cannot take such images
     */
    public List<Output> run(float[] data, Shape shape) {
        return batch == 0 || batch == shape.get(0) ? runOnce(data, shape) : runInParts(data, shape);
    }

    /** A network that takes one number of images alone gets that number each time, black ones at the end. */
    private List<Output> runInParts(float[] data, Shape shape) {
        int count = Math.toIntExact(shape.get(0));
        int each = data.length / count;
        Shape part = new Shape(batch).addAll(shape.slice(1));
        List<float[]> found = new ArrayList<>();
        List<Output> shown = List.of();
        for (int begin = 0; begin < count; begin += batch) {
            int taken = Math.min(batch, count - begin);
            float[] images =
                    Arrays.copyOf(Arrays.copyOfRange(data, begin * each, (begin + taken) * each), batch * each);
            shown = runOnce(images, part);
            for (int i = 0; i < shown.size(); i++) {
                Output output = shown.get(i);
                if (output.shape().dimension() == 0 || output.shape().get(0) != batch) {
                    throw new InputException(
                            "The output " + Quote.of(output.name()) + " of an ONNX model for batches of "
                                    + batch + " is " + output.shape() + "; export it with"
                                    + " torch.onnx.export(..., dynamic_shapes=({0: \"batch\"},))");
                }
                if (begin == 0) {
                    found.add(new float[output.values().length / batch * count]);
                }
                int numbers = output.values().length / batch;
                System.arraycopy(output.values(), 0, found.get(i), begin * numbers, taken * numbers);
            }
        }
        List<Output> all = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Output output = shown.get(i);
            all.add(new Output(
                    output.name(), new Shape(count).addAll(output.shape().slice(1)), found.get(i)));
        }
        return all;
    }

    private List<Output> runOnce(float[] data, Shape shape) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
            NDList input = new NDList(scope.create(data, shape));
            List<Output> outputs = new ArrayList<>();
            NDList found = block().forward(new ParameterStore(scope, false), input, false);
            for (int i = 0; i < found.size(); i++) {
                NDArray array = found.get(i);
                if (array.getDataType() != DataType.FLOAT32) {
                    throw new InputException("The output \"" + names.get(i)
                            + "\" of an ONNX model should be float32, it is " + array.getDataType());
                }
                outputs.add(new Output(names.get(i), array.getShape(), array.toFloatArray()));
            }
            return outputs;
        } catch (EngineException e) {
            throw new EngineException(ErrorLine.of(e), e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
