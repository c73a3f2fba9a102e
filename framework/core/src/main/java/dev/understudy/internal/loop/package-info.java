/** The training loop: one pass over the images, many students. Not API. */
@NullMarked
package dev.understudy.internal.loop;

import org.jspecify.annotations.NullMarked;
