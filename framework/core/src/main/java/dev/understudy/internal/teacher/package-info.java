/** Teachers of every kind of file. Not API. */
@NullMarked
package dev.understudy.internal.teacher;

import org.jspecify.annotations.NullMarked;
