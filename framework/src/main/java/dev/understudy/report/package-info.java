/** What a run leaves behind: its summary, its history and the page that shows both. */
@NullMarked
package dev.understudy.report;

import org.jspecify.annotations.NullMarked;
