/** What is done to a batch before any network sees it, and the random numbers of a step. */
@NullMarked
package dev.understudy.batch;

import org.jspecify.annotations.NullMarked;
