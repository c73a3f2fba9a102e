package dev.understudy.cli.file;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.understudy.EpochResult;
import dev.understudy.InputException;
import dev.understudy.TrainedStudent;
import dev.understudy.internal.file.Sha256;
import dev.understudy.measure.TemperatureScaling;
import dev.understudy.recipe.Task;
import dev.understudy.recipes.ImageData;
import dev.understudy.result.NetworkCard;
import dev.understudy.result.TestAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trained networks in files: weights, and beside them what is needed to load them again.
 *
 * @param data the images
 * @param task what the networks are for
 */
public record NetworkCards(ImageData data, Task task) {

    /** The setting that says that images were turned as their EXIF orientation says. */
    public static final String UPRIGHT = "exif-orientation";

    /** The name of a stored teacher's card. */
    public static final String CARD = "network.json";

    /** Writes the weights, then the card, whose presence says that both are whole. */
    public void write(
            Path folder,
            String card,
            String weights,
            String recipe,
            long seed,
            TrainedStudent trained,
            Map<String, String> settings)
            throws IOException {
        Path file = folder.resolve(weights);
        trained.save(file);
        boolean done = false;
        try {
            card(weights, recipe, seed, trained, Sha256.of(file), settings).write(folder.resolve(card));
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
    }

    private NetworkCard card(
            String weights,
            String recipe,
            long seed,
            TrainedStudent trained,
            String digest,
            Map<String, String> settings)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>(settings);
        if (data.upright()) {
            all.put(UPRIGHT, "yes");
        }
        return new NetworkCard(
                trained.getName(),
                recipe,
                task.width(),
                data.splits().name(),
                Arrays.stream(task.input().getShape()).boxed().toList(),
                data.splits().train().classNames(),
                data.splits().normalization().mean(),
                data.splits().normalization().standardDeviation(),
                seed,
                trained.getParameterCount(),
                accuracy(trained),
                validation(trained),
                temperature(trained),
                weights,
                digest,
                all);
    }

    private @Nullable Double temperature(TrainedStudent trained) throws IOException {
        if (data.splits().validation().size() == 0) {
            return null;
        }
        Block network = trained.getNetwork();
        Device device = network.getParameters().get(0).getValue().getArray().getDevice();
        try (NDManager manager = NDManager.newBaseManager(device)) {
            return TemperatureScaling.fit(network, data.validation(), manager);
        }
    }

    public static TestAccuracy accuracy(TrainedStudent trained) {
        return new TestAccuracy(
                trained.getLastAccuracy().orElseThrow(),
                trained.getBestAccuracy().orElseThrow());
    }

    public static @Nullable Double validation(TrainedStudent trained) {
        List<EpochResult> history = trained.getHistory();
        return history.get(history.size() - 1).validationAccuracy();
    }

    /** Refuses weights that are not the ones that were written. */
    public static void verify(Path cardFile, NetworkCard card) throws IOException {
        Path file = cardFile.resolveSibling(card.weights());
        if (!Files.isRegularFile(file)) {
            throw new InputException("No weights at " + file + ", which " + cardFile + " names");
        }
        String found = Sha256.of(file);
        if (!found.equals(card.sha256())) {
            throw new InputException(file + " is damaged: its SHA-256 should be " + card.sha256() + ", it is " + found
                    + "; delete " + cardFile + " to train it again");
        }
    }
}
