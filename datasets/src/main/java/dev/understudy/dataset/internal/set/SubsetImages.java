package dev.understudy.dataset.internal.set;

import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.digest.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** A view of some images of another set. */
public final class SubsetImages implements Images {
    private final Images all;
    private final int[] indices;

    public SubsetImages(Images all, int[] indices) {
        for (int index : indices) {
            Objects.checkIndex(index, all.size());
        }
        this.all = all;
        this.indices = indices.clone();
    }

    public Images all() {
        return all;
    }

    /** Which image of all it is. */
    public int place(int index) {
        return indices[index];
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Shape shape() {
        return all.shape();
    }

    @Override
    public List<String> classNames() {
        return all.classNames();
    }

    @Override
    public int label(int index) {
        return all.label(indices[index]);
    }

    @Override
    public void read(int index, byte[] into, int offset) {
        all.read(indices[index], into, offset);
    }

    @Override
    public void read(int[] places, byte[] into) {
        all.read(Arrays.stream(places).map(place -> indices[place]).toArray(), into);
    }

    @Override
    public String fingerprint() {
        return Fingerprint.start().text(all.fingerprint()).numbers(indices).finish();
    }
}
