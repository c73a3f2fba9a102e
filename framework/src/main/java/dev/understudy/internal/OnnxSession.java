package dev.understudy.internal;

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
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.understudy.InputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An ONNX model on DJL's ONNX Runtime engine: plain numbers go in and come out, since its arrays know no arithmetic. */
public final class OnnxSession implements AutoCloseable {

    /** The engine's name. */
    public static final String ENGINE = "OnnxRuntime";

    private final Model model;
    private final List<String> names;

    private OnnxSession(Model model, List<String> names) {
        this.model = model;
        this.names = names;
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
     * @param threads how many threads one picture or batch is worked on by; 0 for as many as the engine likes
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
            return new OnnxSession(model, outputs(bytes));
        } catch (IOException | MalformedModelException | RuntimeException e) {
            model.close();
            throw new InputException(what + " cannot be loaded by ONNX Runtime: " + reason(e), e);
        }
    }

    /** Not every version of the engine says them itself. */
    private static List<String> outputs(byte[] bytes) throws IOException {
        return ModelProto.parseFrom(bytes).getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .toList();
    }

    private static Model model(String what, Device device) {
        try {
            return Model.newInstance("onnx", device, ENGINE);
        } catch (EngineException e) {
            throw new InputException(
                    what + " needs DJL's ONNX Runtime engine on the class path, ai.djl.onnxruntime:onnxruntime-engine: "
                            + reason(e),
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
     * @param data the pictures' numbers, one after the other
     * @param shape of all of them, {@code [batch, channels, height, width]}
     * @return its outputs in order
     * @throws EngineException when it cannot take such pictures
     */
    public List<Output> run(float[] data, Shape shape) {
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
            throw new EngineException(reason(e), e);
        }
    }

    @Override
    public void close() {
        model.close();
    }

    /** What the engine itself complained of, in one line. */
    private static String reason(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null && first.getCause() != first) {
            first = first.getCause();
        }
        return Quoted.line(Blocks.firstLine(first));
    }
}
