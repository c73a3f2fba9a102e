/** Batches read one after the other, and what the engine has one of. Not API. */
@NullMarked
package dev.understudy.internal.data;

import org.jspecify.annotations.NullMarked;
