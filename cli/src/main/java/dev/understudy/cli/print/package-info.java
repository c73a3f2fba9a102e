/** What stands on the terminal. */
@NullMarked
package dev.understudy.cli.print;

import org.jspecify.annotations.NullMarked;
