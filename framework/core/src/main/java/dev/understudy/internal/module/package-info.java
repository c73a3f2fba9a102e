/** Auxiliary modules: made once for a student, run stage by stage. Not API. */
@NullMarked
package dev.understudy.internal.module;

import org.jspecify.annotations.NullMarked;
