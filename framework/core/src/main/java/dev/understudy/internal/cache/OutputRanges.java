package dev.understudy.internal.cache;

import dev.understudy.InputException;
import dev.understudy.TrainingData;
import dev.understudy.internal.teacher.TeacherOutput;
import dev.understudy.internal.text.Reasons;
import dev.understudy.source.OutputRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is missing of a teacher's kept outputs, computed range by range: each range is a file of its own, and all of them
 * are joined to the files that one pass would have written, byte for byte.
 */
public final class OutputRanges {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputRanges.class);

    /** How many bytes are copied at once, a sample at least. */
    private static final int CHUNK = 1 << 20;

    private final OutputStore store;
    private final Map<Integer, Set<TeacherOutput>> missing = new TreeMap<>();

    /** Looks for what is there already and is what the teacher puts out here. */
    public OutputRanges(OutputStore store) throws IOException {
        this.store = store;
        for (Map.Entry<Integer, Set<TeacherOutput>> entry : store.wanted().entrySet()) {
            Set<TeacherOutput> outputs = missing(entry.getKey(), entry.getValue());
            if (!outputs.isEmpty()) {
                missing.put(entry.getKey(), outputs);
            }
        }
    }

    private Set<TeacherOutput> missing(int augmentation, Set<TeacherOutput> outputs) throws IOException {
        Set<TeacherOutput> missing = new LinkedHashSet<>();
        Map<TeacherOutput, ShardReader> readers = new LinkedHashMap<>();
        try {
            for (TeacherOutput output : outputs) {
                try {
                    readers.put(output, store.open(output, augmentation));
                } catch (IOException e) {
                    LOGGER.debug("{} is to be computed: {}", store.path(output, augmentation), Reasons.of(e));
                    missing.add(output);
                }
            }
            missing.addAll(store.unlike(augmentation, readers));
        } finally {
            readers.values().forEach(ShardReader::close);
        }
        return missing;
    }

    /** Which augmentations something is missing of. */
    public Set<Integer> augmentations() {
        return new TreeSet<>(missing.keySet());
    }

    /**
     * An augmentation in ranges of whole batches.
     *
     * @param batches in each of them but the last, 1 or more
     * @return one range where the training data does not say how its batches are reached
     */
    public List<OutputRange> split(int augmentation, int batches) {
        TrainingData.FixedAugmentations all = store.pass().augmentations();
        TrainingData.InBatches each = all.inBatches();
        if (each == null) {
            return List.of(store.pass().all(augmentation));
        }
        List<OutputRange> ranges = new ArrayList<>();
        long size = (long) batches * each.size();
        for (long from = 0; from < all.samples(); from += size) {
            ranges.add(new OutputRange(augmentation, (int) from, (int) Math.min(all.samples(), from + size)));
        }
        return ranges;
    }

    /**
     * Computes what is missing for a range, unless it is there.
     *
     * @param shown is told after each batch, with the number of samples in all
     */
    public void compute(OutputRange range, LongConsumer shown) throws IOException {
        Map<TeacherOutput, List<OutputFile>> files = new LinkedHashMap<>();
        for (TeacherOutput output : missing.getOrDefault(range.augmentation(), Set.of())) {
            OutputFile file = store.range(output, range);
            if (!isJoined(output, range.augmentation()) && !isWhole(file)) {
                files.put(output, List.of(file));
            }
        }
        if (files.isEmpty()) {
            return;
        }
        try {
            store.write(range, files, shown);
        } catch (NoSuchFileException e) {
            // Another one that computed the same was done first, all is joined, and what was begun here is swept away.
            if (!files.keySet().stream().allMatch(output -> isJoined(output, range.augmentation()))) {
                throw e;
            }
        }
    }

    /** Whether all files of an output are there now that were missing or wrong. */
    private boolean isJoined(TeacherOutput output, int augmentation) {
        try (ShardReader whole = store.open(output, augmentation)) {
            return store.unlike(augmentation, Map.of(output, whole)).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isWhole(OutputFile file) {
        try (OutputReader reader = new OutputReader(file)) {
            ByteBuffer sample = ByteBuffer.allocate(file.bytesEach());
            for (int i = 0; i < file.samples(); i++) {
                reader.read(i, sample.clear());
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Joins ranges of augmentations; what is joined, its ranges are removed.
     *
     * @param ranges each augmentation's from the first sample to the last, in any order
     * @return those that are not there, or damaged; an output that lacks any of them is not joined
     */
    public Set<OutputRange> join(Set<OutputRange> ranges) throws IOException {
        Set<OutputRange> lacking = new TreeSet<>();
        Set<OutputFile> joined = new HashSet<>();
        for (Map.Entry<Integer, Set<TeacherOutput>> entry : missing.entrySet()) {
            List<OutputRange> own = new TreeSet<>(ranges)
                    .stream()
                            .filter(range -> range.augmentation() == entry.getKey())
                            .toList();
            if (own.isEmpty()) {
                continue;
            }
            check(own);
            for (TeacherOutput output : entry.getValue()) {
                if (isJoined(output, entry.getKey()) || join(output, own, lacking)) {
                    own.forEach(range -> joined.add(store.range(output, range)));
                }
            }
        }
        store.cache().remove(joined);
        return lacking;
    }

    /** Refuses ranges that are not all samples of an augmentation. */
    private void check(List<OutputRange> ranges) {
        int next = 0;
        for (OutputRange range : ranges) {
            if (range.begin() != next) {
                throw new InputException(
                        "Wanted ranges that follow each other, the next from " + next + ", got " + range);
            }
            next = range.end();
        }
        if (next != store.pass().augmentations().samples()) {
            throw new InputException("Wanted ranges of all "
                    + store.pass().augmentations().samples() + " samples, got those up to " + next);
        }
    }

    private boolean join(TeacherOutput output, List<OutputRange> ranges, Set<OutputRange> lacking) throws IOException {
        boolean whole = true;
        OutputShards shards = store.shards(output, ranges.get(0).augmentation());
        try (ShardWriter writer = new ShardWriter(shards.files())) {
            for (OutputRange range : ranges) {
                OutputFile file = store.range(output, range);
                if (!isWhole(file)) {
                    Files.deleteIfExists(file.path());
                    lacking.add(range);
                    whole = false;
                } else if (whole) {
                    copy(file, writer);
                }
            }
            if (whole) {
                writer.finish();
            }
        }
        return whole;
    }

    private static void copy(OutputFile range, ShardWriter writer) throws IOException {
        int each = range.bytesEach();
        ByteBuffer several = ByteBuffer.allocate(each * Math.max(1, Math.min(range.samples(), CHUNK / each)));
        try (OutputReader reader = new OutputReader(range)) {
            for (int i = 0; i < range.samples(); i++) {
                reader.read(i, several);
                if (!several.hasRemaining() || i == range.samples() - 1) {
                    writer.add(several.flip());
                    several.clear();
                }
            }
        }
    }
}
