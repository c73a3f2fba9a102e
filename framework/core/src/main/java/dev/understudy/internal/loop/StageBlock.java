package dev.understudy.internal.loop;

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
import dev.understudy.Stage;
import dev.understudy.StudentTap;
import dev.understudy.internal.context.StudentPass;
import dev.understudy.internal.module.StageModules;
import dev.understudy.internal.network.FrozenParameters;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a DJL trainer trains in one stage: the parts of the student and of its peers that the stage's objectives read, and
 * their auxiliary modules. It puts out what is read of the batch itself ({@link TapRoute}); other views are shown to it, and the batch to its peers, afterwards. Its
 * inputs are the batch, or its shards on several devices.
 */
public final class StageBlock extends AbstractBlock implements StudentPass {

    private static final byte VERSION = 1;

    private final Block network;
    private final StageModules modules;
    private final boolean trainsStudent;
    private final TapRoute<StudentTap> route;

    /** Of the student, what the objectives of its own reach in the batch itself. */
    private final Set<Parameter> own;

    private final Map<String, TapRoute<StudentTap>> views = new LinkedHashMap<>();
    private final Map<String, TapRoute<StudentTap>> peers = new LinkedHashMap<>();
    private final FrozenParameters frozen;
    private StepValues values = (others, step) -> others;
    private @Nullable ParameterStore latest;

    /** Where the parameters are in a step. */
    @FunctionalInterface
    interface StepValues {

        /**
         * Those of one step.
         *
         * @param others where they are by themselves
         * @param step what is computed with them hangs on it
         */
        ParameterStore of(ParameterStore others, NDManager step);
    }

    private StageBlock(
            TapRoute.Network network, Map<String, TapRoute.Network> beside, StageModules modules, Stage stage) {
        super(VERSION);
        this.network = addChildBlock("network", network.block());
        this.modules = modules;
        beside.forEach((name, peer) -> {
            addChildBlock("peer " + name, peer.block());
            peers.put(name, peer.student(stage.needs().ofPeer(name)));
        });
        modules.own().forEach(this::addChildBlock);
        this.trainsStudent = stage.trainsStudent();
        this.route = network.student(stage.needs().ofStudent());
        this.own = network.student(stage.needs()).parameters();
        stage.needs().getViews().forEach((name, needs) -> views.put(name, network.student(needs)));
        this.frozen = network.frozen();
        inputShapes = this.network.getInputShapes();
    }

    /**
     * What a stage trains.
     *
     * @param network the student
     * @param beside its peers in the stage, by name
     * @param modules those of the stage
     * @param stage the stage
     */
    static StageBlock of(
            TapRoute.Network network, Map<String, TapRoute.Network> beside, StageModules modules, Stage stage) {
        return new StageBlock(network, beside, modules, stage);
    }

    /** From now on looks elsewhere for its parameters' values. */
    void look(StepValues elsewhere) {
        values = elsewhere;
    }

    /** The parameters that the stage trains. */
    public Set<Parameter> trained() {
        Set<Parameter> trained = modules.trained();
        if (trainsStudent) {
            trained.addAll(ofNetworks());
        }
        trained.removeAll(frozen.parameters());
        return trained;
    }

    /** The student's parameters that any view reaches, and its peers'. */
    private Set<Parameter> ofNetworks() {
        Set<Parameter> reached = new HashSet<>(own);
        views.values().forEach(view -> reached.addAll(view.parameters()));
        peers.values().forEach(peer -> reached.addAll(peer.parameters()));
        return reached;
    }

    /** The parameters that take part in the stage, frozen or not. */
    Set<Parameter> reached() {
        Set<Parameter> reached = ofNetworks();
        modules.own()
                .values()
                .forEach(module -> reached.addAll(module.getParameters().values()));
        return reached;
    }

    @Override
    public StageModules modules() {
        return modules;
    }

    @Override
    public Activations<StudentTap> activations(NDList output) {
        return route.activations(output);
    }

    @Override
    public Activations<StudentTap> inView(String view, NDList images) {
        TapRoute<StudentTap> way = Objects.requireNonNull(views.get(view), view);
        return way.activations(way.run(store(), images, trainsStudent));
    }

    @Override
    public Map<String, Activations<StudentTap>> peers(NDList images) {
        Map<String, Activations<StudentTap>> shown = new LinkedHashMap<>();
        peers.forEach((name, way) -> shown.put(name, way.activations(way.run(store(), images, trainsStudent))));
        return shown;
    }

    private ParameterStore store() {
        return Objects.requireNonNull(latest, "the batch itself comes first");
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, @Nullable PairList<String, Object> params) {
        NDManager step = inputs.head().getManager();
        ParameterStore now = values.of(parameterStore, step);
        latest = now;
        modules.begin(now, step);
        return route.run(now, inputs, training && trainsStudent);
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
