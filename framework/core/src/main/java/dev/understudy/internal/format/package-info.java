/** Files of weights, read strictly. Not API. */
@NullMarked
package dev.understudy.internal.format;

import org.jspecify.annotations.NullMarked;
