package dev.understudy.batch;

import dev.understudy.InputException;

/**
 * Mixup: each image is mixed with another one of its batch, and so are their labels, {@code x = l x_i + (1 - l) x_j} and
 * {@code y = l y_i + (1 - l) y_j}, with one {@code l} of Beta(alpha, alpha) and one random order of the batch for the
 * partners (Zhang et al. 2018, eq. 2 and figure 1, as in the authors' code).
 *
 * @param alpha above 0; the paper has 1 on CIFAR and 0.2 on ImageNet
 */
public record Mixup(double alpha) implements BatchTransform {

    /** Checks alpha. */
    public Mixup {
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new InputException("The alpha of mixup must be above 0, got " + alpha);
        }
    }

    @Override
    public TrainingBatch transform(TrainingBatch batch, StepRandom random) {
        double share = random.nextBeta(alpha, alpha);
        int[] partners = random.permutation(batch.getSize());
        return batch.images(Partners.mixed(batch.getImages(), partners, share))
                .softLabels(Partners.mixed(batch.getSoftLabels(), partners, share));
    }
}
