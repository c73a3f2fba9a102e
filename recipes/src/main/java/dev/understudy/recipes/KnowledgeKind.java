package dev.understudy.recipes;

import dev.understudy.StudentTap;
import dev.understudy.TeacherTap;
import dev.understudy.objective.ActivationMatching;
import dev.understudy.objective.AttentionMap;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.Knowledge;
import dev.understudy.objective.Norm;
import java.util.Locale;

/** The forms of knowledge that the paper's Table 3 compares. */
public enum KnowledgeKind {
    /** Correlation between channels (eq. 2). */
    CHANNEL("the correlation between channels"),
    /** Correlation between locations (eq. 4). */
    SPATIAL("the correlation between locations"),
    /** The average of both. */
    BOTH("the correlations between channels and between locations"),
    /** The activation itself (FitNets). */
    ACTIVATION("the activation itself (FitNets)"),
    /** The attention map (Zagoruyko and Komodakis). */
    ATTENTION("the attention map");

    private final String words;

    KnowledgeKind(String words) {
        this.words = words;
    }

    /**
     * What it is.
     *
     * @return a phrase
     */
    public String words() {
        return words;
    }

    /**
     * Its name on the command line.
     *
     * @return lower case
     */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The objective between two layers.
     *
     * @param student the guided layer
     * @param teacher the guiding layer
     * @param norm how they are compared
     * @return the objective
     */
    public Knowledge between(StudentTap student, TeacherTap teacher, Norm norm) {
        return switch (this) {
            case CHANNEL -> Correlation.channel(student, teacher).norm(norm);
            case SPATIAL -> Correlation.spatial(student, teacher).norm(norm);
            case BOTH -> Correlation.both(student, teacher).norm(norm);
            case ACTIVATION -> new ActivationMatching(student, teacher, norm);
            case ATTENTION -> new AttentionMap(student, teacher, norm);
        };
    }
}
