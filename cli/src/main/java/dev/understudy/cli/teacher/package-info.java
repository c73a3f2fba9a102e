/** Teachers: trained once and stored, or the user's own, and what they put out kept. */
@NullMarked
package dev.understudy.cli.teacher;

import org.jspecify.annotations.NullMarked;
