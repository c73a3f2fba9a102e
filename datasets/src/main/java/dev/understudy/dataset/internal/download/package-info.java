/** Files from elsewhere, fetched and unpacked. Not API. */
@NullMarked
package dev.understudy.dataset.internal.download;

import org.jspecify.annotations.NullMarked;
