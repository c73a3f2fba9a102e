/** One published method a file: each a record that implements {@link dev.understudy.Objective}. */
@NullMarked
package dev.understudy.objective;

import org.jspecify.annotations.NullMarked;
