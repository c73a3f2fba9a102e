package dev.understudy.internal;

import dev.understudy.EpochResult;
import org.jspecify.annotations.Nullable;

/** An epoch with other accuracies. */
final class Measured {

    private Measured() {}

    static EpochResult of(EpochResult epoch, @Nullable Double validation, @Nullable Double test) {
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
