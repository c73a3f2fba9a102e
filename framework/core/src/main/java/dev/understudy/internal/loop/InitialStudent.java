package dev.understudy.internal.loop;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Distillation;
import dev.understudy.FirstWeights;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.TeacherTap;
import dev.understudy.TrainingData;
import dev.understudy.internal.data.EngineLocks;
import dev.understudy.internal.module.StudentModules;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.FrozenParameters;
import dev.understudy.internal.network.InitialValues;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.network.ShapeProbe;
import dev.understudy.internal.source.PeerNetworks;
import dev.understudy.internal.text.UserCall;
import dev.understudy.internal.update.StageParameters;
import dev.understudy.internal.update.TrainedParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A distillation's student before its first step: the network with the weights of its seed, and the auxiliary modules of its
 * stages.
 */
public final class InitialStudent {

    private final Block network;
    private final Map<String, Block> peers;
    private final StudentModules modules;
    private final ShapeProbe shapes;
    private final FrozenParameters frozen;
    private final StageParameters parameters;

    /** Looks up what training on several devices takes; null on one. */
    private final @Nullable NDManager shards;

    private InitialStudent(Model model, Distillation distillation, TrainingData trainingData) {
        Shape one = new Shape(1).addAll(trainingData.getInput());
        NDManager manager = model.getNDManager();
        long seed = distillation.getSeed();
        FirstWeights first = distillation.getFirstWeights();
        shards = distillation.getDevices().size() > 1 ? manager : null;
        network = UserCall.<Block>made(
                () -> "The supplier of the student \""
                        + distillation.getStudent().name() + "\"",
                distillation.getStudent().network());
        Blocks.initialize(network, manager, InitialValues.ofNetwork(seed, first), one);
        GivenWeights.into(network, model, distillation, one);
        peers = PeerNetworks.of(distillation, manager, one);
        Needs needs = Needs.nothing();
        for (Stage stage : distillation.getStages()) {
            needs = needs.and(stage.needs().everywhere());
            checkEnd(stage);
        }
        shapes = ShapeProbe.of(model, network, peers, distillation.getSources(), needs, trainingData);
        modules = StudentModules.of(distillation, shapes, manager);
        frozen = FrozenParameters.in(blocks());
        parameters = new StageParameters(network, peers, modules.own());
        distillation.getStages().forEach(this::checkTrained);
    }

    /**
     * Makes a student.
     *
     * @param model owns all arrays
     * @param distillation who teaches whom
     * @param trainingData what is shown
     * @return the student
     * @throws InputException when taps, shapes and objectives do not fit
     */
    public static InitialStudent of(Model model, Distillation distillation, TrainingData trainingData) {
        distillation.check();
        return EngineLocks.take(() -> new InitialStudent(model, distillation, trainingData));
    }

    /**
     * How many numbers are trained along with a student and dropped afterwards.
     *
     * @param distillation who teaches whom
     * @param trainingData what is shown
     * @return the parameters of all stages' auxiliary modules and of the peers, batch norm counted with its four vectors
     * @throws InputException when taps, shapes and objectives do not fit
     */
    public static long moduleParameters(Distillation distillation, TrainingData trainingData) {
        try (Model model = Model.newInstance(distillation.getStudent().name(), distillation.getDevice())) {
            InitialStudent student = of(model, distillation, trainingData);
            return student.modules.parameterCount()
                    + student.peers.values().stream()
                            .mapToLong(Blocks::parameterCount)
                            .sum();
        }
    }

    public Block network() {
        return network;
    }

    /** The networks that are trained beside it, by name. */
    public Map<String, Block> peers() {
        return peers;
    }

    private List<Block> blocks() {
        List<Block> all = new ArrayList<>(modules.own().values());
        all.addAll(peers.values());
        all.add(network);
        return all;
    }

    /**
     * Everything that holds numbers of the network, of its peers and of its auxiliary modules.
     *
     * @return by name
     */
    public Map<String, Parameter> parameters() {
        return parameters(modules.own().keySet());
    }

    /**
     * The same of what a stage reads or trains.
     *
     * @param stage the stage
     * @return those of {@link #parameters()}, but for other stages' auxiliary modules
     */
    Map<String, Parameter> parameters(Stage stage) {
        return parameters(modules(stage));
    }

    private static Set<String> modules(Stage stage) {
        return stage.needs().getModules().stream().map(AuxiliaryModule::getName).collect(Collectors.toSet());
    }

