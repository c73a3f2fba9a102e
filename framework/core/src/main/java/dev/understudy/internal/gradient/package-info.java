/** Gradients of objectives, measured and checked. Not API. */
@NullMarked
package dev.understudy.internal.gradient;

import org.jspecify.annotations.NullMarked;
