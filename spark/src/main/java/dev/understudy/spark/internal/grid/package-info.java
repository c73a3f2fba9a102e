/** A comparison's parts as tasks of a cluster. */
@NullMarked
package dev.understudy.spark.internal.grid;

import org.jspecify.annotations.NullMarked;
