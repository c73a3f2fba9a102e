/** Folders and files of ours: marked, locked, written whole or not at all. Not API. */
@NullMarked
package dev.understudy.internal.file;

import org.jspecify.annotations.NullMarked;
