package dev.understudy.internal.network;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What the user froze before the training, which no stage trains. A batch norm of which nothing is to be trained stands
 * still, running statistics and all, though DJL moves those in every training pass.
 *
 * @param parameters those that are never trained, running statistics among them
 * @param norms the batch norms that stand still
 */
public record FrozenParameters(Set<Parameter> parameters, Set<Block> norms) {

    /**
     * What is frozen in fresh blocks. A batch norm without scale and shift has nothing to freeze; it counts as frozen where
     * all else is that lies in some block around it.
     */
    public static FrozenParameters in(Collection<Block> blocks) {
        FrozenParameters frozen = new FrozenParameters(new HashSet<>(), new HashSet<>());
        blocks.forEach(block -> frozen.collect(block, false));
        return frozen;
    }

    private void collect(Block block, boolean around) {
        Set<Parameter> direct = new HashSet<>(block.getDirectParameters().values());
        direct.removeIf(Parameter::requiresGradient);
        parameters.addAll(direct);
        boolean still = direct.size() == block.getDirectParameters().size();
        if (still && isNorm(direct) && (around || !isPlain(block))) {
            norms.add(block);
        }
        boolean all = around || isFrozen(block);
        block.getChildren().values().forEach(child -> collect(child, all));
    }

    /**
     * These and what one stage does not train.
     *
     * @param more parameters of the blocks
     * @param blocks all that the stage may train
     */
    public FrozenParameters and(Set<Parameter> more, Collection<Block> blocks) {
        if (more.isEmpty()) {
            return this;
        }
        FrozenParameters both = new FrozenParameters(new HashSet<>(parameters), new HashSet<>(norms));
        both.parameters.addAll(more);
        blocks.forEach(both::addNorms);
        return both;
    }

    private void addNorms(Block block) {
        Set<Parameter> direct = new HashSet<>(block.getDirectParameters().values());
        if (isNorm(direct) && !isPlain(block) && parameters.containsAll(direct)) {
            norms.add(block);
        }
        block.getChildren().values().forEach(this::addNorms);
    }

    /** Not every block with something that looks like a statistic is a norm: a memory bank goes on moving. */
    private static boolean isNorm(Set<Parameter> direct) {
        return direct.stream().anyMatch(Blocks::isStatistic)
                && direct.stream().anyMatch(parameter -> parameter.getType() == Parameter.Type.GAMMA);
    }

    /** Whether a block has parameters to train, and all of them are frozen. */
    private static boolean isFrozen(Block block) {
        return block.getParameters().values().stream().noneMatch(Parameter::requiresGradient) && isTrainable(block);
    }

    private static boolean isTrainable(Block block) {
        return !isPlain(block)
                && (!block.getDirectParameters().isEmpty()
                        || block.getChildren().values().stream().anyMatch(FrozenParameters::isTrainable));
    }

    /** Whether a batch norm has neither scale nor shift by design: DJL freezes them then, as a user would. */
    private static boolean isPlain(Block block) {
        return block instanceof BatchNorm && !isBuiltWith("scale", block) && !isBuiltWith("center", block);
    }

    /** What DJL's norm was built with; it tells nobody. */
    private static boolean isBuiltWith(String name, Block norm) {
        try {
            Field field = BatchNorm.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.getBoolean(norm);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return true;
        }
    }

    /** Whether a block is a batch norm that stands still, or has one within it. */
    boolean hasNorm(Block block) {
        return norms.contains(block) || block.getChildren().values().stream().anyMatch(this::hasNorm);
    }

    /** Whether nothing of a block is trained. */
    boolean isAll(Block block) {
        return parameters.containsAll(block.getParameters().values());
    }
}
