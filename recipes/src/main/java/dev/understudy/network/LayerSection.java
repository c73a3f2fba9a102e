package dev.understudy.network;

import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import dev.understudy.block.Layers;

/** Layers in a row within a network while it is put together, under a path here and a prefix of PyTorch's names. */
final class LayerSection {

    private final LayerPlan plan;
    private final String path;
    private final String theirs;
    private final Layers layers;

    LayerSection(LayerPlan plan, String path, String theirs, Layers layers) {
        this.plan = plan;
        this.path = path;
        this.theirs = theirs;
        this.layers = layers;
    }

    /** A section of its own that is to be added under that name; PyTorch's prefix stays where there is none. */
    LayerSection in(String name, String theirName) {
        String prefix = theirName.isEmpty() ? theirs : theirs + theirName + ".";
        return new LayerSection(plan, path + name + "/", prefix, new Layers());
    }

    Layers layers() {
        return layers;
    }

    LayerSection add(String name, Block block) {
        layers.add(name, block);
        return this;
    }

    LayerSection conv(String name, String theirName, Conv2d.Builder convolution) {
        plan.name(path + name, theirs + theirName);
        return add(name, convolution.build());
    }

    LayerSection norm(String name, String theirName) {
        return add(name, plan.norm(path + name, theirs + theirName));
    }

    LayerSection relu(String name) {
        return add(name, LayerPlan.relu());
    }
}
