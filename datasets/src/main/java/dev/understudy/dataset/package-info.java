/**
 * Labelled images as DJL datasets: the CIFAR, MNIST and folder readers, a generated set, and whole-batch
 * augmentation. Start at {@link dev.understudy.dataset.Datasets}.
 */
@NullMarked
package dev.understudy.dataset;

import org.jspecify.annotations.NullMarked;
