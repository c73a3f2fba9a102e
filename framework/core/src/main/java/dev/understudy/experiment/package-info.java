/** Several distillations over several seeds, and what makes two of them the same. */
@NullMarked
package dev.understudy.experiment;

import org.jspecify.annotations.NullMarked;
