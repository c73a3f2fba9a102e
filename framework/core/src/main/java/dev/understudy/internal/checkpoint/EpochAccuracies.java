package dev.understudy.internal.checkpoint;

import dev.understudy.EpochResult;
import org.jspecify.annotations.Nullable;

/** What an epoch is said to have answered. */
public final class EpochAccuracies {

    private EpochAccuracies() {}

    public static EpochResult replace(EpochResult epoch, @Nullable Double validation, @Nullable Double test) {
        return new EpochResult(
                epoch.stage(),
                epoch.stageName(),
                epoch.epoch(),
                epoch.learningRate(),
                epoch.loss(),
                epoch.terms(),
                validation,
                test,
                epoch.samples(),
                epoch.trainSeconds(),
                epoch.seconds());
    }
}
