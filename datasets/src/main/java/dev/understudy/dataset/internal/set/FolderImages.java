package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.decode.Decoder;
import dev.understudy.dataset.internal.decode.Planes;
import dev.understudy.dataset.internal.digest.FileDigests;
import dev.understudy.dataset.internal.digest.Fingerprint;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images in files. Once decoded, an image stays in memory while the budget lasts; the others are decoded each time
 * they are read, so that any number of them fits. Where the heap runs short, the collector takes all of them back. A file
 * that changed since the fingerprint was taken is not taken for what it was.
 */
public final class FolderImages implements Images {

    private final Path root;
    private final List<Path> files;
    private final int[] labels;
    private final List<String> classNames;
    private final int side;
    private final boolean upright;
    private final ImageCacheBudget budget;
    private @Nullable String fingerprint;
    private volatile FileDigests.@Nullable Held held;
    private SoftReference<ImageCache> decoded = new SoftReference<>(null);

    public FolderImages(
            Path root,
            List<Path> files,
            int[] labels,
            List<String> classNames,
            int side,
            boolean upright,
            ImageCacheBudget budget) {
        this.root = root;
        this.files = files;
        this.labels = labels;
        this.classNames = classNames;
        this.side = side;
        this.upright = upright;
        this.budget = budget;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape shape() {
        return new Shape(3, side, side);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    private synchronized ImageCache kept() {
        ImageCache kept = decoded.get();
        if (kept == null) {
            kept = new ImageCache(size(), budget);
            decoded = new SoftReference<>(kept);
        }
        return kept;
    }

    @Override
    public void read(int index, byte[] into, int offset) {
        ImageCache kept = kept();
        byte[] image = kept.get(index);
        if (image == null) {
            image = Decoder.square(files.get(index), side, upright);
            check(index);
            kept.offer(index, image);
        }
        System.arraycopy(image, 0, into, offset, image.length);
    }

    /** What was decoded is what the fingerprint speaks of, or nobody gets it. */
    private void check(int index) {
        FileDigests.Held known = held;
        if (known != null && !known.isSame(index)) {
            throw new DataException(
                    files.get(index) + " has changed since the images of " + root + " were looked at; put it"
                            + " back as it was to go on, or begin anew with the images as they are now");
        }
    }

    /** What is kept on this thread, the rest on several. */
    @Override
    public void read(int[] indices, byte[] into) {
        int each = Planes.CHANNELS * side * side;
        ImageCache kept = kept();
        int[] missing = new int[indices.length];
        int count = 0;
        for (int i = 0; i < indices.length; i++) {
            byte[] image = kept.get(indices[i]);
            if (image == null) {
                missing[count++] = i;
            } else {
                System.arraycopy(image, 0, into, i * each, each);
            }
        }
        Arrays.stream(missing, 0, count).parallel().forEach(i -> read(indices[i], into, i * each));
    }

    /** Read once; a folder that is copied to another place or machine is the same. */
    @Override
    public synchronized String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint hash = Fingerprint.start()
                    .number(Decoder.VERSION)
                    .number(upright ? 1 : 0)
                    .number(side)
                    .numbers(labels);
            classNames.forEach(hash::text);
            FileDigests.Held now = FileDigests.official().of(root, files);
            byte[] digests = now.digests();
            known = hash.bytes(digests, 0, digests.length).finish();
            fingerprint = known;
            held = now;
        }
        return known;
    }
}
