/** Teachers, students, what is transferred between them, and the training loop. */
@NullMarked
package dev.understudy;

import org.jspecify.annotations.NullMarked;
