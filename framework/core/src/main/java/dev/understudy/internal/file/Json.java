package dev.understudy.internal.file;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.understudy.internal.text.Reasons;
import dev.understudy.result.ResultException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Records to JSON and strictly back. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private static final ObjectWriter PRETTY =
            MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    private static final String MISSING = "Missing creator property";

    private static final String FORMAT = "format";

    /** A field that profiles have and nothing else. */
    private static final String PROFILE = "peakBytes";

    /** A field that metrics have, beside {@code perClass}. */
    private static final String METRICS = "calibrationError";

    /** The format of what does not say one. */
    public static final int FIRST = 1;

    private Json() {}

    /** With its format, the first one where the record does not hold its own. */
    public static byte[] pretty(Record value) {
        ObjectNode fields = MAPPER.createObjectNode().put(FORMAT, FIRST);
        fields.setAll(MAPPER.<ObjectNode>valueToTree(value));
        try {
            return (PRETTY.writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** JSON that may stand inside a script element: no markup can end it. */
    public static String embedded(Object value) {
        try {
            return MAPPER.writeValueAsString(value).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a record of the format that is known here. A file without a format is of the first one; some records do not
     * hold theirs.
     */
    public static <T extends Record> T read(Path file, Class<T> type, int known) {
        return read(file, type, known, Map.of());
    }

    /** The same with values for fields that an older file has not. */
    public static <T extends Record> T read(Path file, Class<T> type, int known, Map<String, Object> added) {
        try {
            if (!(MAPPER.readTree(BoundedFile.read(file)) instanceof ObjectNode fields)) {
                throw new ResultException(file + ": wanted a JSON object, got another value or nothing");
            }
            checkFormat(file, fields.path(FORMAT), known);
            if (!holdsFormat(type)) {
                fields.remove(FORMAT);
            }
            added.forEach((name, value) -> fields.putIfAbsent(name, MAPPER.valueToTree(value)));
            update(fields);
            return MAPPER.treeToValue(fields, type);
        } catch (JsonProcessingException e) {
            throw new ResultException(file + ": " + problem(e), e);
        } catch (IOException e) {
            throw new ResultException(file + ": cannot be read: " + Reasons.of(e), e);
        }
    }

    /**
     * What earlier versions did not measure, here and in the cells of a comparison: how costs were measured, and the
     * likelihood of labels.
     */
    private static void update(ObjectNode fields) {
        for (JsonNode metrics : fields.findParents(METRICS)) {
            if (metrics.has("perClass")) {
                ((ObjectNode) metrics).putIfAbsent("negativeLogLikelihood", NullNode.getInstance());
            }
        }
        for (JsonNode profile : fields.findParents(PROFILE)) {
            if (!profile.has("sitting")) {
                ((ObjectNode) profile).putIfAbsent("session", NullNode.getInstance());
            }
            ((ObjectNode) profile).putIfAbsent("devicePeakBytes", NullNode.getInstance());
        }
    }

    /** Before the fields: those of a newer format are not known here. */
    private static void checkFormat(Path file, JsonNode format, int known) {
        if (!format.isMissingNode() && (!format.canConvertToInt() || format.intValue() < 1)) {
            throw new ResultException(file + ": format: wanted a number from 1 to " + known + ", got "
                    + format.toString().lines().findFirst().orElse(""));
        }
        if (format.asInt() > known) {
            throw new ResultException(file + " is of format " + format
                    + ", written by a newer Understudy; this one reads" + " format " + known);
        }
    }

    private static boolean holdsFormat(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getName().equals(FORMAT));
    }

    private static String problem(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown field " + field(unknown) + "; there are "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .toList();
        }
        String refusal = e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : null;
        String line =
                refusal == null ? e.getOriginalMessage().lines().findFirst().orElse("not understood") : refusal;
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "field " + field(mapping) + ": " + (line.startsWith(MISSING) ? "missing" : line);
        }
        return refusal == null ? "wanted JSON, got something else: " + line : line;
    }

    private static String field(JsonMappingException e) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.length() == 0 ? "" : ".").append(step.getFieldName());
            }
        }
        return "\"" + field + "\"";
    }
}
