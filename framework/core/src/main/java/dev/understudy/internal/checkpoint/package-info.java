/** Checkpoints: when they are due, what they hold, what they may still be used for. Not API. */
@NullMarked
package dev.understudy.internal.checkpoint;

import org.jspecify.annotations.NullMarked;
