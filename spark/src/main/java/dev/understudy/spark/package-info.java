/** Comparisons on the executors of an Apache Spark cluster. */
@NullMarked
package dev.understudy.spark;

import org.jspecify.annotations.NullMarked;
