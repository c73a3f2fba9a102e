/** Recipes: a way to train a student as a description, found on the class path. */
@NullMarked
package dev.understudy.recipe;

import org.jspecify.annotations.NullMarked;
