package dev.understudy.objective.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.AuxiliaryModule;
import dev.understudy.AuxiliaryModules;
import dev.understudy.Needs;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.network.MemoryFormat;
import dev.understudy.objective.Numbers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The modules of an objective with numbers that PyTorch makes too: the k-th trained parameter of each, from 0, holds {@code
 * 0.3 sin(1.1 i + k)}, and 1 more where it is the factor of a batch norm. The teacher's own layers are an average over
 * locations and a linear layer of seeds 5 and 6, its batch norms have factors of seed 13 and summands of seed 14.
 */
final class FeatureModules implements AuxiliaryModules {

    private static final String REST = "teacher from ";
    private static final String MARGINS = "OFD's margins";

    private final Map<String, Block> blocks = new LinkedHashMap<>();
    private final NDManager manager;
    private final DataType type;
    private final int classes;
    private final int channels;

    FeatureModules(Needs needs, AuxiliaryModule.Shapes shapes, NDManager manager, DataType type) {
        this.manager = manager;
        this.type = type;
        this.classes = (int) shapes.at(FeatureBatch.FIRST).get(1);
        this.channels = (int) shapes.at(FeatureBatch.TEACHER_FIRST).get(1);
        for (AuxiliaryModule module : needs.getModules()) {
            if (!module.getName().startsWith(REST) && !module.getName().startsWith(MARGINS)) {
                module.getBuilder().build(shapes).ifPresent(built -> {
                    Block block = built.getBlock().get();
                    block.initialize(manager, type, built.getInputs());
                    fill(block);
                    blocks.put(module.getName(), block);
                });
            }
        }
    }

    private static void fill(Block block) {
        int place = 0;
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getType() != Parameter.Type.RUNNING_MEAN
                    && parameter.getType() != Parameter.Type.RUNNING_VAR) {
                int number = place++;
                double more = parameter.getType() == Parameter.Type.GAMMA ? 1 : 0;
                NDArray array = parameter.getArray();
                double[] values = IntStream.range(0, Math.toIntExact(array.size()))
                        .mapToDouble(i -> (float) (0.3 * Math.sin(1.1 * i + number) + more))
                        .toArray();
                Numbers.of(array.getShape(), values)
                        .on(array.getManager(), array.getDataType())
                        .copyTo(array);
            }
        }
    }

    @Override
    public NDList forward(String name, NDList inputs, boolean training) {
        if (name.startsWith(REST)) {
            return new NDList(said(inputs.singletonOrThrow()));
        }
        ParameterStore store = new ParameterStore(manager, false);
        return Objects.requireNonNull(blocks.get(name), name).forward(store, MemoryFormat.best(inputs), training);
    }

    /** What the teacher's classifier says of maps. */
    NDArray said(NDArray maps) {
        NDArray weights = Numbers.normal(5, classes, channels).on(manager, type);
        return Pooled.of(maps)
                .matMul(weights.transpose(1, 0))
                .add(Numbers.normal(6, classes).on(manager, type));
    }

    @Override
    public NDArray buffer(String name) {
        Numbers deviations = Numbers.normal(13, channels);
        Numbers means = Numbers.normal(14, channels);
        double[] margins = IntStream.range(0, channels)
                .mapToDouble(i -> BatchNormMargins.margin(means.get(i), Math.abs(deviations.get(i))))
                .toArray();
        return Numbers.of(new Shape(1, channels, 1, 1), margins).on(manager, type);
    }
}
