/** Batches, made in memory or on a device. Not API. */
@NullMarked
package dev.understudy.dataset.internal.batch;

import org.jspecify.annotations.NullMarked;
