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
import dev.understudy.Tap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.network.BlockPaths;
import dev.understudy.internal.network.ForwardPlan;
import dev.understudy.internal.network.FrozenParameters;
import dev.understudy.internal.network.ReplicaParameters;
import dev.understudy.internal.network.Shards;
import dev.understudy.internal.text.UserCall;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a student, or a running average of it, is run for one view of a batch, and what it puts out there: the
 * activation at each tap, then the logits where they are read.
 *
 * @param whose whose activations they are
 * @param taps whose activations are read
 * @param logits whether the logits are read
 * @param plan null where nobody reads anything, so that it is not run
 * @param <T> the taps
 */
public record TapRoute<T extends Tap>(
        String whose,
        List<T> taps,
        boolean logits,
        @Nullable ForwardPlan plan) {

    /**
     * A student, or a network beside it, as one stage runs it.
     *
     * @param whose "student" or {@code peer "name"}, for messages
     * @param block its network
     * @param frozen what the stage does not train
     * @param shards looks up what batches in shards take; null on one device
     */
    record Network(
            String whose,
            Block block,
            FrozenParameters frozen,
            @Nullable NDManager shards) {

        /** Its own way. */
        TapRoute<StudentTap> student(Needs needs) {
            return route(whose, needs.getStudentTaps(), needs.readsStudentLogits());
        }

        /** That of a running average. */
        TapRoute<TeacherTap> average(String name, Needs needs) {
            return route(name, needs.getTaps(name), needs.readsLogits(name));
        }

        private <T extends Tap> TapRoute<T> route(String name, Collection<T> taps, boolean logits) {
            List<T> ordered = List.copyOf(taps);
            if (ordered.isEmpty() && !logits) {
                return new TapRoute<>(name, ordered, false, null);
            }
            List<String> paths = ordered.stream()
                    .map(tap -> BlockPaths.resolve(block, whose, tap.path()))
                    .toList();
            ForwardPlan plan = ForwardPlan.through(block, paths, logits).standing(frozen);
            return new TapRoute<>(name, ordered, logits, shards == null ? plan : plan.synced(shards));
        }
    }

    /** The parameters on the way. */
    Set<Parameter> parameters() {
        return plan == null ? Set.of() : plan.parameters();
    }

    /** What comes of a batch, or of its shards: for the whole batch, on the first one's device. */
    public NDList run(ParameterStore store, NDList images, boolean training) {
        ForwardPlan way = plan;
        if (way == null) {
            return new NDList();
        }
        List<NDList> shards = images.stream().map(NDList::new).toList();
        return Shards.gather(UserCall.call(
                () -> "The network of the " + whose,
                () -> way.run(ReplicaParameters.of(store, images), shards, training)));
    }

    /** What {@link #run} put out, by tap. */
    public Activations<T> activations(NDList output) {
        Map<T, NDArray> found = new LinkedHashMap<>();
        for (int i = 0; i < taps.size(); i++) {
            found.put(taps.get(i), output.get(i));
        }
        return new Activations<>(whose, found, logits ? output.get(taps.size()) : null);
    }
}
