package dev.understudy.dataset.internal.batch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.understudy.dataset.Normalization;
import dev.understudy.dataset.internal.set.MemoryImages;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Makes batches on the device, where the bytes of all images are put once: for each batch only where its images
 * start, whether they are flipped, and their labels go there, in one array. The numbers are those of {@link HostSource}, bit for bit, since they
 * are read from the same table.
 */
final class DeviceSource implements BatchSource {
    /** How much of a device's memory one set may take: 1 GiB. */
    static final long MOST_BYTES = 1L << 30;

    private static final int BYTES_AT_ONCE = 1 << 24;

    private final BatchPlan recipe;
    private final int epoch;
    private final DeviceLayout frame;
    private final IntUnaryOperator place;
    private final NDArray bytes;
    private final NDArray steps;
    private final NDArray levels;
    private final NDArray firstLevels;

    /** Whether batches are best made there: on a GPU, of images that are in memory, not too many, moved alone. */
    static boolean suits(Device device, BatchPlan recipe) {
        return device.isGpu()
                && !recipe.changesLevels()
                && recipe.augmentation().getCutout() == 0
                && ImageOrigin.of(recipe.images())
                        .filter(origin -> frame(recipe).bytes(origin.all().size()) <= MOST_BYTES)
                        .isPresent();
    }

    private static DeviceLayout frame(BatchPlan recipe) {
        return DeviceLayout.of(recipe.images().shape(), recipe.augmentation().getPadding());
    }

    /** Puts on the manager's device what is not there yet; it stays until the base manager is closed. */
    DeviceSource(NDManager manager, BatchPlan recipe, int epoch) {
        this.recipe = recipe;
        this.epoch = epoch;
        ImageOrigin origin = ImageOrigin.of(recipe.images()).orElseThrow();
        Normalization normalization = recipe.normalization();
        frame = frame(recipe);
        place = origin.place();
        bytes = DeviceResident.of(
                manager, origin.all().fingerprint() + " " + frame, owner -> bytes(owner, origin.all(), frame));
        steps = DeviceResident.of(
                manager,
                "steps " + frame,
                owner -> owner.create(
                        frame.steps(), new Shape(2, frame.channels(), (long) frame.height() * frame.width())));
        levels = DeviceResident.of(manager, "levels " + normalization, owner -> owner.create(Levels.of(normalization)));
        firstLevels = DeviceResident.of(
                manager,
                "first levels " + frame.channels(),
                owner -> owner.create(
                        IntStream.range(0, frame.channels())
                                .mapToLong(channel -> (long) channel * Levels.COUNT)
                                .toArray(),
                        new Shape(frame.channels(), 1)));
    }

    private static NDArray bytes(NDManager owner, MemoryImages images, DeviceLayout frame) {
        int each = (int) images.shape().size();
        int size = images.size();
        int atOnce = Math.max(1, BYTES_AT_ONCE / each);
        NDArray framed = owner.zeros(frame.shape(size), DataType.UINT8);
        try (framed) {
            for (int from = 0; from < size; from += atOnce) {
                int to = Math.min(from + atOnce, size);
                try (NDManager scratch = owner.newSubManager()) {
                    byte[] some = new byte[(to - from) * each];
                    images.read(IntStream.range(from, to).toArray(), some);
                    Shape shape = new Shape(to - from, frame.channels(), frame.height(), frame.width());
                    framed.set(
                            new NDIndex("{}:{},:,:{},:{}", from + 1, to + 1, frame.height(), frame.width()),
                            scratch.create(ByteBuffer.wrap(some), shape, DataType.UINT8));
                }
            }
            return framed.reshape(-1);
        }
    }

    /** There is nothing to do in advance: the device works while this thread goes on. */
    @Override
    public Function<NDManager, NDList> begin(int[] indices) {
        return owner -> make(indices, owner);
    }

    /** For each image whether it is flipped, where it starts, and its label; one after the other. */
    private long[] sent(int[] indices) {
        int size = indices.length;
        long[] all = new long[3 * size];
        for (int i = 0; i < size; i++) {
            Draw draw = recipe.draw(epoch, indices[i]);
            all[i] = draw.flipped() ? 1 : 0;
            all[size + i] = frame.start(place.applyAsInt(indices[i]), draw);
            all[2 * size + i] = recipe.images().label(indices[i]);
        }
        return all;
    }

    private NDList make(int[] indices, NDManager owner) {
        int size = indices.length;
        try (NDManager scratch = owner.newSubManager()) {
            NDList parts = scratch.create(sent(indices)).split(3);
            NDArray starts = parts.get(1).reshape(size, 1, 1);
            NDArray places = pick(steps, parts.get(0)).addi(starts);
            NDArray read = pick(bytes, places.reshape(-1)).toType(DataType.INT64, false);
            NDArray numbers = pick(
                    levels, read.reshape(places.getShape()).addi(firstLevels).reshape(-1));
            NDArray data = numbers.reshape(size, frame.channels(), frame.height(), frame.width());
            NDList arrays = new NDList(data, parts.get(2));
            arrays.attach(owner);
            return arrays;
        }
    }

    /** The rows of an array with these indices; belongs to the indices' manager. */
    private static NDArray pick(NDArray from, NDArray indices) {
        return from.get(indices.getManager(), new NDIndex("{}", indices));
    }
}
