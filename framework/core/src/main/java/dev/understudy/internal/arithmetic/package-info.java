/** Arithmetic that objectives of several packages share. */
@NullMarked
package dev.understudy.internal.arithmetic;

import org.jspecify.annotations.NullMarked;
