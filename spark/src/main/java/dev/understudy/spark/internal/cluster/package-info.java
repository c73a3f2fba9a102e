/** What is known of a cluster before work goes out, and of each executor. */
@NullMarked
package dev.understudy.spark.internal.cluster;

import org.jspecify.annotations.NullMarked;
