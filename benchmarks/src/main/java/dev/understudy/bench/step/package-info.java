/** Training steps, done in several ways. */
@NullMarked
package dev.understudy.bench.step;

import org.jspecify.annotations.NullMarked;
