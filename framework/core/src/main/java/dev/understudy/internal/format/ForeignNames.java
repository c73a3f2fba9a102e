package dev.understudy.internal.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.understudy.InputException;
import dev.understudy.format.NameMap;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.text.Quote;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What PyTorch calls a network's parameters, also behind what its wrappers put before each name. */
final class ForeignNames {

    /** What torch.compile puts into a name, wherever the part that was compiled stands. */
    private static final String COMPILED = "_orig_mod.";

    /** How many names a message shows. */
    private static final int SHOWN = 6;

    private final Map<String, String> wanted = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    ForeignNames(Block network, NameMap names) {
        add(network, "", "", names);
    }

    private void add(Block block, String key, String path, NameMap names) {
        for (Pair<String, Parameter> entry : block.getDirectParameters()) {
            String theirs = names.theirs(BlockPaths.shortest(path), entry.getKey());
            wanted.put(key + entry.getKey(), theirs);
            shapes.put(theirs, entry.getValue().getShape());
        }
        for (Pair<String, Block> child : block.getChildren()) {
            String layer = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
            add(child.getValue(), key + child.getKey() + "_", layer, names);
        }
    }

    /** A file's arrays by our names, in float32; PyTorch's counters of batches and of averages are left out. */
    Map<String, NDArray> ours(Map<String, NDArray> theirs, Path file) {
        Map<String, NDArray> left = new LinkedHashMap<>();
        theirs.forEach((name, array) -> left.put(name.replace(COMPILED, ""), array));
        left.keySet().removeIf(name -> name.endsWith("num_batches_tracked") || name.equals("n_averaged"));
        Map<String, NDArray> bare = bare(left);
        Map<String, NDArray> ours = new LinkedHashMap<>();
        wanted.forEach((key, name) -> {
            NDArray array = bare.remove(name);
            if (array == null) {
                throw new InputException(
                        file + " lacks the parameter " + name + " " + shapes.get(name) + "; it has " + shown(left));
            }
            ours.put(key, array.toType(DataType.FLOAT32, false));
        });
        ours.putAll(bare);
        return ours;
    }

    /** Without what stands before all of a file's names and is no part of the wanted ones, such as {@code module.}. */
    private Map<String, NDArray> bare(Map<String, NDArray> arrays) {
        Map<String, NDArray> bare = new LinkedHashMap<>(arrays);
        while (!bare.isEmpty()) {
            String name = bare.keySet().iterator().next();
            String prefix = name.substring(0, name.indexOf('.') + 1);
            if (prefix.isEmpty()
                    || !all(List.copyOf(bare.keySet()), prefix)
                    || all(List.copyOf(wanted.values()), prefix)) {
                break;
            }
            Map<String, NDArray> shorter = new LinkedHashMap<>();
            bare.forEach((each, array) -> shorter.put(each.substring(prefix.length()), array));
            bare = shorter;
        }
        return bare;
    }

    private static boolean all(List<String> names, String prefix) {
        return names.stream().allMatch(name -> name.startsWith(prefix));
    }

    private static String shown(Map<String, NDArray> arrays) {
        String some = Quote.line(
                arrays.keySet().stream().sorted().limit(SHOWN).toList().toString());
        return arrays.size() > SHOWN ? arrays.size() + " parameters, among them " + some : some;
    }
}
