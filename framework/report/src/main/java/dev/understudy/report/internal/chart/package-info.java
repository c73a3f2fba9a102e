/** How charts look. Not API. */
@NullMarked
package dev.understudy.report.internal.chart;

import org.jspecify.annotations.NullMarked;
