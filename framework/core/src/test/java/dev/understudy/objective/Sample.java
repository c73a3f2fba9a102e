package dev.understudy.objective;

import ai.djl.ndarray.types.Shape;
import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.logits.SoftTargets;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison with inputs that it can take.
 *
 * @param name what to call it in a test's report
 * @param comparison the comparison
 * @param student its first input
 * @param target its second input
 */
record Sample(String name, Discrepancy comparison, Numbers student, Numbers target) {

    static final StudentTap STUDENT = new StudentTap("conv4");
    static final TeacherTap TEACHER = new TeacherTap("conv8");

    @Override
    public String toString() {
        return name;
    }

    /** Every comparison there is, the correlations on both sides of their closed form. */
    static List<Sample> all() {
        List<Sample> samples = new ArrayList<>(knowledge());
        samples.add(new Sample("CROSS_ENTROPY", new CrossEntropy(), logits(1), Numbers.of(new Shape(3), 0, 4, 2)));
        for (double temperature : new double[] {1, 4}) {
            samples.add(new Sample("SOFT_TARGETS " + temperature, new SoftTargets(temperature), logits(1), logits(2)));
        }
        return samples;
    }

    /** Every comparison of activations. */
    static List<Sample> knowledge() {
        List<Sample> samples = new ArrayList<>();
        for (Norm norm : Norm.values()) {
            for (Knowledge knowledge : knowledge(norm)) {
                samples.add(new Sample(knowledge + " wide", knowledge, wide(3), wide(4)));
                samples.add(new Sample(knowledge + " narrow", knowledge, narrow(5), narrow(6)));
            }
        }
        return samples;
    }

    static List<Knowledge> knowledge(Norm norm) {
        List<Knowledge> all = new ArrayList<>();
        for (Correlation.Form form : Correlation.Form.values()) {
            all.add(new Correlation(form, STUDENT, TEACHER, norm));
        }
        all.add(new ActivationMatching(STUDENT, TEACHER, norm));
        all.add(new AttentionMap(STUDENT, TEACHER, norm));
        return all;
    }

    private static Numbers logits(long seed) {
        return Numbers.normal(seed, 3, 5).map(z -> 2 * z);
    }

    private static Numbers wide(long seed) {
        return Numbers.normal(seed, 2, 5, 1, 2);
    }

    private static Numbers narrow(long seed) {
        return Numbers.normal(seed, 2, 2, 3, 2);
    }
}
