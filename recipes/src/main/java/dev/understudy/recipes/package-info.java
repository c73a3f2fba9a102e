/** The paper's recipes: every row of its Tables 3 and 4, and the baselines. */
@NullMarked
package dev.understudy.recipes;

import org.jspecify.annotations.NullMarked;
