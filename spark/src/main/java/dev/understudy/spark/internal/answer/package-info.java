/** What networks answer to the images of folders, as rows. Not API. */
@NullMarked
package dev.understudy.spark.internal.answer;

import org.jspecify.annotations.NullMarked;
