package dev.understudy.cli.option;

import dev.understudy.Distillation;
import dev.understudy.InputException;
import dev.understudy.Stage;
import dev.understudy.batch.BatchTransform;
import dev.understudy.batch.CutMix;
import dev.understudy.batch.Mixup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how the images of a batch are mixed. */
public final class MixingOptions {

    @Option(
            names = "--mixup",
            paramLabel = "ALPHA",
            description =
                    "Mix each image of a student's batch, and its label, with another one, by a share of"
                            + " Beta(ALPHA, ALPHA): above 0, such as 0.2 or 1; default: not. A teacher of ours is not trained so.")
    private @Nullable Double mixup;

    @Option(
            names = "--cutmix",
            paramLabel = "ALPHA",
            description = "The same with a box of the other image in place of a share of it.")
    private @Nullable Double cutMix;

    /** For picocli. */
    public MixingOptions() {}

    /** Refuses nonsense before anything is read or trained. */
    void check(@Nullable String keepTeacher) {
        alpha("--mixup", mixup);
        alpha("--cutmix", cutMix);
        if (mixup != null && cutMix != null) {
            throw new InputException("--mixup and --cutmix: a batch is mixed in one way; leave one of the two out");
        }
        if (keepTeacher != null && isChosen()) {
            throw new InputException(option() + ": the teacher's outputs for mixed images do not come again; leave"
                    + " --keep-teacher out");
        }
    }

    private static void alpha(String option, @Nullable Double alpha) {
        if (alpha != null) {
            OptionRange.check(option, alpha > 0 && !alpha.isInfinite(), "above 0", alpha);
        }
    }

    private String option() {
        return mixup == null ? "--cutmix" : "--mixup";
    }

    private @Nullable BatchTransform transform() {
        if (mixup != null) {
            return new Mixup(mixup);
        }
        return cutMix == null ? null : new CutMix(cutMix);
    }

    /** Whether batches are mixed. */
    public boolean isChosen() {
        return transform() != null;
    }

    /** Refuses a recipe's stages where one mixes its batches in a way of its own; gives them back. */
    public List<Stage> checked(List<Stage> stages) {
        for (Stage stage : stages) {
            if (stage.getTransform() != null) {
                throw new InputException(
                        "its batches are changed by " + stage.getTransform() + " already; leave " + option() + " out");
            }
        }
        return stages;
    }

    /** A distillation whose batches are mixed so. */
    Distillation of(Distillation distillation) {
        BatchTransform transform = transform();
        return transform == null ? distillation : distillation.transform(transform);
    }

    /** What was chosen, for the report. */
    void put(Map<String, String> settings) {
        BatchTransform transform = transform();
        if (transform != null) {
            settings.put("mixing", transform.toString());
        }
    }
}
