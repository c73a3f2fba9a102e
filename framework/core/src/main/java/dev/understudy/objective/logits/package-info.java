/**
 * Published methods that compare logits, and those that do without a teacher: one a file, each a record that implements
 * {@link dev.understudy.Objective}.
 */
@NullMarked
package dev.understudy.objective.logits;

import org.jspecify.annotations.NullMarked;
