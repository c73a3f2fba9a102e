/** Pieces of pages. Not API. */
@NullMarked
package dev.understudy.report.internal.html;

import org.jspecify.annotations.NullMarked;
