package dev.understudy.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.understudy.block.Layers;
import dev.understudy.format.NameMap;
import dev.understudy.recipe.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network while it is put together, and what PyTorch calls its layers. Shapes are {@code [batch, C, H, W]}. */
final class LayerPlan {

    private final Task task;
    private final Layers network = new Layers();
    private final Map<String, String> names = new LinkedHashMap<>();

    LayerPlan(Task task) {
        this.task = task;
    }

    Layers network() {
        return network;
    }

    NameMap names() {
        return new NameMap(names);
    }

    LayerPlan add(String name, Block block) {
        network.add(name, block);
        return this;
    }

    LayerPlan pool(String name, int kernel, int stride, int padding) {
        return add(
                name,
                Pool.maxPool2dBlock(new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding)));
    }

    /** A number of channels at the task's width. */
    int channels(int full) {
        return Math.max(1, (int) Math.round(full * task.width()));
    }

    int classes() {
        return task.classes();
    }

    /** A number of channels at the task's width that is a multiple of another, at least that. */
    int channels(int full, int multiple) {
        return multiple * Math.max(1, (int) Math.round(full * task.width() / multiple));
    }

    /** How many pixels high the images are. */
    long side() {
        return task.input().get(1);
    }

    /** The whole network as a section, whose layers are the network's. */
    LayerSection root() {
        return new LayerSection(this, "", "", network);
    }

    void name(String path, String theirs) {
        names.put(path, theirs);
    }

    /** A convolution, to be added where {@code path} says. */
    Block convolution(String path, String theirs, int channels, int kernel, int stride, boolean bias) {
        names.put(path, theirs);
        return conv(channels, kernel, stride).optBias(bias).build();
    }

    /** A square convolution without bias that keeps the image's size, divided by the stride. */
    static Conv2d.Builder conv(int channels, int kernel, int stride) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(false)
                .setFilters(channels);
    }

    Block norm(String path, String theirs) {
        names.put(path, theirs);
        return BatchNorm.builder().build();
    }

    Block full(String path, String theirs, int units) {
        names.put(path, theirs);
        return Linear.builder().setUnits(units).build();
    }

    static Block relu() {
        return Activation.reluBlock();
    }
}
