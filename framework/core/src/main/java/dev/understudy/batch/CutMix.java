package dev.understudy.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.understudy.InputException;

/**
 * CutMix: a box of each image is replaced by the same box of another image of its batch, and the labels are mixed by the
 * areas. The box has {@code sqrt(1 - l)} of the height and of the width with {@code l} of Beta(alpha, alpha), its centre
 * lies anywhere, and what would lie outside the image is left out; one box and one random order of the batch for the
 * partners (Yun et al. 2019, eq. 1 and 2, as in the authors' code). Unlike there, every batch is mixed.
 *
 * @param alpha above 0; the paper has 1
 */
public record CutMix(double alpha) implements BatchTransform {

    private static final int IMAGES = 4;

    /** Checks alpha. */
    public CutMix {
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new InputException("The alpha of CutMix must be above 0, got " + alpha);
        }
    }

    @Override
    public TrainingBatch transform(TrainingBatch batch, StepRandom random) {
        NDArray images = batch.getImages();
        Shape shape = images.getShape();
        if (shape.dimension() != IMAGES) {
            throw new InputException("CutMix needs images [batch, channels, height, width], got " + shape);
        }
        int height = Math.toIntExact(shape.get(2));
        int width = Math.toIntExact(shape.get(3));
        double part = Math.sqrt(1 - random.nextBeta(alpha, alpha));
        int[] rows = range(random, height, part);
        int[] columns = range(random, width, part);
        int[] partners = random.permutation(batch.getSize());
        double share = 1 - (double) (rows[1] - rows[0]) * (columns[1] - columns[0]) / ((double) height * width);
        NDArray outside = outside(images, rows, columns);
        NDArray inside = outside.neg().add(outside.onesLike());
        return batch.images(
                        images.mul(outside).add(Partners.of(images, partners).mul(inside)))
                .softLabels(Partners.mixed(batch.getSoftLabels(), partners, share));
    }

    /** From where (inclusive) to where (exclusive) the box reaches in one direction. */
    private static int[] range(StepRandom random, int side, double part) {
        int half = (int) (side * part) / 2;
        int centre = random.nextInt(side);
        return new int[] {Math.max(0, centre - half), Math.min(side, centre + half)};
    }

    /** 1 where an image stays, 0 in the box. */
    private static NDArray outside(NDArray images, int[] rows, int[] columns) {
        int height = Math.toIntExact(images.getShape().get(2));
        int width = Math.toIntExact(images.getShape().get(3));
        float[] stays = new float[height * width];
        for (int i = 0; i < stays.length; i++) {
            int row = i / width;
            int column = i % width;
            boolean cut = row >= rows[0] && row < rows[1] && column >= columns[0] && column < columns[1];
            stays[i] = cut ? 0 : 1;
        }
        return images.getManager().create(stays, new Shape(1, 1, height, width));
    }
}
