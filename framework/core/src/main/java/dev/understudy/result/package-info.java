/** What was measured, as plain records that are written as JSON and read again. */
@NullMarked
package dev.understudy.result;

import org.jspecify.annotations.NullMarked;
