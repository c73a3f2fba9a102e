/** Trainings that the commands start, and their folders. */
@NullMarked
package dev.understudy.cli.run;

import org.jspecify.annotations.NullMarked;
