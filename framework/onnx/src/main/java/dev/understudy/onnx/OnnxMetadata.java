package dev.understudy.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.InputException;
import dev.understudy.internal.text.Quote;
import java.util.List;
import java.util.Map;

/**
 * What stands in an ONNX file beside its network, so that images can be shown to it and its answers be read.
 *
 * @param file what to call it in messages
 * @param texts by name; lists are JSON
 */
record OnnxMetadata(String file, Map<String, String> texts) {

    static final String NETWORK = "network";
    static final String PARAMETERS = "parameters";
    static final String INPUT = "input";
    static final String LAYOUT = "input.layout";
    static final String SCALE = "input.scale";
    static final String MEAN = "input.mean";
    static final String DEVIATION = "input.standard_deviation";
    static final String CLASSES = "classes";
    static final String TEMPERATURE = "temperature";

    /** What earlier versions called the standard deviation. */
    private static final String EARLIER_DEVIATION = "input.deviation";

    private static final ObjectMapper JSON = new ObjectMapper();

    static String list(List<?> values) {
        try {
            return JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + values, e);
        }
    }

    List<String> classNames() {
        return read(CLASSES, new TypeReference<>() {});
    }

    List<Double> mean() {
        return numbers(MEAN);
    }

    List<Double> standardDeviation() {
        boolean earlier = !texts.containsKey(DEVIATION) && texts.containsKey(EARLIER_DEVIATION);
        return numbers(earlier ? EARLIER_DEVIATION : DEVIATION);
    }

    List<Long> input() {
        return read(INPUT, new TypeReference<>() {});
    }

    private List<Double> numbers(String name) {
        return read(name, new TypeReference<>() {});
    }

    private <T> List<T> read(String name, TypeReference<List<T>> type) {
        String text = texts.get(name);
        if (text == null) {
            throw new InputException(file + " does not say its \"" + name + "\", as files of \"understudy export\" do;"
                    + " it says " + Quote.line(texts.keySet().toString()));
        }
        try {
            return List.copyOf(JSON.readValue(text, type));
        } catch (JsonProcessingException | NullPointerException e) {
            throw new InputException(
                    file + ": its \"" + name + "\" is no list that is understood: " + Quote.line(text), e);
        }
    }
}
