/** The options of the commands, and what they read. */
@NullMarked
package dev.understudy.cli.option;

import org.jspecify.annotations.NullMarked;
