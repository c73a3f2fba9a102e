/** One line of whatever went wrong. Not API. */
@NullMarked
package dev.understudy.internal.text;

import org.jspecify.annotations.NullMarked;
