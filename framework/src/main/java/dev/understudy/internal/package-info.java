/** Glue to Deep Java Library. Not API. */
@NullMarked
package dev.understudy.internal;

import org.jspecify.annotations.NullMarked;
