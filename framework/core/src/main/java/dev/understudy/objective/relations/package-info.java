/**
 * Published methods that compare relations: between samples of a batch, or between channels and layers of one network. One a
 * file, each a record that implements {@link dev.understudy.Objective}.
 */
@NullMarked
package dev.understudy.objective.relations;

import org.jspecify.annotations.NullMarked;
