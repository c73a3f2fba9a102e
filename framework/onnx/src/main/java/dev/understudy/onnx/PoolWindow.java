package dev.understudy.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * How a pool goes along one axis.
 *
 * @param kernel how many places a window covers
 * @param stride how far apart windows begin
 * @param before how many places are added in front
 * @param after how many are added behind, as far as windows reach there
 */
record PoolWindow(int kernel, int stride, int before, int after) {

    /**
     * What each window covers of the real places.
     *
     * @param size how many real places there are
     * @param first the first one of each window
     * @param last the last one of each window
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Cover(int size, int[] first, int[] last) {}

    /** Whether the last window goes past as much padding as stands in front: only pools that round up do that. */
    boolean roundedUp() {
        return after > before;
    }

    /** Every way to go along an axis that covers this, the smallest padding first. */
    static List<PoolWindow> of(Cover cover) {
        List<PoolWindow> windows = new ArrayList<>();
        int size = cover.size();
        for (int padding = 0; padding <= size; padding++) {
            int least = cover.last()[0] + 1 + padding;
            int most = cover.last()[0] < size - 1 ? least : size + 2 * padding;
            for (int kernel = Math.max(least, 2 * padding); kernel <= most; kernel++) {
                for (int stride = 1; stride <= size + 2 * padding; stride++) {
                    PoolWindow window = new PoolWindow(kernel, stride, padding, behind(cover, kernel, stride, padding));
                    if (window.covers(cover)) {
                        windows.add(window);
                        break;
                    }
                }
            }
        }
        return windows;
    }

    private static int behind(Cover cover, int kernel, int stride, int before) {
        return Math.max(0, (cover.first().length - 1) * stride + kernel - cover.size() - before);
    }

    private boolean covers(Cover cover) {
        int count = cover.first().length;
        for (int i = 0; i < count; i++) {
            int begin = i * stride - before;
            if (cover.first()[i] != Math.max(0, begin)
                    || cover.last()[i] != Math.min(cover.size(), begin + kernel) - 1) {
                return false;
            }
        }
        return count == count(cover.size());
    }

    /** How many windows DJL's pool of these numbers has; one that rounds up has none that begins behind the places. */
    private int count(int size) {
        int way = size + 2 * before - kernel;
        int down = Math.floorDiv(way, stride) + 1;
        if (!roundedUp()) {
            return down;
        }
        int up = Math.floorDiv(way + stride - 1, stride) + 1;
        return (up - 1) * stride >= size + before ? up - 1 : up;
    }
}
