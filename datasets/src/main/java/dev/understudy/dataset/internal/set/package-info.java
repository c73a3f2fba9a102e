/** The data sets: CIFAR, MNIST, folders, the generated one. Not API. */
@NullMarked
package dev.understudy.dataset.internal.set;

import org.jspecify.annotations.NullMarked;
