package dev.understudy.objective.relations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.understudy.AuxiliaryModule;
import dev.understudy.InputException;
import dev.understudy.Needs;
import dev.understudy.Objective;
import dev.understudy.StepContext;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.internal.arithmetic.Pooled;
import dev.understudy.internal.arithmetic.Targets;

/**
 * Correlation congruence as the benchmark computes it, whose author has it from the paper's authors (RepDistiller, {@code
 * CC.py}): {@code mean_i sum_d |e_s - e_t|_id |e_s - e_t|_(i+1)d} of linear embeddings e of both networks' features, which are
 * trained along. What it compares are the embeddings themselves, two samples that follow each other in the batch at a time.
 * The paper's is {@link CorrelationCongruence}.
 *
 * <p>Shapes: features {@code [batch, features]} on both sides, of any width; maps are averaged. Sum over the dimensions, mean
 * over the batch - 1 pairs; at least 0, and 0 for a batch of one.
 *
 * @param student whose features are embedded
 * @param teacher whose features are embedded
 * @param dimensions of the embeddings, 1 or more; 128 in the benchmark
 */
public record CorrelationCongruenceAsPublished(StudentTap student, TeacherTap teacher, int dimensions)
        implements Objective {

    /** Checks the range. */
    public CorrelationCongruenceAsPublished {
        if (dimensions < 1) {
            throw new InputException("CC needs embeddings of 1 dimension or more, got " + dimensions);
        }
    }

    /**
     * The benchmark's: 128 dimensions.
     *
     * @param student whose features are embedded
     * @param teacher whose features are embedded
     * @return the objective
     */
    public static CorrelationCongruenceAsPublished of(StudentTap student, TeacherTap teacher) {
        return new CorrelationCongruenceAsPublished(student, teacher, 128);
    }

    @Override
    public Needs needs() {
        return Needs.nothing()
                .with(student)
                .with(teacher)
                .with(AuxiliaryModule.of(name("student"), new Embedding(student, dimensions)))
                .with(AuxiliaryModule.of(name("teacher"), new Embedding(teacher, dimensions)));
    }

    @Override
    public NDArray loss(StepContext context) {
        NDArray own = Pooled.of(context.getStudent().get(student));
        NDArray other = Pooled.of(Targets.beside(context.getTeacher().get(teacher), own));
        return distance(
                context.getModules().forward(name("student"), own),
                context.getModules().forward(name("teacher"), other));
    }

    /**
     * The mean product of following samples' differences.
     *
     * @param student the student's embeddings {@code [batch, dimensions]}
     * @param teacher the teacher's, same shape
     * @return a scalar, at least 0
     */
    static NDArray distance(NDArray student, NDArray teacher) {
        NDArray difference = student.sub(teacher).abs();
        long batch = difference.getShape().get(0);
        if (batch == 1) {
            return difference.mul(difference.zerosLike()).sum();
        }
        NDArray first = difference.get(new NDIndex(":{}", batch - 1));
        return first.mul(difference.get(new NDIndex("1:"))).sum(new int[] {1}).mean();
    }

    private String name(String whose) {
        return "CC " + student + " -> " + teacher + " " + dimensions + ": " + whose + "'s embedding";
    }
}
