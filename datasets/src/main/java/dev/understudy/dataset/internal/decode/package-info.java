/** Image files, decoded. Not API. */
@NullMarked
package dev.understudy.dataset.internal.decode;

import org.jspecify.annotations.NullMarked;
