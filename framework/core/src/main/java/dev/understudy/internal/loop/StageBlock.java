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
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.internal.module.StageModules;
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
public final class StageBlock extends AbstractBlock {

    private static final byte VERSION = 1;

    private final Block network;
    private final StageModules modules;
    private final List<StudentTap> taps;
    private final boolean logits;
    private final boolean trainsStudent;
    private final @Nullable ForwardPlan route;
    private final FrozenParameters frozen;

    private StageBlock(
            Block network, StageModules modules, Stage stage, @Nullable ForwardPlan route, FrozenParameters frozen) {
        super(VERSION);
        Needs needs = stage.needs();
        this.network = addChildBlock("network", network);
        this.modules = modules;
        modules.own().forEach(this::addChildBlock);
        this.taps = new ArrayList<>(needs.getStudentTaps());
        this.logits = needs.readsStudentLogits();
        this.trainsStudent = stage.trainsStudent();
        this.route = route;
        this.frozen = frozen;
        inputShapes = network.getInputShapes();
    }

    /**
     * What a stage trains.
     *
     * @param network the student
     * @param modules those of the stage
     * @param stage the stage
     * @param frozen what no stage trains
     */
    static StageBlock of(Block network, StageModules modules, Stage stage, FrozenParameters frozen) {
        return new StageBlock(network, modules, stage, route(network, stage, frozen), frozen);
    }

    /** The same for batches in shards. */
    static StageBlock forShards(
            Block network, StageModules modules, Stage stage, FrozenParameters frozen, NDManager manager) {
        ForwardPlan route = route(network, stage, frozen);
        return new StageBlock(network, modules, stage, route == null ? null : route.synced(manager), frozen);
    }

    /** Null where nobody reads anything of the student, so that it is not run. */
    private static @Nullable ForwardPlan route(Block network, Stage stage, FrozenParameters frozen) {
        Needs needs = stage.needs();
        if (!needs.readsStudent()) {
            return null;
        }
        List<String> paths = needs.getStudentTaps().stream()
                .map(tap -> BlockPaths.resolve(network, "student", tap.path()))
                .toList();
        return ForwardPlan.through(network, paths, needs.readsStudentLogits()).standing(frozen);
    }

    /** The parameters that the stage trains. */
    public Set<Parameter> trained() {
        Set<Parameter> trained = modules.trained();
        if (route != null && trainsStudent) {
            trained.addAll(route.parameters());
        }
        trained.removeAll(frozen.parameters());
        return trained;
    }

    /** The parameters that take part in the stage, frozen or not. */
    Set<Parameter> reached() {
        Set<Parameter> reached = new HashSet<>();
        if (route != null) {
            reached.addAll(route.parameters());
        }
        modules.own()
                .values()
                .forEach(module -> reached.addAll(module.getParameters().values()));
        return reached;
    }

    /** The stage's auxiliary modules. */
    public StageModules modules() {
        return modules;
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
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        modules.begin(parameterStore, inputs.head().getManager());
        ForwardPlan way = route;
        if (way == null) {
            return new NDList();
        }
        List<NDList> shards = inputs.stream().map(NDList::new).toList();
        return Shards.gather(UserCall.call(
                () -> "The student's network",
                () -> way.run(ReplicaParameters.of(parameterStore, inputs), shards, training && trainsStudent)));
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
