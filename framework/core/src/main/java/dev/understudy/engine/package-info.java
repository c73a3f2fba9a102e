/** The engine that computes, and the process that it computes in. */
@NullMarked
package dev.understudy.engine;

import org.jspecify.annotations.NullMarked;
