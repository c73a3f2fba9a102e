package dev.understudy.internal.cache;

import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.format.SafetensorsHeader;
import dev.understudy.internal.identity.Fingerprints;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where one output for one fixed augmentation of all samples is kept: a safetensors file with {@code outputs}, float32 {@code
 * [samples, ...]}, and {@code crc32c}, the checksum of each sample's bytes, int32 {@code [samples]}. Its name is the
 * digest of its header, which says all that the numbers depend on.
 */
public final class OutputFile {

    /** What such a file is called. */
    static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.outputs\\.safetensors");

    private static final int DIGITS = 32;

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
        Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
        entries.put("outputs", new SafetensorsHeader.Entry("F32", new Shape(samples).addAll(each), 0, values));
        entries.put(
                "crc32c",
                new SafetensorsHeader.Entry(
                        "I32", new Shape(samples), values, values + (long) Integer.BYTES * samples));
        byte[] header = new SafetensorsHeader(origin, entries).bytes();
        String name = Fingerprints.of(header).substring(0, DIGITS) + ".outputs.safetensors";
        return new OutputFile(folder.resolve(name), header, each, samples);
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
