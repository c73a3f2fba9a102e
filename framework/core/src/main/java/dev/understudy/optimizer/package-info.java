/** How parameters are updated: rules, and groups of parameters that are treated otherwise. */
@NullMarked
package dev.understudy.optimizer;

import org.jspecify.annotations.NullMarked;
