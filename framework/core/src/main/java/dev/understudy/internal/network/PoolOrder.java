package dev.understudy.internal.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Max pools before the ReLUs that precede them. The largest of several numbers is above zero at the same place, whether what
 * is below zero is cut off before or afterwards, and where it is not, no gradient passes either way; so both orders put out
 * the same and have the same gradients, bit for bit. A ReLU after a pool of 2x2 has a quarter of the numbers to read and to
 * write, forwards and backwards. A ReLU whose own output is tapped stays where it is.
 */
final class PoolOrder {

    private PoolOrder() {}

    /** Puts the steps of a sequence in order. */
    static List<PlanStep> of(List<PlanStep> steps) {
        List<PlanStep> ordered = new ArrayList<>();
        for (PlanStep step : steps) {
            PlanStep before = ordered.isEmpty() ? null : ordered.get(ordered.size() - 1);
            PlanLeaf relu = before == null ? null : lastRelu(before);
            if (before != null && relu != null && step instanceof PlanLeaf pool && Blocks.isMaxPool(pool.block())) {
                ordered.remove(ordered.size() - 1);
                ordered.addAll(withoutLast(before));
                ordered.add(PlanLeaf.of(pool.block(), -1));
                ordered.add(PlanLeaf.of(relu.block(), pool.record()));
            } else {
                ordered.add(step);
            }
        }
        return ordered;
    }

    /** The ReLU in which a step ends and whose output nobody but the next step reads. */
    private static @Nullable PlanLeaf lastRelu(PlanStep step) {
        if (step.record() >= 0) {
            return null;
        }
        if (step instanceof PlanChain chain && !chain.steps().isEmpty()) {
            return lastRelu(chain.steps().get(chain.steps().size() - 1));
        }
        return step instanceof PlanLeaf leaf && Blocks.isRelu(leaf.block()) ? leaf : null;
    }

    private static List<PlanStep> withoutLast(PlanStep step) {
        if (!(step instanceof PlanChain chain)) {
            return List.of();
        }
        int last = chain.steps().size() - 1;
        List<PlanStep> fewer = new ArrayList<>(chain.steps().subList(0, last));
        fewer.addAll(withoutLast(chain.steps().get(last)));
        return fewer.isEmpty() ? List.of() : List.of(new PlanChain(fewer, -1));
    }
}
