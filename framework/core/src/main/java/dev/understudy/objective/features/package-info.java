/**
 * Published methods that compare activations: one a file, each a record that implements {@link dev.understudy.Objective}.
 */
@NullMarked
package dev.understudy.objective.features;

import org.jspecify.annotations.NullMarked;
