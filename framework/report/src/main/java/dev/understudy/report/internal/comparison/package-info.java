/** A comparison's page, section by section. Not API. */
@NullMarked
package dev.understudy.report.internal.comparison;

import org.jspecify.annotations.NullMarked;
