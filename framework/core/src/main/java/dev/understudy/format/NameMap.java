package dev.understudy.format;

import dev.understudy.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file made by PyTorch calls the layers of a network of ours, so that its weights can be read: {@code
 * conv1/weights} is {@code features.0}. The parameters of a layer follow from that: a batch norm's {@code gamma} is its
 * {@code weight}, {@code runningMean} is {@code running_mean}.
 *
 * @param layers their names for layers by the paths that we give them; empty where the parameters are the network's own
 */
public record NameMap(Map<String, String> layers) {

    private static final Map<String, String> PARAMETERS = Map.of(
            "weight", "weight",
            "bias", "bias",
            "gamma", "weight",
            "beta", "bias",
            "runningMean", "running_mean",
            "runningVar", "running_var");

    /** Copies the map in its order. */
    public NameMap {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    /**
     * Reads a map from a text file: a line {@code conv1/weights = features.0} for each layer that has parameters; empty
     * lines and lines that begin with {@code #} do not count.
     *
     * @param file the file
     * @return the map
     * @throws IOException when it cannot be read
     * @throws InputException when a line is none of these, or names a layer a second time
     */
    public static NameMap read(Path file) throws IOException {
        Map<String, String> layers = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] sides = line.split("\\s*=\\s*", -1);
                if (sides.length != 2 || sides[0].isEmpty() || sides[1].isEmpty()) {
                    throw new InputException(
                            file + ", line " + (i + 1) + ": wanted \"OUR/LAYER = THEIR.LAYER\", got \"" + line + "\"");
                }
                if (layers.putIfAbsent(sides[0], sides[1]) != null) {
                    throw new InputException(file + ", line " + (i + 1) + ": " + sides[0] + " has a name already");
                }
            }
        }
        return new NameMap(layers);
    }

    /**
     * What their file calls a parameter.
     *
     * @param layer the layer's path, such as {@code conv1/norm}
     * @param parameter the parameter's name in it, such as {@code gamma}
     * @return such as {@code features.1.weight}
     * @throws InputException when the map does not name the layer
     */
    public String theirs(String layer, String parameter) {
        String name = layers.get(layer);
        if (name == null) {
            throw new InputException("The name map has no line for \"" + layer + "\"; it has " + layers.keySet());
        }
        String theirs = PARAMETERS.getOrDefault(parameter, parameter);
        return name.isEmpty() ? theirs : name + "." + theirs;
    }
}
