package dev.understudy.internal.network;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.understudy.InputException;
import dev.understudy.block.Branches;
import dev.understudy.block.Tappable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The paths of a network's blocks, as far as they can be tapped: inside sequences, layers of branches and {@link Tappable} blocks. */
public final class BlockPaths {

    private BlockPaths() {}

    /**
     * Every path that can be tapped, with its block, in the order of running.
     *
     * @param network the network
     * @return full paths, such as {@code 04conv4/01guided}
     */
    public static Map<String, Block> of(Block network) {
        Map<String, Block> paths = new LinkedHashMap<>();
        collect("", network, paths);
        return paths;
    }

    /**
     * The full path that a user's path means.
     *
     * @param network the network
     * @param whose "student" or "teacher", for the message
     * @param path with or without the numbers that DJL puts before a child's name
     * @return the full path
     * @throws InputException when there is no such path, or more than one
     */
    public static String resolve(Block network, String whose, String path) {
        Map<String, Block> paths = of(network);
        if (paths.containsKey(path)) {
            return path;
        }
        List<String> matches = new ArrayList<>();
        for (String full : paths.keySet()) {
            if (means(path, full)) {
                matches.add(full);
            }
        }
        if (matches.size() == 1) {
            return matches.get(0);
        }
        if (matches.isEmpty()) {
            throw new InputException("No block at \"" + path + "\" in the " + whose + "; there are "
                    + paths.keySet().stream()
                            .map(BlockPaths::shortest)
                            .distinct()
                            .toList());
        }
        throw new InputException("\"" + path + "\" in the " + whose + " could be any of " + matches);
    }

    /**
     * A path without DJL's numbers where a name is left: {@code 04conv4/01guided} is {@code conv4/guided}, but
     * {@code 02Conv2d} keeps its number.
     *
     * @param full the full path
     * @return what to show
     */
    public static String shortest(String full) {
        StringBuilder path = new StringBuilder();
        for (String name : full.split("/", -1)) {
            String bare = name.replaceFirst("^\\d\\d", "");
            path.append(path.isEmpty() ? "" : "/");
            path.append(!bare.isEmpty() && Character.isLowerCase(bare.charAt(0)) ? bare : name);
        }
        return path.toString();
    }

    /** Whether a block runs its children one after another, and nothing else. */
    public static boolean isSequence(Block block) {
        return block instanceof SequentialBlock sequence
                && !sequence.isReturnIntermediate()
                && !sequence.getChildren().isEmpty();
    }

    static String child(String path, Block block, int index) {
        return inner(path, block.getChildren().get(index).getKey());
    }

    /** The path of something within a block. */
    static String inner(String path, String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    static boolean contains(String path, String tap) {
        return path.isEmpty() || tap.equals(path) || tap.startsWith(path + "/");
    }

    /** Whether a path is a full one, each of its names with or without its number. */
    private static boolean means(String path, String full) {
        String[] names = path.split("/", -1);
        String[] fullNames = full.split("/", -1);
        if (names.length != fullNames.length) {
            return false;
        }
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals(fullNames[i]) && !names[i].equals(fullNames[i].replaceFirst("^\\d+(?=\\D)", ""))) {
                return false;
            }
        }
        return true;
    }

    private static void collect(String path, Block block, Map<String, Block> paths) {
        if (isSequence(block) || block instanceof Branches) {
            for (int i = 0; i < block.getChildren().size(); i++) {
                collect(child(path, block, i), block.getChildren().get(i).getValue(), paths);
            }
        }
        if (block instanceof Tappable tappable) {
            tappable.tapNames().forEach(name -> paths.put(inner(path, name), block));
        }
        if (!path.isEmpty()) {
            paths.put(path, block);
        }
    }
}
