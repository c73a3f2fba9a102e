/** Benchmarks: every one compares two ways of doing the same work, in turns, on generated data. */
@NullMarked
package dev.understudy.bench;

import org.jspecify.annotations.NullMarked;
