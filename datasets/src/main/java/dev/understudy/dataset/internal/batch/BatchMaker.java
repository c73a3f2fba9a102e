package dev.understudy.dataset.internal.batch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Turns the bytes of some images into the numbers of one batch, in one pass. */
final class BatchMaker {
    private final BatchPlan recipe;
    private final int epoch;
    private final int each;
    private final float[] table;
    private final Queue<ImageMaker> free = new ConcurrentLinkedQueue<>();

    BatchMaker(BatchPlan recipe, int epoch) {
        this.recipe = recipe;
        this.epoch = epoch;
        each = Math.toIntExact(recipe.images().shape().size());
        table = Levels.of(recipe.normalization());
    }

    /**
     * One batch, made on this thread but for the reading and for images whose levels change, which are made on several.
     *
     * @param into in the machine's byte order, from its beginning with room for the images
     * @return {@code into}, up to the end of what was written: float32, image by image, row by row, pixel by pixel,
     *     channel by channel
     */
    ByteBuffer make(int[] indices, ByteBuffer into) {
        byte[] bytes = new byte[Math.multiplyExact(indices.length, each)];
        recipe.images().read(indices, bytes);
        FloatBuffer data = into.clear().asFloatBuffer();
        IntStream places = IntStream.range(0, indices.length);
        (recipe.changesLevels() ? places.parallel() : places).forEach(i -> {
            ImageMaker maker = maker();
            data.put(i * each, maker.make(indices[i], bytes, i * each));
            free.add(maker);
        });
        return into.limit(bytes.length * Float.BYTES);
    }

    /** One for each thread; each image is the same whoever makes it. */
    private ImageMaker maker() {
        ImageMaker maker = free.poll();
        return maker == null ? new ImageMaker(recipe, epoch, table) : maker;
    }
}
