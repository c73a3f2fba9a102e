/** One step's way from gradients to other weights: parts, clipping, the stage's rule and what it remembers. */
@NullMarked
package dev.understudy.internal.update;

import org.jspecify.annotations.NullMarked;
