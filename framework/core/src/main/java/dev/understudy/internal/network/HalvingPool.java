package dev.understudy.internal.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A max pool of 2x2 without overlap, for inference on a processor: the larger of each two rows, then of each two columns.
 * The same numbers; but PyTorch's pool finds the place of each as well, for a gradient that is not wanted here, and takes
 * three times as long (where images lie channel after channel twenty times).
 *
 * @param pool the pool
 */
record HalvingPool(PlanLeaf pool) implements PlanStep {

    private static final Logger LOGGER = LoggerFactory.getLogger(HalvingPool.class);

    private static final int SIDE = 6;
    private static final NDIndex EVEN_ROWS = new NDIndex(":, :, 0::2");
    private static final NDIndex ODD_ROWS = new NDIndex(":, :, 1::2");
    private static final NDIndex EVEN_COLUMNS = new NDIndex(":, :, :, 0::2");
    private static final NDIndex ODD_COLUMNS = new NDIndex(":, :, :, 1::2");

    /**
     * Whether a block is such a pool. It does not say how large its windows are; but of numbers that grow the last of each
     * window is the largest, and of numbers that fall the first.
     */
    static boolean is(Block block, NDManager manager) {
        boolean isPyTorch = manager.getEngine().getEngineName().equals("PyTorch");
        if (!isPyTorch || manager.getDevice().isGpu() || !Blocks.isMaxPool(block)) {
            return false;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray growing = scope.arange((float) SIDE * SIDE);
            NDArray both = growing.stack(growing.neg()).reshape(2, 1, SIDE, SIDE);
            NDArray pooled = block.forward(new ParameterStore(scope, false), new NDList(both), false)
                    .singletonOrThrow();
            return Arrays.equals(pooled.toFloatArray(), halved(both).toFloatArray());
        } catch (EngineException e) {
            LOGGER.debug("The windows of {} are larger than {} pixels", block, SIDE);
            return false;
        }
    }

    @Override
    public int record() {
        return pool.record();
    }

    @Override
    public boolean keepsInput() {
        return pool.keepsInput();
    }

    @Override
    public boolean keepsOutput() {
        return pool.keepsOutput();
    }

    @Override
    public List<NDList> forward(List<PlanStep.Lane> lanes, List<NDList> inputs, boolean training) {
        boolean even = inputs.stream()
                .allMatch(input -> isEven(input.singletonOrThrow().getShape()));
        return even
                ? inputs.stream()
                        .map(input -> new NDList(halved(input.singletonOrThrow())))
                        .toList()
                : pool.forward(lanes, inputs, training);
    }

    private static boolean isEven(Shape images) {
        return images.get(2) % 2 == 0 && images.get(3) % 2 == 0;
    }

    private static NDArray halved(NDArray images) {
        try (NDArray rows = larger(images, EVEN_ROWS, ODD_ROWS)) {
            return larger(rows, EVEN_COLUMNS, ODD_COLUMNS);
        }
    }

    private static NDArray larger(NDArray images, NDIndex even, NDIndex odd) {
        try (NDArray first = images.get(even);
                NDArray second = images.get(odd)) {
            return first.maximum(second);
        }
    }

    @Override
    public void collect(Set<Parameter> reached) {
        pool.collect(reached);
    }
}
