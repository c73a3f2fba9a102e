package dev.understudy.network;

import ai.djl.nn.Blocks;
import ai.djl.nn.pooling.Pool;
import dev.understudy.recipe.Task;
import java.util.ArrayList;
import java.util.List;

/** A network of the benchmark while it is put together, and where its groups of layers end. */
final class BenchmarkPlan {

    private final LayerPlan plan;
    private final List<String> features = new ArrayList<>();
    private final List<String> preactivations = new ArrayList<>();
    private String averaged = "";

    BenchmarkPlan(Task task) {
        plan = new LayerPlan(task);
    }

    LayerPlan layers() {
        return plan;
    }

    List<String> features() {
        return features;
    }

    List<String> preactivations() {
        return preactivations;
    }

    /** The layer whose maps are averaged for the classifier. */
    String averaged() {
        return averaged;
    }

    /** What comes before the first group. */
    void stem(String feature) {
        features.add(feature);
    }

    /** A group's end, after and before its last activation. */
    void group(String feature, String preactivation) {
        features.add(feature);
        preactivations.add(preactivation);
    }

    /** Global average pooling and a fully connected layer, by PyTorch's name. */
    BenchmarkPlan classified(String theirs) {
        List<String> layers = plan.network().getChildren().keys();
        averaged = layers.get(layers.size() - 1).replaceFirst("^\\d+", "");
        plan.add("average", Pool.globalAvgPool2dBlock())
                .add(BenchmarkNetwork.POOLED, Blocks.batchFlattenBlock())
                .add("classes", plan.full("classes", theirs, plan.classes()));
        return this;
    }
}
