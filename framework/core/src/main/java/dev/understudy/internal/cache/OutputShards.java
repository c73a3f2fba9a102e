package dev.understudy.internal.cache;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One output for one fixed augmentation of all samples: a file, or where that would be too large several, each of the
 * samples that follow those of the one before.
 *
 * @param files at least one, in order
 * @param each the shape for one sample
 * @param perFile how many samples each file has, the last one apart
 */
record OutputShards(List<OutputFile> files, Shape each, int perFile) {

    /**
     * The files for some numbers, whether they are there or not.
     *
     * @param folder where such files lie
     * @param origin all that the numbers depend on
     * @param each the shape for one sample
     * @param samples how many samples there are
     * @param mostBytes how many bytes of numbers a file may have; it has one sample at least
     */
    static OutputShards of(Path folder, Map<String, String> origin, Shape each, int samples, long mostBytes) {
        long bytes = each.size() * Float.BYTES + Integer.BYTES;
        int perFile = (int) Math.min(samples, Math.max(1, mostBytes / bytes));
        if (perFile == samples) {
            return new OutputShards(List.of(OutputFile.of(folder, origin, each, samples)), each, samples);
        }
        List<OutputFile> files = new ArrayList<>();
        for (int from = 0; from < samples; from += perFile) {
            Map<String, String> more = new TreeMap<>(origin);
            more.put("first", Integer.toString(from));
            files.add(OutputFile.of(folder, more, each, Math.min(perFile, samples - from)));
            if (samples - from <= perFile) {
                break;
            }
        }
        return new OutputShards(List.copyOf(files), each, perFile);
    }

    /** Where the first of them is. */
    Path path() {
        return files.get(0).path();
    }

    /** How many bytes one sample takes. */
    int bytesEach() {
        return files.get(0).bytesEach();
    }
}
