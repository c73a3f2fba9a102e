/** Digests of code, networks and data: what makes two trainings the same. Not API. */
@NullMarked
package dev.understudy.internal.identity;

import org.jspecify.annotations.NullMarked;
