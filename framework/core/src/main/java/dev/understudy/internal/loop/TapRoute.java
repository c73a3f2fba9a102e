package dev.understudy.internal.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.understudy.Activations;
import dev.understudy.Needs;
import dev.understudy.StudentTap;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.FrozenParameters;
import dev.understudy.internal.network.ReplicaParameters;
import dev.understudy.internal.network.Shards;
import dev.understudy.internal.text.UserCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a student is run for one view of a batch, and what it puts out there: the activation at each tap, then the
 * logits where they are read.
 *
 * @param taps whose activations are read
 * @param logits whether the logits are read
 * @param plan null where nobody reads anything, so that it is not run
 */
record TapRoute(
        List<StudentTap> taps, boolean logits, @Nullable ForwardPlan plan) {

    /**
     * A route.
     *
     * @param network the student
     * @param needs what is read in the view
     * @param frozen what no stage trains
     * @param shards looks up what batches in shards take; null on one device
     */
    static TapRoute of(Block network, Needs needs, FrozenParameters frozen, @Nullable NDManager shards) {
        List<StudentTap> taps = List.copyOf(needs.getStudentTaps());
        boolean logits = needs.readsStudentLogits();
        if (taps.isEmpty() && !logits) {
            return new TapRoute(taps, false, null);
        }
        List<String> paths = taps.stream()
                .map(tap -> BlockPaths.resolve(network, "student", tap.path()))
                .toList();
        ForwardPlan plan = ForwardPlan.through(network, paths, logits).standing(frozen);
        return new TapRoute(taps, logits, shards == null ? plan : plan.synced(shards));
    }

    /** The parameters on the way. */
    Set<Parameter> parameters() {
        return plan == null ? Set.of() : plan.parameters();
    }

    /** What comes of a batch, or of its shards: for the whole batch, on the first one's device. */
    NDList run(ParameterStore store, NDList images, boolean training) {
        ForwardPlan way = plan;
        if (way == null) {
            return new NDList();
        }
        List<NDList> shards = images.stream().map(NDList::new).toList();
        return Shards.gather(UserCall.call(
                () -> "The student's network", () -> way.run(ReplicaParameters.of(store, images), shards, training)));
    }

    /** What {@link #run} put out, by tap. */
    Activations<StudentTap> activations(NDList output) {
        Map<StudentTap, NDArray> found = new LinkedHashMap<>();
        for (int i = 0; i < taps.size(); i++) {
            found.put(taps.get(i), output.get(i));
        }
        return new Activations<>("student", found, logits ? output.get(taps.size()) : null);
    }
}
