package dev.understudy.internal.context;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.understudy.Activations;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.batch.StepRandom;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.network.Shards;
import dev.understudy.source.Sources;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A batch on its way to one student's objectives: all that is known of it before the student has seen it.
 *
 * @param batch the images and what is known of them
 * @param sources what each source put out for them, by name
 * @param views the same of other views, by name
 * @param precomputed what was computed before the stage, by name
 * @param place where the step stands
 */
public record StepData(
        BatchData batch,
        Map<String, Activations<TeacherTap>> sources,
        Map<String, View> views,
        Map<String, NDArray> precomputed,
        StepPlace place) {

    /**
     * Another view of the batch.
     *
     * @param images its images in the best order, or their shards
     * @param sources what each source put out for them, by name
     */
    public record View(NDList images, Map<String, Activations<TeacherTap>> sources) {}

    /**
     * What the student is shown.
     *
     * @return the images, or their shards
     */
    public NDList images() {
        return batch.images();
    }

    /**
     * The images of all views.
     *
     * @return with those that the student is shown first
     */
    public NDList allImages() {
        NDList all = new NDList(images());
        views.values().forEach(view -> all.addAll(view.images()));
        return all;
    }

    /**
     * What the objectives see; shows the batch to its peers and the student the other views.
     *
     * @param student who has seen the batch
     * @param output what its forward pass gave
     * @return the context, without random numbers
     */
    public StepContext context(StudentPass student, NDList output) {
        Activations<StudentTap> own = student.activations(output);
        Map<String, Activations<StudentTap>> peers = student.peers(images());
        Map<String, Activations<TeacherTap>> shown = new LinkedHashMap<>(sources);
        peers.forEach((name, seen) -> shown.put(name, seen.asSource(name)));
        StepContext context = context(student, own, new View(images(), shown));
        Activations<TeacherTap> asSource = own.asSource(Sources.STUDENT);
        for (Map.Entry<String, Activations<StudentTap>> peer : peers.entrySet()) {
            Map<String, Activations<TeacherTap>> others = new LinkedHashMap<>(shown);
            others.remove(peer.getKey());
            others.put(Sources.STUDENT, asSource);
            context = context.peer(peer.getKey(), context(student, peer.getValue(), new View(images(), others)));
        }
        for (Map.Entry<String, View> entry : views.entrySet()) {
            View view = entry.getValue();
            Activations<StudentTap> seen = student.inView(entry.getKey(), view.images());
            context = context.view(entry.getKey(), context(student, seen, view));
        }
        return context;
    }

    private StepContext context(StudentPass student, Activations<StudentTap> seen, View view) {
        StepContext context = StepContext.of(seen, view.sources(), batch.labels())
                .progress(place.progress())
                .modules(student.modules())
                .indices(batch::positions)
                .input(() -> Shards.gather(
                                view.images().stream().map(NDList::new).toList())
                        .singletonOrThrow())
                .samples(place.samples());
        for (Map.Entry<String, NDArray> known : precomputed.entrySet()) {
            context = context.precomputed(known.getKey(), known.getValue());
        }
        return batch.softLabels() == null ? context : context.softLabels(batch.softLabels());
    }

    /**
     * What one objective sees.
     *
     * @param context of the step
     * @param objective its name
     * @return the context with random numbers of its own
     */
    public StepContext drawing(StepContext context, String objective) {
        return context.random(StepRandom.of(Seeds.mix(place.seed(), objective.hashCode())));
    }
}
