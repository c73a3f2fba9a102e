/** A teacher's outputs, kept on the disk. Not API. */
@NullMarked
package dev.understudy.internal.cache;

import org.jspecify.annotations.NullMarked;
