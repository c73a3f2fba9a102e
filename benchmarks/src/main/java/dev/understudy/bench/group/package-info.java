/** The benchmarks, group by group. */
@NullMarked
package dev.understudy.bench.group;

import org.jspecify.annotations.NullMarked;
