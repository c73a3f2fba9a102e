package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.DataException;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.digest.Fingerprint;
import java.util.List;
import java.util.stream.IntStream;

/** A view of images whose classes go by other numbers. */
public final class RelabeledImages implements Images {
    private final Images all;
    private final List<String> names;
    private final int[] labels;

    public RelabeledImages(Images all, List<String> names) {
        this.all = all;
        this.names = List.copyOf(names);
        this.labels = ClassNames.labels(all.classNames(), names);
        int[] counts = Stratified.counts(all);
        List<String> unknown = IntStream.range(0, counts.length)
                .filter(label -> counts[label] > 0 && labels[label] < 0)
                .mapToObj(all.classNames()::get)
                .toList();
        if (!unknown.isEmpty()) {
            throw new DataException("wanted images of the classes " + FolderNames.some(this.names) + "; got images of "
                    + FolderNames.some(unknown));
        }
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public Shape shape() {
        return all.shape();
    }

    @Override
    public List<String> classNames() {
        return names;
    }

    @Override
    public int label(int index) {
        return labels[all.label(index)];
    }

    @Override
    public void read(int index, byte[] into, int offset) {
        all.read(index, into, offset);
    }

    @Override
    public void read(int[] indices, byte[] into) {
        all.read(indices, into);
    }

    @Override
    public String fingerprint() {
        Fingerprint hash = Fingerprint.start().text(all.fingerprint()).numbers(labels);
        names.forEach(hash::text);
        return hash.finish();
    }
}
