package dev.understudy.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.understudy.Activations;
import dev.understudy.Helpers;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StudentTap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a DJL trainer trains in one stage: the part of the student that the stage's objectives read, and their helpers. It
 * puts out the activation at each tap, then the logits where they are read. Its inputs are the batch, or its shards on
 * several devices; what it puts out is for the whole batch, on the first one's device.
 */
final class StageBlock extends AbstractBlock implements Helpers {

    private static final byte VERSION = 1;

    private final Block network;
    private final Map<String, Block> helpers;
    private final List<StudentTap> taps;
    private final boolean logits;
    private final Route route;
    private @Nullable ParameterStore latest;

    private StageBlock(Block network, Map<String, Block> helpers, Needs needs, Route route) {
        super(VERSION);
        this.network = addChildBlock("network", network);
        this.helpers = new LinkedHashMap<>(helpers);
        this.helpers.forEach(this::addChildBlock);
        this.taps = new ArrayList<>(needs.studentTaps());
        this.logits = needs.studentLogits();
        this.route = route;
        inputShapes = network.getInputShapes();
    }

    /**
     * What a stage trains.
     *
     * @param network the student
     * @param helpers those of the stage
     * @param needs what the stage's objectives read
     */
    static StageBlock of(Block network, Map<String, Block> helpers, Needs needs) {
        return new StageBlock(network, helpers, needs, route(network, needs));
    }

    /** The same for batches in shards. */
    static StageBlock forShards(Block network, Map<String, Block> helpers, Needs needs, NDManager manager) {
        return new StageBlock(network, helpers, needs, route(network, needs).synced(manager));
    }

    private static Route route(Block network, Needs needs) {
        List<String> paths = needs.studentTaps().stream()
                .map(tap -> Paths.resolve(network, "student", tap.path()))
                .toList();
        return Route.through(network, paths, needs.studentLogits());
    }

    /** The parameters that the stage trains. */
    Set<Parameter> trained() {
        Set<Parameter> trained = new HashSet<>(route.parameters());
        helpers.values().forEach(helper -> trained.addAll(helper.getParameters().values()));
        return trained;
    }

    /** What {@link #forward} put out, by tap. */
    Activations<StudentTap> activations(NDList output) {
        Map<StudentTap, NDArray> found = new LinkedHashMap<>();
        for (int i = 0; i < taps.size(); i++) {
            found.put(taps.get(i), output.get(i));
        }
        return new Activations<>("student", found, logits ? output.get(taps.size()) : null);
    }

    @Override
    public NDArray forward(String name, NDArray input) {
        Block helper = helpers.get(name);
        if (helper == null || latest == null) {
            throw new InputException("No helper named \"" + name + "\"; there are " + helpers.keySet());
        }
        return helper.forward(latest, new NDList(input), true).singletonOrThrow();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        latest = parameterStore;
        List<NDList> shards = inputs.stream().map(NDList::new).toList();
        return Shards.gather(route.run(Mirror.of(parameterStore, inputs), shards, training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return network.getOutputShapes(inputShapes);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        network.initialize(manager, dataType, inputShapes);
    }
}
