/** What networks and trainings are measured by: answers, correlation matrices, costs, the balance of objectives. */
@NullMarked
package dev.understudy.measure;

import org.jspecify.annotations.NullMarked;
