/** What a run leaves behind: its summary, its history and the page that shows both; and what the benchmarks measured. */
@NullMarked
package dev.understudy.report;

import org.jspecify.annotations.NullMarked;
