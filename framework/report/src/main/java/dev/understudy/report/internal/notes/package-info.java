/** The sentences and numbers under a comparison. Not API. */
@NullMarked
package dev.understudy.report.internal.notes;

import org.jspecify.annotations.NullMarked;
