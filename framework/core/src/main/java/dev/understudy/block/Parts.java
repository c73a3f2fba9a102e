package dev.understudy.block;

import ai.djl.nn.Block;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.internal.network.BlockPaths;
import java.util.List;

/**
 * Parts of a network, to build others from: up to a layer, or what comes after it. A part's blocks are the network's own,
 * not copies, so take them from a fresh network of which nothing else is used.
 *
 * <p>A network is cut between two blocks of a sequence, or of sequences within it; a layer of branches stays whole.
 */
public final class Parts {

    private Parts() {}

    /**
     * A network's beginning.
     *
     * @param network the network
     * @param path the last block that is in it, as a tap names it
     * @return all blocks up to that
     * @throws InputException where there is no such block, or it lies within branches
     */
    public static Layers upTo(Block network, String path) {
        return cut(network, path).before;
    }

    /**
     * A network's end.
     *
     * @param network the network
     * @param path the last block that is not in it, as a tap names it
     * @return all blocks after that; empty after the last
     * @throws InputException where there is no such block, or it lies within branches
     */
    public static Layers after(Block network, String path) {
        return cut(network, path).after;
    }

    private record Cut(Layers before, Layers after) {}

    private static Cut cut(Block network, String path) {
        String full = BlockPaths.resolve(network, "network", path);
        return cut(network, full, List.of(full.split("/", -1)));
    }

    private static Cut cut(Block block, String full, List<String> names) {
        if (!BlockPaths.isSequence(block)) {
            throw new InputException("A network cannot be cut at \"" + full + "\", which lies within a "
                    + block.getClass().getSimpleName() + "; cut it at a block around that");
        }
        Cut cut = new Cut(new Layers(), new Layers());
        int index = block.getChildren().keys().indexOf(names.get(0));
        for (int i = 0; i < block.getChildren().size(); i++) {
            Pair<String, Block> child = block.getChildren().get(i);
            String name = child.getKey().replaceFirst("^\\d+", "");
            if (i == index && names.size() > 1) {
                Cut within = cut(child.getValue(), full, names.subList(1, names.size()));
                cut.before.add(name, within.before);
                if (!within.after.getChildren().isEmpty()) {
                    cut.after.add(name, within.after);
                }
            } else {
                (i <= index ? cut.before : cut.after).add(name, child.getValue());
            }
        }
        return cut;
    }
}