    private Map<String, Parameter> parameters(Set<String> ofModules) {
        Map<String, Parameter> all = new LinkedHashMap<>();
        network.getParameters().forEach(entry -> all.put("network." + entry.getKey(), entry.getValue()));
        peers.forEach((name, peer) -> peer.getParameters()
                .forEach(entry -> all.put("peer." + name + "." + entry.getKey(), entry.getValue())));
        modules.own().forEach((name, module) -> {
            if (ofModules.contains(name)) {
                module.getParameters()
                        .forEach(entry -> all.put("module." + name + "." + entry.getKey(), entry.getValue()));
            }
        });
        return all;
    }

    /**
     * The auxiliary modules, as networks in words.
     *
     * @return one for each, in order
     */
    public List<NetworkDescription> moduleTexts() {
        return modules.texts();
    }

    /** The same of those that a stage reads or trains, by name. */
    Map<String, NetworkDescription> moduleTexts(Stage stage) {
        Map<String, NetworkDescription> texts = new LinkedHashMap<>();
        modules.own().forEach((name, module) -> texts.put(name, NetworkDescription.of(module)));
        texts.keySet().retainAll(modules(stage));
        return texts;
    }

    /** What no stage trains, running statistics among it. */
    public Set<Parameter> frozen() {
        return frozen.parameters();
    }

    /**
     * How far a running average of the student runs in a stage.
     *
     * @param name the average's
     * @param stage the stage
     * @param needs what is read of it, in one view
     * @return its way, for a batch or its shards
     */
    public TapRoute<TeacherTap> average(String name, Stage stage, Needs needs) {
        return network(stage).average(name, needs);
    }

    /** How many classes it tells apart. */
    public long classes() {
        return shapes.getClasses();
    }

    /** The shapes at all taps. */
    public ShapeProbe shapes() {
        return shapes;
    }

    /** The shapes that an auxiliary module was made for; nothing where it was not needed, or is never run. */
    public Optional<Shape[]> inputsOf(AuxiliaryModule module) {
        return modules.inputsOf(module);
    }

    /** The auxiliary modules are for the training alone. */
    void dropModules() {
        modules.drop();
    }

    /** What a stage trains. */
    public StageBlock block(Stage stage) {
        TapRoute.Network run = network(stage);
        Map<String, TapRoute.Network> beside = new LinkedHashMap<>();
        stage.needs()
                .getPeers()
                .keySet()
                .forEach(name -> beside.put(
                        name,
                        new TapRoute.Network(
                                "peer \"" + name + "\"",
                                Objects.requireNonNull(peers.get(name), name),
                                run.frozen(),
                                shards)));
        return StageBlock.of(run, beside, modules.in(stage.needs(), run.frozen()), stage);
    }

    private TapRoute.Network network(Stage stage) {
        return new TapRoute.Network("student", network, frozen.and(parameters.frozen(stage), blocks()), shards);
    }

    /** How a stage trains each of its parameters. */
    List<TrainedParameter> trained(Stage stage, StageBlock block) {
        return parameters.trained(stage, parameters(), block.trained());
    }

    private void checkTrained(Stage stage) {
        parameters.check(stage);
        StageBlock block = block(stage);
        if (block.trained().isEmpty()) {
            long statistics =
                    block.reached().stream().filter(Blocks::isStatistic).count();
            long parameters = block.reached().size() - statistics;
            throw new InputException("The stage \"" + stage.getName() + "\" has nothing to train: "
                    + (parameters == 0
                            ? "what it reads of the student has no parameters"
                            : "all " + parameters + " parameters that it reaches are frozen"));
        }
    }

    /** A stage that ends at a layer may not train anything past it. */
    private void checkEnd(Stage stage) {
        if (stage.getEnd() != null) {
            String end = BlockPaths.resolve(network, "student", stage.getEnd().path());
            ForwardPlan within = ForwardPlan.through(network, List.of(end), false);
            Needs needs = stage.needs().everywhere();
            needs = needs.and(needs.ofStudent());
            List<String> taps = needs.getStudentTaps().stream()
                    .map(tap -> BlockPaths.resolve(network, "student", tap.path()))
                    .toList();
            if (!within.parameters()
                    .containsAll(ForwardPlan.through(network, taps, false).parameters())) {
                throw new InputException("The stage ends at " + stage.getEnd() + ", but its objectives read "
                        + needs.getStudentTaps() + " of the student");
            }
        }
    }
}
