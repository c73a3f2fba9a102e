/** What identifies images. Not API. */
@NullMarked
package dev.understudy.dataset.internal.digest;

import org.jspecify.annotations.NullMarked;
