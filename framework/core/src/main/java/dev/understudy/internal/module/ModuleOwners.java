package dev.understudy.internal.module;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.internal.identity.Fingerprints;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.NetworkDescription;
import dev.understudy.internal.network.ShapeProbe;
import dev.understudy.internal.source.SourceModules;
import dev.understudy.internal.text.UserCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which objective brought which auxiliary module. Objectives share an auxiliary module where it is the same for both: the same value, or of
 * equal objectives, or made in one place of the code and alike. Two others of one name would be taken for each other.
 */
final class ModuleOwners {

    private final ShapeProbe shapes;
    private final NDManager manager;
    private final Map<String, Owner> owners = new HashMap<>();

    ModuleOwners(ShapeProbe shapes, NDManager manager) {
        this.shapes = shapes;
        this.manager = manager;
    }

    private record Owner(AuxiliaryModule module, Objective objective, Stage stage, String name) {}

    /** Refuses an auxiliary module whose name another one has. */
    void claim(Stage stage, String name, Objective objective) {
        String where = "\"" + name + "\" in the stage \"" + stage.getName() + "\"";
        for (AuxiliaryModule module : objective.needs().getModules()) {
            Owner mine = new Owner(module, objective, stage, where);
            Owner other = owners.putIfAbsent(module.getName(), mine);
            if (other != null && other.stage == stage && other.module.isFrozen() != module.isFrozen()) {
                throw new InputException("The auxiliary module \"" + module.getName()
                        + "\" is frozen for one and trained by" + " the other of " + other.name + " and " + where
                        + "; in a stage it is one of the two");
            }
            if (other != null && !isShared(mine, other)) {
                throw new InputException(
                        "Two auxiliary modules are named \"" + module.getName() + "\": that of " + other.name
                                + " and that of " + where
                                + "; give them names of their own, or both the same AuxiliaryModule where they are to share it");
            }
        }
    }

    private boolean isShared(Owner mine, Owner other) {
        return mine.module.getBuilder().equals(other.module.getBuilder())
                || mine.objective.equals(other.objective)
                || (code(mine.module).equals(code(other.module))
                        && structure(mine.module).equals(structure(other.module)));
    }

    /** In which place of the code an auxiliary module is made. */
    private static List<Class<?>> code(AuxiliaryModule module) {
        AuxiliaryModule.Builder builder = SourceModules.origin(module.getBuilder());
        return builder instanceof BufferBlock.Plan buffer
                ? List.of(buffer.shape().getClass(), buffer.first().getClass())
                : List.of(builder.getClass());
    }

    /** What an auxiliary module is made of; empty where the shapes need none. */
    private List<Object> structure(AuxiliaryModule module) {
        return build(module, shapes)
                .map(built -> structure(block(module, built), built))
                .orElse(List.of());
    }

    private List<Object> structure(Block block, AuxiliaryModule.Built built) {
        List<Shape> inputs = List.of(built.getInputs());
        if (built.isShared()) {
            return List.of(
                    NetworkDescription.of(block).text(),
                    inputs,
                    block.getParameters().values());
        }
        try (NDManager scope = manager.newSubManager()) {
            Blocks.initialize(block, scope, 0, built.getInputs());
            return List.of(NetworkDescription.of(block).text(), inputs, Fingerprints.of(block));
        }
    }

    static Optional<AuxiliaryModule.Built> build(AuxiliaryModule module, AuxiliaryModule.Shapes shapes) {
        return UserCall.<Optional<AuxiliaryModule.Built>>made(
                () -> "The auxiliary module \"" + module.getName() + "\"",
                () -> module.getBuilder().build(shapes));
    }

    static Block block(AuxiliaryModule module, AuxiliaryModule.Built built) {
        return UserCall.<Block>made(() -> "The auxiliary module \"" + module.getName() + "\"", built.getBlock());
    }
}
