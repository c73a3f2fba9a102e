package dev.understudy.result;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.understudy.internal.file.AtomicFiles;
import dev.understudy.internal.file.Json;
import dev.understudy.internal.text.Checks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to use a trained network's weights again.
 *
 * @param network the network's name
 * @param recipe the recipe whose network it is, by name or class
 * @param width what every number of channels was multiplied by
 * @param dataset the name of the data set it was trained on
 * @param input the shape of an image: channels, height, width
 * @param classNames the class of each logit
 * @param mean what is subtracted from each channel, on the scale from 0 to 1
 * @param standardDeviation what each channel is then divided by
 * @param seed the seed it was trained with
 * @param parameters how many numbers it holds
 * @param accuracy in percent on the test split
 * @param validationAccuracy in percent on the validation split after the last epoch, null where there is none
 * @param temperature what its logits are to be divided by so that it is as sure as it is often right, found on the
 *     validation split ({@link dev.understudy.measure.TemperatureScaling}); null where there is none
 * @param weights the name of the file with its weights, beside this card
 * @param sha256 of that file
 * @param settings everything else that its training depended on
 */
public record NetworkCard(
        String network,
        String recipe,
        double width,
        String dataset,
        List<Long> input,
        List<String> classNames,
        List<Double> mean,
        @JsonAlias("deviation") List<Double> standardDeviation,
        long seed,
        long parameters,
        TestAccuracy accuracy,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double validationAccuracy,
        @JsonSetter(nulls = Nulls.SET) @Nullable Double temperature,
        String weights,
        String sha256,
        Map<String, String> settings) {

    /** What earlier versions did not write. */
    private static final Map<String, Object> ADDED = Map.of("temperature", NullNode.getInstance());

    /** Copies the collections, so that a card never changes. */
    public NetworkCard {
        input = List.copyOf(input);
        classNames = List.copyOf(classNames);
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Checks.positive("parameters", parameters);
        if (temperature != null && !(temperature > 0 && temperature < Double.MAX_VALUE)) {
            throw new IllegalArgumentException("temperature: wanted a number above 0, got " + temperature);
        }
    }

    /**
     * Writes this card as JSON, whole or not at all.
     *
     * @param file the file to write
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(file, Json.pretty(this));
    }

    /**
     * Reads a card back.
     *
     * @param file the file to read
     * @return the card
     * @throws ResultException if the file cannot be read, or a field is missing, unknown or nonsense
     */
    public static NetworkCard read(Path file) {
        return Json.read(file, NetworkCard.class, Json.FIRST, ADDED);
    }
}
