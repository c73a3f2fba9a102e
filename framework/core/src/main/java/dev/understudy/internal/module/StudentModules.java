package dev.understudy.internal.module;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.understudy.AuxiliaryModule;
import dev.understudy.Distillation;
import dev.understudy.Needs;
import dev.understudy.Stage;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.FrozenParameters;
import dev.understudy.internal.network.InitialValues;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.network.ShapeProbe;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All auxiliary modules of a student, with the first numbers of its seed. */
public final class StudentModules {

    private final Map<String, Made> modules = new LinkedHashMap<>();

    private StudentModules() {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Made(Block block, Shape[] inputs, boolean shared) {}

    /**
     * Makes those that the stages of a distillation ask for.
     *
     * @param distillation who teaches whom
     * @param shapes what is known of both networks
     * @param manager owns the modules' arrays
     * @return the modules
     * @throws dev.understudy.InputException where two are of one name, or one does not fit
     */
    public static StudentModules of(Distillation distillation, ShapeProbe shapes, NDManager manager) {
        StudentModules all = new StudentModules();
        ModuleOwners owners = new ModuleOwners(shapes, manager);
        Needs needs = Needs.nothing();
        for (Stage stage : distillation.getStages()) {
            needs = needs.and(stage.needs());
            stage.getObjectives().forEach((name, weighted) -> owners.claim(stage, name, weighted.objective()));
        }
        for (AuxiliaryModule module : needs.getModules()) {
            ModuleOwners.build(module, shapes).ifPresent(built -> {
                Block block = ModuleOwners.block(module, built);
                if (!built.isShared()) {
                    InitialValues first = InitialValues.ofModule(
                            module.getName(), distillation.getSeed(), distillation.getFirstWeights());
                    Blocks.initialize(block, manager, first, built.getInputs());
                }
                all.modules.put(module.getName(), new Made(block, built.getInputs(), built.isShared()));
            });
        }
        return all;
    }

    /** Those that belong to the student, by name. */
    public Map<String, Block> own() {
        Map<String, Block> own = new LinkedHashMap<>();
        modules.forEach((name, made) -> {
            if (!made.shared) {
                own.put(name, made.block);
            }
        });
        return own;
    }

    /** How many numbers they hold. */
    public long parameterCount() {
        return own().values().stream().mapToLong(Blocks::parameterCount).sum();
    }

    /** As networks in words. */
    public List<NetworkDescription> texts() {
        return own().values().stream().map(NetworkDescription::of).toList();
    }

    /** The shapes of a module's inputs; empty where it was not needed, or is never run. */
    public Optional<Shape[]> inputsOf(AuxiliaryModule module) {
        return Optional.ofNullable(modules.get(module.getName()))
                .map(Made::inputs)
                .filter(inputs -> inputs.length > 0);
    }

    /** They are for the training alone. */
    public void drop() {
        own().values().forEach(Block::clear);
    }

    /**
     * Those of a stage.
     *
     * @param needs what the stage reads
     * @param frozen what no stage trains
     * @return the modules, to be run
     */
    public StageModules in(Needs needs, FrozenParameters frozen) {
        Map<String, StageModules.Entry> entries = new LinkedHashMap<>();
        for (AuxiliaryModule module : needs.getModules()) {
            Made made = modules.get(module.getName());
            if (made != null) {
                Set<Parameter> trained = new HashSet<>();
                boolean still = module.isFrozen() || made.shared;
                if (!still) {
                    trained.addAll(made.block.getParameters().values());
                    trained.removeAll(frozen.parameters());
                }
                ForwardPlan plan = ForwardPlan.through(made.block, List.of(), true);
                entries.put(
                        module.getName(),
                        new StageModules.Entry(
                                made.block,
                                still ? plan : plan.standing(frozen),
                                List.of(made.inputs),
                                trained,
                                still,
                                made.shared));
            }
        }
        return new StageModules(entries);
    }
}
