/** DJL blocks that students are built of: named layers, self-taught channels, connectors. */
@NullMarked
package dev.understudy.block;

import org.jspecify.annotations.NullMarked;
