/** Networks and projects in files, as the commands find and write them. */
@NullMarked
package dev.understudy.cli.file;

import org.jspecify.annotations.NullMarked;
