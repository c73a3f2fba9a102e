package dev.understudy.internal.loop;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Objective;
import dev.understudy.Stage;
import dev.understudy.internal.network.Blocks;
import dev.understudy.internal.network.ShapeProbe;
import dev.understudy.internal.text.UserCall;
import java.util.HashMap;
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

    private record Owner(AuxiliaryModule module, Objective objective, String name) {}

    /** Refuses an auxiliary module whose name another one has. */
    void claim(Stage stage, String name, Objective objective) {
        String where = "\"" + name + "\" in the stage \"" + stage.getName() + "\"";
        for (AuxiliaryModule module : objective.needs().getModules()) {
            Owner mine = new Owner(module, objective, where);
            Owner other = owners.putIfAbsent(module.name(), mine);
            if (other != null && !isShared(mine, other)) {
                throw new InputException(
                        "Two auxiliary modules are named \"" + module.name() + "\": that of " + other.name
                                + " and that of " + where
                                + "; give them names of their own, or both the same AuxiliaryModule where they are to share it");
            }
        }
    }

    private boolean isShared(Owner mine, Owner other) {
        return mine.module.equals(other.module)
                || mine.objective.equals(other.objective)
                || (mine.module.builder().getClass() == other.module.builder().getClass()
                        && structure(mine.module).equals(structure(other.module)));
    }

    /** What an auxiliary module is made of; empty where the shapes need none. */
    private String structure(AuxiliaryModule module) {
        return build(module, shapes)
                .map(built -> structure(block(module, built), built))
                .orElse("");
    }

    private String structure(Block block, AuxiliaryModule.Built built) {
        try (NDManager scope = manager.newSubManager()) {
            Blocks.initialize(block, scope, 0, built.input());
            StringBuilder text = new StringBuilder(block.getClass().getName()).append(built.input());
            block.getParameters().forEach(entry -> text.append(entry.getKey())
                    .append(entry.getValue().getShape())
                    .append(entry.getValue().requiresGradient()));
            return text.toString();
        }
    }

    static Optional<AuxiliaryModule.Built> build(AuxiliaryModule module, AuxiliaryModule.Shapes shapes) {
        return UserCall.<Optional<AuxiliaryModule.Built>>made(
                () -> "The auxiliary module \"" + module.name() + "\"",
                () -> module.builder().build(shapes));
    }

    static Block block(AuxiliaryModule module, AuxiliaryModule.Built built) {
        return UserCall.<Block>made(() -> "The auxiliary module \"" + module.name() + "\"", built.block());
    }
}
