/** DJL networks: their blocks, paths, parameters, and the part of them that runs. Not API. */
@NullMarked
package dev.understudy.internal.network;

import org.jspecify.annotations.NullMarked;
