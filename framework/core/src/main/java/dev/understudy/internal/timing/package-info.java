/** Time and memory, measured. Not API. */
@NullMarked
package dev.understudy.internal.timing;

import org.jspecify.annotations.NullMarked;
