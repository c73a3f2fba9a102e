package dev.understudy.internal.loop;

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
import dev.understudy.AuxiliaryModules;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.StudentTap;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.FrozenParameters;
import dev.understudy.internal.network.ReplicaParameters;
import dev.understudy.internal.network.Shards;
import dev.understudy.internal.text.UserCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a DJL trainer trains in one stage: the part of the student that the stage's objectives read, and their auxiliary modules. It
 * puts out the activation at each tap, then the logits where they are read. Its inputs are the batch, or its shards on
 * several devices; what it puts out is for the whole batch, on the first one's device.
 */
public final class StageBlock extends AbstractBlock implements AuxiliaryModules {

    private static final byte VERSION = 1;

    private final Block network;
    private final Map<String, Block> modules;
    private final Map<String, ForwardPlan> ways = new LinkedHashMap<>();
    private final List<StudentTap> taps;
    private final boolean logits;
    private final ForwardPlan route;
    private final FrozenParameters frozen;
    private @Nullable ParameterStore latest;

    private StageBlock(
            Block network, Map<String, Block> modules, Needs needs, ForwardPlan route, FrozenParameters frozen) {
        super(VERSION);
        this.network = addChildBlock("network", network);
        this.modules = new LinkedHashMap<>(modules);
        this.modules.forEach((name, module) -> {
            addChildBlock(name, module);
            ways.put(name, ForwardPlan.through(module, List.of(), true).standing(frozen));
        });
        this.taps = new ArrayList<>(needs.getStudentTaps());
        this.logits = needs.readsStudentLogits();
        this.route = route;
        this.frozen = frozen;
        inputShapes = network.getInputShapes();
    }

    /**
     * What a stage trains.
     *
     * @param network the student
     * @param modules those of the stage
     * @param needs what the stage's objectives read
     * @param frozen what no stage trains
     */
    static StageBlock of(Block network, Map<String, Block> modules, Needs needs, FrozenParameters frozen) {
        return new StageBlock(network, modules, needs, route(network, needs, frozen), frozen);
    }

    /** The same for batches in shards. */
    static StageBlock forShards(
            Block network, Map<String, Block> modules, Needs needs, FrozenParameters frozen, NDManager manager) {
        return new StageBlock(
                network, modules, needs, route(network, needs, frozen).synced(manager), frozen);
    }

    private static ForwardPlan route(Block network, Needs needs, FrozenParameters frozen) {
        List<String> paths = needs.getStudentTaps().stream()
                .map(tap -> BlockPaths.resolve(network, "student", tap.path()))
                .toList();
        return ForwardPlan.through(network, paths, needs.readsStudentLogits()).standing(frozen);
    }

    /** The parameters that the stage trains. */
    public Set<Parameter> trained() {
        Set<Parameter> trained = reached();
        trained.removeAll(frozen.parameters());
        return trained;
    }

    /** The parameters that take part in the stage, frozen or not. */
    Set<Parameter> reached() {
        Set<Parameter> reached = new HashSet<>(route.parameters());
        modules.values().forEach(module -> reached.addAll(module.getParameters().values()));
        return reached;
    }

    /** What {@link #forward} put out, by tap. */
    public Activations<StudentTap> activations(NDList output) {
        Map<StudentTap, NDArray> found = new LinkedHashMap<>();
        for (int i = 0; i < taps.size(); i++) {
            found.put(taps.get(i), output.get(i));
        }
        return new Activations<>("student", found, logits ? output.get(taps.size()) : null);
    }

    @Override
    public NDArray forward(String name, NDArray input) {
        ForwardPlan way = ways.get(name);
        if (way == null || latest == null) {
            throw new InputException("No auxiliary module named \"" + name + "\"; there are " + ways.keySet());
        }
        ParameterStore store = latest;
        return UserCall.call(
                () -> "The auxiliary module \"" + name + "\"",
                () -> way.run(store, new NDList(input), true).singletonOrThrow());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        latest = parameterStore;
        List<NDList> shards = inputs.stream().map(NDList::new).toList();
        return Shards.gather(UserCall.call(
                () -> "The student's network",
                () -> route.run(ReplicaParameters.of(parameterStore, inputs), shards, training)));
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
