/** Teachers' outputs, computed range by range by the executors of a cluster. Not API. */
@NullMarked
package dev.understudy.spark.internal.teacher;

import org.jspecify.annotations.NullMarked;
