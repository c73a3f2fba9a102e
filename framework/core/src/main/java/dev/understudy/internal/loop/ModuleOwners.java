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
 * Which objective brought which helper. Objectives share a helper where it is the same for both: the same value, or of
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

    private record Owner(AuxiliaryModule helper, Objective objective, String name) {}

    /** Refuses a helper whose name another one has. */
    void claim(Stage stage, String name, Objective objective) {
        String where = "\"" + name + "\" in the stage \"" + stage.getName() + "\"";
        for (AuxiliaryModule helper : objective.needs().helpers()) {
            Owner mine = new Owner(helper, objective, where);
            Owner other = owners.putIfAbsent(helper.name(), mine);
            if (other != null && !isShared(mine, other)) {
                throw new InputException(
                        "Two helpers are named \"" + helper.name() + "\": that of " + other.name
                                + " and that of " + where
                                + "; give them names of their own, or both the same AuxiliaryModule where they are to share it");
            }
        }
    }

    private boolean isShared(Owner mine, Owner other) {
        return mine.helper.equals(other.helper)
                || mine.objective.equals(other.objective)
                || (mine.helper.builder().getClass() == other.helper.builder().getClass()
                        && structure(mine.helper).equals(structure(other.helper)));
    }

    /** What a helper is made of; empty where the shapes need none. */
    private String structure(AuxiliaryModule helper) {
        return build(helper, shapes)
                .map(built -> structure(block(helper, built), built))
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

    static Optional<AuxiliaryModule.Built> build(AuxiliaryModule helper, AuxiliaryModule.Shapes shapes) {
        return UserCall.<Optional<AuxiliaryModule.Built>>made(
                () -> "The helper \"" + helper.name() + "\"",
                () -> helper.builder().build(shapes));
    }

    static Block block(AuxiliaryModule helper, AuxiliaryModule.Built built) {
        return UserCall.<Block>made(() -> "The helper \"" + helper.name() + "\"", built.block());
    }
}
