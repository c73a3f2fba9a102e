/** A run's page. Not API. */
@NullMarked
package dev.understudy.report.internal.run;

import org.jspecify.annotations.NullMarked;
