package dev.understudy.internal.context;

import ai.djl.ndarray.NDList;
import dev.understudy.Activations;
import dev.understudy.AuxiliaryModules;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.batch.StepRandom;
import dev.understudy.internal.data.Seeds;
import dev.understudy.internal.network.Shards;
import java.util.Map;

/**
 * A batch on its way to one student's objectives: all that is known of it before the student has seen it.
 *
 * @param batch the images and what is known of them
 * @param sources what each source put out for them, by name
 * @param place where the step stands
 */
public record StepData(BatchData batch, Map<String, Activations<TeacherTap>> sources, StepPlace place) {

    /**
     * What the student is shown.
     *
     * @return the images, or their shards
     */
    public NDList images() {
        return batch.images();
    }

    /**
     * What the objectives see.
     *
     * @param student what the student put out
     * @param modules the stage's auxiliary modules
     * @return the context, without random numbers
     */
    public StepContext context(Activations<StudentTap> student, AuxiliaryModules modules) {
        StepContext context = StepContext.of(student, sources, batch.labels())
                .progress(place.progress())
                .modules(modules)
                .indices(batch::positions)
                .input(() -> Shards.gather(images().stream().map(NDList::new).toList())
                        .singletonOrThrow())
                .samples(place.samples());
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
