package dev.understudy.internal.cache;

import ai.djl.ndarray.types.Shape;
import dev.understudy.internal.file.Sha256;
import dev.understudy.internal.format.SafetensorsHeader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where one output for one fixed augmentation of samples is kept: a safetensors file with {@code outputs}, float32 {@code
 * [samples, ...]}, and {@code crc32c}, the checksum of each sample's bytes, int32 {@code [samples]}. Its name is the
 * digest of its header, which says all that the numbers depend on.
 */
public final class OutputFile {

    /** What such a file is called. */
    static final Pattern NAME = Pattern.compile("[0-9a-f]{32}\\.outputs\\.safetensors");

    /** What a file is called whose samples are a range that others go on from. */
    static final Pattern RANGE_NAME = Pattern.compile("[0-9a-f]{32}\\.range\\.safetensors");

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
        return of(folder, origin, each, samples, "outputs");
    }

    /**
     * The file for a range of samples, which is joined with others to what is kept.
     *
     * @param from the first of them
     * @param to the sample after the last
     */
    static OutputFile range(Path folder, Map<String, String> origin, Shape each, int from, int to) {
        Map<String, String> more = new TreeMap<>(origin);
        more.put("range", from + "-" + to);
        return of(folder, more, each, to - from, "range");
    }

    private static OutputFile of(Path folder, Map<String, String> origin, Shape each, int samples, String kind) {
        long values = Math.multiplyExact(each.size(), (long) Float.BYTES * samples);
        Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
        entries.put("outputs", new SafetensorsHeader.Entry("F32", new Shape(samples).addAll(each), 0, values));
        entries.put(
                "crc32c",
                new SafetensorsHeader.Entry(
                        "I32", new Shape(samples), values, values + (long) Integer.BYTES * samples));
        byte[] header = new SafetensorsHeader(origin, entries).bytes();
        String name = Sha256.of(header).substring(0, DIGITS) + "." + kind + ".safetensors";
        return new OutputFile(folder.resolve(name), header, each, samples);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    byte[] header() {
        return header.clone();
    }

    int samples() {
        return samples;
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
    public long length() {
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
