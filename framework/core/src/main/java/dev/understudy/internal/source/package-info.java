/** What students learn from beside their labels, at work. Not API. */
@NullMarked
package dev.understudy.internal.source;

import org.jspecify.annotations.NullMarked;
