package dev.understudy.dataset.internal.set;

import dev.understudy.dataset.Images;
import dev.understudy.dataset.internal.batch.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** An order of images of which every beginning has all classes in proportion. */
public final class Stratified {
    private Stratified() {}

    /**
     * Shuffles each class by itself, then deals the classes out evenly: the j-th of n images of a class stands at
     * (j + 1/2) / n of the way.
     */
    public static int[] order(Images images, long seed) {
        int size = images.size();
        double[] place = new double[size];
        int[] shuffled = CounterRandom.permutation(size, seed, 0);
        int[] counts = counts(images);
        int[] seen = new int[counts.length];
        for (int index : shuffled) {
            int label = images.label(index);
            place[index] = (seen[label]++ + 0.5) / counts[label];
        }
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> place[i]).thenComparingInt(images::label))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    public static int[] counts(Images images) {
        int[] counts = new int[images.classNames().size()];
        for (int i = 0; i < images.size(); i++) {
            counts[images.label(i)]++;
        }
        return counts;
    }

    public static int[] first(int[] order, int count) {
        return Arrays.copyOf(order, count);
    }

    /** The given stretch of an order, sorted by index. */
    public static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }
}
