/** Several things done at once. Not API. */
@NullMarked
package dev.understudy.internal.workers;

import org.jspecify.annotations.NullMarked;
