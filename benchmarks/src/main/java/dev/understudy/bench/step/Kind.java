package dev.understudy.bench.step;

import dev.understudy.Needs;
import dev.understudy.Schedule;
import dev.understudy.Stage;
import dev.understudy.network.PaperNetworks;
import dev.understudy.objective.Correlation;
import dev.understudy.objective.CrossEntropy;
import dev.understudy.objective.Norm;
import dev.understudy.objective.logits.SoftTargets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a student learns from in a step. */
public enum Kind {
    ALONE(1, 0, null, Norm.SQUARED),
    KD(0.3, 0.7, null, Norm.SQUARED),
    CHANNEL(0.1, 0, Correlation.Form.CHANNEL, Norm.SQUARED),
    SPATIAL(0.1, 0, Correlation.Form.SPATIAL, Norm.SQUARED),
    BOTH(0.1, 0, Correlation.Form.BOTH, Norm.SQUARED),
    ABSOLUTE(0.1, 0, Correlation.Form.CHANNEL, Norm.ABSOLUTE);

    /** The learning rate of every way. */
    static final float RATE = 0.01f;

    /** The momentum of every way. */
    static final float MOMENTUM = 0.9f;

    /** The weight decay of every way. */
    static final float DECAY = 5e-4f;

    /** The temperature of soft targets. */
    static final double TEMPERATURE = 4;

    /** The weight of the cross entropy with the labels. */
    final double labels;

    /** The weight of the soft targets. */
    final double soft;

    private final Correlation.@Nullable Form form;
    private final Norm norm;

    Kind(double labels, double soft, Correlation.@Nullable Form form, Norm norm) {
        this.labels = labels;
        this.soft = soft;
        this.form = form;
        this.norm = norm;
    }

    /** The knowledge, with weight 1; null where there is none. */
    @Nullable
    Correlation knowledge() {
        return form == null ? null : new Correlation(form, PaperNetworks.GUIDED, PaperNetworks.GUIDING, norm);
    }

    boolean taught() {
        return this != ALONE;
    }

    /** Its name in rows. */
    String words() {
        return this == ABSOLUTE ? "channel absolute" : name().toLowerCase(Locale.ROOT);
    }

    /** As a stage of one epoch. */
    public Stage stage() {
        Stage stage = Stage.whole(1).objective("labels", labels, new CrossEntropy());
        if (soft > 0) {
            stage = stage.objective("soft targets", soft, new SoftTargets(TEMPERATURE));
        }
        Correlation knowledge = knowledge();
        if (knowledge != null) {
            stage = stage.objective("knowledge", 1, knowledge);
        }
        return stage.schedule(Schedule.constant(RATE));
    }

    /** What is read of both networks. */
    Needs needs() {
        return stage().needs();
    }
}
