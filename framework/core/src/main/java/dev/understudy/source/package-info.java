/** What a student learns from beside its labels: teachers, students trained beside it, a running average of itself. */
@NullMarked
package dev.understudy.source;

import org.jspecify.annotations.NullMarked;
