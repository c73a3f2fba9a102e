/** What is tried in a few steps before a training. Not API. */
@NullMarked
package dev.understudy.internal.trial;

import org.jspecify.annotations.NullMarked;
