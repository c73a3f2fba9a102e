/** The formulas of published methods, here and in plain PyTorch in Python. */
@NullMarked
package dev.understudy.bench.method;

import org.jspecify.annotations.NullMarked;
