package dev.understudy.internal;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where one output for one view of all samples is kept: a safetensors file with {@code outputs}, float32 {@code
 * [samples, ...]}, and {@code crc32c}, the checksum of each sample's bytes, int32 {@code [samples]}. Its name is the
 * digest of its header, which says all that the numbers depend on.
 */
final class OutputFile {

    /** What such a file is called. */
    static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.outputs\\.safetensors");

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 32;
    private static final int ALIGNMENT = 64;

    private final Path path;
    private final byte[] header;
    private final Shape each;
    private final int samples;

    private OutputFile(Path path, byte[] header, Shape each, int samples) {
        this.path = path;
        this.header = header;
        this.each = each;
        this.samples = samples;
    }

    /**
     * The file for some numbers, whether it is there or not.
     *
     * @param folder where such files lie
     * @param origin all that the numbers depend on
     * @param each the shape for one sample
     * @param samples how many samples there are
     */
    static OutputFile of(Path folder, Map<String, String> origin, Shape each, int samples) {
        long values = Math.multiplyExact(each.size(), (long) Float.BYTES * samples);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("__metadata__", origin);
        fields.put("outputs", field("F32", new Shape(samples).addAll(each), 0, values));
        fields.put("crc32c", field("I32", new Shape(samples), values, values + (long) Integer.BYTES * samples));
        byte[] header = header(fields);
        String name = Fingerprints.of(header).substring(0, DIGITS) + ".outputs.safetensors";
        return new OutputFile(folder.resolve(name), header, each, samples);
    }

    private static Map<String, Object> field(String type, Shape shape, long begin, long end) {
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("dtype", type);
        field.put("shape", shape.getShape());
        field.put("data_offsets", new long[] {begin, end});
        return field;
    }

    /** The length of the JSON, little-endian, and the JSON, with blanks up to a round number. */
    private static byte[] header(Map<String, Object> fields) {
        byte[] json;
        try {
            json = JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
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

    Path path() {
        return path;
    }

    byte[] header() {
        return header.clone();
    }

    int samples() {
        return samples;
    }

    /** The shape of the outputs for some samples. */
    Shape shape(int count) {
        return new Shape(count).addAll(each);
    }

    /** How many bytes one sample takes. */
    int bytesEach() {
        return Math.toIntExact(each.size() * Float.BYTES);
    }

    /** Where a sample begins; for the number of samples, where the checksums do. */
    long begin(int sample) {
        return header.length + (long) sample * bytesEach();
    }

    /** How many bytes the whole file has. */
    long length() {
        return begin(samples) + (long) Integer.BYTES * samples;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutputFile file && file.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }
}
