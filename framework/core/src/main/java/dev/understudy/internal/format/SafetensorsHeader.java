package dev.understudy.internal.format;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.internal.text.Quote;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What stands before the numbers of a safetensors file: its length in 8 bytes, little-endian, then JSON.
 *
 * @param metadata texts by name
 * @param entries where each array's numbers are
 */
public record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries) {

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 64;
    private static final long MOST_BYTES = 100_000_000;
    private static final int MOST_IN_ARRAY = Integer.MAX_VALUE / 2;
    private static final int MOST_NAMES = 100_000;
    private static final int MOST_DIMENSIONS = 16;
    private static final int MOST_DEPTH = 3;

    private static final List<String> TYPES = List.of("F64", "F32", "F16", "BF16", "I64", "I32", "I8", "U8", "BOOL");

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
            .build();

    /**
     * One array.
     *
     * @param type what its numbers are, in the format's words
     * @param shape its shape
     * @param begin where it begins, in bytes after the header
     * @param end where it ends
     */
    public record Entry(String type, Shape shape, long begin, long end) {

        /** What DJL calls its numbers. */
        DataType dataType() {
            return DataType.fromSafetensors(type);
        }
    }

    /** A file's first bytes, with blanks up to a round number. */
    public byte[] bytes() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            fields.put(METADATA, metadata);
        }
        entries.forEach((name, entry) -> fields.put(name, fields(entry)));
        byte[] json;
        try {
            json = MAPPER.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can be written as JSON", e);
        }
        int length = (Long.BYTES + json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = new byte[length];
        Arrays.fill(header, (byte) ' ');
        ByteBuffer.wrap(header)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length - Long.BYTES)
                .put(json);
        return header;
    }

    private static Map<String, Object> fields(Entry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dtype", entry.type);
        fields.put("shape", entry.shape.getShape());
        fields.put("data_offsets", new long[] {entry.begin, entry.end});
        return fields;
    }

    /** The arrays in the order of their numbers. */
    List<Map.Entry<String, Entry>> inOrder() {
        return entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Entry> entry) -> entry.getValue().begin)
                        .thenComparingLong(entry -> entry.getValue().end))
                .toList();
    }

    /**
     * Reads a header, and checks that the arrays fill the rest of the file without holes.
     *
     * @param in the file's bytes from the beginning
     * @param size how many bytes the file has
     * @throws IOException when they do not, or it is no such header
     */
    public static SafetensorsHeader read(InputStream in, long size) throws IOException {
        byte[] first = in.readNBytes(Long.BYTES);
        if (first.length < Long.BYTES) {
            throw new EOFException("it has " + first.length + " bytes");
        }
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long most = Math.min(size - Long.BYTES, MOST_BYTES);
        if (length < 0 || length > most) {
            throw new IOException(
                    "its header should have up to " + most + " bytes, it has " + Long.toUnsignedString(length));
        }
        SafetensorsHeader header = parse(in.readNBytes((int) length));
        header.check(size - Long.BYTES - length);
        return header;
    }

    private static SafetensorsHeader parse(byte[] json) throws IOException {
        Map<String, String> metadata = Map.of();
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (JsonParser parser = STRICT.createParser(
                new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()))) {
            parser.nextToken();
            begin(parser, JsonToken.START_OBJECT, "its header");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                if (name.equals(METADATA)) {
                    metadata = texts(parser);
                } else {
                    put(entries, name, entry(parser, Quote.of(name)));
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("its header goes on after its end");
            }
        }
        return new SafetensorsHeader(metadata, entries);
    }

    private static <T> void put(Map<String, T> map, String name, T value) throws IOException {
        if (map.put(name, value) == null && map.size() > MOST_NAMES) {
            throw new IOException("its header has more than " + MOST_NAMES + " names");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("its header has a name with control characters, " + Quote.of(name));
        }
    }

    private static void begin(JsonParser parser, JsonToken wanted, String what) throws IOException {
        if (parser.currentToken() != wanted) {
            throw new IOException(what + " should begin with " + wanted.asString() + ", it begins with "
                    + Quote.of(Objects.requireNonNullElse(parser.getText(), "")));
        }
    }

    private static Map<String, String> texts(JsonParser parser) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        begin(parser, JsonToken.START_OBJECT, METADATA);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            put(texts, name, text(parser, METADATA));
        }
        return texts;
    }

    private static String text(JsonParser parser, String what) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IOException(what + " should hold texts, it holds " + Quote.of(parser.getText()));
        }
        return parser.getText();
    }

    private static Entry entry(JsonParser parser, String what) throws IOException {
        begin(parser, JsonToken.START_OBJECT, what);
        String type = "";
        long[] shape = null;
        long[] offsets = null;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "dtype" -> type = text(parser, what);
                case "shape" -> shape = numbers(parser, MOST_DIMENSIONS, what);
                case "data_offsets" -> offsets = numbers(parser, 2, what);
                default -> throw new IOException(what + " has an unknown field " + Quote.of(field));
            }
        }
        if (!TYPES.contains(type)) {
            throw new IOException(what + " is of type " + Quote.of(type) + "; there are " + TYPES);
        }
        if (shape == null || offsets == null || offsets.length != 2) {
            throw new IOException(what + " should have dtype, shape and two data_offsets");
        }
        return new Entry(type, new Shape(shape), offsets[0], offsets[1]);
    }

    private static long[] numbers(JsonParser parser, int most, String what) throws IOException {
        begin(parser, JsonToken.START_ARRAY, what);
        long[] numbers = new long[most];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw new IOException(what + " has more than " + most + " numbers in a row");
            }
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getLongValue() < 0) {
                throw new IOException(what + " should have whole numbers from 0, it has " + Quote.of(parser.getText()));
            }
            numbers[count++] = parser.getLongValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private void check(long data) throws IOException {
        long at = 0;
        for (Map.Entry<String, Entry> named : inOrder()) {
            Entry entry = named.getValue();
            String what = Quote.of(named.getKey());
            if (entry.begin != at) {
                throw new IOException(what + " should begin at " + at + ", it begins at " + entry.begin);
            }
            long wanted = bytes(entry, what);
            if (entry.end - at != wanted || wanted > data - at) {
                throw new IOException(what + " " + entry.shape + " should have " + wanted + " bytes, it ends at "
                        + entry.end + " after " + at + " of " + data);
            }
            at = entry.end;
        }
        if (at != data) {
            throw new IOException("its arrays have " + at + " bytes, " + data + " are there");
        }
    }

    /** Dimensions that would be too many numbers are refused beside a 0, too. */
    private static long bytes(Entry entry, String what) throws IOException {
        long bytes = entry.dataType().getNumOfBytes();
        try {
            for (long dimension : entry.shape.getShape()) {
                bytes = Math.multiplyExact(bytes, Math.max(1, dimension));
            }
        } catch (ArithmeticException e) {
            bytes = Long.MAX_VALUE;
        }
        if (bytes > MOST_IN_ARRAY) {
            throw new IOException(what + " " + entry.shape + " is too large, 1 GB is allowed");
        }
        return entry.shape.size() == 0 ? 0 : bytes;
    }
}
