package dev.understudy.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.Student;
import dev.understudy.block.Parts;
import dev.understudy.block.Residual;
import dev.understudy.recipe.Task;
import java.util.List;

/**
 * A network, and the layers at which methods look at it; maps {@code [batch, C, H, W]}.
 *
 * @param network makes it
 * @param maps where its groups of layers end, after the activation, and what comes before the groups where a method may look
 *     there too
 * @param groups where its groups end, after the activation
 * @param preactivations the same before the last activation
 * @param places single layers
 */
record TappedNetwork(
        Student network, List<String> maps, List<String> groups, List<String> preactivations, Places places) {

    /** The numbers that DJL puts before a child's name. */
    private static final String NUMBER = "^\\d+";

    /**
     * Single layers.
     *
     * @param averaged whose maps are averaged for the classifier
     * @param compared at which knowledge of one layer is compared
     * @param embedded what is embedded for contrast between images
     * @param middle what a second classifier of a student looks at
     */
    record Places(String averaged, String compared, String embedded, String middle) {}

    static TappedNetwork of(BenchmarkNetwork benchmark) {
        List<String> features = benchmark.features();
        List<String> groups = features.subList(1, features.size());
        int last = groups.size() - 1;
        return new TappedNetwork(
                benchmark.network(),
                features,
                groups,
                benchmark.preactivations(),
                new Places(benchmark.averaged(), groups.get(last), BenchmarkNetwork.POOLED, groups.get(last - 1)));
    }

    String lastGroup() {
        return groups.get(groups.size() - 1);
    }

    /** How many channels a layer puts out that lies in no other. */
    int channels(String path, Task task) {
        Shape image = new Shape(1).addAll(task.input());
        Shape[] maps = Parts.upTo(network.network().get(), path).getOutputShapes(new Shape[] {image});
        return Math.toIntExact(maps[0].get(1));
    }

    /** The same of each of {@link #maps}. */
    List<Integer> channels(Task task) {
        return maps.stream().map(path -> channels(path, task)).toList();
    }

    /** The batch norms that the groups end with before their last activation; of a residual layer that of its body. */
    List<String> norms() {
        Block whole = network.network().get();
        return preactivations.stream().map(path -> norm(whole, path)).toList();
    }

    private String norm(Block whole, String path) {
        Block block = whole;
        for (String name : path.split("/", -1)) {
            block = child(block, name);
        }
        String at = path;
        while (!(block instanceof BatchNorm)) {
            if (block instanceof Residual residual) {
                block = residual.first();
                at += "/" + Residual.BODY;
            } else if (block instanceof SequentialBlock layers) {
                Pair<String, Block> last =
                        layers.getChildren().get(layers.getChildren().size() - 1);
                block = last.getValue();
                at += "/" + last.getKey().replaceFirst(NUMBER, "");
            } else {
                throw new InputException("\"" + path + "\" of " + network.name()
                        + " ends with no batch norm, from whose weights margins could be computed; another teacher is"
                        + " wanted");
            }
        }
        return at;
    }

    private static Block child(Block block, String name) {
        return block.getChildren().stream()
                .filter(child -> child.getKey().replaceFirst(NUMBER, "").equals(name))
                .map(Pair::getValue)
                .findFirst()
                .orElseThrow();
    }
}
