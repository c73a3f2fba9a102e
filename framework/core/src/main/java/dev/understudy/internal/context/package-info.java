/** What an objective sees of a batch. Not API. */
@NullMarked
package dev.understudy.internal.context;

import org.jspecify.annotations.NullMarked;
